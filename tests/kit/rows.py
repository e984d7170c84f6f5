"""Where the machine keeps each row of the tables: once in every state in which it may apply.

For tests that listen to rows or take some away. Must not know why they do.

>>> len(kept()[0])
1
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.dialogue.machine import MACHINE, ROWS, expand_phase_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One row in one state: the library's object for it, and the list of the state in which it stands."""

    among: list[Any]
    transition: Any

    def drop(self) -> None:
        """The row is not there any more, in this state."""
        self.among.remove(self.transition)


@cache
def kept() -> tuple[tuple[Kept, ...], ...]:
    """Of each row of the tables, by its number, every place in which the machine keeps it."""
    numbers = {id(row): number for number, row in enumerate(ROWS)}
    met: defaultdict[tuple[str, str], int] = defaultdict(int)
    found: list[list[Kept]] = [[] for _ in ROWS]
    for state, row in expand_phase_rows():
        among: list[Any] = MACHINE.events[row.trigger].transitions[state]
        found[numbers[id(row)]].append(Kept(among=among, transition=among[met[state, row.trigger]]))
        met[state, row.trigger] += 1
    stand = {
        (state, name): len(rows)
        for name, event in MACHINE.events.items()
        for state, rows in event.transitions.items()
    }
    assert met == stand, "the machine keeps rows that no table has"
    return tuple(tuple(places) for places in found)
