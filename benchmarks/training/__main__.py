"""`./run train`: the phrase tables in, `languages/en/model.bin` and the measured rates of its threshold out.

Deterministic: the same tables give the same file. The rates come from a cross-validation in which near-duplicates stay
together, with the message scored as at run time, and stand in the rule book (R-RED-HEAR).

    ./run train            # writes the model and prints the rates
    ./run train --check    # only says whether the committed model belongs to the tables
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from importlib import resources
from math import sqrt
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from flows.hearing import classifier
from flows.hearing.classifier import MASK, Model, Words, load_model, parts, place, stem, unpack
from flows.hearing.phrases import NOTHING, Phrase, load_phrases, tables_hash
from flows.hearing.utterance import Utterance
from flows.rulebook.load import load

LANGUAGE = "en"
FOLDER = Path(__file__).parents[2] / "flows" / "hearing" / "languages" / LANGUAGE
FOLDS, NEAR = 5, 0.6  # two phrases are near-duplicates when they share so much of their stems
STRENGTH = 10.0  # the inverse of the regularisation
LABEL_STRENGTH = 20.0
COMMON = 400  # a stem in more phrases than this does not make two of them alike
KEPT_PAIRS = 90_000  # weights of labels that are stored
DOUBTS = (-1.0, -0.5, 0.0, 0.5, 1.0)
FALSE_ALARMS = (0.03, 0.05, 0.08, 0.10, 0.12)


def pack(header: dict[str, object], blocks: Sequence[bytes]) -> bytes:
    """A model as a file: one line of JSON with the sizes of the blocks, then the blocks compressed together."""
    head = json.dumps({**header, "blocks": [len(block) for block in blocks]}, sort_keys=True).encode()
    return head + b"\n" + zlib.compress(b"".join(blocks), 9)


def clauses_of(text: str) -> tuple[Words, ...]:
    """The clauses of a phrase as the model reads them."""
    return Utterance(text).clauses


def matrix(pieces: Sequence[Words]) -> sp.csr_matrix:
    """One row of features a piece."""
    starts, places, values = [0], [], []
    for piece in pieces:
        row: dict[int, float] = defaultdict(float)
        words, letters = parts(piece)
        for feature in sorted(words):
            row[place(feature)] += 1 / sqrt(len(words))
        for at in sorted(letters):
            row[at] += 1 / sqrt(len(letters))
        places.extend(row)
        values.extend(row.values())
        starts.append(len(places))
    return sp.csr_matrix((values, places, starts), shape=(len(pieces), MASK + 1))


def groups_of(pieces: Sequence[Words]) -> np.ndarray:
    """A number a phrase; near-duplicates have the same."""
    parent = list(range(len(pieces)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    stems = [frozenset(stem(word) for word in piece) for piece in pieces]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(stems):
        for one in own:
            holders[one].append(at)
    for at, own in enumerate(stems):
        shared = Counter(
            other for one in sorted(own) if len(holders[one]) < COMMON for other in holders[one] if other < at
        )
        for other, count in shared.items():
            if count >= NEAR * len(own | stems[other]):
                parent[root(at)] = root(other)
    return np.array([root(at) for at in range(len(pieces))])


def fit(rows: sp.csr_matrix, means: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    """Weights and bias of one logistic regression."""
    made = LogisticRegression(C=strength, solver="liblinear", class_weight="balanced", random_state=0)
    made.fit(rows, means)
    return made.coef_[0], float(made.intercept_[0])


def eight_bits(weights: np.ndarray) -> tuple[np.ndarray, float]:
    """The weights as whole numbers of eight bits, and what one of them is worth."""
    unit = float(
        f"{float(np.abs(weights).max()) / classifier.SCALE:.6g}"
    )  # so that every machine makes the same file
    return np.rint(weights / unit).astype(np.int8), unit


def detector(weights: np.ndarray, bias: float) -> Model:
    """A model that only scores, for the cross-validation."""
    small, unit = eight_bits(weights)
    nothing: array[int] = array("I")
    return Model(
        tables="", labels=(), bias=bias, unit=unit, weights=array("b", small.tobytes()), known=b"", keys=nothing,
        starts=nothing, label_at=b"", label_weights=array("b"), label_bias=(), label_unit=0.0,
    )  # fmt: skip


def cross_validated(
    messages: Sequence[tuple[Words, ...]], rows: sp.csr_matrix, red: np.ndarray
) -> np.ndarray:
    """The score of every phrase by a model that has seen no phrase like it."""
    groups = groups_of([tuple(word for clause in message for word in clause) for message in messages])
    fold = np.array([classifier.place(f"fold {group}") % FOLDS for group in groups])
    scores = np.zeros(len(messages))
    for number in range(FOLDS):
        model = detector(*fit(rows[fold != number], red[fold != number], STRENGTH))
        for at in np.flatnonzero(fold == number):
            scores[at] = model.score(messages[at]).score
    return scores


def vocabulary(phrases: Iterable[tuple[Words, ...]]) -> bytes:
    """One bit for each stem of the tables and of the other files of words."""
    known = bytearray((MASK + 1) >> 3)
    words = {word for message in phrases for clause in message for word in clause}
    for name in ("words", "talk", "choices", "cities", "red_flag_words"):
        raw = (resources.files("flows.rulebook") / f"{name}.toml").read_text("utf-8")
        words.update(re.findall(r"[a-z]+", raw.casefold()))
    for word in words:
        at = place(f"k{stem(word)}")
        known[at >> 3] |= 1 << (at & 7)
    return bytes(known)


def labels(phrases: Sequence[Phrase], rows: sp.csr_matrix) -> tuple[dict[str, object], list[bytes]]:
    """One regression a label against all others, the greatest weights of all kept."""
    names = sorted({phrase.means for phrase in phrases})
    found, biases = [], []
    for name in names:
        weights, bias = fit(rows, np.array([phrase.means == name for phrase in phrases]), LABEL_STRENGTH)
        found.append(weights)
        biases.append(round(bias, 4))
    small, unit = eight_bits(np.vstack(found))
    flat = np.sort(np.abs(small[small != 0]).astype(int))[::-1]
    least = max(2, int(flat[min(KEPT_PAIRS, len(flat) - 1)]))
    keys: array[int] = array("I")
    starts: array[int] = array("I", [0])
    label_at, label_weights = bytearray(), array("b")
    for at in np.flatnonzero((np.abs(small.astype(int)) >= least).any(axis=0)):
        keys.append(int(at))
        for label in np.flatnonzero(np.abs(small[:, at].astype(int)) >= least):
            label_at.append(int(label))
            label_weights.append(int(small[label, at]))
        starts.append(len(label_at))
    header: dict[str, object] = {"labels": names, "label_bias": biases, "label_unit": unit}
    return header, [keys.tobytes(), starts.tobytes(), bytes(label_at), label_weights.tobytes()]


def main(arguments: Sequence[str]) -> int:
    """Trains, or only checks."""
    if "--check" in arguments:
        if load_model(LANGUAGE).tables == tables_hash(LANGUAGE):
            return 0
        sys.stderr.write("The model was not trained from these phrase tables: run ./run train\n")
        return 1
    flags = frozenset(load().red_flags)
    phrases = list(load_phrases(LANGUAGE))
    messages = [clauses_of(phrase.text) for phrase in phrases]
    kept = [at for at, message in enumerate(messages) if message]
    phrases, messages = [phrases[at] for at in kept], [messages[at] for at in kept]
    rows = matrix([tuple(word for clause in message for word in clause) for message in messages])
    red = np.array([phrase.means in flags for phrase in phrases])
    scores = cross_validated(messages, rows, red)
    say = sys.stdout.write
    say(
        f"{len(phrases)} phrases, {int(red.sum())} of warning signs, {NOTHING} and other labels {int((~red).sum())}\n"
    )
    for share in FALSE_ALARMS:
        limit = float(np.quantile(scores[~red], 1 - share))
        say(
            f"threshold {limit:+.2f}: asks about {share:.0%} of the others, hears {np.mean(scores[red] > limit):.1%}\n"
        )
    stopped = np.array(
        [(found := Utterance(one.text).red_flag) is not None and found.sure for one in phrases]
    )
    for limit in DOUBTS:
        true, false = (np.mean(scores[stopped & group] < limit) for group in (red, ~red))
        say(
            f"under {limit:+.1f}: {true:.1%} of the true stops of the patterns, {false:.1%} of the false ones\n"
        )
    weights, bias = fit(rows, red, STRENGTH)
    small, unit = eight_bits(weights)
    header, blocks = labels(phrases, rows)
    header.update(tables=tables_hash(LANGUAGE), bias=round(bias, 4), unit=unit)
    data = pack(header, [small.tobytes(), vocabulary(messages), *blocks])
    (FOLDER / "model.bin").write_bytes(data)
    unpack(data)
    say(f"{FOLDER / 'model.bin'}: {len(data) / 1024:.0f} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
