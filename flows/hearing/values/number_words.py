"""Numbers written as words, turned into digits, so that every reader meets digits only.

Must not know what is counted. Words it does not know stay as they are.

>>> digits("twenty-five reps, then seven and a half")
'25 reps, then 7.5'
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.lexicon_data import load

HUNDRED = 100


@cache
def _values() -> dict[str, int]:
    numbers = load("words")["numbers"]
    return {**numbers["units"], **numbers["tens"]}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    numbers = load("words")["numbers"]
    ones = "|".join(word for word, value in numbers["units"].items() if 0 < value < 10)
    below = rf"(?:(?:{'|'.join(numbers['tens'])})(?:[ -](?:{ones}))?|(?:{'|'.join(numbers['units'])}))"
    return re.compile(rf"\b(?:an?|1|one) hundred(?:(?: and)? ({below}))?\b"), re.compile(rf"\b{below}\b")


_HALF = re.compile(r"(?<![\d.,/:])(\d{1,6}) and (?:a half\b|1/2)|(?<![\d.,/:])(\d{1,6}) ?1/2\b(?!/)")


def to_digits(folded: str) -> str:
    """The text with its number words as digits. `folded` comes from `spelling.fold`."""
    hundred, below = _patterns()
    text = hundred.sub(lambda found: str(HUNDRED + _value(found[1] or "")), folded)
    text = below.sub(lambda found: str(_value(found.group())), text)
    return _HALF.sub(lambda found: f"{found[1] or found[2]}.5", text)


def _value(words: str) -> int:
    return sum(_values().get(word, 0) for word in re.split("[ -]", words))
