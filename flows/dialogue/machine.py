"""The one state machine: every table, built once at import, and the questions by state.

`auto_transitions=False` is a safety rule: the default would add a way from every state to every state. The
machine holds no model: it is fired on a throw-away cursor. A row of a phase stands in each of its states, behind
the state's own rows: the library's nested machine finds it there too, at six times the price (ADR 10).

>>> "programme.offered" in QUESTIONS
True
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import cast

from transitions import EventData, Machine, MachineError, Transition

from flows.dialogue import (
    asides,
    check_hour,
    checkin,
    comeback,
    common,
    easier,
    elsewhere,
    first_days,
    fix,
    foundations,
    holds,
    log,
    mend,
    onboarding,
    programme,
    readiness,
    reschedule,
    returning,
    screening,
    trouble,
    weekly,
)
from flows.dialogue.cursor import Cursor, Row
from flows.dialogue.layers import STICKY
from flows.dialogue.questions import Question
from flows.records import replace

logging.getLogger("transitions").setLevel(logging.WARNING)  # at INFO it logs every callback

# What `returning` does in the state of another phase goes before that phase's own rows.
PHASES = (
    returning,
    onboarding,
    first_days,
    readiness,
    foundations,
    programme,
    comeback,
    checkin,
    holds,
    asides,
    elsewhere,
    weekly,
    check_hour,
    trouble,
)
SLIPS = (fix, log, reschedule, easier, mend)
QUESTIONS: dict[str, Question] = {
    question.state: question for phase in (screening, *PHASES, *SLIPS) for question in phase.QUESTIONS
}
ROWS: tuple[Row, ...] = tuple(row for phase in (*PHASES, *SLIPS, common) for row in phase.ROWS)
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


def in_states(rows: tuple[Row, ...] = ROWS) -> Iterator[tuple[str, Row]]:
    """Each state with each row that may apply in it, in the order of asking: its own first, then its phase's."""
    by_source: dict[str, list[Row]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    for state in STATES:
        for source in dict.fromkeys((state, state.partition(".")[0])):
            for row in by_source.get(source, ()):
                yield state, row


class _Transition(Transition):
    """A row in one state; guards and actions are given the cursor itself. The library's own also calls back before the
    guards, after the actions and at each state that is left or entered, and logs each of these: no row has any of it,
    and it took most of what a row cost.
    """

    def execute(self, event_data: EventData) -> bool:
        cursor = cast(Cursor, event_data.model)
        for asked in self.conditions:
            if asked.func(cursor) != asked.target:  # type: ignore[operator]  # never a name, see `build`
                return False
        for act in self.before:
            act(cursor)  # type: ignore[operator]
        if self.dest:
            cursor.state = self.dest
        return True


class _Machine(Machine):
    transition_cls = _Transition


def build(rows: tuple[Row, ...] = ROWS) -> Machine:
    """A machine over these rows; tests build theirs with a row missing."""
    machine = _Machine(model=None, states=list(STATES), initial="new", auto_transitions=False, queued=False)
    for state, row in in_states(rows):
        machine.add_transition(
            row.trigger,
            state,
            row.dest,
            conditions=[*row.when],
            before=[*row.do],
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


def fire(cursor: Cursor, trigger: str, machine: Machine = MACHINE) -> None:
    """Moves the cursor along the row that applies; `NoRowError` when none does."""
    event = machine.events[trigger]
    try:
        moved = event.trigger(cursor)
    except MachineError as error:
        raise NoRowError(f"{cursor.state}: no row for {trigger!r}") from error
    if not moved:
        raise NoRowError(f"{cursor.state}: no row for {trigger!r} applies")
