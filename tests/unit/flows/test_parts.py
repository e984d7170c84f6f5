"""A text is read with the text of each of its fields where these make it again, and means what it means anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from flows.codec import CodecError, dumps, loads
from flows.json_fragments import Fields, join_fragments, loads_with_fragments


@dataclass(frozen=True, kw_only=True)
class Inner:
    day: date | None = None
    pair: tuple[int, str] = (1, "a")


@dataclass(frozen=True, kw_only=True)
class Outer:
    at: datetime
    share: float = 0.0
    many: tuple[Inner, ...] = ()


def as_it_is(data: Fields) -> Fields:
    return data


def test_what_is_written_is_read_with_the_text_of_each_field() -> None:
    text = dumps(
        Outer(at=datetime(2026, 3, 29, tzinfo=UTC), share=7.5, many=(Inner(pair=(2, 'a ü "{,}:"')),))
    )
    value, parts = loads_with_fragments(Outer, text, as_it_is)
    assert value == loads(Outer, text)
    assert parts == {
        "at": '"2026-03-29T00:00:00+00:00"',
        "share": "7.5",
        "many": '[{"pair":[2,"a ü \\"{,}:\\""]}]',
    }
    assert join_fragments(parts.items()) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("{}", {}),
        ('{"pair":[2,"b"]}', {"pair": '[2,"b"]'}),
        ('{"pair":[2, "\\u0062"]}', {"pair": '[2, "\\u0062"]'}),  # as it stood, whoever wrote it
        ('{"pair":[1,"a"],"pair":[2,"b"]}', {"pair": '[2,"b"]'}),  # the last one counts, as in any JSON
        ('{"p\\u0061ir":[2,"b"]}', {}),
        ('{"pair": [2,"b"]}', {}),
        ('{"pair" :[2,"b"]}', {}),
        ('{ "pair":[2,"b"]}', {}),
        ('{"pair":[2,"b"] }', {}),
        (' {"pair":[2,"b"]}', {}),
        ('{"pair":[2,"b"]}\n', {}),
        ('{"pair":[2,"b"],\n"day":null}', {}),
    ],
)
def test_the_text_of_a_field_is_kept_when_all_of_them_make_the_text_again(
    text: str, parts: dict[str, str]
) -> None:
    assert loads_with_fragments(Inner, text, as_it_is) == (loads(Inner, text), parts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "}",
        "x",
        "null",
        '"pair"',
        "7",
        "[]",
        '["pair":[2,"b"]}',
        'x"pair":[2,"b"]}',
        '{"pair":[2,"b"]',
        '{"pair":[2,"b"],',
        '{"pair":[2,"b"],}',
        '{"pair":[2,"b"]]',
        '{"pair":[2,"b"]}}',
        '{"pair":[2,"b"]}"day":null}',
        '{"pair","b"}',
        '{"pair"=[2,"b"]}',
        '{"pair":[2,"b"];"day":null}',
        '{"pair"',
        '{"pair":',
        '{"pair":}',
        '{"pair:[2]}',
        "{pair:[2]}",
        '{1:[2,"b"]}',
        '{[1]:[2,"b"]}',
        '{null:[2,"b"]}',
        '{"pair":[2,"b"],"shade":1}',
        '{"pair":[1]}',
        '{"day":"soon"}',
        '{"day":7}',
    ],
)
def test_what_does_not_fit_is_refused_alike_with_the_text_of_its_fields(text: str) -> None:
    with pytest.raises(CodecError) as refused:
        loads(Inner, text)
    with pytest.raises(CodecError) as refused_too:
        loads_with_fragments(Inner, text, as_it_is)
    assert str(refused_too.value) == str(refused.value)


def test_of_what_was_made_another_one_no_text_is_kept() -> None:
    def later(data: Fields) -> Fields:
        return {**data, "pair": [3, "c"]}

    for text in ('{"pair":[2,"b"]}', '{"pair": [2,"b"]}'):
        assert loads_with_fragments(Inner, text, later) == (Inner(pair=(3, "c")), {})
