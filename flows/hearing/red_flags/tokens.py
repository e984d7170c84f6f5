"""From what she typed to plain words: any case, any quotes, text-speak and misspellings made one.

Must not know: which words are a danger, nor what any of them means; the tables come from its caller.

>>> speller = Speller(keys=("breathe", "chest"), ordinary=(), spelt={"cnt": ("cant",)}, phrases={"no one": "nobody"})
>>> [[clause.words for clause in piece] for piece in pieces("I can\\u2019t stop. Cnt breath, CHSET", speller)]
[[('i', 'cant', 'stop')], [('cant', 'breathe'), ('chest',)]]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

LONG = 8  # letters; from here on two slips are forgiven
SHORT = 5  # letters; below this only two letters swapped are
MOST = 24  # letters; nothing longer is a word that she misspelt

QUOTES = re.compile("['\u2019\u2018\u02bc\u00b4`\u2032]")
SPLIT = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?|[.!?;\n]+|[,:()\u2013\u2014/]|-(?=\s)|&|\+")
POSSESSIVE = re.compile("(?<=[a-zA-Z])['\u2019]s\\b", re.IGNORECASE)  # also the `is` of "my calf's swollen"
RUN = re.compile(r"([a-z])\1{2,}")
SPACED = re.compile(r"(?<![a-z])[a-z]([ .-])(?:[a-z]\1){2,}[a-z](?![a-z])")  # "p a i n"
STOPS = ".!?;\n"
PAUSES = ",:()\u2013\u2014/-"
AUXILIARY = frozenset(
    (
        "can",
        "could",
        "do",
        "does",
        "did",
        "will",
        "would",
        "should",
        "have",
        "has",
        "had",
        "is",
        "are",
        "was",
        "were",
    )
)
SHORTENED = {"will": "wont", "can": "cant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The words between two pauses; `asks` when its sentence ends in a question mark."""

    words: tuple[str, ...]
    asks: bool = False


class Speller:
    """Finds the key word that a misspelt one was meant to be, in a time that does not grow with the list."""

    def __init__(
        self,
        *,
        keys: Iterable[str],
        ordinary: Iterable[str],
        spelt: Mapping[str, tuple[str, ...]],
        phrases: Mapping[str, str],
    ) -> None:
        self._meant = dict(phrases)
        self._phrase = re.compile(r"\b(?:" + "|".join(said.replace(" ", "[ -]") for said in phrases) + r")\b")
        wanted = sorted(set(keys))
        self._wanted = frozenset(wanted)
        self._known = frozenset(chain(wanted, ordinary))
        self._spelt = spelt
        self._near: dict[str, str] = {}
        for word in wanted:
            for swapped in _swaps(word):
                self._near.setdefault(swapped, word)
        long = [word for word in wanted if len(word) >= SHORT]
        for word in long:
            for shorter in _shorter(word):
                self._near.setdefault(shorter, word)
        self._keys = frozenset(long)
        for word in long:
            for shorter in _shorter(word) if len(word) >= LONG else ():
                for shortest in _shorter(shorter):
                    self._near.setdefault(shortest, word)

    def phrased(self, text: str) -> str:
        """The text with what was said in several words put as one."""
        return self._phrase.sub(lambda said: self._meant[said[0].replace("-", " ")], text)

    def read(self, word: str) -> tuple[str, ...]:
        """The word as she meant it: itself, its long form, the key word it is a slip away from, or two of them."""
        if word in self._spelt:
            return self._spelt[word]
        if word in self._known or len(word) < SHORT - 1 or len(word) > MOST or not word.isalpha():
            return (word,)
        near = self._key_near(word)
        return (near,) if near else self._parted(word)

    def _parted(self, word: str) -> tuple[str, ...]:
        """`chestpain` is two key words without a space."""
        for at in range(SHORT - 1, len(word) - SHORT + 2):
            if word[:at] in self._wanted and word[at:] in self._wanted:
                return (word[:at], word[at:])
        return (word,)

    def _key_near(self, word: str) -> str | None:
        if word in self._near:
            return self._near[word]
        for shorter in _shorter(word):
            if shorter in self._keys:
                return shorter
            key = self._near.get(shorter)
            if key is not None and _slips(word, key) <= (1 if len(key) < LONG else 2):
                return key
        return None


def _swaps(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _shorter(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _slips(word: str, key: str) -> int:
    """How many letters differ once the common start and the common end are set aside."""
    start = next((at for at, (a, b) in enumerate(zip(word, key, strict=False)) if a != b), 0)
    word, key = word[start:], key[start:]
    while word and key and word[-1] == key[-1]:
        word, key = word[:-1], key[:-1]
    return max(len(word), len(key))


def pieces(text: str, speller: Speller) -> Iterator[tuple[Clause, ...]]:
    """The sentences of a text, each as the clauses between its pauses."""
    clauses: list[tuple[str, ...]] = []
    words: list[str] = []
    for token in chain(SPLIT.findall(speller.phrased(_plain(text))), "."):
        if token[0] in PAUSES or token[0] in STOPS:
            clauses.append(tuple(_joined(words)))
            words = []
        else:
            words.extend(speller.read(token))
        if token[0] in STOPS:
            said = tuple(Clause(words=clause, asks="?" in token) for clause in clauses if clause)
            if said:
                yield said
            clauses = []


def _plain(text: str) -> str:
    """Small letters without accents, apostrophes or emojis; a letter held down counts once."""
    text = POSSESSIVE.sub("", text)
    bare = text if text.isascii() else unicodedata.normalize("NFKD", QUOTES.sub("", text))
    small = QUOTES.sub("", bare).casefold().replace("w/o", "without ")
    return RUN.sub(r"\1", SPACED.sub(lambda said: said[0].replace(said[1], ""), small))


def _joined(words: list[str]) -> Iterator[str]:
    """`do not` is `dont`, as she may have typed it, so that one form is all that a table has to name."""
    skip = False
    for word, following in pairwise([*words, ""]):
        if skip:
            skip = False
        elif following == "not" and word in AUXILIARY:
            yield SHORTENED.get(word, word + "nt")
            skip = True
        else:
            yield word
