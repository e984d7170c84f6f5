"""When running is off: locked by a red flag, or referred until a professional has cleared it.

Locked reopens only when she was assessed and told that she may exercise, at least one level back. A referral
stays until she reports who cleared it: the kind of professional, never a name.

>>> [question.state for question in QUESTIONS][:2]
['locked.home', 'locked.assessed']
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows.dialogue import screening
from flows.dialogue.comeback import comeback_rows
from flows.dialogue.cursor import Cursor, Row, chose, due, row, say
from flows.dialogue.elsewhere import pain_stopped_her
from flows.dialogue.exercise_words import HOW, foundation_words
from flows.dialogue.foundations import (
    day_is_over,
    day_prompted,
    from_her_next_hour,
    gentle_day,
    gentle_word,
    goes_quiet,
    gone_quiet,
    no_other_days,
    say_quiet,
    skip_day,
)
from flows.dialogue.gate import back_to_the_plan, gate_rows, has_plan, tell_verdict, verdict_refer
from flows.dialogue.portions import FIRST, unanswered
from flows.dialogue.profile import wounds_open, wounds_question
from flows.dialogue.push import OPEN
from flows.dialogue.questions import YES_NO, Choice, Many, Question
from flows.dialogue.weekly import begin_week, week_due
from flows.dialogue.words import hold_words
from flows.records import replace
from flows.session import Session, with_health, with_rhythm
from flows.vocabulary import Text

DONE = ("done", "")
WHO = ("pelvic_physio", "doctor", "midwife", "sports_physio", "other")


def _who(session: Session, value: Any, now: datetime) -> Session:
    return with_health(session, cleared_by=value)


def _allowed(session: Session, value: Any, now: datetime) -> Session:
    """Lifts the stop: the signs are history. Before the guards look, so that they see her as she is now."""
    if value != "yes":
        return session
    health = session.health
    session = with_health(
        replace(session, locked_for=()),
        emergency_signs=None if health.emergency_signs is None else (),
        same_day_signs=None if health.same_day_signs is None else (),
        self_harm=None if health.self_harm is None else False,
    )
    return with_rhythm(session, held_at=None, nudges=0)


QUESTIONS = (
    Question(state="locked.home", expects=Choice(options=("seen",)), fill=hold_words),
    Question(state="locked.assessed", expects=YES_NO),
    Question(state="locked.allowed", expects=YES_NO, save=_allowed),
    Question(state="referred.home", expects=Choice(options=("cleared",))),
    Question(state="referred.who", expects=Choice(options=WHO), save=_who),
    wounds_question("referred.wounds"),
    Question(
        state="referred.symptoms",
        expects=Many(options=screening.DAILY_SYMPTOMS, prefix="sign"),
        save=lambda session, value, now: with_health(session, symptoms=value),
    ),
)


def still_stopped(cursor: Cursor) -> None:
    """Action: without both answers nothing reopens."""
    cursor.session = with_rhythm(cursor.session, held_at=cursor.now, nudges=0)
    cursor.say(Text("still-stopped"))


def reopen(cursor: Cursor) -> None:
    """Action: she was assessed and told that she may exercise. Her days begin if nothing had begun them yet."""
    cursor.say(Text("reopened"))
    if cursor.session.rhythm.prompted_on is None and cursor.session.profile.prompt_minute is not None:
        from_her_next_hour(cursor)


def ask_again_held(cursor: Cursor) -> None:
    """Action: a quiet question whether she has been seen."""
    cursor.session = with_rhythm(cursor.session, asked_at=cursor.now)
    cursor.say(Text("held-check"), OPEN)


def daily_while_referred(cursor: Cursor) -> None:
    """Action: what is safe meanwhile, without a question."""
    day_prompted(cursor)
    words = tuple(sorted(foundation_words(cursor).items()))
    cursor.say(Text("foundations-while-referred", words), DONE, HOW)
    cursor.quiet = True


def _resume(*states: str) -> tuple[Row, ...]:
    """On with what the first evening still asks."""
    return tuple(
        row("locked.allowed", "answer", state, when=(chose("yes"), unanswered(state)), do=reopen)
        for state in states
    )


WHO_SHE_IS = ("onboarding.birth_date", "onboarding.zone")
DAILY = due("daily", "snoozed")

ROWS: tuple[Row, ...] = (
    row("locked.home", "answer", "locked.assessed"),
    row("locked.home", "wake", None, do=ask_again_held),
    row("locked.assessed", "answer", "locked.allowed", when=chose("yes")),
    row("locked.assessed", "answer", "locked.home", do=still_stopped),
    *_resume(*WHO_SHE_IS),
    row(
        "locked.allowed",
        "answer",
        "referred.home",
        when=(chose("yes"), has_plan, verdict_refer),
        do=(reopen, tell_verdict),
    ),
    *comeback_rows("locked.allowed", "answer", when=(chose("yes"), has_plan), do=(reopen,)),
    row(
        "locked.allowed",
        "answer",
        "programme.home",
        when=(chose("yes"), has_plan),
        do=(reopen, back_to_the_plan),
    ),
    *_resume(*(state for state in FIRST.asks if state not in WHO_SHE_IS)),
    *gate_rows("locked.allowed", "answer", when=(chose("yes"),), do=(reopen,)),
    row("locked.allowed", "answer", "locked.home", do=still_stopped),
    row("referred.home", "answer", "referred.who"),
    row("referred.who", "answer", "referred.wounds", when=wounds_open),
    row("referred.who", "answer", "referred.pain", when=pain_stopped_her),
    row("referred.who", "answer", "referred.symptoms"),
    row("referred.wounds", "answer", "referred.pain", when=pain_stopped_her),
    row("referred.wounds", "answer", "referred.symptoms"),
    row("referred.pain", "answer", "referred.home", when=chose("still"), do=say("pain-still-there")),
    row("referred.pain", "answer", "referred.symptoms"),
    *comeback_rows("referred.symptoms", "answer", when=(has_plan,), do=(say("cleared-noted"),)),
    row(
        "referred.symptoms",
        "answer",
        "programme.home",
        when=has_plan,
        do=(say("cleared-noted"), back_to_the_plan),
    ),
    *gate_rows("referred.symptoms", "answer", do=(say("cleared-noted"),)),
    row("referred.home", "wake", None, when=(DAILY, day_is_over), do=skip_day),
    row("referred.home", "wake", None, when=(DAILY, goes_quiet), do=say_quiet),
    row("referred.home", "wake", None, when=(DAILY, gentle_day), do=gentle_word),
    row("referred.home", "wake", None, when=(DAILY, gone_quiet), do=skip_day),
    row("referred.home", "wake", None, when=(DAILY, week_due), do=(day_prompted, begin_week)),
    row("referred.home", "wake", None, when=(DAILY, no_other_days), do=skip_day),
    row("referred.home", "wake", None, do=daily_while_referred),
)
