"""An amount with another unit than the one asked for is put into it, or is no answer."""

from __future__ import annotations

import pytest

from flows.hearing.answers import Found, number
from flows.hearing.values.amounts import in_unit


@pytest.mark.parametrize(
    ("words", "unit", "value"),
    [
        ("about 4 months", "week", 16),
        ("four months", "week", 16),
        ("a month", "week", 4),
        ("half a year", "week", 24),
        ("1 year", "week", 52),
        ("20 days", "week", 2),
        ("a fortnight", "week", 2),
        ("12", "week", 12),
        ("12 weeks", "week", 12),
        ("for about 12 weeks now", "week", None),
        ("3 times a week", "week", None),
        ("20 minutes", "week", None),
        ("4 or 5 months", "week", None),
        ("twice a week", "time", 2),
        ("3 times", "time", 3),
        ("3 days a week", "time", 3),
        ("12 weeks", "time", None),
        ("45 minutes", "time", None),
        ("8 hours a night", "hour", 8),
        ("7 hours 30 minutes", "hour", 7.5),
        ("7h30", "hour", 7.5),
        ("450 minutes", "hour", 7.5),
        ("6 days", "hour", None),
        ("1 hour", "minute", 60),
        ("30 min", "minute", 30),
        ("90 seconds", "minute", 1),
        ("1 minute", "second", 60),
        ("15 reps", "second", None),
        ("20 reps", "rep", 20),
        ("20 times", "rep", 20),
        ("20 seconds", "rep", None),
        ("every day, 7 days", "day", 7),
        ("5 times", "day", 5),
    ],
)
def test_an_amount_in_the_unit_that_was_asked_for(words: str, unit: str, value: float | None) -> None:
    said = in_unit(words, unit)
    found = None if said is None else number(said, 0, 200)
    assert (found.value if isinstance(found, Found) else None) == value
