"""Whom to call in her country: from a data file, each number with its source; another country's is never shown.

Must not know where she is but for her zone, nor when a number is due. A zone of an offset is in no country.

>>> for_zone("Europe/London").emergency
'999'
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from flows.hearing.lexicon_data import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A number and what it is called."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Helplines:
    """The numbers of one country; what nobody is sure of is absent."""

    country: str
    emergency: str
    advice: str | None = None
    crisis: Line | None = None
    maternal: Line | None = None
    bereavement: Line | None = None


def countries() -> tuple[str, ...]:
    """The ISO codes of the file, in small letters."""
    return tuple(code.lower() for code in _countries())


def for_country(code: str) -> Helplines | None:
    """By ISO code, such as `GB`."""
    return _countries().get(code.upper())


def for_zone(zone: str) -> Helplines | None:
    """By time zone; `None` where the zone is not surely in one country of the file."""
    return _zones().get(zone)


@cache
def _countries() -> dict[str, Helplines]:
    return {code: _one(code, table) for code, table in load("helplines").items()}


@cache
def _zones() -> dict[str, Helplines]:
    found: dict[str, Helplines] = {}
    for code, lines in _countries().items():
        table = load("helplines")[code]
        without = table.get("advice", {}).get("not_in", ())
        found |= {zone: replace(lines, advice=None) if zone in without else lines for zone in table["zones"]}
    return found


def _one(code: str, table: dict[str, Any]) -> Helplines:
    lines = {
        name: Line(number=table[name]["number"], name=table[name]["name"])
        for name in ("crisis", "maternal", "bereavement")
        if name in table
    }
    return Helplines(
        country=code,
        emergency=table["emergency"]["number"],
        advice=table["advice"]["number"] if "advice" in table else None,
        **lines,
    )
