"""Small talk: thanks, a greeting, tiredness, a wish for another day. Whole messages only.

Must not know what is answered. A message with one word more is no small talk: `thanks, but my leg is swollen` is not,
nor is `tired of life`. Red flags and news are looked for before.

>>> small_talk("Thank you so much!"), small_talk("I'm exhausted tonight"), small_talk("thanks, but my leg hurts")
('thanks', 'tired', None)
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import normalize, strip_punctuation

NORMAL = "normal"
_SIGNS = re.compile(r"[^\w\s?']")
_FACES = re.compile(r"[\s\ufe0f\u200d\U0001f3fb-\U0001f3ff]")  # with skin tones


def small_talk(text: str) -> str | None:
    """What kind of small talk the whole message is, or `None`."""
    words = strip_punctuation(_SIGNS.sub(" ", normalize(text)))
    if not words:
        return _faces(text)
    kinds = _kinds()
    found = next((kind for kind, pattern in kinds.items() if pattern.fullmatch(words)), None)
    return found or (NORMAL if _normal().match(words) else None)


def _faces(text: str) -> str | None:
    """A message of nothing but emojis."""
    faces = set(_FACES.sub("", text))
    emojis = load("talk")["emojis"]
    return next((kind for kind, known in emojis.items() if faces and faces <= set(known)), None)


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    around, days = load("talk")["around"], "|".join(load("talk")["days"]["names"])
    before, after = "|".join(around["before"]), "|".join(around["after"])
    return {
        kind: re.compile(
            rf"(?:(?:{before}) )*(?:{'|'.join(phrases).replace('DAY', f'(?:{days})')})(?: (?:{after}))*"
        )
        for kind, phrases in load("talk")["kinds"].items()
    }


@cache
def _normal() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load('talk')[NORMAL]['begins'])})(?!\w)")
