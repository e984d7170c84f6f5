"""The one state machine: every table, built once at import, and the questions by state.

`auto_transitions=False` is a safety rule: the default would add a way from every state to every state. The
machine holds no model: it is fired on a throw-away cursor.

>>> "programme.offered" in QUESTIONS
True
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, cast

from transitions import EventData, MachineError
from transitions.extensions import HierarchicalMachine
from transitions.extensions.nesting import NestedState

from flows.dialogue import (
    asides,
    checkin,
    common,
    foundations,
    holds,
    onboarding,
    programme,
    readiness,
    screening,
    trouble,
    weekly,
)
from flows.dialogue.cursor import Cursor, Row
from flows.dialogue.layers import STICKY
from flows.dialogue.questions import Question
from flows.records import replace

logging.getLogger("transitions").setLevel(logging.WARNING)  # at INFO it logs every callback

PHASES = (onboarding, screening, readiness, foundations, programme, checkin, holds, asides, weekly, trouble)
QUESTIONS: dict[str, Question] = {
    question.state: question for phase in PHASES for question in phase.QUESTIONS
}
ROWS: tuple[Row, ...] = tuple(row for phase in (*PHASES, common) for row in phase.ROWS)
RESTING = (
    "new",
    "foundations.home",
    "readiness.overnight",
    "programme.home",
    "programme.resting",
    "checkin.overnight",
    "aside.closed",
)
STATES: tuple[str, ...] = (*QUESTIONS, *RESTING)


class DottedState(NestedState):
    """States are named `phase.state`."""

    separator = "."


def _bound(callback: Callable[[Cursor], object]) -> Any:
    """What transitions calls: the same function, given the cursor instead of the event data."""

    @functools.wraps(callback)
    def call(event: EventData) -> Any:
        return callback(cast(Cursor, event.model))

    return call


def nested_states() -> list[Any]:
    """The states as transitions takes them: phases with their children."""
    phases: dict[str, list[str]] = {}
    for state in STATES:
        phase, _, child = state.partition(".")
        phases.setdefault(phase, [])
        if child:
            phases[phase].append(child)
    return [
        {"name": phase, "children": children} if children else phase for phase, children in phases.items()
    ]


def build(rows: tuple[Row, ...] = ROWS, machine_class: Any = HierarchicalMachine, **options: Any) -> Any:
    """A machine over these rows; tests build theirs with a row missing, the diagram with another class."""
    machine = type("Dialogue", (machine_class,), {"state_cls": DottedState})(
        model=None,
        states=nested_states(),
        initial="new",
        auto_transitions=False,
        send_event=True,
        queued=False,
        **options,
    )
    for row in rows:
        machine.add_transition(
            row.trigger,
            row.source,
            row.dest,
            conditions=tuple(map(_bound, row.when)),
            before=tuple(map(_bound, row.do)),
        )
    return machine


MACHINE = build()


class NoRowError(RuntimeError):
    """A bug in the tables: no row for this state and trigger."""


def move(cursor: Cursor, trigger: str) -> None:
    """She moves along the row that applies; the state lands in the session."""
    cursor.state = cursor.session.state
    fire(cursor, trigger)
    cursor.session = replace(cursor.session, state=cursor.state)


def move_aside(cursor: Cursor, trigger: str) -> None:
    """The aside moves, her place below it stays; a pause or a stop that is reached covers nothing else."""
    assert cursor.session.aside is not None
    cursor.state = cursor.session.aside
    fire(cursor, trigger)
    below = None if cursor.state in STICKY else cursor.session.below
    cursor.session = replace(cursor.session, aside=cursor.state, below=below)


def fire(cursor: Cursor, trigger: str, machine: Any = MACHINE) -> None:
    """Moves the cursor along the row that applies; `NoRowError` when none does."""
    try:
        moved = machine.trigger_event(cursor, trigger)
    except MachineError as error:
        raise NoRowError(f"{cursor.state}: no row for {trigger!r}") from error
    if not moved:
        raise NoRowError(f"{cursor.state}: no row for {trigger!r} applies")
