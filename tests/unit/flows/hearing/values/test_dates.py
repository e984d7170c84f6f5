"""A typed date: what is read, what is asked about, and what is refused with which reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hearing.values.dates import LONGEST_AGO, Ambiguous, Exact, Invalid, Reason, read_date

TODAY = dt.date(2026, 11, 23)

READ = {
    # the year first, and days that only one order can mean
    "2026-03-04": "2026-03-04",
    "2026/3/4": "2026-03-04",
    "20260304": "2026-03-04",
    "2026-03-04T09:30:00Z": "2026-03-04",
    "13/04/2026": "2026-04-13",
    "04/13/2026": "2026-04-13",
    "3.3.2026": "2026-03-03",
    "04/04/26": "2026-04-04",
    "born 25-10-26": "2026-10-25",
    # one of the two orders would be in the future, or too long ago
    "12/01/2026": "2026-01-12",
    "01/12/2026": "2026-01-12",
    # months by name, by half a name, and with a slip
    "3 March 2026": "2026-03-03",
    "March 3rd, 2026": "2026-03-03",
    "the 3rd of March 2026": "2026-03-03",
    "sat 3 jan 26": "2026-01-03",
    "12th of Dec '25": "2025-12-12",
    "3 febuary 2026": "2026-02-03",
    "7 sept 2026": "2026-09-07",
    "2026 March 4": "2026-03-04",
    "he was born on the 3rd of March, 2026 at 14:30": "2026-03-03",
    "three march 2026": "2026-03-03",
    "３ Ｍａｒｃｈ ２０２６": "2026-03-03",
    # so long ago
    "today": "2026-11-23",
    "yesterday": "2026-11-22",
    "the day before yesterday": "2026-11-21",
    "80 days ago": "2026-09-04",
    "12 weeks ago": "2026-08-31",
    "12 weeks": "2026-08-31",
    "twelve wks pp": "2026-08-31",
    "10 weeks and 3 days ago": "2026-09-11",
    "a fortnight ago": "2026-11-09",
    "a month ago": "2026-10-23",
    "6 months old": "2026-05-23",
    "1.5 months ago": "2026-10-08",
    "half a year ago": "2026-05-23",
    "a half year ago": "2026-05-23",
    "about 12 weeks ago": "2026-08-31",
    "just over 12 weeks ago": "2026-08-31",
    "12 and a half weeks ago": "2026-08-28",
    "two and a half months old": "2026-09-08",
    "she was born 12 weeks ago": "2026-08-31",
    "a year and a half ago": "2025-05-23",
    "baby is 12 weeks old today": "2026-08-31",
    "7300 days ago": "2006-11-28",
}

ASKED = {
    "03/04/2026": ("2026-04-03", "2026-03-04"),
    "03-04-26": ("2026-04-03", "2026-03-04"),
    "3.4.2026": ("2026-04-03", "2026-03-04"),
    "3 4 2026": ("2026-04-03", "2026-03-04"),
    "born 11/10/2025": ("2025-10-11", "2025-11-10"),
}

REFUSED = {
    "": Reason.UNREADABLE,
    "last spring": Reason.UNREADABLE,
    "March 2026": Reason.UNREADABLE,
    "5 March 202": Reason.UNREADABLE,
    "100 March": Reason.UNREADABLE,
    "3 March 4 April 2026": Reason.UNREADABLE,
    "a quarter of a year ago": Reason.UNREADABLE,
    "half a month ago": Reason.UNREADABLE,
    "he turns 3 months on 10 March": Reason.UNREADABLE,
    "she'll be 3 months on 10 March": Reason.UNREADABLE,
    "under 12 weeks ago": Reason.UNREADABLE,
    "less than 12 weeks ago": Reason.UNREADABLE,
    "not quite 12 weeks ago": Reason.UNREADABLE,
    "almost 12 weeks ago": Reason.UNREADABLE,
    "nearly 12 weeks ago": Reason.UNREADABLE,
    "12 weeks old on Friday": Reason.UNREADABLE,
    "12 weeks minus 2 days ago": Reason.UNREADABLE,
    "13 weeks or 12 weeks ago": Reason.UNREADABLE,
    "a third of a year ago": Reason.UNREADABLE,
    "2 days short of 12 weeks": Reason.UNREADABLE,
    "not 3 March 2026": Reason.UNREADABLE,
    "due 3 March 2026": Reason.UNREADABLE,
    "12 days of pain": Reason.UNREADABLE,
    "3 weeks and 5": Reason.UNREADABLE,
    "7": Reason.UNREADABLE,
    "25122025": Reason.UNREADABLE,
    "31/02": Reason.IMPOSSIBLE,
    "31/02/2026": Reason.IMPOSSIBLE,
    "31 February": Reason.IMPOSSIBLE,
    "2026-02-30": Reason.IMPOSSIBLE,
    "29/02/2026": Reason.IMPOSSIBLE,
    "32/13/2026": Reason.IMPOSSIBLE,
    "0000-01-01": Reason.IMPOSSIBLE,
    "1 April 2027": Reason.IN_FUTURE,
    "24/11/2026": Reason.IN_FUTURE,
    "tomorrow": Reason.IN_FUTURE,
    "in 3 weeks": Reason.IN_FUTURE,
    "next month": Reason.IN_FUTURE,
    "1 May 1950": Reason.TOO_LONG_AGO,
    "7301 days ago": Reason.TOO_LONG_AGO,
    "999999 years ago": Reason.TOO_LONG_AGO,
    "03/04/1999": Reason.TOO_LONG_AGO,
    "14 March": Reason.YEAR_MISSING,
    "3 mar": Reason.YEAR_MISSING,
    "3/4": Reason.YEAR_MISSING,
    "29/02": Reason.YEAR_MISSING,
}


@pytest.mark.parametrize(("typed", "day"), READ.items())
def test_a_date_is_read(typed: str, day: str) -> None:
    assert read_date(typed, today=TODAY) == Exact(date=dt.date.fromisoformat(day))


@pytest.mark.parametrize(("typed", "days"), ASKED.items())
def test_day_and_month_are_never_guessed(typed: str, days: tuple[str, str]) -> None:
    first, second = (dt.date.fromisoformat(day) for day in days)
    assert read_date(typed, today=TODAY) == Ambiguous(first=first, second=second)


@pytest.mark.parametrize(("typed", "reason"), REFUSED.items())
def test_a_date_that_cannot_be_has_its_reason(typed: str, reason: Reason) -> None:
    assert read_date(typed, today=TODAY) == Invalid(reason=reason)


def test_months_ago_from_the_last_of_a_long_month() -> None:
    assert read_date("a month ago", today=dt.date(2026, 3, 31)) == Exact(date=dt.date(2026, 2, 28))


@given(st.dates(dt.date(2010, 1, 1), dt.date(2099, 12, 31)), st.integers(0, LONGEST_AGO))
def test_what_is_written_plainly_is_read_back(today: dt.date, ago: int) -> None:
    born = today - dt.timedelta(days=ago)
    for typed in (born.isoformat(), f"{born:%d %B %Y}", f"{born:%B %d, %Y}", f"{ago} days ago"):
        assert read_date(typed, today=today) == Exact(date=born)


@given(st.text(max_size=200) | st.text(alphabet="0123456789./- agowekdmr", max_size=30))
def test_any_text_is_answered_and_never_with_a_day_out_of_range(typed: str) -> None:
    match read_date(typed, today=TODAY):
        case Exact(date=day):
            assert 0 <= (TODAY - day).days <= LONGEST_AGO
        case Ambiguous(first=first, second=second):
            assert first != second
            assert max(first, second) <= TODAY
        case Invalid(reason=reason):
            assert reason in Reason


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("11w4d", dt.date(2026, 9, 11)),
        ("12 weeks tomorrow", dt.date(2026, 9, 9)),
        ("born 5 Sept 2026 (due 28 Sept)", dt.date(2026, 9, 5)),
        ("3 1/2 mo pp", dt.date(2026, 8, 17)),
    ],
)
def test_an_age_as_women_type_it(words: str, day: dt.date) -> None:
    assert read_date(words, today=dt.date(2026, 12, 1)) == Exact(date=day)
