"""What a question is: the answers it expects, where the answer is kept, and the values its text shows.

A question is data; `answer_parser.py` turns what she did into a value, and the table says what happens next.
The text of a question is named after its state: `onboarding.birth_date` asks `onboarding-birth-date`.

>>> Question(state="screening.feeding", expects=YES_NO).text_id
'screening-feeding'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from flows.dialogue.turn_context import TurnContext
from flows.session import Session
from flows.vocabulary import Option, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Exactly one of these buttons. Labels are attributes of the question, or the messages `prefix-option`.

    `warns`: a yes is what must not be missed, so a doubtful answer counts as one, and a `not yet` is no no. `once`:
    once is enough, so `rarely` counts as well. `harm`: about thoughts of harm, which she may not want to speak of.
    `sites`: places of the body are asked, and of several that she types one of these counts first.
    """

    options: tuple[str, ...]
    columns: int = 1
    prefix: str = ""
    warns: bool = False
    once: bool = False
    harm: bool = False
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicChoice:
    """Exactly one of the options that the session offers (zones, the two readings of a date)."""

    options: Callable[[Session], tuple[Option, ...]]
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiChoice:
    """Any number of these; `none` or `done` is added. Labels are the messages `prefix-option`."""

    options: tuple[str, ...]
    prefix: str
    columns: int = 1
    none: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number from `low` to `high`, typed, or tapped where buttons are given. `seconds`: a length of time.

    `unit`: what is counted; a number with another unit is put into it, or not taken. `later`: it can be put off.
    """

    low: float
    high: float
    buttons: tuple[int, ...] = ()
    columns: int = 6
    whole: bool = True
    seconds: bool = False
    unit: str = ""
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date in the past, typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfDay:
    """A time of day, typed or tapped."""

    buttons: tuple[str, ...] = ("06:30", "07:30", "09:00", "12:30", "18:00", "20:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeZone:
    """A time zone: a shared location, a city or an offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """Words of her own, or one of the buttons."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A day to come, typed, or one of these buttons."""

    options: tuple[str, ...]
    columns: int = 1


DONE, NONE, LATER = "done", "none", "later"  # the buttons that a kind of question adds to its own
HIGHEST = "highest"  # as a sample: the highest number that is offered
Expects = Choice | DynamicChoice | MultiChoice | Number | Day | TimeOfDay | TimeZone | FreeText | Ahead
Save = Callable[[Session, Any, datetime], Session]
Fill = Callable[[TurnContext], dict[str, Value]]
Check = Callable[[Session, Any], str | None]

YES_NO = Choice(options=("yes", "no"), columns=2, prefix="option")
YES_NO_UNSURE = Choice(options=("yes", "no", "unsure"), columns=3, prefix="option")
WARNING = replace(YES_NO, warns=True)
WARNING_ONCE = replace(WARNING, once=True)
HARM = replace(WARNING_ONCE, harm=True)
WARNING_UNSURE = replace(YES_NO_UNSURE, warns=True)
ZERO_TO_TEN = Number(low=0, high=10, buttons=tuple(range(11)))


def keep_nothing(session: Session, value: Any, now: datetime) -> Session:
    """The answer decides the way but is not stored."""
    return session


def no_values(turn: TurnContext) -> dict[str, Value]:
    """A text without values."""
    return {}


def nothing_wrong(session: Session, value: Any) -> str | None:
    """Any value that could be read is accepted."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A state that asks something. `check` names the hint when a readable answer cannot be used.

    `sample` is the answer of a well person: the id of a button, or what she types. It may be left out where it follows
    from the kind of the question (`well_answer`). Load tests, the test kit and the walk answer with it.
    `buttons` are the numbers offered where they depend on what is asked. `unread`: what is said instead of asking
    again when her words could not be read, where the question itself tells her what to do today. `unit`: of a number,
    where it depends on what is asked.
    """

    state: str
    expects: Expects
    sample: str = ""
    save: Save = keep_nothing
    fill: Fill = no_values
    check: Check = nothing_wrong
    buttons: Callable[[TurnContext], tuple[int, ...]] | None = None
    unit: Callable[[TurnContext], str] | None = None
    text: str = ""
    unread: str = ""

    @property
    def text_id(self) -> str:
        """The message that asks it."""
        return self.text or text_id_of(self.state)


def well_answer(question: Question, offered: Sequence[str]) -> str | None:
    """What a well person answers: her sample, or what follows from the kind; `None` when the question names nothing.

    `offered` are the ids of the buttons on her screen; `HIGHEST` means the highest number among them.
    """
    expects = question.expects
    if question.sample == HIGHEST:
        return max((option for option in offered if option.isdecimal()), key=int, default=None)
    if question.sample:
        return question.sample
    match expects:
        case Choice(warns=True):
            return "no"
        case MultiChoice(none=True):
            return NONE
        case DynamicChoice():
            return offered[0] if offered else None
        case _:
            return None


@cache
def text_id_of(state: str) -> str:
    """`checkin.pain_where` to `checkin-pain-where`."""
    return state.replace(".", "-").replace("_", "-")
