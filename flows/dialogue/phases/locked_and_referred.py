"""When running is off: locked by a red flag, or referred until a professional has cleared it.

Locked reopens only when she was assessed and told that she may exercise, at least one level back. A referral
stays until she reports who cleared it: the kind of professional, never a name.

>>> [question.state for question in QUESTIONS][:2]
['locked.home', 'locked.assessed']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.dialogue.facts.portions import FIRST, unanswered
from flows.dialogue.gate import back_to_the_plan, gate_rows, has_plan, tell_verdict, verdict_refer
from flows.dialogue.interruptions.pain_elsewhere import pain_stopped_her
from flows.dialogue.lock_screen import OPEN_LINK
from flows.dialogue.phases import screening
from flows.dialogue.phases.comeback import comeback_rows
from flows.dialogue.phases.foundations import (
    day_is_over,
    gentle_reminder_due,
    goes_quiet,
    is_unresponsive,
    mark_prompted,
    no_other_days,
    say_quiet,
    schedule_next_hour,
    send_gentle_reminder,
    skip_today,
)
from flows.dialogue.phases.weekly import begin_week, week_due
from flows.dialogue.questions import YES_NO, Choice, MultiChoice, Question
from flows.dialogue.shared_questions import wounds_open, wounds_question
from flows.dialogue.texts.exercises import HOW, foundation_words
from flows.dialogue.texts.sessions import hold_words
from flows.dialogue.turn_context import TransitionRow, TurnContext, alarm_is, answer_is, say, transition
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
    Question(state="locked.home", expects=Choice(options=("seen",)), sample="seen", fill=hold_words),
    Question(state="locked.assessed", expects=YES_NO, sample="yes"),
    Question(state="locked.allowed", expects=YES_NO, sample="yes", save=_allowed),
    Question(state="referred.home", expects=Choice(options=("cleared",)), sample="cleared"),
    Question(state="referred.who", expects=Choice(options=WHO), sample="pelvic_physio", save=_who),
    wounds_question("referred.wounds"),
    Question(
        state="referred.symptoms",
        expects=MultiChoice(options=screening.DAILY_SYMPTOMS, prefix="sign"),
        save=lambda session, value, now: with_health(session, symptoms=value),
    ),
)


def still_stopped(turn: TurnContext) -> None:
    """Action: without both answers nothing reopens."""
    turn.session = with_rhythm(turn.session, held_at=turn.now, nudges=0)
    turn.say(Text("still-stopped"))


def reopen(turn: TurnContext) -> None:
    """Action: she was assessed and told that she may exercise. Her days begin if nothing had begun them yet."""
    turn.say(Text("reopened"))
    if turn.session.rhythm.prompted_on is None and turn.session.profile.prompt_minute is not None:
        schedule_next_hour(turn)


def ask_again_held(turn: TurnContext) -> None:
    """Action: a quiet question whether she has been seen."""
    turn.session = with_rhythm(turn.session, asked_at=turn.now)
    turn.say(Text("held-check"), OPEN_LINK)


def daily_while_referred(turn: TurnContext) -> None:
    """Action: what is safe meanwhile, without a question."""
    mark_prompted(turn)
    words = tuple(sorted(foundation_words(turn).items()))
    turn.say(Text("foundations-while-referred", words), DONE, HOW)
    turn.quiet = True


def _resume(*states: str) -> tuple[TransitionRow, ...]:
    """On with what the first evening still asks."""
    return tuple(
        transition("locked.allowed", "answer", state, when=(answer_is("yes"), unanswered(state)), do=reopen)
        for state in states
    )


WHO_SHE_IS = ("onboarding.birth_date", "onboarding.zone")
DAILY = alarm_is("daily", "snoozed")

ROWS: tuple[TransitionRow, ...] = (
    transition("locked.home", "answer", "locked.assessed"),
    transition("locked.home", "wake", None, do=ask_again_held),
    transition("locked.assessed", "answer", "locked.allowed", when=answer_is("yes")),
    transition("locked.assessed", "answer", "locked.home", do=still_stopped),
    *_resume(*WHO_SHE_IS),
    transition(
        "locked.allowed",
        "answer",
        "referred.home",
        when=(answer_is("yes"), has_plan, verdict_refer),
        do=(reopen, tell_verdict),
    ),
    *comeback_rows("locked.allowed", "answer", when=(answer_is("yes"), has_plan), do=(reopen,)),
    transition(
        "locked.allowed",
        "answer",
        "programme.home",
        when=(answer_is("yes"), has_plan),
        do=(reopen, back_to_the_plan),
    ),
    *_resume(*(state for state in FIRST.asks if state not in WHO_SHE_IS)),
    *gate_rows("locked.allowed", "answer", when=(answer_is("yes"),), do=(reopen,)),
    transition("locked.allowed", "answer", "locked.home", do=still_stopped),
    transition("referred.home", "answer", "referred.who"),
    transition("referred.who", "answer", "referred.wounds", when=wounds_open),
    transition("referred.who", "answer", "referred.pain", when=pain_stopped_her),
    transition("referred.who", "answer", "referred.symptoms"),
    transition("referred.wounds", "answer", "referred.pain", when=pain_stopped_her),
    transition("referred.wounds", "answer", "referred.symptoms"),
    transition(
        "referred.pain", "answer", "referred.home", when=answer_is("still"), do=say("pain-still-there")
    ),
    transition("referred.pain", "answer", "referred.symptoms"),
    *comeback_rows("referred.symptoms", "answer", when=(has_plan,), do=(say("cleared-noted"),)),
    transition(
        "referred.symptoms",
        "answer",
        "programme.home",
        when=has_plan,
        do=(say("cleared-noted"), back_to_the_plan),
    ),
    *gate_rows("referred.symptoms", "answer", do=(say("cleared-noted"),)),
    transition("referred.home", "wake", None, when=(DAILY, day_is_over), do=skip_today),
    transition("referred.home", "wake", None, when=(DAILY, goes_quiet), do=say_quiet),
    transition("referred.home", "wake", None, when=(DAILY, gentle_reminder_due), do=send_gentle_reminder),
    transition("referred.home", "wake", None, when=(DAILY, is_unresponsive), do=skip_today),
    transition("referred.home", "wake", None, when=(DAILY, week_due), do=(mark_prompted, begin_week)),
    transition("referred.home", "wake", None, when=(DAILY, no_other_days), do=skip_today),
    transition("referred.home", "wake", None, do=daily_while_referred),
)
