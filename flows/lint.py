"""What can be wrong with the dialogue itself, found without playing it: run by the tests, at start, and by check.

Each problem is one line that names the state or the text. Words are the shell's: it hands in what it has.

>>> check_tables()
()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flows.dialogue import interruption_stack as stack
from flows.dialogue.answer_parser import Answer, parse_answer
from flows.dialogue.commands import COMMANDS
from flows.dialogue.machine import QUESTIONS, ROWS, STATES, WAITING_STATES
from flows.dialogue.questions import (
    HIGHEST,
    Ahead,
    Choice,
    Day,
    DynamicChoice,
    FreeText,
    MultiChoice,
    Number,
    Question,
    TimeOfDay,
    TimeZone,
    well_answer,
)
from flows.dialogue.turn_context import TransitionRow
from flows.rulebook.model import RuleBook
from flows.session import new
from flows.vocabulary import Said

COMMANDS_REQUIRED_EVERYWHERE = ("help", "stop", "delete", "start", "privacy")
ENTRY_STATES = (
    "new",
    "aside.settings",
    "aside.pause",
    "aside.stop",
    "aside.delete",
    "aside.red_flag",
    "aside.symptoms",
    "aside.signs",
    "aside.all_signs",
    "aside.check_hour",
    "aside.week",
    "aside.tips",
    "aside.trouble_signs",
    "aside.fix",
    "aside.log",
    "aside.move",
    "aside.easier",
)
MISSING_STATE = "add a Question with this state, or add it to WAITING_STATES in flows/dialogue/machine.py"
SOME_DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)  # on which typed samples are read
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
    checks = (_rows, _waiting, _layers, _totality, _reach, _buttons, _samples, _commands)
    found = tuple(problem for check in checks for problem in check(seen))
    return found if book is None else (*found, *_uncited(book))


def _rows(tables: Tables) -> Iterable[str]:
    phases = {state.partition(".")[0] for state in tables.states}
    for row in tables.rows:
        if row.source not in tables.states and row.source not in phases:
            yield f"{row.source}: a row begins in a state that does not exist; {MISSING_STATE}"
        if row.dest is not None and row.dest not in tables.states:
            yield f"{row.source}: a row leads to {row.dest}, which does not exist; {MISSING_STATE}"


def _waiting(tables: Tables) -> Iterable[str]:
    """A state either asks something or waits, never both."""
    for state in WAITING_STATES:
        if state in tables.questions:
            yield f"{state}: it has a question, so it does not wait; take it out of WAITING_STATES"


def _layers(tables: Tables) -> Iterable[str]:
    """Each state that lies over the dialogue stands in the table of what may lie over what."""
    for state in tables.states:
        if state.startswith("aside.") and state != stack.DONE and stack.layer_of(state) is None:
            yield f"{state}: add it to a row of MAY_LIE_OVER in flows/dialogue/interruption_stack.py"


def _totality(tables: Tables) -> Iterable[str]:
    """For each state and trigger the last row that applies has no condition, and only the last."""
    for state in tables.questions:
        rows = [row for row in tables.rows if row.trigger == "answer" and row.source == state]
        if not rows or rows[-1].when:
            yield f"{state}: an answer can fall through the table; end its answer rows with one without a condition"
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
            yield (
                f"{state}: nothing leads here; add a row whose destination it is, or, when a command opens it, add it "
                "to ENTRY_STATES in flows/lint.py"
            )


def _buttons(tables: Tables) -> Iterable[str]:
    for state, question in tables.questions.items():
        for option in option_ids(question.expects):
            if SEQ_DIGITS + 1 + len(option.encode()) > CALLBACK_BYTES:
                yield f"{state}: the button {option} does not fit into {CALLBACK_BYTES} bytes; give it a shorter id"


def _samples(tables: Tables) -> Iterable[str]:
    """Each question names the answer of a well person, and can be answered with it; a warning is answered with no."""
    for state, question in tables.questions.items():
        problem = _sample_problem(question)
        if problem:
            yield f"{state}: {problem}"


def _sample_problem(question: Question) -> str:
    expects, offered = question.expects, option_ids(question.expects)
    sample = well_answer(question, offered)
    if sample is None and not (question.sample == HIGHEST and question.buttons):
        return "the answer of a well person is missing; give the question a sample=..."
    match expects:
        case Choice(warns=True) if sample != "no":
            return f"a well person answers a warning with no, not with the sample {sample}"
        case MultiChoice(none=True) if question.sample:
            return f"a well person has none of these; take the sample {sample} away"
        case Choice() | MultiChoice(none=False) | FreeText() | Ahead() if sample not in offered:
            return f"the sample {sample} is none of its buttons: {', '.join(offered)}"
        case Number() if sample is not None and not _is_number_in_range(sample, expects):
            return f"the sample {sample} is no number from {expects.low:g} to {expects.high:g}"
        case Day() | TimeZone() | TimeOfDay() if not answerable(question, question.sample):
            return f"the sample {sample} cannot be read as what she would type"
        case _:
            return ""


def _is_number_in_range(sample: str, expects: Number) -> bool:
    return sample.isdecimal() and expects.low <= int(sample) <= expects.high


def answerable(question: Question, words: str) -> bool:
    """Whether these typed words answer the question."""
    empty = new(name="", locale="en")
    return isinstance(parse_answer(question, Said(text=words), empty, SOME_DAY), Answer)


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
            yield f"/{name} must work everywhere, and there is no such command; add it to COMMANDS"


def _uncited(book: RuleBook) -> Iterable[str]:
    for rule in book.rules:
        if not rule.cites and rule.certainty.value != "our_default":
            yield f"rule {rule.id} claims {rule.certainty.value} and names no source"
