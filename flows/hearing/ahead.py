"""A typed day to come, for example the end of a pause: a length of time, a weekday or a date.

Never guesses between day-month and month-day, and never reads a day that has passed. Must not know the clock:
`today` is given.

>>> read_ahead("10 days", today=dt.date(2026, 3, 2))
datetime.date(2026, 3, 12)
>>> read_ahead("until next Monday", today=dt.date(2026, 3, 2))
datetime.date(2026, 3, 9)
>>> read_ahead("3 May", today=dt.date(2026, 3, 2))
datetime.date(2026, 5, 3)
>>> read_ahead("yesterday", today=dt.date(2026, 3, 2)) is None
True
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from functools import cache

from flows.hearing.lexicon_data import any_word, load
from flows.hearing.normalize import normalize
from flows.hearing.values.dates import month_of
from flows.hearing.values.number_words import to_digits

LONGEST_AHEAD = 300  # days: a day of this year that has just passed is not read as one of the next
LEAP_YEARS_APART = 8  # 29 February comes back within so many years
_LENGTH = re.compile(r"\b(\d{1,3}) ?(days?|d|weeks?|wks?|w|fortnights?|months?)\b")
_DAYS = {"d": 1, "w": 7, "f": 14}
_ORDINAL = re.compile(r"\b(\d{1,2}) ?(?:st|nd|rd|th)\b")
_ISO = re.compile(r"(20\d\d) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2})(?: ?[-/.] ?(20\d\d|\d\d))?\.?")
_TOKEN = re.compile(r"\d+|[a-z]+")


def read_ahead(text: str, *, today: dt.date) -> dt.date | None:
    """The day after `today` that the words name for sure, at most `LONGEST_AHEAD` days ahead; else `None`."""
    said = _ORDINAL.sub(r"\1", normalize(text).replace("'", "")).strip(" .,!")
    if _doubt().search(said):
        return None
    words = to_digits(_few(said))
    found = _length(words, today) or _named_day(words, today) or _date(words, today)
    return found if found is not None and today < found <= today + dt.timedelta(days=LONGEST_AHEAD) else None


@cache
def _doubt() -> re.Pattern[str]:
    return any_word(load("words")["ahead"]["doubt"])


def _few(said: str) -> str:
    """`a couple of weeks` and `a week` with a digit."""
    for digit, phrases in load("words")["ahead"]["counts"].items():
        said = re.sub(rf"\b(?:{'|'.join(phrases)}) (?=days?|weeks?|fortnights?|months?)", f"{digit} ", said)
    return said


def _length(words: str, today: dt.date) -> dt.date | None:
    spans = _LENGTH.findall(words)
    rest = _LENGTH.sub(" ", words)
    if not spans or re.search(r"\d", rest) or not _only_around(rest):
        return None
    days = sum(int(count) * _DAYS[unit[0]] for count, unit in spans if unit[0] in _DAYS)
    months = sum(int(count) for count, unit in spans if unit[0] not in _DAYS)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    start = dt.date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return start + dt.timedelta(days=days)


def _only_around(rest: str) -> bool:
    return all(word in load("words")["ahead"]["around"] for word in _TOKEN.findall(rest))


def _named_day(words: str, today: dt.date) -> dt.date | None:
    """`tomorrow` or a weekday: the next such day, never today."""
    said = " ".join(_told(words))
    near = load("words")["ahead"]["near"]
    if said in near:
        return today + dt.timedelta(days=near[said])
    days = load("words")["weekdays"].get(said.removesuffix("s"), ())
    if len(days) != 1:
        return None
    return today + dt.timedelta(days=(days[0] - today.weekday() - 1) % 7 + 1)


def _told(words: str) -> list[str]:
    """The words that say something."""
    around = load("words")["ahead"]["around"]
    return [word for word in _TOKEN.findall(words) if word not in around]


def _date(words: str, today: dt.date) -> dt.date | None:
    told = _told(words)
    if all(token.isdigit() for token in told):
        return _numeric(words.rpartition(" ")[2], today)
    known = load("words")["weekdays"]
    names = [token for token in told if not token.isdigit() and token not in known]
    numbers = sorted((token for token in told if token.isdigit()), key=len)
    month = month_of(names[0]) if len(names) == 1 else None
    if month is None or len(numbers) not in (1, 2):
        return None
    return _next(month, int(numbers[0]), numbers[1] if len(numbers) == 2 else None, today)


def _numeric(typed: str, today: dt.date) -> dt.date | None:
    """`2026-05-03`, or day and month in either order where only one of them is possible."""
    iso = _ISO.fullmatch(typed)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _NUMERIC.fullmatch(typed)
    if not found:
        return None
    one, two = int(found[1]), int(found[2])
    readings = {_next(two, one, found[3], today), _next(one, two, found[3], today)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _next(month: int, day: int, year: str | None, today: dt.date) -> dt.date | None:
    """That day of that year, or without a year the next such day."""
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year + LEAP_YEARS_APART + 1)
    possible = (_day(each, month, day) for each in years)
    return next((each for each in possible if each is not None and each > today), None)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
