"""Lengths of time and counts put into the unit that was asked for: `4 months` is 16 weeks, `3 times` is no weeks.

Must not know what is asked. What cannot be put into the unit is not taken bare. A part of a unit is left out, but of an
hour: only what is certain counts.

>>> in_unit("about 4 months", "week"), in_unit("12 weeks", "week"), in_unit("3 times a week", "week")
('about 16', '12 weeks', None)
"""

from __future__ import annotations

import re
from functools import cache
from math import floor

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import normalize
from flows.hearing.values.number_words import to_digits

RATE = re.compile(r" (?:an?|per|each|every) (?:day|night|week|month)")
PARTS = ("hour",)  # of which a half counts


def in_unit(text: str, unit: str) -> str | None:
    """The text with its amounts in this unit; as it is where one is already or none is named; `None` if one cannot."""
    words = _said().sub(lambda found: f" {load('words')['amounts']['said'][found.group()]} ", normalize(text))
    words = _one().sub(r"1 \1", to_digits(words.replace("'", "")))
    named = [_kind(found, words) for found in _amounts().finditer(words)]
    if not named or unit in named:
        return " ".join(words.split())
    known = load("words")["amounts"]["per"][unit]
    if not set(named) <= set(known):
        return None
    kinds = iter(named)
    changed = _amounts().sub(lambda found: _changed(found[1], known[next(kinds)], unit), words)
    return " ".join(changed.split())


def _kind(found: re.Match[str], words: str) -> str:
    """The unit of an amount; days or sessions a week are times."""
    kind = _units()[found[2]]
    return "time" if kind == "day" and RATE.match(words, found.end()) else kind


def _changed(count: str, ratio: tuple[int, int], unit: str) -> str:
    times, parts = ratio
    value = float(count.replace(",", ".")) * times / parts
    return f" {value:g} " if unit in PARTS else f" {floor(value)} "


@cache
def _units() -> dict[str, str]:
    return {name: unit for unit, names in load("words")["amounts"]["units"].items() for name in names}


@cache
def _amounts() -> re.Pattern[str]:
    names = "|".join(sorted(_units(), key=len, reverse=True))
    return re.compile(rf"(?<![\d.,/:])(\d+(?:[.,]\d+)?)[ -]?({names})(?![a-z\d])")


@cache
def _one() -> re.Pattern[str]:
    names = "|".join(name for name in sorted(_units(), key=len, reverse=True) if len(name) > 2)
    return re.compile(rf"(?:^|(?<=about )|(?<=for )|(?<=only )|(?<=just )|(?<=since ))an? ({names})(?![a-z])")


@cache
def _said() -> re.Pattern[str]:
    names = sorted(load("words")["amounts"]["said"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b")
