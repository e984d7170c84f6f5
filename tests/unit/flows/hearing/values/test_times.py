"""A typed time of day: exact, one of two, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hearing.values.times import AmPm, Exact, Unread, read_time

EXACT = {
    "7am": "07:00",
    "7 a.m.": "07:00",
    "7 a. m.": "07:00",
    "7a": "07:00",
    "07:30": "07:30",
    "0730": "07:30",
    "08.00": "08:00",
    "19:30": "19:30",
    "1930": "19:30",
    "nineteen thirty": "19:30",
    "19h": "19:00",
    "7 PM": "19:00",
    "12.30pm": "12:30",
    "13pm": "13:00",
    "0am": "00:00",
    "00:15": "00:15",
    "24:00": "00:00",
    "12 am": "00:00",
    "12pm": "12:00",
    "noon": "12:00",
    "12 noon": "12:00",
    "midnight": "00:00",
    "quarter to midnight": "23:45",
    "8 in the evening": "20:00",
    "in the evening, at 8": "20:00",
    "7 tonight": "19:00",
    "at 7 in the morning please": "07:00",
    "twenty to nine in the morning": "08:40",
    "a quarter past 6 pm": "18:15",
    "quarter to 1 pm": "12:45",
    "half past seven in the evening": "19:30",
    "1 at night": "01:00",
    "12 at night": "00:00",
    "11 at night": "23:00",
    "7 ｐｍ": "19:00",
}

EITHER = {
    "7": "07:00",
    "7:30": "07:30",
    "7.30": "07:30",
    "7,30": "07:30",
    "7h30": "07:30",
    "730": "07:30",
    "seven thirty": "07:30",
    "seven oh five": "07:05",
    "half past seven": "07:30",
    "half seven": "07:30",
    "quarter to 8": "07:45",
    "ten past 6": "06:10",
    "5 minutes past 9": "09:05",
    "quarter to 1": "00:45",
    "five to 12": "11:55",
    "12": "00:00",
    "12:30": "00:30",
    "7 o'clock": "07:00",
    "around 7-ish": "07:00",
    "every day at 6:15, thanks": "06:15",
}

UNREAD = (
    *(
        "",
        "evening",
        "25",
        "7:60",
        "24:30",
        "13am",
        "7 or 8",
        "7 am or pm",
        "70 to 8",
        "70 past 8",
        "half past 25",
        "quarter to 25",
        "7 8 9",
    ),
    *("soon", "20 minutes", "٧٧٧", "-7-7", "7:3", "12345"),
)


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


@pytest.mark.parametrize(("typed", "clock"), EXACT.items())
def test_a_plain_time_is_one_time(typed: str, clock: str) -> None:
    assert read_time(typed) == Exact(minute=minutes(clock))


@pytest.mark.parametrize(("typed", "clock"), EITHER.items())
def test_half_of_the_day_is_never_guessed(typed: str, clock: str) -> None:
    assert read_time(typed) == AmPm(first=minutes(clock), second=minutes(clock) + 720)


@pytest.mark.parametrize("typed", UNREAD)
def test_what_is_no_time_is_not_read(typed: str) -> None:
    assert read_time(typed) == Unread()


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_clock_of_24_hours_is_one_time_but_from_ten_to_one(hour: int, minute: int) -> None:
    read, at = read_time(f"{hour:02}:{minute:02}"), hour * 60 + minute
    if 10 <= hour <= 12:
        assert read == AmPm(first=at % 720, second=at % 720 + 720)
    else:
        assert read == Exact(minute=at)


@given(st.text(max_size=200) | st.text(alphabet="0123456789.:h apmtoquarterhalfpast", max_size=30))
def test_any_text_is_answered_within_a_day(typed: str) -> None:
    match read_time(typed):
        case Exact(minute=minute):
            assert 0 <= minute < 1440
        case AmPm(first=first, second=second):
            assert 0 <= first < second < 1440
        case Unread():
            pass
