"""The text of a session put together from its parts is the text that it has anyway."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flows.fast_replace import replace
from flows.session import Past, Plan, Rhythm, dump, dump_cached, load, load_cached, new
from flows.upcasters import upcast, upcast_data
from tests.upgrades.frozen import read, releases

HER = replace(
    new(name="Anaïs", locale="en"),
    seq=4,
    state="programme.home",
    plan=Plan(track=12, log=(Past(on=date(2026, 3, 2), level=1, outcome="clean"),)),
    rhythm=Rhythm(heard_at=datetime(2026, 3, 2, tzinfo=UTC)),
)


def test_written_again_from_its_parts_it_is_the_same_text() -> None:
    text, parts = dump_cached(HER, {})
    assert text == dump(HER)
    for after in (
        HER,
        replace(HER, plan=None),
        replace(HER, seq=5, aside="aside.pause", rhythm=Rhythm(nudges=1)),
    ):
        assert dump_cached(after, parts)[0] == dump(after)


def test_only_the_very_object_of_the_last_time_is_not_written_again() -> None:
    _, parts = dump_cached(HER, {})
    told = {name: (item, '"as it was"') for name, (item, _) in parts.items()}
    alike = replace(HER, rhythm=replace(HER.rhythm, nudges=0))
    text, _ = dump_cached(alike, told)
    assert '"plan":"as it was"' in text
    assert '"rhythm":{"heard_at":"2026-03-02T00:00:00+00:00"}' in text


def test_everybody_is_read_with_the_parts_of_her_text_and_written_from_them() -> None:
    texts = [one.session for folder in releases() for one in read(folder)]
    assert texts
    for text in texts:
        session, parts = load_cached(text, upcast_data)
        assert session == load(upcast(text))
        assert text == dump_cached(session, parts)[0] == dump(session)
        assert set(parts) == set(dump_cached(session, {})[1])


def test_a_field_written_at_its_default_is_left_out_again() -> None:
    session, parts = load_cached('{"seq":4,"aside":null,"plan":{"track":12},"asked":0}', upcast_data)
    assert list(parts) == ["seq", "plan"]
    assert dump_cached(session, parts)[0] == '{"seq":4,"plan":{"track":12}}'
