"""`/move`: the next session to another day, with a day of rest before and after it.

>>> [row.dest for row in ROWS if row.source == "aside.move"]
['aside.closed', 'aside.closed']
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.phases.programme import drop_offer
from flows.dialogue.questions import DynamicChoice, Question
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, say, transition
from flows.plan import moves
from flows.session import Session, with_rhythm
from flows.vocabulary import Option, Text, Value, text

PLACES = ("programme.home", "programme.short", "programme.offered", "programme.later")
WEEK = 7
DAY = timedelta(days=1)
STAY = "back"


def open_move(turn: TurnContext) -> None:
    """`/move`: to which of the days that leave a day of rest."""
    session = turn.session
    turn.again = True
    if stack.is_paused_or_stopped(session) or session.state not in PLACES or session.draft.flag is not None:
        turn.say(Text("move-nothing"))
        return
    following = next_one(session, turn.now)
    if following is None:
        turn.say(Text("move-nothing"))
    elif not days_to_choose(session, turn.now):
        turn.say(text("move-no-day", date=following))
    else:
        turn.session = stack.push(session, "aside.move")


def next_one(session: Session, now: datetime) -> date | None:
    """The day of the session that would be moved: today's while it is not done, else the next."""
    today = schedule.today(session, now)
    minute = session.profile.prompt_minute or 0
    dealt_with = session.rhythm.prompted_on == today or now >= schedule.instant(session, today, minute)
    if session.report is not None or session.state == "programme.later":
        return today
    snoozed = session.rhythm.snoozed_to is not None
    return schedule.next_session_day(session, today if dealt_with and not snoozed else today - DAY)


def days_to_choose(session: Session, now: datetime) -> tuple[date, ...]:
    """The days from tomorrow on, before the session after it, that come a day of rest after the last run."""
    moved = next_one(session, now)
    if moved is None:
        return ()
    today, rest = schedule.today(session, now), session.plan.rest_until if session.plan else None
    later = schedule.next_session_day(session, moved)
    monday = moved - DAY * moved.weekday()  # the week before has its own sessions
    minute = session.profile.prompt_minute or 0
    days = (today + DAY * ahead for ahead in range(1, (moved - today).days + WEEK))
    return tuple(
        day
        for day in days
        if day != moved
        and day >= monday
        and (later is None or day < later)
        and moves.rested(session, day)
        and not moves.week_is_full(session, day)
        and (rest is None or rest <= schedule.instant(session, day, minute))
    )


def _days(session: Session) -> tuple[Option, ...]:
    heard = session.rhythm.heard_at  # the instant of this turn: it is asked when she has written
    days = () if heard is None else days_to_choose(session, heard)
    named = tuple(Option(id=day.isoformat(), label=text("day-label", date=day)) for day in days)
    return (*named, Option(id=STAY))


def _move(session: Session, value: Any, now: datetime) -> Session:
    moved = next_one(session, now)
    return (
        session
        if value == STAY
        else with_rhythm(session, moved_from=moved, moved_to=date.fromisoformat(value))
    )


def _words(turn: TurnContext) -> dict[str, Value]:
    following = next_one(turn.session, turn.now)
    return {"date": following or turn.today}


def tell_moved(turn: TurnContext) -> None:
    """Action: the new day with its hour, and the session after it; one that was offered today is not open any more."""
    session = turn.session
    day, minute = session.rhythm.moved_to, session.profile.prompt_minute
    assert day is not None and minute is not None
    after = schedule.next_session_day(session, day)
    turn.session = with_rhythm(session, snoozed_to=None)
    turn.say(text("moved", date=day, time=schedule.clock_time(minute), after=after or day))
    turn.fires = "moved"


QUESTIONS = (Question(state="aside.move", expects=DynamicChoice(options=_days), save=_move, fill=_words),)

ROWS: tuple[TransitionRow, ...] = (
    transition("aside.move", "answer", DONE, when=answer_is(STAY), do=say("nothing-changed")),
    transition("aside.move", "answer", DONE, do=tell_moved),
    transition("programme", "moved", None),
    transition("programme.offered", "moved", "programme.home", do=drop_offer),
    transition("programme.later", "moved", "programme.home", do=drop_offer),
)
