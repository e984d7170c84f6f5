"""Every mutant there is: a row dropped, a guard negated, a number moved by one unit, a rule dropped.

A mutant is a name and a change made in place; it is made in a process of its own (`tests/mutation/fork.py`), so nothing
is ever put back. Must not know who is to notice it.

>>> next(mutant.name for mutant in rows())
'row onboarding.consent answer -> onboarding.age'
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from typing import Any

from flows.dialogue.machine import ROWS
from flows.dialogue.turn_context import TransitionRow
from flows.rulebook import load
from flows.rulebook.load import NOT_RULES, BookError, build
from flows.rulebook.model import Rule, RuleBook
from tests.kit.rows import kept
from tests.mutation.memory import forget

NUMBER = re.compile(r"\d+")
SILENT = ("example", "bases")  # tables of a book file that hold cases, not rules
Path = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`touches`: what must be used for it to be noticed, a row's number or a rule's id."""

    kind: str
    name: str
    touches: object
    make: Callable[[], None]


def everything() -> list[Mutant]:
    """All of them, always in the same order."""
    return [*rows(), *guards(), *numbers(), *tracks(), *rules()]


# --- the tables of the dialogue ----------------------------------------------------------------------------------


def rows() -> Iterator[Mutant]:
    """Each row of the transition table, dropped."""
    for number, (_, name) in enumerate(_named_rows()):
        yield Mutant(kind="row", name=f"row {name}", touches=number, make=_dropper(number))


def guards() -> Iterator[Mutant]:
    """Each guard of each row, negated."""
    for number, (row, name) in enumerate(_named_rows()):
        for place, guard in enumerate(row.when):
            said = getattr(guard, "__name__", "guard")
            yield Mutant(
                kind="guard", name=f"guard {name} not {said}", touches=number, make=_negator(number, place)
            )


def _named_rows() -> list[tuple[TransitionRow, str]]:
    names = []
    seen: Counter[str] = Counter()
    for row in ROWS:
        said = " & ".join(getattr(guard, "__name__", "guard") for guard in row.when)
        name = f"{row.source} {row.trigger} -> {row.dest or 'here'}{f' [{said}]' if said else ''}"
        seen[name] += 1
        names.append((row, name if seen[name] == 1 else f"{name} #{seen[name]}"))
    return names


def _dropper(number: int) -> Callable[[], None]:
    def make() -> None:
        for place in kept()[number]:
            place.drop()

    return make


def _negator(number: int, guard: int) -> Callable[[], None]:
    def make() -> None:
        for place in kept()[number]:
            place.transition.conditions[guard].target = False

    return make


# --- the rule book -----------------------------------------------------------------------------------------------


def numbers() -> Iterator[Mutant]:
    """Each number of each rule, one unit up and one down."""
    for file, table in enumerate(_files()):
        for at, rule in enumerate(table.get("rule", ())):
            for path, number in _numbers(rule, ()):
                for by in (1, -1) if isinstance(number, int) else (0.1, -0.1):
                    if number + by >= 0:
                        yield Mutant(
                            kind="number",
                            name=f"number {rule['id']} {'.'.join(map(str, path))} {number} {by:+g}",
                            touches=rule["id"],
                            make=_mover((file, "rule", at, *path), by),
                        )


def tracks() -> Iterator[Mutant]:
    """Each number of each row of the tracks, one up and one down."""
    for file, table in enumerate(_files()):
        for weeks, written in table.get("tracks", {}).items():
            for level, row in enumerate(written):
                for place, found in enumerate(NUMBER.finditer(row)):
                    for by in (1, -1):
                        if int(found.group()) + by >= 0:
                            yield Mutant(
                                kind="track",
                                name=f"track {weeks} level {level + 1} ({row}) number {place + 1} {by:+d}",
                                touches=f"track {weeks}",
                                make=_mover((file, "tracks", weeks, level), by, place),
                            )


def rules() -> Iterator[Mutant]:
    """Each rule, silent: it is found by nobody, so whatever it decides or says is missing."""
    for rule in load().rules:
        yield Mutant(kind="rule", name=f"rule {rule.id}", touches=rule.id, make=_silencer(rule))


@cache
def _files() -> list[dict[str, Any]]:
    folder = resources.files("flows.rulebook")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml") and f.name not in NOT_RULES)
    return [tomllib.loads((folder / name).read_text("utf-8")) for name in names]


def _numbers(part: Any, path: Path) -> Iterator[tuple[Path, float]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            if name not in SILENT:
                yield from _numbers(inner, (*path, name))
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from _numbers(inner, (*path, place))
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield path, part


def _mover(path: Path, by: float, place: int | None = None) -> Callable[[], None]:
    def make() -> None:
        files = deepcopy(_files())
        part: Any = files
        for step in path[:-1]:
            part = part[step]
        old = part[path[-1]]
        if place is None:
            part[path[-1]] = round(old + by, 1) if isinstance(old, float) else old + by
        else:
            found = list(NUMBER.finditer(old))[place]
            moved = str(int(int(found.group()) + by)).zfill(len(found.group()))
            part[path[-1]] = old[: found.start()] + moved + old[found.end() :]
        become(build(files))

    return make


def _silencer(rule: Rule) -> Callable[[], None]:
    def make() -> None:
        book = load()
        kept = tuple(other for other in book.rules if other is not rule)
        flags = {name: flag for name, flag in book.red_flags.items() if flag.rule != rule.id}
        become(replace(book, rules=kept, red_flags=flags))

    return make


def become(other: RuleBook) -> None:
    """The one rule book of this process turns into `other`, for everybody who holds it."""
    book = load()
    for field in fields(RuleBook):
        object.__setattr__(book, field.name, getattr(other, field.name))
    forget()


__all__ = ["BookError", "Mutant", "everything"]
