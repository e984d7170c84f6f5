"""The text of a session put together from its parts is the text that it has anyway."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flows.records import replace
from flows.session import Past, Plan, Rhythm, dump, dump_again, new

HER = replace(
    new(name="Anaïs", locale="en"),
    seq=4,
    state="programme.home",
    plan=Plan(track=12, log=(Past(on=date(2026, 3, 2), level=1, outcome="clean"),)),
    rhythm=Rhythm(heard_at=datetime(2026, 3, 2, tzinfo=UTC)),
)


def test_written_again_from_its_parts_it_is_the_same_text() -> None:
    text, parts = dump_again(HER, {})
    assert text == dump(HER)
    for after in (
        HER,
        replace(HER, plan=None),
        replace(HER, seq=5, aside="aside.pause", rhythm=Rhythm(nudges=1)),
    ):
        assert dump_again(after, parts)[0] == dump(after)


def test_only_the_very_object_of_the_last_time_is_not_written_again() -> None:
    _, parts = dump_again(HER, {})
    told = {name: (item, '"as it was"') for name, (item, _) in parts.items()}
    alike = replace(HER, rhythm=replace(HER.rhythm, nudges=0))
    text, _ = dump_again(alike, told)
    assert '"plan":"as it was"' in text
    assert '"rhythm":{"heard_at":"2026-03-02T00:00:00+00:00"}' in text
