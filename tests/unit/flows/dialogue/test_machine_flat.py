"""The machine moves as the library's nested one would, built from the same rows (ADR 10).

Guards and actions are exchanged for ones that write down that they were asked, so that it does not matter what
they mean: in each state, for each trigger, each row once is the first to apply, and once none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from transitions import MachineError
from transitions.extensions import HierarchicalMachine
from transitions.extensions.nesting import NestedState

from flows.dialogue.machine import MACHINE, ROWS, STATES, build
from flows.dialogue.turn_context import TransitionRow

NOBODY = len(ROWS)


@dataclass(slots=True, kw_only=True)
class Witness:
    """In the place of the turn: says which row applies, and writes down what it was asked and did.

    The rows before it fail at their first guard, or at their last.
    """

    state: str
    applies: int
    late: bool
    seen: list[tuple[str, int, int]] = field(default_factory=list)

    def guard(self, row: int, place: int) -> bool:
        self.seen.append(("asked", row, place))
        last = place == len(ROWS[row].when) - 1
        return row == self.applies or (self.late and not last)

    def action(self, row: int, place: int) -> None:
        self.seen.append(("did", row, place))


def traced() -> tuple[TransitionRow, ...]:
    """The same rows, with guards and actions that only bear witness."""

    def guard(row: int, place: int) -> Any:
        return lambda witness: witness.guard(row, place)

    def action(row: int, place: int) -> Any:
        return lambda witness: witness.action(row, place)

    return tuple(
        replace(
            row,
            when=tuple(guard(number, place) for place in range(len(row.when))),
            do=tuple(action(number, place) for place in range(len(row.do))),
        )
        for number, row in enumerate(ROWS)
    )


class DottedState(NestedState):
    """States are named `phase.state`."""

    separator = "."


class Nested(HierarchicalMachine):
    """The library's own machine of phases with states in them."""

    state_cls = DottedState


def nested(rows: tuple[TransitionRow, ...]) -> HierarchicalMachine:
    """A row of a phase stands there once, and the library finds it from each of its states."""
    phases: dict[str, list[str]] = {}
    for state in STATES:
        phase, _, child = state.partition(".")
        phases.setdefault(phase, []).extend([child] if child else [])
    machine = Nested(
        model=None,
        states=[{"name": phase, "children": inside} if inside else phase for phase, inside in phases.items()],
        initial="new",
        auto_transitions=False,
        send_event=True,
        queued=False,
    )
    for row in rows:
        machine.add_transition(
            row.trigger,
            row.source,
            row.dest,
            conditions=[_of_model(guard) for guard in row.when],
            before=[_of_model(action) for action in row.do],
        )
    return machine


def _of_model(callback: Any) -> Any:
    return lambda event: callback(event.model)


TRACED = traced()
FLAT, NESTED = build(TRACED), nested(TRACED)


def moved_flat(witness: Witness, trigger: str) -> object:
    try:
        return FLAT.events[trigger].trigger(witness)
    except MachineError:
        return "no row at all"


def moved_nested(witness: Witness, trigger: str) -> object:
    try:
        return NESTED.trigger_event(witness, trigger)
    except MachineError:
        return "no row at all"


def possible(state: str, trigger: str) -> Iterator[int]:
    """The rows that can apply here, and nobody."""
    phase = state.partition(".")[0]
    for number, row in enumerate(ROWS):
        if row.trigger == trigger and row.source in (state, phase):
            yield number
    yield NOBODY


@pytest.mark.parametrize("trigger", sorted(MACHINE.events))
def test_in_every_state_it_asks_does_and_arrives_as_the_nested_machine_does(trigger: str) -> None:
    fired = set()
    for state in STATES:
        for applies in possible(state, trigger):
            for late in (False, True):
                ours = Witness(state=state, applies=applies, late=late)
                library = Witness(state=state, applies=applies, late=late)
                came = moved_flat(ours, trigger)
                assert came == moved_nested(library, trigger)
                assert (ours.state, ours.seen) == (library.state, library.seen)
                if came is True:
                    fired.add(applies)
    assert fired, "nothing moved: nothing was compared"
