"""The red-flag net: does anything in her words have to be taken as a red flag, or asked about?

It reads every message before anything else does. Must not know: the dialogue, her history, the clock, nor what is
done about a flag. It decides by words alone, from `red_flag_words.toml`: a pattern must be found, and must be about
her, now, and not denied. When that is doubtful the answer is `sure=False`, and the coach asks one plain question.

>>> screen("No fever but I've had chest pain since this morning")
Heard(flag='chest_pain', sure=True, phrase='chest pain')
>>> screen("My baby has a fever") is None
True
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from flows.hearing.net_patterns import Hit, Pattern, compiled, named
from flows.hearing.net_words import Clause, Speller, pieces

HOT_C, HOT_F = (38.0, 43.5), (100.4, 110.0)  # a fever, from R-RED-10; above, nobody's temperature
COOL_C, COOL_F = (34.0, 38.0), (94.0, 100.4)
DENIED_WITHIN = 7  # words that a "no" reaches over
BLANK = "_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A red flag in her words: its id, whether it is clear, and the words that it was found in."""

    flag: str
    sure: bool
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One line of the table: a pattern, the flag that it is a sign of, and whether it is clear by itself."""

    flag: str
    rank: int
    sure: bool
    pattern: Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`red_flag_words.toml` as it is used; `cues` are the sets of words that turn a sign round."""

    speller: Speller
    signs: dict[str, tuple[Sign, ...]]
    idioms: tuple[Pattern, ...]
    cues: dict[str, frozenset[str]]
    told: dict[str, tuple[Pattern, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of one breath, up to a `but` or a full stop. `clause[i]` numbers the clause of word i."""

    words: tuple[str, ...]
    clause: tuple[int, ...]
    asks: bool
    after_other: bool


def screen(text: str) -> Heard | None:
    """The gravest red flag in a text, clear ones first; None when there is nothing to act on or ask about."""
    table = _table()
    best: tuple[bool, int] | None = None
    heard: Heard | None = None
    for sentence in pieces(text, table.speller):
        for said in _breaths(sentence, table):
            for sign, hit in _found(said, table):
                sure = _weighed(sign, hit, said, table)
                if sure is not None and (best is None or (not sure, sign.rank) < best):
                    best = (not sure, sign.rank)
                    phrase = " ".join(said.words[hit.start : hit.end + 1])
                    heard = Heard(flag=sign.flag, sure=sure, phrase=phrase)
    return heard


def _breaths(sentence: Sequence[Clause], table: Table) -> Iterator[Said]:
    """A sentence cut where a new statement begins, its idioms blanked and its temperatures marked."""
    cues = table.cues
    words: list[str] = []
    clause: list[int] = []
    after_other = False
    number = 0
    for part in sentence:
        number += 1
        marked = _measured(part.words, cues["units"])
        for at, word in enumerate(marked):
            following = marked[at + 1] if at + 1 < len(marked) else ""
            turns = word in cues["turns"] or (word == "and" and following in cues["turns_after_and"])
            number += turns
            if turns and not cues["splits"].isdisjoint(words):
                said = _said(words, clause, part.asks, after_other, table)
                yield said
                after_other = _about_other(said, len(said.words), table)
                words, clause = [], []
            words.append(word)
            clause.append(number)
    yield _said(words, clause, sentence[-1].asks, after_other, table)


def _said(words: list[str], clause: list[int], asks: bool, after_other: bool, table: Table) -> Said:
    kept = list(words)
    for idiom in table.idioms:
        for hit in idiom.hits(kept) if not idiom.parts[0].isdisjoint(kept) else ():
            if idiom.unless.isdisjoint(kept):
                for at in hit.words:
                    kept[at] = BLANK
    return Said(words=tuple(kept), clause=tuple(clause), asks=asks, after_other=after_other)


def _measured(words: Sequence[str], units: frozenset[str]) -> list[str]:
    """Numbers that can be a temperature become `hot_c`, `hot_f` or `cool`; those with another unit do not."""
    marked = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        value = float(word.replace(",", ".")) if word[0].isdigit() and len(word) < 7 else 0.0
        if following in units:
            marked.append(word)
        elif HOT_C[0] <= value < HOT_C[1]:
            marked.append("hot_c")
        elif HOT_F[0] <= value < HOT_F[1]:
            marked.append("hot_f")
        elif COOL_C[0] <= value < COOL_C[1] or COOL_F[0] <= value < COOL_F[1]:
            marked.append("cool")
        else:
            marked.append(word)
    return marked


def _found(said: Said, table: Table) -> Iterator[tuple[Sign, Hit]]:
    present = frozenset(said.words)
    for word in present & table.signs.keys():
        for sign in table.signs[word]:
            if all(not part.isdisjoint(present) for part in sign.pattern.parts):
                for hit in sign.pattern.hits(said.words):
                    first, last = said.clause[hit.start], said.clause[hit.end] + 1
                    near = {w for w, c in zip(said.words, said.clause, strict=True) if first <= c <= last}
                    if sign.pattern.unless.isdisjoint(near):
                        yield sign, hit


def _weighed(sign: Sign, hit: Hit, said: Said, table: Table) -> bool | None:
    """True: clear. False: ask. None: denied, long past, somebody else's, or only supposed."""
    doubts = [
        _denied(hit, said, table),
        _about_somebody(sign, hit, said, table),
        _long_past(hit, said, table),
        _supposed(hit, said, table),
        _softened(sign, hit, said, table),
    ]
    if None in doubts:
        return None
    return sign.sure and all(doubts)


def _denied(hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words, here = table.cues, said.words, said.clause[hit.start]
    ends = hit.end + 2 >= len(words) or said.clause[hit.end + 2] != said.clause[hit.end + 1]
    if hit.end + 1 < len(words) and words[hit.end + 1] in cues["denials_after"] and ends:
        return None
    carried = False
    for at in range(hit.end, -1, -1):
        if at in hit.words:
            continue
        if said.clause[at] < here and not carried:
            carried = True
        word = words[at]
        if carried and (word in cues["first"] or word in cues["resets"]) and at > 0:
            return not _denies(words, at - 1, cues)
        if word in cues["denials"] and _denies(words, at, cues):
            if not carried:
                if hit.start - at > DENIED_WITHIN:
                    return True
                return False if "and" in words[at : hit.start] and "or" not in words else None
            listed = not {"or", "nor"}.isdisjoint(words[at:])
            if listed:
                return None
            return not any(w in table.signs for w in words[at + 1 : hit.start] if w != "i")
        if at < hit.start and not carried and word in cues["first"] and words[at - 1] not in cues["thinks"]:
            return True
    return True


def _denies(words: Sequence[str], at: int, cues: dict[str, frozenset[str]]) -> bool:
    """A `no` that is not spent on something else: `no sleep`, `not well`, `not only`."""
    if words[at] not in cues["denials"]:
        return False
    return not any(word in cues["spends_no"] for word in words[at + 1 : at + 4])


def _about_other(said: Said, end: int, table: Table) -> bool:
    """Whether the nearest one who acts before a place is somebody else."""
    cues, words = table.cues, said.words
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


def _about_somebody(sign: Sign, hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words = table.cues, said.words
    if any(words[at] in cues["others"] for at in hit.words):
        return True
    if not cues["first"].isdisjoint(words[hit.start : hit.end + 1]):
        return True
    here = said.clause[hit.start]
    opens = said.clause.index(here)
    if _about_other(
        Said(words=words[opens:], clause=(), asks=False, after_other=False), hit.start - opens, table
    ):
        return None
    ends = words[hit.end + 1 : hit.end + 4]
    if any(w in cues["others"] for w in ends) and ends[0] in cues["of_other"]:
        return None
    own = any(word in cues["first"] or word == "my" for word in words[opens : hit.end + 1])
    if own or not (_about_other(said, opens, table) or (opens == 0 and said.after_other)):
        return True
    first = next((w for w in words[opens:] if w not in cues["turns"] and w != "and"), "")
    return None if first in cues["goes_on"] else False


def _long_past(hit: Hit, said: Said, table: Table) -> bool | None:
    here = {said.clause[at] for at in hit.words}
    near = tuple(w for w, c in zip(said.words, said.clause, strict=True) if c in here)
    if not table.cues["present"].isdisjoint(near):
        return True
    if any(True for pattern in table.told["past"] for _ in pattern.hits(near)):
        return None
    if any(True for pattern in table.told["past"] for _ in pattern.hits(said.words)):
        return None if not table.cues["was"].isdisjoint(near) else False
    return not any(True for pattern in table.told["while_ago"] for _ in pattern.hits(said.words))


def _supposed(hit: Hit, said: Said, table: Table) -> bool | None:
    cues, words = table.cues, said.words
    before = words[: hit.start]
    own = any(word in cues["first"] or word == "my" for word in before)
    if any(True for pattern in table.told["how_known"] for _ in pattern.hits(before)):
        return None
    if "if" in before and any(word in cues["wonders"] for word in before[: before.index("if")]):
        return False
    if any(True for pattern in table.told["asked_about"] for _ in pattern.hits(before)) and not own:
        return None
    for at in range(len(before) - 1, -1, -1):
        if words[at] in cues["ifs"]:
            acts = sum(word in cues["first"] for word in words[at : hit.start])
            if acts < 2:
                return None
            break
    if not said.asks:
        return True
    if any(True for pattern in table.told["in_general"] for _ in pattern.hits(words)) and not own:
        return None
    return own and words[0] not in cues["asks_first"]


def _softened(sign: Sign, hit: Hit, said: Said, table: Table) -> bool:
    near = said.words[max(0, hit.start - 4) : hit.end + 2]
    soft = table.cues["nearly"] if sign.flag in table.cues["firm"] else table.cues["softens"]
    if sign.flag in table.cues["firmest"]:
        return True
    gone = sign.flag in table.cues["can_go"] and not table.cues["gone"].isdisjoint(said.words[hit.end + 1 :])
    return soft.isdisjoint(near) and not gone


@cache
def _table() -> Table:
    raw = tomllib.loads((resources.files("flows.rulebook") / "red_flag_words.toml").read_text("utf-8"))
    groups, little = raw["groups"], frozenset(raw["little"])
    signs: dict[str, list[Sign]] = {}
    for rank, (flag, lines) in enumerate(raw["flags"].items()):
        for sure in (True, False):
            for line in lines["sure" if sure else "unsure"]:
                sign = Sign(flag=flag, rank=rank, sure=sure, pattern=compiled(line, groups, little))
                for word in sorted(sign.pattern.parts[0]):
                    signs.setdefault(word, []).append(sign)
    cues = {
        name: frozenset(w for word in words for w in named(word, groups))
        for name, words in raw["cues"].items()
    }
    used = (
        word for found in signs.values() for sign in found for part in sign.pattern.parts for word in part
    )
    return Table(
        speller=Speller(
            keys=raw["spelling"]["keys"],
            ordinary=chain(raw["spelling"]["ordinary"], little, used, *cues.values(), *groups.values()),
            phrases=raw["spelling"]["phrases"],
            spelt={word: tuple(meant.split()) for word, meant in raw["spelling"]["short"].items()},
        ),
        signs={word: tuple(found) for word, found in signs.items()},
        idioms=tuple(compiled(line, groups, little) for line in raw["idioms"]),
        cues=cues,
        told={
            name: tuple(compiled(line, groups, little) for line in lines)
            for name, lines in raw["told"].items()
        },
    )
