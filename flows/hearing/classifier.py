"""A linear model over the words of a message: how likely it speaks of a warning sign, and which label fits best.

Must not know what is done about a score: the threshold is in the rule book, and the model may only make the coach ask.
It is trained from the phrase tables by `./run train` and read here without any library.

How it works (logistic regression over hashed features): every word, pair and triple of stems and every run of three or
four letters is hashed to a place in one table of small weights. A piece of text scores the sum of its weights, the
words and the letters each divided by the square root of their number, so that a long message does not outweigh a short
one. The whole message and each of its pieces are scored, and the highest counts. The labels have a second, sparse table
of their own, sorted by hash.

>>> model = load_model()
>>> likely = model.score(words_of_clauses([("cant", "get", "enough", "air", "in")]))
>>> likely.score > 0, model.labels_for(likely.piece)[0][0]
(True, 'breathless')
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import sqrt

BITS = 18
MASK = (1 << BITS) - 1
LETTERS = (3, 4)
LONGEST_PIECE = 12  # words
STEP = 4  # words between the beginnings of two pieces of a long clause
MOST_WORDS = 400  # of a message; 4,096 characters of ordinary prose have about 800, read in two halves
SCALE = 127.0
_ENDINGS = ("ing", "ed", "es", "ly", "s")
SHORTEST_STEM = 3
HOT_C, HOT_F = (38.0, 43.5), (100.4, 110.0)

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """The score of a message in log-odds, and the piece of it that scored highest."""

    score: float
    piece: Words


def stem(word: str) -> str:
    """The word without an English ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def plain_word(word: str) -> str:
    """A number becomes `9`, or `hotc` or `hotf` where it can be a fever."""
    if not word[0].isdigit():
        return word
    value = float(word.replace(",", ".")) if len(word) < 7 else 0.0
    return "hotc" if HOT_C[0] <= value < HOT_C[1] else "hotf" if HOT_F[0] <= value < HOT_F[1] else "9"


def words_of_clauses(clauses: Sequence[Words]) -> tuple[Words, ...]:
    """The clauses of a message with their numbers made plain, the longest message cut."""
    kept: list[Words] = []
    room = MOST_WORDS
    for clause in clauses:
        words = tuple(plain_word(word) for word in clause[:room])
        room -= len(words)
        if words:
            kept.append(words)
    return tuple(kept)


def pieces_of(clauses: Sequence[Words]) -> Iterator[Words]:
    """The whole message, each clause, each two clauses that follow each other, and the windows of long clauses."""
    whole = tuple(word for clause in clauses for word in clause)
    yield whole
    for at, clause in enumerate(clauses):
        if len(clauses) > 1:
            yield clause
        if len(clauses) > 2 and at + 1 < len(clauses):
            yield (*clause, *clauses[at + 1])
        for start in (
            range(0, len(clause) - LONGEST_PIECE + STEP, STEP) if len(clause) > LONGEST_PIECE else ()
        ):
            yield clause[start : start + LONGEST_PIECE]


def word_features(stems: Sequence[str]) -> set[str]:
    """Single stems, pairs and triples."""
    found = {f"1{one}" for one in stems}
    found.update(f"2{one} {two}" for one, two in pairwise(stems))
    found.update(f"3{a} {b} {c}" for a, b, c in zip(stems, stems[1:], stems[2:], strict=False))
    return found


@cache
def letters_of(word: str) -> tuple[int, ...]:
    """The places of a word's runs of three and four letters; kept, because most words come again."""
    padded = f"_{word[:24]}_"
    return tuple(place(f"c{padded[at : at + n]}") for n in LETTERS for at in range(len(padded) - n + 1))


def place(feature: str) -> int:
    """Where the weight of a feature stands."""
    return zlib.crc32(feature.encode()) & MASK


def parts(piece: Words) -> tuple[set[str], set[int]]:
    """The features of a piece: of its words by name, of its letters by place."""
    stems = [stem(word) for word in piece]
    letters: set[int] = set()
    for word in piece:
        letters.update(letters_of(word))
    return word_features(stems), letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The trained tables. `tables`: the SHA-256 of the phrase tables that they were made from."""

    tables: str
    labels: tuple[str, ...]
    bias: float
    unit: float
    weights: array[int]
    known: bytes
    keys: array[int]
    starts: array[int]
    label_at: bytes
    label_weights: array[int]
    label_bias: tuple[float, ...]
    label_unit: float

    def score(self, clauses: Sequence[Words]) -> Likely:
        """The highest score of the message's pieces; far below zero for a message without words."""
        scored = [(self._score_piece(piece), piece) for piece in dict.fromkeys(pieces_of(clauses)) if piece]
        best = max(scored, key=lambda one: one[0], default=(-SCALE, ()))
        return Likely(score=best[0], piece=best[1])

    def _score_piece(self, piece: Words) -> float:
        words, letters = parts(piece)
        weights = self.weights
        of_words = sum(weights[place(feature)] for feature in words)
        of_letters = sum(weights[at] for at in letters)
        return self.bias + self.unit * (of_words / sqrt(len(words)) + of_letters / sqrt(len(letters) or 1))

    def labels_for(self, piece: Words) -> tuple[tuple[str, float], ...]:
        """Every label with its score in log-odds, the likeliest first."""
        scores = list(self.label_bias)
        words, letters = parts(piece)
        for places, count in (({place(one) for one in words}, len(words)), (letters, len(letters))):
            share = self.label_unit / sqrt(count or 1)
            for at in places:
                found = bisect_left(self.keys, at)
                if found < len(self.keys) and self.keys[found] == at:
                    for each in range(self.starts[found], self.starts[found + 1]):
                        scores[self.label_at[each]] += share * self.label_weights[each]
        ranked = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
        return tuple((self.labels[at], scores[at]) for at in ranked)

    def knows(self, word: str) -> bool:
        """Whether a word is one of the tables' words, or a number."""
        if word == "9" or word.startswith("hot"):
            return True
        at = place(f"k{stem(word)}")
        return bool(self.known[at >> 3] >> (at & 7) & 1)


def unpack(data: bytes) -> Model:
    """The model of a file that `./run train` made."""
    head, _, rest = data.partition(b"\n")
    header, body = json.loads(head), zlib.decompress(rest)
    blocks, at = [], 0
    for size in header["blocks"]:
        blocks.append(body[at : at + size])
        at += size
    return Model(
        tables=header["tables"],
        labels=tuple(header["labels"]),
        bias=header["bias"],
        unit=header["unit"],
        weights=_array("b", blocks[0]),
        known=blocks[1],
        keys=_array("I", blocks[2]),
        starts=_array("I", blocks[3]),
        label_at=blocks[4],
        label_weights=_array("b", blocks[5]),
        label_bias=tuple(header["label_bias"]),
        label_unit=header["label_unit"],
    )


def _array(kind: str, data: bytes) -> array[int]:
    made: array[int] = array(kind)
    made.frombytes(data)
    return made


@cache
def load_model(language: str = "en") -> Model:
    """The committed model of a language, read once."""
    return unpack((resources.files("flows.hearing") / "languages" / language / "model.bin").read_bytes())
