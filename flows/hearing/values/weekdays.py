"""Weekdays as people type them: "mon, wed and fri", "Tuesdays", "weekdays", "at the weekend".

Must not know what the days are for. Words it does not know are passed over; no day at all is an empty answer, and
so are days of which she may be denying one.

>>> read_weekdays("Mondays and thu")
(0, 3)
>>> read_weekdays("Mon and Wed but not Fri")
()
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.lexicon_data import any_word, load
from flows.hearing.normalize import normalize

WORD = re.compile(r"[a-z]+")


def read_weekdays(words: str) -> tuple[int, ...]:
    """The weekdays that are named, 0 is Monday, each once and in order."""
    said = normalize(words)
    if _doubt().search(said):
        return ()
    known: dict[str, list[int]] = load("words")["weekdays"]
    named = (known.get(word.removesuffix("s"), ()) for word in WORD.findall(said))
    return tuple(sorted({day for days in named for day in days}))


@cache
def _doubt() -> re.Pattern[str]:
    return any_word(load("words")["days"]["doubt"])
