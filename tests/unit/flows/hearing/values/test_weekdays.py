"""Weekdays as people type them."""

import pytest

from flows.hearing.values.weekdays import read_weekdays


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("mon tue wed", (0, 1, 2)),
        ("Mondays, Thursdays and SUN", (0, 3, 6)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("at the weekend", (5, 6)),
        ("tues/thurs", (1, 3)),
        ("everyday", (0, 1, 2, 3, 4, 5, 6)),
        ("whenever", ()),
        ("mon mon monday", (0,)),
        ("Sat and Sun please", (5, 6)),
        ("only Tuesdays", (1,)),
        ("not Monday", ()),
        ("all but Sunday", ()),
        ("Mon, Wed but not Fri", ()),
        ("I can’t on Mondays", ()),
        ("weekdays except Wednesday", ()),
        ("I sat down", ()),
        ("sat in the sun", ()),
    ],
)
def test_weekdays_are_read_as_they_are_typed(words: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(words) == days
