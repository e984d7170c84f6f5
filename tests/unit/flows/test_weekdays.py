"""Weekdays as people type them."""

import pytest

from flows.hearing.weekdays import read_weekdays


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
    ],
)
def test_weekdays_are_read_as_they_are_typed(words: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(words) == days
