"""The walk as a killer: the turns that a row had a part in, taken again, and every invariant looks at them.

The whole walk takes half a minute; what a row can change lies in the turns of its state and trigger, so only these
are taken again. An invariant counts when it holds on the very same turns before the mutant is made.

>>> Walked().who(number)  # doctest: +SKIP
'walk: a turn raises'
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from flows.dialogue.machine import ROWS
from flows.engine import step
from flows.session import dump, load
from tests.system.walk import test_days, test_walk
from tests.system.walk.walk import BOOK, Fired, Turn, Walk, _number_of, _record, walk

WHOLE = ("test_every_state_is_reached", "test_every_row_fires_but_those_that_are_held_back")
MOST = 1500  # turns of one state and trigger; more are alike


class Walked:
    """The walk as it is, by the rows that fired in it; and the invariants."""

    def __init__(self) -> None:
        self.whole = walk()
        self.fired: list[Fired] = []
        self.by_trigger: dict[tuple[str, str], list[Turn]] = {}
        for turn in self.whole.turns:
            for key in {(fired.row.trigger, fired.row.source) for fired in turn.fired}:
                self.by_trigger.setdefault(key, []).append(turn)
        _record(self.fired)

    def turns_of(self, number: int) -> list[Turn]:
        """Those in which this row, or another of its state and trigger, or one of a state below it, fired."""
        row = ROWS[number]
        found = [
            turn
            for (trigger, source), turns in self.by_trigger.items()
            if trigger == row.trigger and (source == row.source or source.startswith(f"{row.source}."))
            for turn in turns
        ]
        return found[:: max(1, len(found) // MOST)]

    def again(self, turns: list[Turn]) -> Walk:
        """The same turns taken once more."""
        found = Walk(situations=self.whole.situations, places=self.whole.places)
        for turn in turns:
            self.fired.clear()
            try:
                result = step(load(dump(turn.before)), turn.event, now=turn.now, book=BOOK)
            except Exception as error:
                found.crashes.append(repr(error))
                continue
            numbered = Turn(
                len(found.turns), None, turn.before, turn.event, turn.now, result, tuple(self.fired)
            )
            found.turns.append(numbered)
            found.rows.update(_number_of(fired.row) for fired in numbered.fired)
        return found

    def who(self, number: int) -> str | None:
        """The invariant that breaks in the turns of a row, now that a mutant of it is made."""
        turns = self.turns_of(number)
        before = Walk(
            turns=turns,
            situations=self.whole.situations,
            places=self.whole.places,
            rows={_number_of(fired.row) for turn in turns for fired in turn.fired},
        )
        now = self.again(turns)
        if now.crashes:
            return "walk: a turn raises"
        if _silent_row_fires(now):
            return "walk: a row fires that is held back"
        if before.rows - now.rows - {number}:
            return "walk: a row fires no more"
        broken = (name for name, fact in _facts() if not _holds(fact, now) and _holds(fact, before))
        found = next(broken, None)
        return None if found is None else f"walk: {found}"


Fact = tuple[str, Callable[[Walk], object]]


def _facts() -> list[Fact]:
    facts: list[Fact] = []
    for module in (test_walk, test_days):
        for name, test in inspect.getmembers(module, inspect.isfunction):
            wanted = list(inspect.signature(test).parameters)
            if name.startswith("test_") and name not in WHOLE and wanted == ["found"]:
                facts.append((name, test))
    return facts


def _holds(fact: Callable[[Walk], object], found: Walk) -> bool:
    try:
        fact(found)
    except Exception:
        return False
    return True


def _silent_row_fires(found: Walk) -> bool:
    held_back: Any = test_walk._is_held_back
    return any(held_back(ROWS[number]) for number in found.rows)
