"""News of her life that changes everything: a new pregnancy, or a loss, in her own words.

Must not know what follows from it. The words are in `words.toml`. What happened to somebody else, long ago or not at
all is no news of hers.

>>> life_event("I think I'm pregnant again"), life_event("my baby died"), life_event("my sister had a miscarriage")
('pregnant', 'loss', None)
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import normalize


def life_event(text: str) -> str | None:
    """`loss`, `pregnant`, or `None`; a loss goes first."""
    words = normalize(text).replace("'", "")
    if _events()["loss"].search(words) and _events()["loss"].search(_not_hers().sub(" ", words)):
        return "loss"
    return "pregnant" if _events()["pregnant"].search(words) else None


def loss_at_birth(text: str) -> bool:
    """Whether she says that the baby is not alive, in answer to a question about the birth."""
    return bool(_at_birth().search(normalize(text).replace("'", "")))


@cache
def _events() -> dict[str, re.Pattern[str]]:
    known = load("words")["life"].items()
    return {event: re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)") for event, phrases in known}


@cache
def _at_birth() -> re.Pattern[str]:
    return re.compile(rf"(?:\b|^)(?:{'|'.join(load('words')['loss_at_birth']['said'])})(?!\w)")


@cache
def _not_hers() -> re.Pattern[str]:
    known = load("words")["life_not"]
    phrases = (phrase.replace("LOST", "|".join(known["lost"])) for phrase in known["hers"])
    return re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)")
