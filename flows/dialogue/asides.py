"""What she may do in the middle of anything: settings, pause, stop, delete, and the one question about a red flag.

An aside lies over the dialogue: `session.state` stays where it was, and when the aside closes she is asked
exactly the question she was at. Paused and stopped are asides that stay until she comes back.

>>> QUESTIONS[0].state
'aside.settings'
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.dialogue import screening
from flows.dialogue.cursor import Cursor, Row, chose, row
from flows.dialogue.profile import day_question, hour_questions, hour_rows, zone_questions, zone_rows
from flows.dialogue.programme import remind
from flows.dialogue.questions import YES_NO, Choice, Many, Number, Question
from flows.dialogue.words import settings_words
from flows.plan import calendar
from flows.session import Draft, Session, with_draft, with_health, with_plan, with_profile, with_rhythm
from flows.vocabulary import Text, Value

REASONS = ("ill", "mastitis", "no_sleep", "no_childcare", "travel", "pregnant", "loss", "other")
PHASE = "aside"
CLOSED = "aside.closed"
STICKY = ("aside.paused", "aside.stopped")


def _other_days(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, other_days=value == "yes")


def _per_week(session: Session, value: Any, now: datetime) -> Session:
    return session if session.plan is None else with_plan(session, per_week=int(value))


def _strength_weeks(session: Session, value: Any, now: datetime) -> Session:
    return with_health(session, strength_weeks=value)


def _strength_per_week(session: Session, value: Any, now: datetime) -> Session:
    return with_health(session, strength_per_week=value, strength_since=calendar.today(session, now))


def _reason(session: Session, value: Any, now: datetime) -> Session:
    """A new pregnancy, or the end of one, holds from this moment, whatever becomes of the pause."""
    if value == "back":
        return session
    if value == "pregnant":
        session = with_health(session, pregnant=True)
    elif value == "loss" and session.health.pregnant:
        session = with_health(session, pregnant=False)
    return replace(session, pause_reason=value, paused_at=now)


def _flag_words(cursor: Cursor) -> dict[str, Value]:
    flag = cursor.session.draft.flag or ""
    return {"flag": Text("flag-" + flag.replace("_", "-"))}


def _open_matters(draft: Draft, below: Draft) -> Draft:
    """What stays open whatever lies over it: doubts about red flags, and symptoms she spoke of."""
    return replace(below, flag=draft.flag, doubts=draft.doubts, noticed=draft.noticed)


def cover(session: Session, aside: str) -> Session:
    """Opens an aside. The unfinished answer below it is put by; a pause or a stop stays below."""
    return replace(
        session,
        aside=aside,
        below=session.aside if session.aside in STICKY else session.below,
        kept=session.draft if session.aside is None else session.kept,
        draft=_open_matters(session.draft, Draft()),
    )


def clear(session: Session) -> Session:
    """No aside at all: the question below with its unfinished answer."""
    return replace(
        session,
        aside=None,
        below=None,
        kept=Draft(),
        draft=_open_matters(session.draft, session.kept),
    )


def uncover(session: Session) -> Session:
    """Closes an aside: what lay below shows again, and before that a red flag she has not said yes or no to."""
    if session.aside is None:
        return session
    if session.draft.flag is not None:
        return replace(session, aside="aside.red_flag", draft=_open_matters(session.draft, Draft()))
    if session.draft.noticed:
        shown = replace(_open_matters(session.draft, Draft()), chosen=session.draft.noticed)
        return replace(session, aside="aside.symptoms", draft=shown)
    if session.below is not None:
        return replace(session, aside=session.below, below=None, draft=Draft())
    return clear(session)


def is_away(session: Session) -> bool:
    """She has paused or stopped, whatever lies over it."""
    return session.aside in STICKY or session.below is not None


def has_sessions(cursor: Cursor) -> bool:
    """Guard: there is a plan whose sessions a week can be changed."""
    return cursor.session.plan is not None


def saved(cursor: Cursor) -> None:
    """Action: the new setting holds from now on."""
    cursor.say(Text("setting-saved"))


def no_plan_yet(cursor: Cursor) -> None:
    """Action: sessions a week can be chosen when there is a plan."""
    cursor.say(Text("no-plan-yet"))


def pause(cursor: Cursor) -> None:
    """Action: prompts stop; her place is kept. A loss is met without any cheer."""
    reason = cursor.session.pause_reason
    cursor.say(
        Text("paused-loss" if reason == "loss" else "paused-pregnant" if reason == "pregnant" else "paused")
    )


def resume(cursor: Cursor) -> None:
    """Action: the pause or the stop is over; after a loss, without any cheer."""
    words = "resumed-quietly" if is_loss(cursor) else "resumed"
    session = replace(cursor.session, pause_reason=None, paused_at=None)
    cursor.session = with_rhythm(session, nudges=0, unanswered=0)
    cursor.say(Text(words))
    cursor.fires = "resume"


def stop(cursor: Cursor) -> None:
    """Action: no prompts any more; her data stays until she deletes it."""
    cursor.say(Text("stopped-goodbye"))


def erase(cursor: Cursor) -> None:
    """Action: everything about her is deleted in this turn."""
    cursor.erased = True
    cursor.say(Text("deleted"))


def red_flag(cursor: Cursor) -> None:
    """Action: yes, that is what she meant."""
    cursor.fires = "red_flag"


def no_red_flag(cursor: Cursor) -> None:
    """Action: it was not meant that way; another doubt that waits is asked next."""
    doubts = cursor.session.draft.doubts
    cursor.session = with_draft(cursor.session, flag=doubts[0] if doubts else None, doubts=doubts[1:])
    cursor.say(Text("red-flag-not-meant"))


def add_symptoms(session: Session, symptoms: tuple[str, ...]) -> Session:
    """What she has joins what she had; whoever cleared her before has not seen it."""
    if not symptoms:
        return session
    known = tuple(dict.fromkeys((*(session.health.symptoms or ()), *symptoms)))
    return with_health(session, symptoms=known, cleared_by=None)


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    return add_symptoms(with_draft(session, noticed=()), value)


def has_none(cursor: Cursor) -> bool:
    """Guard: she has none of the symptoms."""
    return cursor.value == ()


def all_well(cursor: Cursor) -> None:
    """Action: nothing of that kind."""
    cursor.say(Text("red-flag-not-meant"))


def symptoms_told(cursor: Cursor) -> None:
    """Action: the gates look again with what she has now."""
    cursor.fires = "symptom"


def is_loss(cursor: Cursor) -> bool:
    """Guard: the pause began with a loss."""
    return cursor.session.pause_reason == "loss"


def stay_silent(cursor: Cursor) -> None:
    """Action: after a loss the coach stays silent until she writes."""
    cursor.session = with_rhythm(cursor.session, nudges=cursor.session.rhythm.nudges + 1, asked_at=cursor.now)
    cursor.quiet = True


QUESTIONS = (
    Question(
        state="aside.settings",
        expects=Choice(
            options=("hour", "days", "zone", "per_week", "other_days", "strength", "back"), columns=2
        ),
        fill=settings_words,
    ),
    *hour_questions(PHASE),
    day_question(PHASE),
    *zone_questions(PHASE),
    Question(
        state="aside.per_week",
        expects=Choice(options=("2", "3"), columns=2, prefix="option"),
        save=_per_week,
        text="programme-per-week",
    ),
    Question(state="aside.other_days", expects=YES_NO, save=_other_days, text="onboarding-other-days"),
    Question(
        state="aside.strength_weeks",
        expects=Number(low=0, high=200, buttons=(0, 4, 8, 12, 16, 20)),
        save=_strength_weeks,
        text="screening-strength-weeks",
    ),
    Question(
        state="aside.strength_per_week",
        expects=Number(low=0, high=7, buttons=(0, 1, 2, 3, 4, 5)),
        save=_strength_per_week,
        text="screening-strength-per-week",
    ),
    Question(state="aside.pause", expects=Choice(options=(*REASONS, "back"), columns=2), save=_reason),
    Question(state="aside.paused", expects=Choice(options=("resume",))),
    Question(state="aside.stop", expects=YES_NO),
    Question(state="aside.stopped", expects=Choice(options=("resume",))),
    Question(state="aside.delete", expects=YES_NO),
    Question(state="aside.delete_sure", expects=Choice(options=("keep", "delete"))),
    Question(state="aside.red_flag", expects=YES_NO, fill=_flag_words),
    Question(
        state="aside.symptoms", expects=Many(options=screening.DAILY_SYMPTOMS, prefix="sign"), save=_symptoms
    ),
)

ROWS: tuple[Row, ...] = (
    row("aside.settings", "answer", "aside.hour", when=chose("hour")),
    row("aside.settings", "answer", "aside.days", when=chose("days")),
    row("aside.settings", "answer", "aside.zone", when=chose("zone")),
    row("aside.settings", "answer", "aside.per_week", when=(chose("per_week"), has_sessions)),
    row("aside.settings", "answer", None, when=chose("per_week"), do=no_plan_yet),
    row("aside.settings", "answer", "aside.other_days", when=chose("other_days")),
    row("aside.settings", "answer", "aside.strength_weeks", when=chose("strength")),
    row("aside.settings", "answer", CLOSED),
    *hour_rows(PHASE, then=CLOSED, do=(saved,)),
    row("aside.days", "answer", CLOSED, do=saved),
    *zone_rows(PHASE, then=CLOSED, do=(saved,)),
    row("aside.per_week", "answer", CLOSED, do=saved),
    row("aside.other_days", "answer", CLOSED, do=saved),
    row("aside.strength_weeks", "answer", "aside.strength_per_week"),
    row("aside.strength_per_week", "answer", CLOSED, do=saved),
    row("aside.pause", "answer", CLOSED, when=chose("back")),
    row("aside.pause", "answer", "aside.paused", do=pause),
    row("aside.paused", "answer", CLOSED, do=resume),
    row("aside.paused", "wake", None, when=is_loss, do=stay_silent),
    row("aside.paused", "wake", None, do=remind),
    row("aside.stop", "answer", "aside.stopped", when=chose("yes"), do=stop),
    row("aside.stop", "answer", CLOSED),
    row("aside.stopped", "answer", CLOSED, do=resume),
    row("aside.delete", "answer", "aside.delete_sure", when=chose("yes")),
    row("aside.delete", "answer", CLOSED),
    row("aside.delete_sure", "answer", CLOSED, when=chose("delete"), do=erase),
    row("aside.delete_sure", "answer", CLOSED),
    row("aside.red_flag", "answer", CLOSED, when=chose("yes"), do=red_flag),
    row("aside.red_flag", "answer", CLOSED, do=no_red_flag),
    row("aside.red_flag", "wake", None, do=remind),
    row("aside.symptoms", "answer", CLOSED, when=has_none, do=all_well),
    row("aside.symptoms", "answer", CLOSED, do=symptoms_told),
    row("aside.symptoms", "wake", None, do=remind),
)
