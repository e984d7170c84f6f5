"""The patterns of the net: which words near each other, in which order, are a sign.

Must not know: what a sign means, whose body it is about, nor anything about her. A pattern is a line of
`red_flag_words.toml`: words in order (little words such as `my` or `so` may stand between them), `..` for up to
three words between, `&` for any order within eight words, `a|b` for either, `@group` for any word of a group, and
after ` / ` the words that make it doubtful when they stand in the same breath.

>>> pattern = compiled("cant|cannot .. breathe", {}, frozenset({"my"}))
>>> [hit.words for hit in pattern.hits(("i", "cant", "really", "breathe"))]
[frozenset({1, 3})]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from flows.hearing.red_flags.tokens import Speller

BETWEEN = 3  # words that `..` lets stand between two others
WITHIN = 8  # words either side in which the parts of an `&` pattern are looked for
LITTLE = 3  # little words that may stand between any two

Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a pattern was found: the places of its words, and the first and last of them."""

    words: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Parts to be found together; `gaps` is how many words may come before each in an ordered one."""

    parts: tuple[frozenset[str], ...]
    gaps: tuple[int, ...] | None
    unless: frozenset[str]
    little: frozenset[str]
    line: str

    def hits(self, words: Sequence[str]) -> Iterator[Hit]:
        """Each place in the words where all parts are found."""
        for start, word in enumerate(words):
            if word in self.parts[0]:
                tried = (
                    [self._around(words, start, start - WITHIN), self._around(words, start, start)]
                    if self.gaps is None
                    else [self._onwards(words, start)]
                )
                for found in dict.fromkeys(tuple(sorted(found)) for found in tried if found is not None):
                    yield Hit(words=frozenset(found), start=found[0], end=found[-1])

    def _onwards(self, words: Sequence[str], start: int) -> list[int] | None:
        found = [start]
        for part, gap in zip(self.parts[1:], (self.gaps or ())[1:], strict=True):
            free, at = LITTLE, found[-1] + 1
            while at < len(words) and words[at] not in part:
                if free and words[at] in self.little:
                    free -= 1
                elif gap:
                    gap -= 1
                else:
                    return None
                at += 1
            if at >= len(words):
                return None
            found.append(at)
        return found

    def _around(self, words: Sequence[str], start: int, earliest: int) -> list[int] | None:
        """The nearest of each part to `start`; with `earliest` = `start`, the nearest that follow it."""
        found = [start]
        places = range(max(0, earliest), min(len(words), start + WITHIN + 1))
        for part in self.parts[1:]:
            near = [at for at in places if words[at] in part and at not in found]
            if not near:
                return None
            found.append(min(near, key=lambda at: abs(at - start)))
        return found


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
    idioms: dict[str, tuple[Pattern, ...]]
    cues: dict[str, frozenset[str]]
    told: dict[str, tuple[Pattern, ...]]
    little: frozenset[str]
    flags: tuple[str, ...]  # gravest first

    def tells(self, name: str, words: Sequence[str]) -> bool:
        """Whether one of the patterns that tell of a past, a question or a reply is in the words."""
        near = frozenset(words)
        return any(
            told.unless.isdisjoint(near) and any(True for _ in told.hits(words)) for told in self.told[name]
        )


def compiled(line: str, groups: Groups, little: frozenset[str]) -> Pattern:
    """The pattern that a line of the table stands for."""
    said, _, unless = line.partition(" / ")
    gaps: list[int] = []
    parts: list[frozenset[str]] = []
    gap = 0
    for symbol in said.split():
        if symbol == "..":
            gap = BETWEEN
        elif symbol != "&":
            parts.append(frozenset(named(symbol, groups)))
            gaps.append(gap)
            gap = 0
    return Pattern(
        parts=tuple(parts),
        gaps=None if "&" in said.split() else tuple(gaps),
        unless=frozenset(word for symbol in unless.split() for word in named(symbol, groups)),
        little=little,
        line=line,
    )


def named(symbol: str, groups: Groups) -> Iterator[str]:
    """All words of `a|b|@group`, with the groups that a group names in turn."""
    for word in symbol.split("|"):
        if word.startswith("@"):
            for inner in groups[word[1:]]:
                yield from named(inner, groups)
        else:
            yield word


@cache
def the_table() -> Table:
    """The table of words, read once."""
    raw = tomllib.loads((resources.files("flows.rulebook") / "red_flag_words.toml").read_text("utf-8"))
    groups, little = raw["groups"], frozenset(raw["little"])
    signs: dict[str, list[Sign]] = {}
    for rank, (flag, lines) in enumerate(raw["flags"].items()):
        for sure in (True, False):
            for line in lines["sure" if sure else "unsure"]:
                sign = Sign(flag=flag, rank=rank, sure=sure, pattern=compiled(line, groups, little))
                for word in sorted(sign.pattern.parts[0]):
                    signs.setdefault(word, []).append(sign)
    idioms: dict[str, list[Pattern]] = {}
    for line in raw["idioms"]:
        idiom = compiled(line, groups, little)
        for word in sorted(idiom.parts[0]):
            idioms.setdefault(word, []).append(idiom)
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
        idioms={word: tuple(found) for word, found in idioms.items()},
        cues=cues,
        told={
            name: tuple(compiled(line, groups, little) for line in lines)
            for name, lines in raw["told"].items()
        },
        little=little,
        flags=tuple(raw["flags"]),
    )
