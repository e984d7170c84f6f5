"""What is stored is read back as it was, and what does not fit is refused by name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

import pytest

from flows.codec import CodecError, dumps, loads


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Inner:
    day: date | None = None
    pair: tuple[int, str] = (1, "a")


@dataclass(frozen=True, kw_only=True)
class Outer:
    at: datetime
    colour: Colour = Colour.RED
    share: float = 0.0
    inner: Inner = Inner()
    many: tuple[Inner, ...] = ()


def test_what_is_written_is_read_back() -> None:
    value = Outer(
        at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        colour=Colour.BLUE,
        share=7.5,
        inner=Inner(day=date(2024, 2, 29)),
        many=(Inner(pair=(2, "ü")), Inner()),
    )
    assert loads(Outer, dumps(value)) == value


def test_a_field_at_its_default_is_left_out() -> None:
    assert dumps(Inner()) == "{}"


def test_a_whole_number_is_read_as_a_share() -> None:
    assert loads(Outer, '{"at": "2026-03-02T00:00:00+00:00", "share": 7}').share == 7


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ("[]", "an object was expected"),
        ('{"shade": 1}', "Outer.shade: unknown field"),
        ('{"at": "soon"}', "Outer.at"),
        ('{"share": "much"}', "'much' where float was expected"),
        ('{"inner": {"pair": [1]}}', "Inner.pair"),
    ],
)
def test_what_does_not_fit_is_named(text: str, why: str) -> None:
    with pytest.raises(CodecError, match=why.replace("(", r"\(").replace(".", r"\.")):
        loads(Outer, text)


def test_only_an_optional_union_can_be_stored() -> None:
    @dataclass(frozen=True)
    class Either:
        value: int | str = 0

    Either.__annotations__["value"] = int | str
    with pytest.raises(TypeError, match="can be stored"):
        loads(Either, '{"value": 1}')


def test_what_has_no_shape_of_its_own_cannot_be_stored() -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        dumps(object())
