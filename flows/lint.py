"""What can be wrong with the dialogue itself, found without playing it: run by the tests, at start, and by check.

Each problem is one line that names the state or the text. Words are the shell's: it hands in what it has.

>>> problems()
()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.dialogue.commands import COMMANDS
from flows.dialogue.machine import QUESTIONS, ROWS, STATES
from flows.dialogue.questions import (
    Ahead,
    Choice,
    DynamicChoice,
    FreeText,
    MultiChoice,
    Number,
    Question,
    TimeOfDay,
)
from flows.dialogue.turn_context import TransitionRow
from flows.rulebook.model import RuleBook

COMMANDS_REQUIRED_EVERYWHERE = ("help", "stop", "delete", "start", "privacy")
ENTRY_STATES = (
    "new",
    "aside.settings",
    "aside.pause",
    "aside.stop",
    "aside.delete",
    "aside.red_flag",
    "aside.symptoms",
    "aside.check_hour",
    "aside.week",
    "aside.tips",
    "aside.trouble_signs",
    "aside.fix",
    "aside.log",
    "aside.move",
    "aside.easier",
)
CALLBACK_BYTES = 64
SEQ_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What is looked at: the dialogue as it is, or one with a fault in it."""

    rows: tuple[TransitionRow, ...] = ROWS
    states: tuple[str, ...] = STATES
    questions: Mapping[str, Question] = field(default_factory=lambda: QUESTIONS)
    commands: tuple[str, ...] = tuple(COMMANDS)


def check_tables(book: RuleBook | None = None, *, tables: Tables | None = None) -> tuple[str, ...]:
    """Everything that is wrong with the tables, and with the rules when a book is given."""
    seen = tables or Tables()
    found = (*_rows(seen), *_totality(seen), *_reach(seen), *_buttons(seen), *_commands(seen))
    return found if book is None else (*found, *_uncited(book))


def _rows(tables: Tables) -> Iterable[str]:
    phases = {state.partition(".")[0] for state in tables.states}
    for row in tables.rows:
        if row.source not in tables.states and row.source not in phases:
            yield f"{row.source}: a row begins in a state that does not exist"
        if row.dest is not None and row.dest not in tables.states:
            yield f"{row.source}: a row leads to {row.dest}, which does not exist"


def _totality(tables: Tables) -> Iterable[str]:
    """For each state and trigger the last row that applies has no condition, and only the last."""
    for state in tables.questions:
        rows = [row for row in tables.rows if row.trigger == "answer" and row.source == state]
        if not rows or rows[-1].when:
            yield f"{state}: an answer can fall through the table; end its rows with an open one"
    triggers = {(row.source, row.trigger) for row in tables.rows}
    for source, trigger in sorted(triggers):
        rows = [row for row in tables.rows if (row.source, row.trigger) == (source, trigger)]
        for row in rows[:-1]:
            if not row.when:
                yield f"{source}, {trigger}: the rows after the one to {row.dest} can never apply"
        parent = source.partition(".")[0]
        if rows[-1].when and not ("." in source and (parent, trigger) in triggers):
            yield f"{source}, {trigger}: nothing catches the rest; end its rows with an open one"


def _reach(tables: Tables) -> Iterable[str]:
    """Every state is led to by some row, or is a place where something begins."""
    led_to = {row.dest for row in tables.rows} | set(ENTRY_STATES)
    for state in tables.states:
        if state not in led_to:
            yield f"{state}: nothing leads here"


def _buttons(tables: Tables) -> Iterable[str]:
    for state, question in tables.questions.items():
        for option in option_ids(question.expects):
            if SEQ_DIGITS + 1 + len(option.encode()) > CALLBACK_BYTES:
                yield f"{state}: the button {option} does not fit into {CALLBACK_BYTES} bytes"


def option_ids(expects: object) -> tuple[str, ...]:
    """The ids of the buttons that a kind of question always has."""
    match expects:
        case (
            Choice(options=options)
            | MultiChoice(options=options)
            | FreeText(options=options)
            | Ahead(options=options)
        ):
            return options
        case Number(buttons=numbers):
            return tuple(map(str, numbers))
        case TimeOfDay(buttons=times):
            return times
        case DynamicChoice():
            return ("first", "other")
        case _:
            return ()


def _commands(tables: Tables) -> Iterable[str]:
    for name in COMMANDS_REQUIRED_EVERYWHERE:
        if name not in tables.commands:
            yield f"/{name} must work everywhere, and there is no such command"


def _uncited(book: RuleBook) -> Iterable[str]:
    for rule in book.rules:
        if not rule.cites and rule.certainty.value != "our_default":
            yield f"rule {rule.id} claims {rule.certainty.value} and names no source"
