"""A typed date in the past, for example of a birth.

Never guesses between day-month and month-day: when both are possible it says so. Must not know what the date is
for, nor the clock: `today` is given. A date that cannot be used comes back as a reason, which the locale has words for.

>>> read_date("12 weeks ago", today=dt.date(2026, 3, 2))
Exact(date=datetime.date(2025, 12, 8))
>>> read_date("03/01/2026", today=dt.date(2026, 3, 2))
Ambiguous(first=datetime.date(2026, 1, 3), second=datetime.date(2026, 3, 1))
>>> read_date("31/02", today=dt.date(2026, 3, 2))
Invalid(reason=<Reason.IMPOSSIBLE: 'impossible'>)
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from flows.hearing.lexicon_data import any_word, load
from flows.hearing.normalize import closest, normalize
from flows.hearing.values.number_words import to_digits

LONGEST_AGO = 7300  # days: the case format's limit
LEAP = 2000  # any leap year: is a day without its year possible at all?


class Reason(StrEnum):
    """Why a date cannot be used."""

    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    YEAR_MISSING = "year_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """One reading only."""

    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Two readings: the day first, or the month first."""

    first: dt.date
    second: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """No usable date."""

    reason: Reason


DateRead = Exact | Ambiguous | Invalid

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT = {month[:3]: number for number, month in enumerate(MONTHS, 1)} | {"sept": 9}
_DAYS_IN = {"day": 1, "week": 7, "wk": 7, "w": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "mth": 1, "mo": 1, "year": 12, "yr": 12}
_PLAIN = {"day before yesterday": 2, "yesterday": 1, "last night": 1, "today": 0, "this morning": 0}

_COMING = re.compile(r"\btomorrow\b|\bnext (?:day|week|month|year)\b|\bin \d+ (?:day|week|month|year)s?\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b")
_SPAN = re.compile(rf"\b(\d{{1,6}}|an?)(\.5)? ?({'|'.join((*_DAYS_IN, *_MONTHS_IN))})s?\b")
_AND_A_HALF = re.compile(r"\ban? (week|month|year) and a half\b")
_HALF_A_YEAR = re.compile(r"\b(?:a half|half an?) year\b")
_SINCE_BIRTH = re.compile(r"\b(?:ago|back|old|since|post ?(?:partum|natal)|pp|after birth)\b")
_CLOCK = re.compile(r"\b(?:at )?\d{1,2}:\d\d(?: ?[ap]m)?\b")
_LEAD = re.compile(r"^[a-z', ]+(?=\d)")
_ISO = re.compile(
    r"(\d{4}(?= ?[-/.])|20\d\d)(?: ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})|(\d\d)(\d\d))(?:t[\d:.]+z?)?"
)
_NUMERIC = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2})(?: ?[-/. ] ?'?(\d{4}|\d{2}))?")
_ORDINAL = re.compile(r"\b(\d{1,2}) ?(?:st|nd|rd|th)\b")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_DUE = re.compile(r"[ ,;]*\(?\bdue(?: date)?(?: was| on| the)? [^()]*\)?$")  # the day that was expected
_WEEKS_AND_DAYS = re.compile(
    r"(?:i ?a?m |hes |shes )?(\d{1,3}) ?w(?:eeks?|ks?)? ?(?:and |\+ ?)?(\d) ?d(?:ays?)?(?: pp| old| postpartum)?"
)
_WEEKS_TOMORROW = re.compile(
    r"(?:its |it is |will be |hes |shes )?(\d{1,3}) ?(?:weeks?|wks?)(?: pp| old| postpartum)? tomorrow"
)


def read_date(text: str, *, today: dt.date) -> DateRead:
    """The date in a typed text, not after `today` and no more than 7,300 days before it."""
    halves = _HALF_A_YEAR.sub("6 months", _AND_A_HALF.sub(r"1.5 \1s", normalize(text)))
    words = _DUE.sub("", to_digits(_ORDINAL.sub(r"\1", halves)).replace(" of ", " ")).strip()
    weeks_and_days = _WEEKS_AND_DAYS.fullmatch(words)
    if weeks_and_days:
        return _back(today, 0, int(weeks_and_days[1]) * 7 + int(weeks_and_days[2]))
    tomorrow = _WEEKS_TOMORROW.fullmatch(words)
    if tomorrow:
        return _back(today, 0, int(tomorrow[1]) * 7 - 1)
    if _doubt().search(words):
        return Invalid(reason=Reason.UNREADABLE)
    relative = _relative(words, today)
    if relative is not None:
        return relative
    words = _CLOCK.sub(" ", words).strip(" .,!?'\"()")
    found = _ISO.fullmatch(words)
    if found:
        year, month, day = (int(part) for part in found.groups() if part is not None)
        return _decide([_day(year, month, day)], today)
    found = _NUMERIC.fullmatch(_LEAD.sub("", words))
    if found:
        return _numeric(int(found[1]), int(found[2]), found[3], today)
    return _named(words, today)


@cache
def _doubt() -> re.Pattern[str]:
    return any_word(load("words")["dates"]["doubt"])


def _relative(words: str, today: dt.date) -> DateRead | None:
    if _COMING.search(words):
        return Invalid(reason=Reason.IN_FUTURE)
    spans, rest = _SPAN.findall(words), _SPAN.sub(" ", words)
    if re.search(r"\d", rest):
        return Invalid(reason=Reason.UNREADABLE) if spans else None
    if not spans:
        return next((_back(today, 0, days) for said, days in _PLAIN.items() if said in words), None)
    if _WEEKDAY.search(rest) or (re.search(r"[a-z]{4}", rest) and not _SINCE_BIRTH.search(rest)):
        return None
    months = days = 0
    for count, half, unit in spans:
        halves = 2 * (int(count) if count.isdigit() else 1) + bool(half)
        if unit in _DAYS_IN:
            days += halves * _DAYS_IN[unit] // 2
        else:
            months += halves * _MONTHS_IN[unit] // 2
            days += 15 * (halves * _MONTHS_IN[unit] % 2)
    return _back(today, months, days)


def _back(today: dt.date, months: int, days: int) -> DateRead:
    if months * 28 + days > LONGEST_AGO:
        return Invalid(reason=Reason.TOO_LONG_AGO)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    start = dt.date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return _decide([start - dt.timedelta(days=days)], today)


def _numeric(one: int, two: int, year: str | None, today: dt.date) -> DateRead:
    if year is None:
        return _without_year(_day(LEAP, two, one) or _day(LEAP, one, two))
    return _decide([_day(_year(year), two, one), _day(_year(year), one, two)], today)


def _named(words: str, today: dt.date) -> DateRead:
    tokens = _TOKEN.findall(words)
    months = [month for token in tokens if (month := month_of(token))]
    numbers = sorted((token for token in tokens if token.isdigit()), key=lambda number: len(number) > 2)
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or len(numbers[0]) > 2:
        return Invalid(reason=Reason.UNREADABLE)
    day, month = int(numbers[0]), months[0]
    if len(numbers) == 1:
        return _without_year(_day(LEAP, month, day))
    if len(numbers[1]) not in (2, 4):
        return Invalid(reason=Reason.UNREADABLE)
    return _decide([_day(_year(numbers[1]), month, day)], today)


def _without_year(possible: dt.date | None) -> Invalid:
    return Invalid(reason=Reason.YEAR_MISSING if possible else Reason.IMPOSSIBLE)


def month_of(token: str) -> int | None:
    """The number of the month that the word names or is a slip of."""
    if token in _SHORT:
        return _SHORT[token]
    known = closest(token, MONTHS)
    return None if known is None else MONTHS.index(known) + 1


def _year(typed: str) -> int:
    return int(typed) + (2000 if len(typed) == 2 else 0)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _decide(readings: Sequence[dt.date | None], today: dt.date) -> DateRead:
    possible = list(dict.fromkeys(day for day in readings if day is not None))
    if not possible:
        return Invalid(reason=Reason.IMPOSSIBLE)
    past = [day for day in possible if day <= today]
    if not past:
        return Invalid(reason=Reason.IN_FUTURE)
    recent = [day for day in past if (today - day).days <= LONGEST_AGO]
    if not recent:
        return Invalid(reason=Reason.TOO_LONG_AGO)
    return Exact(date=recent[0]) if len(recent) == 1 else Ambiguous(first=recent[0], second=recent[1])
