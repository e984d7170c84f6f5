"""An ordinary report in her own words: how much she did, where it hurt, which signs.

Must not decide what a sign means, and must not be asked about red flags: the net has heard the words before.

>>> read_report("did 6 of 10, leaked a bit at the end")
Report(pain=None, site=None, signs=('urine_leak',), completed_percent=60, clean=False, settled=False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from flows.hearing.spelling import fold
from flows.hearing.words import data

HUNDRED = 100
SHARE = re.compile(
    r"(?:did|done|managed|finished|completed|got through) (\d{1,3}) ?(?:/|of|out of) ?(\d{1,3})"
)
PERCENT = re.compile(r"(\d{1,3}) ?(?:%|percent)")
RATED = re.compile(r"(\d{1,2}) ?(?:/|out of) ?10\b")
NO = re.compile(r"\b(?:no|not|without|never|any|didn'?t|don'?t|wasn'?t|zero)\b(?: \w+){0,3}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was heard. Pain 0 to 10; `completed_percent` 0 to 100; signs by their ids."""

    pain: int | None = None
    site: str | None = None
    signs: tuple[str, ...] = ()
    completed_percent: int | None = None
    clean: bool = False
    settled: bool = False


@cache
def _known() -> tuple[
    tuple[tuple[str, re.Pattern[str]], ...], tuple[str, ...], tuple[tuple[str, int], ...], tuple[str, ...]
]:
    read = data("words")["report"]
    signs = tuple(
        (sign, re.compile(r"\b(?:" + "|".join(words) + r")\b")) for sign, words in read["signs"].items()
    )
    return signs, tuple(read["sites"]), tuple(read["shares"].items()), tuple(read["settled"])


def read_report(text: str) -> Report:
    """What of the report can be understood; the rest is left out."""
    words = fold(text)
    patterns, sites, shares, settled = _known()
    signs = tuple(
        sign
        for sign, pattern in patterns
        if any(not NO.search(words[: match.start()]) for match in pattern.finditer(words))
    )
    pain = RATED.search(words)
    rated = int(pain[1]) if pain and int(pain[1]) <= HUNDRED // 10 else None
    clean = (
        not signs
        and rated is None
        and bool(re.search(r"\b(?:no|without) (?:any )?(?:symptoms?|signs?|problems?|pain)\b", words))
    )
    return Report(
        pain=rated,
        site=next((site for site in sites if re.search(rf"\b{site}\b", words)), None),
        signs=signs,
        completed_percent=_completed(words, shares),
        clean=clean,
        settled=any(phrase in words for phrase in settled),
    )


def _completed(words: str, shares: tuple[tuple[str, int], ...]) -> int | None:
    share = SHARE.search(words)
    if share and 0 < int(share[2]) >= int(share[1]):
        return int(share[1]) * HUNDRED // int(share[2])
    percent = PERCENT.search(words)
    if percent and int(percent[1]) <= HUNDRED:
        return int(percent[1])
    return next((value for phrase, value in shares if phrase in words), None)
