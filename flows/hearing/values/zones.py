"""Where she is, as a time zone: a city, a country, an IANA name, or an offset from UTC.

Keeps the zone, never the place. Must not know the clock, nor which zone is likelier: where a name is in several, all
are given. The names come from the time zone data itself and from `cities.toml`.

>>> read_zone("Lyon"), read_zone("portland")
(Zone(name='Europe/Paris'), Choice(names=('America/New_York', 'America/Los_Angeles')))
>>> read_zone("Portland, Maine"), read_zone("utc+5:30")
(Zone(name='America/New_York'), Offset(minutes=330))
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import closest, normalize

HOUR = 60
WEST, EAST = -12 * HOUR, 14 * HOUR  # the offsets that exist
QUARTERS = 15  # minutes: no zone has another step
LONGEST = 100  # characters and
MOST_WORDS = 12  # words of a place
SHORTEST_SLIP = 5  # letters: `home` is not Hove, and `none` is not Nome


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One zone, by its IANA name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A fixed distance from UTC in minutes, as she typed it."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Several zones have a place of that name."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No place that is known here."""


ZoneRead = Zone | Offset | Choice | Unknown

_OFFSET = re.compile(
    r"(?:(?:utc|gmt|z) ?)?([+-]) ?(\d{1,2})(?:[.,](25|5|75)|(?: ?[:h.] ?| )?(\d\d))?(?: ?h(?:ours?)?)?"
)
_KEY = re.compile(r"UTC([+-])([0-9]{2}):([0-9]{2})")
_CLOCKS = re.compile(r"\b(?:utc|gmt|zulu)\b")
_DECIMAL = {"25": 15, "5": 30, "75": 45}
_GAP = re.compile(r"[^\w+'-]+|_|(?<=[a-z])-|'s\b")


def read_zone(text: str) -> ZoneRead:
    """The zone she means."""
    typed = normalize(text)[:LONGEST].strip(" .,!?;:\"'()")
    offset = _OFFSET.fullmatch(typed)
    if offset:
        return _offset(offset)
    if typed in _iana():
        return Zone(name=_iana()[typed])
    return _of(_place(" ".join(_GAP.sub(" ", typed).split())))


def offset_name(minutes: int) -> str:
    """The name under which an offset is kept: 330 is `UTC+05:30`, -180 is `UTC-03:00`."""
    hours, rest = divmod(abs(minutes), HOUR)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


@cache
def load_timezone(key: str) -> tzinfo:
    """The zone of an IANA name or an offset's key; `ValueError` when it is neither."""
    match = _KEY.fullmatch(key)
    if match:
        away = (int(match[2]) * HOUR + int(match[3])) * (-1 if match[1] == "-" else 1)
        if int(match[3]) < HOUR and WEST <= away <= EAST:
            return timezone(timedelta(minutes=away), key)
    elif key in _names():
        return zoneinfo.ZoneInfo(key)
    raise ValueError(f"there is no time zone {key!r}")


def _offset(found: re.Match[str]) -> ZoneRead:
    minutes = int(found[2]) * HOUR + (int(found[4]) if found[4] else _DECIMAL.get(found[3] or "", 0))
    minutes *= 1 if found[1] == "+" else -1
    if not WEST <= minutes <= EAST or minutes % QUARTERS or int(found[4] or 0) >= HOUR:
        return Unknown()
    return Offset(minutes=minutes)


def _of(zones: Sequence[str]) -> ZoneRead:
    if not zones:
        return Unknown()
    return Zone(name=zones[0]) if len(zones) == 1 else Choice(names=tuple(zones))


def _place(words: str) -> tuple[str, ...]:
    """The zones of a place: as typed, then as a place in a region, then by a small slip, then within a sentence."""
    places = _places()
    found = places.get(words) or _in_region(words.split()[:MOST_WORDS])
    if found:
        return found
    slip = _slip(words)
    if slip is not None:
        return places[slip]
    if any(word.isdigit() for word in words.split()) and _CLOCKS.search(words):
        return ()  # `utc 2` is an offset without its sign
    return _within([word for word in words.split()[:MOST_WORDS] if word not in load("cities")["filler"]])


def _in_region(words: Sequence[str]) -> tuple[str, ...]:
    """`portland oregon`, `paris fr`: the zones of the one that are zones of the other, or else the region's own."""
    for cut in range(len(words) - 1, 0, -1):
        place, region = " ".join(words[:cut]), " ".join(words[cut:])
        if words[cut - 1] == "or":
            continue  # `paris or london` is no town of England
        named = _places().get(region, ())
        zones = named or _regions().get(region, ())
        if zones:
            known = _places().get(place) or _places().get(_slip(place) or "")
            if known:
                return tuple(zone for zone in known if zone in zones) or named
            if named:
                return named
    return ()


def _within(words: Sequence[str]) -> tuple[str, ...]:
    """The one place among the words of a sentence, the longest name first."""
    for size in range(len(words), 0, -1):
        found = {
            zones
            for at in range(len(words) - size + 1)
            if (zones := _places().get(" ".join(words[at : at + size])) or _in_region(words[at : at + size]))
        }
        if found:
            return found.pop() if len(found) == 1 else ()
    slips = {slip for word in words if (slip := _slip(word)) is not None}
    return _places()[slips.pop()] if len(slips) == 1 else ()


def _slip(word: str) -> str | None:
    """The place of which this is a slip. Only one with the same first letter can be (`nearest`)."""
    return None if len(word) < SHORTEST_SLIP else closest(word, _by_letter().get(word[:1], ()))


@cache
def _by_letter() -> Mapping[str, Sequence[str]]:
    """Every place, by its first letter."""
    letters: dict[str, list[str]] = {}
    for place in _places():
        letters.setdefault(place[:1], []).append(place)
    return letters


@cache
def _names() -> frozenset[str]:
    """Every IANA name, without the machine's own files that lie beside them."""
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"})


@cache
def _iana() -> Mapping[str, str]:
    """Every zone's own name, folded."""
    return {normalize(name): name for name in sorted(_names()) if "/" in name}


@cache
def _places() -> Mapping[str, tuple[str, ...]]:
    """Every name of a city, a country or a clock, with its zones."""
    cities = load("cities")
    places: dict[str, tuple[str, ...]] = {}
    for name in sorted(_names()):
        region, _, city = name.partition("/")
        if city and region not in cities["not_regions"]:
            places[_named(city.rpartition("/")[2])] = (name,)
    listed: dict[str, list[str]] = {}
    for zones in (cities["cities"], cities["names"], cities["states"]):
        for zone, names in zones.items():
            for place in names:
                listed.setdefault(_named(place), []).extend(zone.split(" "))
    return places | {place: tuple(dict.fromkeys(zones)) for place, zones in listed.items()}


@cache
def _regions() -> Mapping[str, tuple[str, ...]]:
    """Short names that mean a region only after a city's name: `me` in `Portland, ME`."""
    return {
        short: tuple(zones.split(" ")) for zones, names in load("cities")["after"].items() for short in names
    }


def _named(place: str) -> str:
    return " ".join(_GAP.sub(" ", normalize(place)).split())
