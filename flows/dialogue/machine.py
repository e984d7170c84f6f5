"""The one state machine: every table, built once at import, and the questions by state.

`auto_transitions=False` is a safety rule: the default would add a way from every state to every state. The
machine holds no model: it is fired on a throw-away turn. A row of a phase stands in each of its states, behind
the state's own rows: the library's nested machine finds it there too, at six times the price (ADR 10).

>>> "programme.offered" in QUESTIONS
True
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from transitions import EventData, Machine, MachineError, Transition

from flows.dialogue import shared_rows
from flows.dialogue.corrections import correct_answers, correct_report, easier, log_session, move_session
from flows.dialogue.interruption_stack import PERSISTENT
from flows.dialogue.interruptions import (
    check_hour,
    menus,
    open_signs,
    pain_elsewhere,
    return_after_loss,
    troubleshooting,
)
from flows.dialogue.phases import (
    checkin,
    comeback,
    first_days,
    foundations,
    locked_and_referred,
    onboarding,
    programme,
    readiness,
    screening,
    weekly,
)
from flows.dialogue.questions import Question
from flows.dialogue.turn_context import TransitionRow, TurnContext

logging.getLogger("transitions").setLevel(logging.WARNING)  # at INFO it logs every callback

# What `return_after_loss` does in the state of another phase goes before that phase's own rows.
PHASES = (
    return_after_loss,
    onboarding,
    first_days,
    readiness,
    foundations,
    programme,
    comeback,
    checkin,
    locked_and_referred,
    menus,
    open_signs,
    pain_elsewhere,
    weekly,
    check_hour,
    troubleshooting,
)
SLIPS = (correct_report, log_session, move_session, easier, correct_answers)
QUESTIONS: dict[str, Question] = {
    question.state: question for phase in (screening, *PHASES, *SLIPS) for question in phase.QUESTIONS
}
ROWS: tuple[TransitionRow, ...] = tuple(row for phase in (*PHASES, *SLIPS, shared_rows) for row in phase.ROWS)
WAITING_STATES = (
    "new",
    "foundations.home",
    "readiness.overnight",
    "programme.home",
    "programme.resting",
    "checkin.overnight",
    "aside.closed",
)
STATES: tuple[str, ...] = (*QUESTIONS, *WAITING_STATES)


def expand_phase_rows(rows: tuple[TransitionRow, ...] = ROWS) -> Iterator[tuple[str, TransitionRow]]:
    """Each state with each row that may apply in it, in the order of asking: its own first, then its phase's."""
    by_source: dict[str, list[TransitionRow]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    for state in STATES:
        for source in dict.fromkeys((state, state.partition(".")[0])):
            for row in by_source.get(source, ()):
                yield state, row


class _Transition(Transition):
    """A row in one state; guards and actions are given the turn itself. The library's own also calls back before the
    guards, after the actions and at each state that is left or entered, and logs each of these: no row has any of it,
    and it took most of what a row cost.
    """

    def execute(self, event_data: EventData) -> bool:
        turn = cast(TurnContext, event_data.model)
        for asked in self.conditions:
            if asked.func(turn) != asked.target:  # type: ignore[operator]  # never a name, see `build`
                return False
        for act in self.before:
            act(turn)  # type: ignore[operator]
        if self.dest:
            turn.state = self.dest
        return True


class _Machine(Machine):
    transition_cls = _Transition


def build(rows: tuple[TransitionRow, ...] = ROWS) -> Machine:
    """A machine over these rows; tests build theirs with a row missing."""
    machine = _Machine(model=None, states=list(STATES), initial="new", auto_transitions=False, queued=False)
    for state, row in expand_phase_rows(rows):
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


def move(turn: TurnContext, trigger: str) -> None:
    """She moves along the row that applies; the state lands in the session."""
    turn.state = turn.session.state
    fire(turn, trigger)
    turn.session = replace(turn.session, state=turn.state)


def move_aside(turn: TurnContext, trigger: str) -> None:
    """The aside moves, her place below it stays; a pause or a stop that is reached covers nothing else."""
    assert turn.session.aside is not None
    turn.state = turn.session.aside
    fire(turn, trigger)
    below = None if turn.state in PERSISTENT else turn.session.below
    turn.session = replace(turn.session, aside=turn.state, below=below)


def fire(turn: TurnContext, trigger: str, machine: Machine = MACHINE) -> None:
    """Moves the turn along the row that applies; `NoRowError` when none does."""
    event = machine.events[trigger]
    try:
        moved = event.trigger(turn)
    except MachineError as error:
        raise NoRowError(f"{turn.state}: no row for {trigger!r}") from error
    if not moved:
        raise NoRowError(f"{turn.state}: no row for {trigger!r} applies")
