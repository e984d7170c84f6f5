"""Typed text made plain: one case, one kind of quote and digit, no accents; and the nearest known word.

Must not know what the words mean. Everything that reads a typed answer starts here, so that `Ｌｙｏｎ`, `LYON` and
`lyon` are one word. At most `LONGEST` characters are read: no answer is longer.

>>> fold("  São  Paulo’s ½ ")
"sao paulo's 1/2"
>>> nearest("febuary", ("january", "february"))
'february'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 4096
SHORTEST_MENDED = 4  # a word of three letters is too short to be a misspelling of one other word

_ALIKE = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "⁄": "/", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
        "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
    }
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\u00ad]")
_DIGIT = re.compile(r"[^\x00-\x7f]")
_SPACE = re.compile(r"\s+")
_LOOSE = re.compile(r"[\s,.!]+")


def normalize(text: str) -> str:
    """Lower case, without accents, with ASCII digits and quotes, single spaces."""
    cut = text[:LONGEST]
    if not cut.isascii():
        cut = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", cut).casefold()).translate(_ALIKE)
        cut = _DIGIT.sub(_digit, _MARKS.sub("", cut))[:LONGEST]
    return _SPACE.sub(" ", cut.lower()).strip()


def strip_punctuation(text: str) -> str:
    """Folded, without apostrophes, commas, full stops and exclamation marks; a question mark stays."""
    return _LOOSE.sub(" ", normalize(text).replace("'", "")).strip()


def _digit(found: re.Match[str]) -> str:
    value = unicodedata.decimal(found.group(), None)
    return found.group() if value is None else str(value)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The one known word that `word` is, or is a slip of: one letter, or two in eight or more; None in doubt."""
    allowed = 0 if len(word) < SHORTEST_MENDED else 1 if len(word) < 2 * SHORTEST_MENDED else 2
    best: list[str] = []
    reach, letters = allowed, set(word)
    for other in known:
        if other == word:
            return other
        if (
            abs(len(other) - len(word)) <= reach
            and len(other) >= SHORTEST_MENDED
            and other[0] == word[0]
            and len(letters.symmetric_difference(other))
            <= 2 * reach  # a slip takes one letter and brings one
        ):
            slips = distance(word, other, reach)
            if slips <= reach:
                best = [*best, other] if slips == reach and best else [other]
                reach = slips
    return best[0] if len(best) == 1 else None


def distance(one: str, two: str, most: int) -> int:
    """Letters to change, add, drop or swap with their neighbour; `most + 1` when it is more than `most`."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(two, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and b == one[i - 2]:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
