"""News of her life that changes everything: a new pregnancy, or a loss, in her own words.

Must not know what follows from it. The words are in `words.toml`.

>>> life_event("I think I'm pregnant again")
'pregnant'
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.spelling import fold
from flows.hearing.words import data


def life_event(text: str) -> str | None:
    """`loss`, `pregnant`, or `None`; a loss goes first."""
    words = fold(text).replace("'", "")
    return next((event for event, pattern in _events().items() if pattern.search(words)), None)


@cache
def _events() -> dict[str, re.Pattern[str]]:
    known = data("words")["life"].items()
    return {event: re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)") for event, phrases in known}
