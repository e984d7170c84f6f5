"""An ordinary report in her own words: how much she did, where it hurt, which signs.

Must not decide what a sign means, and must not be asked about red flags: the net has heard the words before. A sign
counts unless it is plainly denied: `no leaks, heaviness or doming` denies three, `no pain, leaked` only the pain.

>>> read_report("did 6 of 10, leaked a bit at the end")
Report(pain=None, site=None, signs=('urine_leak',), completed_percent=60, clean=False, settled=False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import closest, normalize
from flows.hearing.values.number_words import to_digits

HUNDRED = 100
WORST = 10
ITEM = 3  # words: no longer is one of several things that a single `no` denies

_DID = r"(?:did|done|managed|finished|completed|got through)(?: about| only| just)?"
_UNITS = r"(?:done|finished|completed|reps?|rounds?|intervals?|sets?|runs?)"
_SHARE = re.compile(
    rf"\b{_DID} (\d{{1,3}}) ?(?:/|of|out of) ?(?:the )?(\d{{1,3}})\b"
    rf"|\b(\d{{1,3}}) ?(?:/|of|out of) ?(?:the )?(\d{{1,3}}) {_UNITS}\b"
)
_PERCENT = re.compile(r"\b(\d{1,3}) ?(?:%|percent\b|per cent\b)")
_RATED = re.compile(r"(?<![\d/.])(\d{1,2})(?:[.,]\d)? ?(?:/|out of) ?10\b(?!/)")
_PAIN = re.compile(
    r"\bpain(?:[ :=]{1,2}(?:is|was|level|score|of|at|about|around|only|a)){0,3}[ :=]{1,2}(\d{1,2})\b"
    r"(?! ?(?:/|%|of|out|m(?:in)?s?\b|s(?:ec)?s?\b|reps?|k?m\b|hours?|days?|weeks?))"
)
_PAINLESS = re.compile(r"\b(?:no|zero|without(?: any)?) pain\b|\bpain[- ]free\b")
_NAMED_PAIN = re.compile(r"\bpain(?:s|ful)?\b")
_STOP = re.compile(r"[.;!?]+(?!\d)|\n")
_TOKEN = re.compile(r"[\w']+|[,/]")
_DENIED_AFTER = re.compile(r"[- ]free\b| ?[?:=-] ?(?:no|none|nope|nil)\b(?= ?(?:$|[,.;!]))")
_PAST = re.compile(r"ed\b")
_WORD = re.compile(r"(?!(?:secs?|seconds?|mins?|minutes?)\b)\b[^\W\d_]{3,}")
_LONG = re.compile(r"[a-z]{6,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was heard. Pain 0 to 10; `completed_percent` 1 to 100; signs by their ids."""

    pain: int | None = None
    site: str | None = None
    signs: tuple[str, ...] = ()
    completed_percent: int | None = None
    clean: bool = False
    settled: bool = False


def read_report(text: str) -> Report:
    """What of the report can be understood; the rest is left out."""
    words = _readable(normalize(text))
    known = _known()
    signs = _signs(words)
    sites = [
        (at, site) for site, pattern in known.sites.items() if (at := _first(pattern, words)) is not None
    ]
    completed, words = _completed(words)
    pain = _pain(words)
    return Report(
        pain=pain,
        site=min(sites)[1] if sites else None,
        signs=signs,
        completed_percent=completed,
        clean=bool(known.clean.search(words) and not (signs or pain or sites or _said(known.hurts, words))),
        settled=_said(known.settled, words),
    )


def read_signs(text: str) -> tuple[str, ...]:
    """The signs alone, in a fraction of the time: a number with its unit names none."""
    folded = normalize(text)
    return _signs(_readable(folded)) if _WORD.search(folded) else ()


def names_pain(text: str) -> bool:
    """Whether a pain is named that is not denied, also without a number or a place."""
    return _said(_NAMED_PAIN, _readable(normalize(text)))


def read_sites(text: str) -> tuple[str, ...]:
    """The places of the body that the words name, in their order."""
    words = _readable(normalize(text))
    found = ((_first(pattern, words), site) for site, pattern in _known().sites.items())
    return tuple(site for _, site in sorted((at, site) for at, site in found if at is not None))


def _readable(folded: str) -> str:
    return _LONG.sub(_mended, to_digits(folded))


def _signs(words: str) -> tuple[str, ...]:
    known = _known()
    clean = known.elsewhere.sub("_", words)
    return tuple(sign for sign, pattern in known.signs.items() if _said(pattern, clean))


def _said(pattern: re.Pattern[str], words: str) -> bool:
    return _first(pattern, words) is not None


def _first(pattern: re.Pattern[str], words: str) -> int | None:
    """Where the pattern is found first without being denied."""
    return next((at.start() for at in pattern.finditer(words) if not _denied(words, at)), None)


def _denied(words: str, found: re.Match[str]) -> bool:
    """Whether a `no` before it, or a `free` or a `: no` behind it, denies what was found."""
    if _DENIED_AFTER.match(words, found.end()):
        return True
    before = _part(words, found.start())
    rest = _known().but.split(_STOP.split(words[found.end() :], 1)[0], 1)[0]
    alternatives = bool(re.search(r"\bn?or\b", rest))
    known, item, later = _known(), 0, ""
    for word in reversed(_TOKEN.findall(before)):
        if known.no.fullmatch(word) or known.no.fullmatch(f"{word} {later}"):
            return True
        if word in ("or", "nor", "/"):
            alternatives, item = True, ITEM
        elif word == ",":
            if not alternatives or _PAST.search(found.group()):
                return False
            item = ITEM
        elif word in known.ends:
            return False
        elif word not in known.over:
            if not item:
                return False
            item -= 1
        later = word
    return False


def _part(words: str, end: int) -> str:
    """The words before `end` in its own part of the sentence; no denial reaches further than 80 characters."""
    near = _STOP.split(words[max(0, end - 80) : end])[-1]
    return _known().but.split(near)[-1]


def _pain(words: str) -> int | None:
    said = (*_RATED.findall(words), *_PAIN.findall(words))
    rated = [int(one) for one in said if int(one) <= WORST]
    if rated:
        return max(rated)
    return 0 if _PAINLESS.search(words) else None


def _completed(words: str) -> tuple[int | None, str]:
    """How much was done, and the words without the part that said so."""
    share = _SHARE.search(words)
    if share:
        did, of = (int(part) for part in share.groups() if part is not None)
        if 0 < did <= of and not _denied(words, share):
            return did * HUNDRED // of or None, words[: share.start()] + "_" + words[share.end() :]
    percent = _PERCENT.search(words)
    if percent and 0 < int(percent[1]) <= HUNDRED:
        return int(percent[1]), words
    return next((value for pattern, value in _known().shares if _said(pattern, words)), 0) or None, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The words of a report, as patterns; `over` are what a denial reaches over, `ends` what it does not."""

    signs: dict[str, re.Pattern[str]]
    sites: dict[str, re.Pattern[str]]
    shares: tuple[tuple[re.Pattern[str], int], ...]
    settled: re.Pattern[str]
    clean: re.Pattern[str]
    hurts: re.Pattern[str]
    elsewhere: re.Pattern[str]
    no: re.Pattern[str]
    but: re.Pattern[str]
    over: frozenset[str]
    ends: frozenset[str]


@cache
def _known() -> Known:
    read: dict[str, Any] = load("words")["report"]
    return Known(
        signs={sign: _any_of(words) for sign, words in read["signs"].items()},
        sites={site: _any_of(words) for site, words in read["sites"].items()},
        shares=tuple((_any_of([words]), percent) for words, percent in read["shares"].items()),
        **{name: _any_of(read[name]) for name in ("settled", "clean", "hurts", "elsewhere", "no", "but")},
        over=frozenset(read["over"]),
        ends=frozenset(read["ends"]),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{'|'.join(words)})(?!\w)")


def _mended(found: re.Match[str]) -> str:
    read, word = load("words")["report"], found.group()
    return word if word in read["not_spelt"] else closest(word, read["spelt"]) or word
