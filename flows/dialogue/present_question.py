"""A question as she sees it: its text filled, its buttons with their labels, and which of them are marked.

Whether it is asked now is decided by the engine. What is the same for every person is built once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import assert_never

from flows.dialogue.questions import (
    DONE,
    LATER,
    NONE,
    Ahead,
    Choice,
    DynamicChoice,
    FreeText,
    MultiChoice,
    Number,
    Question,
    TimeOfDay,
    TimeZone,
)
from flows.dialogue.texts.sessions import duration
from flows.dialogue.turn_context import TurnContext
from flows.session import Session
from flows.vocabulary import Ask, Chosen, Option, Text, text

_DONE = Option(id=DONE, label=Text("done-choosing"))
_NONE = Option(id=NONE, label=Text("none-of-these"))
_LATER = Option(id=LATER, label=Text("do-it-later"))


def present(question: Question, turn: TurnContext) -> Ask:
    """The question with its buttons, as she sees it."""
    expects, session = question.expects, turn.session
    words = Text(question.text_id, tuple(sorted(question.fill(turn).items())))
    match expects:
        case Choice() | FreeText() | TimeOfDay() | Ahead():
            options = _fixed(expects)
        case DynamicChoice():
            options = expects.options(session)
        case MultiChoice():
            chosen = session.draft.chosen
            marked = (replace(o, marked=True) if o.id in chosen else o for o in _fixed(expects))
            options = (*marked, _DONE if chosen or not expects.none else _NONE)
        case Number():
            numbers = question.buttons(turn) if question.buttons else expects.buttons
            options = (*_numbers(numbers, expects.seconds), *((_LATER,) if expects.later else ()))
        case _:
            options = ()
    columns = getattr(expects, "columns", 3 if isinstance(expects, TimeOfDay) else 1)
    return Ask(
        text=words,
        options=options,
        columns=columns,
        replaces=turn.replaces,
        rewrites=turn.rewrites,
        wants_location=isinstance(expects, TimeZone),
    )


def chosen(question: Question, session: Session, option: str) -> Chosen:
    """What the tap on this button chose; `session` is as she was when she tapped."""
    expects = question.expects
    if not isinstance(expects, MultiChoice) or option == NONE:
        return Chosen()
    return Chosen(ticked=tuple(one for one in _fixed(expects) if one.id in session.draft.chosen))


@cache
def _fixed(expects: Choice | FreeText | TimeOfDay | MultiChoice | Ahead) -> tuple[Option, ...]:
    """The buttons that stand under every asking of a question."""
    match expects:
        case Choice(prefix="") | FreeText() | Ahead():
            return tuple(Option(id=name) for name in expects.options)
        case Choice(prefix=prefix) | MultiChoice(prefix=prefix):
            return tuple(Option(id=name, label=_label(prefix, name)) for name in expects.options)
        case TimeOfDay():
            return tuple(Option(id=name, label=text("plain-clock", n=name)) for name in expects.buttons)
        case _ as never:
            assert_never(never)


@lru_cache
def _numbers(numbers: tuple[int, ...], seconds: bool) -> tuple[Option, ...]:
    return tuple(
        Option(id=str(n), label=duration(n) if seconds else text("plain-number", n=n)) for n in numbers
    )


def _label(prefix: str, name: str) -> Text:
    return Text(f"{prefix}-{name}".replace("_", "-"))
