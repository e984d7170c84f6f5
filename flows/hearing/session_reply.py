"""What she says to a session that was offered: that it is done, not today, later; a bare yes says none of these.

Must not know which session it is. How much of it was done, and any sign, are the report reader's.

>>> read_offer("yes, I did it"), read_offer("I did not do it"), read_offer("not yet"), read_offer("ok")
('done', 'not_today', 'later', None)
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import strip_punctuation


def read_offer(text: str) -> str | None:
    """`done`, `not_today`, `later`, or `None`; a question says nothing."""
    words = strip_punctuation(text)
    if "?" in words:
        return None
    return next((meant for meant, pattern in _patterns().items() if pattern.match(words)), None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        meant: re.compile(rf"(?:{'|'.join(phrases)})(?!\S)")
        for meant, phrases in load("words")["offer"].items()
    }
