"""A typed time of day, for example the hour for prompts.

A bare `7` is two times, and it says so. Must not know what the time is for, nor any clock or zone. Minutes are
counted from midnight.

>>> read_time("19:30")
Exact(minute=1170)
>>> read_time("half past seven")
AmPm(first=450, second=1170)
>>> read_time("half past seven in the evening")
Exact(minute=1170)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import normalize
from flows.hearing.values.number_words import to_digits

HOUR, HALF_DAY, DAY = 60, 720, 1440
LONGEST = 80  # characters: no time of day takes more


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """One time only: minutes after midnight."""

    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmPm:
    """Before noon (`first`) or after it (`second`): minutes after midnight."""

    first: int
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Not a time of day."""


TimeRead = Exact | AmPm | Unread


class Part(StrEnum):
    """The part of the day that she named."""

    BEFORE_NOON = "before_noon"
    AFTER_NOON = "after_noon"
    NIGHT = "at_night"


_CLOCK = re.compile(r"(\d{1,2})(?: ?[:.,h] ?(\d\d)| (\d\d)|(\d\d)| ?(?:h|hrs|hours))?")
_SPOKEN = re.compile(
    r"(half|(?:a )?quarter|\d{1,2}(?: min(?:ute)?s?)?) (past|after|to|before|till|til) (\d{1,2})"
)
_HALF = re.compile(r"half (\d{1,2})")
_OH = re.compile(r"\b(\d{1,2}) oh? (\d)\b")
_NOT_TIME = re.compile(r"[^\w:.,' ]")
_AP_M = re.compile(r"(?<=\d) ?([ap])(?:\.? ?m)?\b")


def read_time(text: str) -> TimeRead:
    """The time of day in a typed text."""
    words, part = _plain(text)
    found = _SPOKEN.fullmatch(words)
    if found:
        minutes = _minutes(found[1])
        if found[2] in ("past", "after"):
            return _at(int(found[3]), minutes, part)
        return _earlier(_at(int(found[3]), 0, part), minutes)
    found = _HALF.fullmatch(words)
    if found:
        return _at(int(found[1]), HOUR // 2, part)
    found = _CLOCK.fullmatch(words)
    if found:
        return _at(
            int(found[1]), int(found[2] or found[3] or found[4] or 0), part, zero_first=found[1][0] == "0"
        )
    return Unread()


def _plain(text: str) -> tuple[str, Part | None]:
    """The text without what changes nothing, and the part of the day taken out of it."""
    filler, named = _known()
    words = to_digits(_NOT_TIME.sub(" ", normalize(text)[:LONGEST])).strip(" .,'")
    words = _OH.sub(
        r"\1 0\2", named["noon"].sub("12 pm", named["midnight"].sub("12 am", _AP_M.sub(r" \1m", words)))
    )
    part = None
    for one in Part:
        shorter = named[one].sub(" ", words)
        if shorter != words:
            words, part = shorter, one
            break
    return " ".join(filler.sub(" ", words).split()).strip(" .,'"), part


def _minutes(count: str) -> int:
    if count == "half":
        return HOUR // 2
    return HOUR // 4 if count.endswith("quarter") else int(count.split(" ")[0])


def _earlier(read: TimeRead, by: int) -> TimeRead:
    if by >= HOUR:
        return Unread()
    match read:
        case Exact(minute=minute):
            return Exact(minute=(minute - by) % DAY)
        case AmPm(first=first, second=second):
            one, two = sorted(((first - by) % DAY, (second - by) % DAY))
            return AmPm(first=one, second=two)
        case _:
            return read


def _at(hour: int, minute: int, part: Part | None, *, zero_first: bool = False) -> TimeRead:
    if minute >= HOUR or hour > 24 or (hour == 24 and minute):
        return Unread()
    if hour > 12 or hour == 0:
        return Unread() if part is Part.BEFORE_NOON and hour else Exact(minute=hour * HOUR % DAY + minute)
    morning = hour % 12 * HOUR + minute
    match part:
        case Part.BEFORE_NOON:
            return Exact(minute=morning)
        case Part.AFTER_NOON:
            return Exact(minute=morning + HALF_DAY)
        case Part.NIGHT:
            return Exact(minute=morning if morning < HALF_DAY // 2 - HOUR else morning + HALF_DAY)
        case _:
            return Exact(minute=morning) if zero_first else AmPm(first=morning, second=morning + HALF_DAY)


@cache
def _known() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    words = load("words")["times"]
    named = {name: _any_of(phrases) for name, phrases in words.items() if name != "filler"}
    return _any_of(words["filler"]), named


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![a-z'])(?:{'|'.join(re.escape(phrase) for phrase in longest_first)})(?![a-z'])")
