"""A pause: until when, the one question on that day, and what is said to words typed meanwhile.

While she pauses nothing is sent but that question. A new pregnancy and a loss have no day: the next word is hers.

>>> [question.state for question in QUESTIONS]
['aside.until', 'aside.back']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flows import schedule
from flows.dialogue.questions import Ahead, Choice, Question
from flows.dialogue.texts.loss import REASON
from flows.dialogue.turn_context import TurnContext, alarm_is
from flows.session import Session
from flows.vocabulary import Text, Value, text

PAUSED = "aside.paused"
MYSELF = "myself"
LENGTHS = ("few_days", "week", "two_weeks", "month")
WITHOUT_A_DAY = ("pregnant", REASON)
RESUME = ("resume", "")

day_has_come = alarm_is(schedule.PAUSE_OVER)


def is_quiet(session: Session) -> bool:
    """She is paused, and nothing lies over the pause."""
    return session.aside == PAUSED


def no_day(turn: TurnContext) -> bool:
    """Guard: this pause has no end to ask about."""
    return turn.session.pause_reason in WITHOUT_A_DAY


def no_day_yet(turn: TurnContext) -> bool:
    """Guard: she would not be asked again."""
    return turn.session.paused_until is None


def keep_until(turn: TurnContext) -> None:
    """Action: the day on which she hears again; without one she tells us herself."""
    chosen = turn.value
    day: date | None = None
    if isinstance(chosen, date):
        day = chosen
    elif chosen != MYSELF:
        day = turn.today + timedelta(days=turn.book.whole("R-PAUSE", str(chosen)))
    turn.session = replace(turn.session, paused_until=day)


def date_reached(turn: TurnContext) -> None:
    """Action: the day has come; it is asked about once."""
    turn.session = replace(turn.session, paused_until=None)


def lie_over(turn: TurnContext) -> None:
    """Action: what is asked next lies over the pause: left unanswered, it changes nothing about it."""
    turn.session = replace(turn.session, below=PAUSED)


def until_words(turn: TurnContext) -> dict[str, Value]:
    """Until when it stays quiet."""
    session = turn.session
    day = session.paused_until
    if day is None:
        expecting = session.health.pregnant is True
        return {"until": Text("paused-until-born" if expecting else "paused-until-you-write")}
    wake = schedule.pause_over(session, turn.book)
    assert wake is not None
    return {"until": text("paused-until-day", date=day, time=schedule.local(session, wake.at).time())}


def kind_words(turn: TurnContext) -> None:
    """Words of hers in a pause: a short answer that says until when it is quiet and how to come back."""
    if turn.session.pause_reason == REASON:
        turn.say(Text("paused-words-loss"), RESUME)
        return
    turn.say(text("paused-words", **until_words(turn)), RESUME)


def name_words(turn: TurnContext) -> dict[str, Value]:
    """Her name."""
    return {"name": turn.session.name}


QUESTIONS = (
    Question(state="aside.until", expects=Ahead(options=(*LENGTHS, MYSELF), columns=2), sample="week"),
    Question(
        state="aside.back",
        expects=Choice(options=("im_back", "longer"), columns=2),
        sample="im_back",
        fill=name_words,
    ),
)
