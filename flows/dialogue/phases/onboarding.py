"""From /start to her days: consent, age, birth, place, hour. One question a message, each answer kept at once.

Which of them are asked on the first evening stands in `portions.py`, what follows the others in `first_days.py`.

>>> [question.state for question in QUESTIONS][:2]
['onboarding.consent', 'onboarding.age']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.dialogue.questions import YES_NO, YES_NO_UNSURE, Choice, Day, DynamicChoice, Question
from flows.dialogue.shared_questions import (
    country_question,
    country_unknown,
    day_question,
    hour_questions,
    wounds_question,
    zone_questions,
    zone_rows,
)
from flows.dialogue.texts.loss import lost
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, say, transition
from flows.session import Session, new, with_draft, with_profile
from flows.vocabulary import ClearJournal, Option, Text, Value, text


def _consent(session: Session, value: Any, now: datetime) -> Session:
    return replace(session, consented_at=now if value == "agree" else None)


def _birth_date(session: Session, value: Any, now: datetime) -> Session:
    first, other = value
    return with_draft(session, day=first, other_day=other)


def _birth_order(session: Session, value: Any, now: datetime) -> Session:
    draft = session.draft
    return with_draft(session, day=draft.day if value == "first" else draft.other_day, other_day=None)


def _birth_confirmed(session: Session, value: Any, now: datetime) -> Session:
    if value == "no":
        return with_draft(session, day=None, other_day=None)
    return with_draft(with_profile(session, birth_date=session.draft.day), day=None)


def _two_dates(session: Session) -> tuple[Option, ...]:
    draft = session.draft
    assert draft.day is not None and draft.other_day is not None
    return (
        Option(id="first", label=text("date-label", date=draft.day)),
        Option(id="other", label=text("date-label", date=draft.other_day)),
    )


def _date_and_age(turn: TurnContext) -> dict[str, Value]:
    born = turn.session.draft.day
    assert born is not None
    days = (turn.today - born).days
    return {"date": born, "days": days, "weeks": days // 7}


def _tear(session: Session, value: Any, now: datetime) -> Session:
    degrees = {"none": 0, "first_or_second": 2, "third_or_fourth": 3, "unsure": None}
    return with_profile(session, tear=degrees[value])


def _stitches(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, episiotomy={"yes": True, "no": False}.get(value))


def forget(turn: TurnContext) -> None:
    """Action: she declined, so only the moment of it is stored."""
    forget_silently(turn)
    turn.say(Text("declined-goodbye"))


def forget_silently(turn: TurnContext) -> None:
    """Action: the same without a word."""
    fresh = new(name="", locale=turn.session.locale)
    turn.session = replace(fresh, seq=turn.session.seq, state="declined", refused_at=turn.now)
    turn.effects.append(ClearJournal())


def keep_the_date(turn: TurnContext) -> None:
    """Action: after a loss the date counts as it was given; nothing is asked back."""
    session = turn.session
    turn.session = with_draft(with_profile(session, birth_date=session.draft.day), day=None)


def place_known(turn: TurnContext) -> bool:
    """Guard: where she is was told before: only her body is new."""
    return turn.session.profile.zone is not None


def greet(turn: TurnContext) -> None:
    """Action: what this is and is not, before anything else. Her name is not used before she agrees."""
    turn.say(Text("welcome"))


def is_ambiguous(turn: TurnContext) -> bool:
    """Guard: the typed date can be read day first or month first."""
    return turn.session.draft.other_day is not None


def had_caesarean(turn: TurnContext) -> bool:
    """Guard: no perineal tear is asked after a caesarean."""
    return turn.session.profile.birth_type == "caesarean"


QUESTIONS = (
    Question(
        state="onboarding.consent",
        expects=Choice(options=("agree", "decline")),
        sample="agree",
        save=_consent,
    ),
    Question(state="onboarding.age", expects=Choice(options=("adult", "minor")), sample="adult"),
    Question(state="onboarding.birth_date", expects=Day(), sample="16 weeks ago", save=_birth_date),
    Question(state="onboarding.birth_order", expects=DynamicChoice(options=_two_dates), save=_birth_order),
    Question(
        state="onboarding.birth_confirm",
        expects=YES_NO,
        sample="yes",
        save=_birth_confirmed,
        fill=_date_and_age,
    ),
    Question(
        state="onboarding.birth_type",
        expects=Choice(options=("vaginal", "assisted", "caesarean")),
        sample="vaginal",
        save=lambda session, value, now: with_profile(session, birth_type=value),
    ),
    Question(
        state="onboarding.tear",
        expects=Choice(options=("none", "first_or_second", "third_or_fourth", "unsure")),
        sample="none",
        save=_tear,
    ),
    Question(state="onboarding.stitches", expects=YES_NO_UNSURE, sample="no", save=_stitches),
    wounds_question("onboarding.wounds"),
    *zone_questions("onboarding.zone", "onboarding.zone_which", "onboarding.zone_confirm"),
    country_question("onboarding.country"),
    *hour_questions("onboarding.hour", "onboarding.hour_which"),
    day_question("onboarding.days"),
    Question(
        state="onboarding.other_days",
        expects=YES_NO,
        sample="yes",
        save=lambda session, value, now: with_profile(session, other_days=value == "yes"),
    ),
    Question(state="declined", expects=Choice(options=("begin",)), sample="begin"),
)

WARNINGS = "screening.emergency_signs"

ROWS: tuple[TransitionRow, ...] = (
    transition("new", "begin", "onboarding.consent", do=greet),
    transition("declined", "begin", "onboarding.consent", do=greet),
    transition("declined", "answer", "onboarding.consent", do=greet),
    transition("onboarding.consent", "answer", "onboarding.age", when=answer_is("agree")),
    transition("onboarding.consent", "answer", "declined", do=forget),
    transition("onboarding.age", "answer", "onboarding.birth_date", when=answer_is("adult")),
    transition("onboarding.age", "answer", "declined", do=(say("only-adults"), forget)),
    transition("onboarding.birth_date", "answer", "onboarding.birth_order", when=is_ambiguous),
    *(
        made
        for asked in ("onboarding.birth_date", "onboarding.birth_order")
        for made in (
            transition(asked, "answer", WARNINGS, when=(lost, place_known), do=keep_the_date),
            transition(asked, "answer", "onboarding.zone", when=lost, do=keep_the_date),
            transition(asked, "answer", "onboarding.birth_confirm"),
        )
    ),
    transition("onboarding.birth_confirm", "answer", WARNINGS, when=(answer_is("yes"), place_known)),
    transition("onboarding.birth_confirm", "answer", "onboarding.zone", when=answer_is("yes")),
    transition("onboarding.birth_confirm", "answer", "onboarding.birth_date"),
    *zone_rows(
        "onboarding.zone",
        "onboarding.zone_which",
        "onboarding.zone_confirm",
        then="screening.emergency_signs",
        unless=(country_unknown, "onboarding.country"),
    ),
    transition("onboarding.country", "answer", "screening.emergency_signs"),
    transition("onboarding.birth_type", "answer", "onboarding.wounds", when=had_caesarean),
    transition("onboarding.birth_type", "answer", "onboarding.tear"),
    transition("onboarding.tear", "answer", "onboarding.stitches"),
    transition("onboarding.stitches", "answer", "onboarding.wounds"),
)
