"""News of her life that changes everything: a new pregnancy, or a loss, in her own words.

Must not know what follows from it. The words are in `words.toml`.

>>> life_event("I think I'm pregnant again")
'pregnant'
"""

from __future__ import annotations

import re

from flows.hearing.spelling import fold
from flows.hearing.words import data


def life_event(text: str) -> str | None:
    """`loss`, `pregnant`, or `None`; a loss goes first."""
    words = fold(text).replace("'", "")
    for event, phrases in data("words")["life"].items():
        if any(re.search(rf"\b(?:{phrase})(?!\w)", words) for phrase in phrases):
            return str(event)
    return None
