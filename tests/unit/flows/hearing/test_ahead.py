"""A typed day to come is read, and what names none for sure is not."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.hearing.ahead import read_ahead

TODAY = dt.date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("10 days", dt.date(2026, 3, 14)),
        ("a week", dt.date(2026, 3, 11)),
        ("for two weeks please", dt.date(2026, 3, 18)),
        ("a couple of weeks", dt.date(2026, 3, 18)),
        ("a few days", dt.date(2026, 3, 7)),
        ("in a month", dt.date(2026, 4, 4)),
        ("1 month and 2 days", None),
        ("a fortnight", dt.date(2026, 3, 18)),
        ("tomorrow", dt.date(2026, 3, 5)),
        ("the day after tomorrow", dt.date(2026, 3, 6)),
        ("next Monday", dt.date(2026, 3, 9)),
        ("I'll be back on Friday", dt.date(2026, 3, 6)),
        ("wednesday", dt.date(2026, 3, 11)),
        ("until 3 May", dt.date(2026, 5, 3)),
        ("May 3rd", dt.date(2026, 5, 3)),
        ("3rd of May 2026", dt.date(2026, 5, 3)),
        ("3 may 26", dt.date(2026, 5, 3)),
        ("friday 20 march", dt.date(2026, 3, 20)),
        ("25/3", dt.date(2026, 3, 25)),
        ("25.3.2026", dt.date(2026, 3, 25)),
        ("2026-05-03", dt.date(2026, 5, 3)),
        ("5/5", dt.date(2026, 5, 5)),
    ],
)
def test_a_day_to_come(words: str, day: dt.date | None) -> None:
    assert read_ahead(words, today=TODAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "banana",
        "today",
        "yesterday",
        "3 March",  # yesterday: next year is not meant
        "last week",
        "03/05",  # day first or month first
        "31/02",
        "31 February",
        "12 march or 13 march",
        "not sure",
        "until the 12th",
        "12 foo",
        "in 400 days",
        "12 may 2029",
        "29 February",  # in two years
        "weekend",
        "2026-13-40",
        "5 days 3",
        "two weeks after my operation",
        "may june 3",
        "3 4 5 may",
    ],
)
def test_no_day_for_sure(words: str) -> None:
    assert read_ahead(words, today=TODAY) is None


def test_the_last_day_of_a_shorter_month() -> None:
    assert read_ahead("1 month", today=dt.date(2026, 1, 31)) == dt.date(2026, 2, 28)


def test_a_date_at_the_turn_of_the_year() -> None:
    assert read_ahead("3 January", today=dt.date(2026, 12, 20)) == dt.date(2027, 1, 3)
