"""A sentence of hers cut into breaths: one statement each, its idioms taken out and its temperatures marked.

Must not know: which words are a danger, nor what is done about one. A new breath begins at a `but` once something was
denied, or said of somebody else; an `it` is read both as it stands and as the part of the body she spoke of before.

>>> from flows.hearing.red_flags.patterns import the_table
>>> from flows.hearing.red_flags.tokens import Clause
>>> [said.words for said in breaths((Clause(words=("no", "fever", "but", "dizzy")),), None, the_table())]
[('no', 'fever'), ('but', 'dizzy')]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.hearing.red_flags.patterns import Table
from flows.hearing.red_flags.tokens import Clause

HOT_C, HOT_F = (38.0, 43.5), (100.4, 110.0)  # a fever, from R-RED-10; above, nobody's temperature
COOL_C, COOL_F = (34.0, 38.0), (94.0, 100.4)
HOURS = 12  # on a clock with `am` and `pm`
BLANK = "_"
LONGEST, OVERLAP = 60, 16  # words of one breath; a longer one is read in pieces that share some words

Cues = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of one breath, up to a `but` or a full stop. `clause[i]` numbers the clause of word i.

    `after` is the breath before, when that was about somebody else; `rest` are the words that follow in the sentence.
    """

    words: tuple[str, ...]
    typed: tuple[str, ...]
    clause: tuple[int, ...]
    asks: bool
    after: Said | None
    rest: tuple[str, ...]


def subject_of(sentence: Sequence[Clause], table: Table) -> str | None:
    """The part of her body that a sentence leaves in mind: an `it` in the next one may stand for it."""
    words = [word for clause in sentence for word in clause.words]
    if not table.cues["others"].isdisjoint(words):
        return None
    return _last_of_body(words, table)


def _last_of_body(words: Sequence[str], table: Table) -> str | None:
    return next((word for word in reversed(words) if word in table.cues["body"]), None)


def breaths(sentence: Sequence[Clause], spoken_of: str | None, table: Table) -> Iterator[Said]:
    """The breaths of a sentence, each `it` as it stands; then, where there is one, as what she spoke of before."""
    yield from _cut(sentence, None, table)
    if any(not table.cues["it"].isdisjoint(clause.words) for clause in sentence):
        yield from _cut(sentence, spoken_of or "", table)


def _cut(sentence: Sequence[Clause], subject: str | None, table: Table) -> Iterator[Said]:
    """A sentence cut where a new statement begins. An `it` stands for the `subject`, unless that is None."""
    cues = table.cues
    breath = _Breath()
    after: Said | None = None
    number = 0
    words = [word for part in sentence for word in part.words]
    seen = 0
    for part in sentence:
        number += 1
        marked = _measured(part.words, cues)
        for at, word in enumerate(marked):
            turns = _turns(marked, at, breath.words, cues)
            number += turns
            if len(breath.words) >= LONGEST:
                yield breath.said(part.asks, after, words[seen:], table)
                breath.shorten()
            if turns and _stands_alone(marked[at:], breath.words, cues):
                said = breath.said(part.asks, after, words[seen:], table)
                yield said
                after = said if about_other(said.words, len(said.words), table) else None
                if subject is not None:
                    subject = _last_of_body(breath.words, table) or ""
                breath = _Breath()
            meant = subject if word in cues["it"] and cues["body"].isdisjoint(breath.words) else None
            breath.add(meant or word, part.words[at], number)
            seen += 1
    yield breath.said(sentence[-1].asks, after, (), table)


def _turns(words: Sequence[str], at: int, before: Sequence[str], cues: Cues) -> bool:
    """Whether something new may begin here: `but`, `and now`, or an `I` after what was denied or warned of."""
    if at == 0 and words[0] in cues["begins"]:
        return not (cues["denials"] | cues["warned"]).isdisjoint(before)
    following = words[at + 1] if at + 1 < len(words) else ""
    return words[at] in cues["turns"] or (words[at] == "and" and following in cues["turns_after_and"])


def _stands_alone(words: Sequence[str], before: Sequence[str], cues: Cues) -> bool:
    """Whether the words from a turn on are a statement of their own, which what was said before does not touch.

    They are not when all they say is that it has gone ("but it has gone") or that nothing was there ("but there was
    no one").
    """
    if cues["splits"].isdisjoint(before) or cues["fades"].issuperset(words[1:]):
        return False
    return cues["senses"].isdisjoint(before) or cues["nobody_there"].isdisjoint(words)


class _Breath:
    """A breath as it is gathered: each word as it is meant, as she typed it, and the number of its clause."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._typed: list[str] = []
        self._clause: list[int] = []

    def add(self, word: str, typed: str, clause: int) -> None:
        self.words.append(word)
        self._typed.append(typed)
        self._clause.append(clause)

    def shorten(self) -> None:
        """Keep what the next piece of a long breath shares with this one."""
        self.words = self.words[-OVERLAP:]
        self._typed, self._clause = self._typed[-OVERLAP:], self._clause[-OVERLAP:]

    def said(self, asks: bool, after: Said | None, rest: Sequence[str], table: Table) -> Said:
        """The breath, with its idioms taken out."""
        kept = list(self.words)
        heard = not table.signs.keys().isdisjoint(kept)
        for word in sorted(set(kept) & table.idioms.keys()) if heard else ():
            for idiom in table.idioms[word]:
                if idiom.unless.isdisjoint(self.words):
                    for hit in idiom.hits(kept):
                        if idiom.gaps is None or self._clause[hit.start] == self._clause[hit.end]:
                            for at in hit.words:
                                kept[at] = BLANK
        return Said(
            words=tuple(kept),
            typed=tuple(self._typed),
            clause=tuple(self._clause),
            asks=asks,
            after=after,
            rest=tuple(rest),
        )


def about_other(words: Sequence[str], end: int, table: Table) -> bool:
    """Whether the nearest one who acts before a place is somebody else."""
    cues = table.cues
    for at in range(end - 1, -1, -1):
        word = words[at]
        if word in cues["first"] or (word == "my" and not _other_follows(words, at, cues)):
            return False
        if word in cues["others"]:
            before = words[at - 1] if at else ""
            held = any(w in cues["handles"] for w in words[max(0, at - 3) : at])
            if not held and before not in cues["about"]:
                return True
    return False


def _other_follows(words: Sequence[str], at: int, cues: dict[str, frozenset[str]]) -> bool:
    return any(word in cues["others"] for word in words[at + 1 : at + 4])


def _measured(words: Sequence[str], cues: Cues) -> list[str]:
    """Numbers that can be a temperature become `hot_c`, `hot_f` or `cool`; those with another unit do not.

    `hot_c_tenth` is one that was typed with a tenth, as a thermometer shows it; `clock` is an hour of the day.
    """
    marked = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        value = float(word.replace(",", ".")) if word[0].isdigit() and len(word) < 7 else 0.0
        if following in cues["units"]:
            marked.append(word)
        elif 1 <= value <= HOURS and following in cues["of_day"]:
            marked.append("clock")
        elif HOT_C[0] <= value < HOT_C[1]:
            marked.append("hot_c" if word.isdigit() else "hot_c_tenth")
        elif HOT_F[0] <= value < HOT_F[1]:
            marked.append("hot_f" if word.isdigit() else "hot_f_tenth")
        elif COOL_C[0] <= value < COOL_C[1] or COOL_F[0] <= value < COOL_F[1]:
            marked.append("cool")
        else:
            marked.append(word)
    return marked
