"""Which questions come when: the first evening, then portions of at most five, the most cautious ones first.

What has an answer is not asked again. Running and the tests wait until everything is answered: what was not asked is
never read as a good answer. The rows are in `first_days.py`.

>>> [portion.name for portion in PORTIONS]
['first', 'body', 'life', 'mood', 'training']
"""

from __future__ import annotations

from dataclasses import dataclass

from flows import schedule
from flows.dialogue.texts.loss import NOT_ASKED, after_loss
from flows.dialogue.turn_context import Guard, TurnContext
from flows.session import Session, with_rhythm
from flows.vocabulary import Text, Value, text

INVITATION = "foundations.questions"
CARRY_ON = ("questions", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Questions that are asked in one go, as their states. The text `portion-name` says how many there are, and why."""

    name: str
    asks: tuple[str, ...]


PORTIONS = (
    Portion(
        name="first",
        asks=(
            "onboarding.birth_date",
            "onboarding.zone",
            "screening.emergency_signs",
            "screening.same_day_signs",
            "screening.pregnant",
            "screening.conditions",
            "screening.told_not_to_run",
            "onboarding.hour",
        ),
    ),
    Portion(
        name="body",
        asks=(
            "screening.symptoms",
            "onboarding.birth_type",
            "onboarding.tear",
            "onboarding.stitches",
            "onboarding.wounds",
        ),
    ),
    Portion(
        name="life",
        asks=(
            "screening.postnatal_check",
            "screening.breastfeeding",
            "screening.sleep_hours",
            "screening.exhausted",
            "screening.stress",
        ),
    ),
    Portion(name="mood", asks=("screening.low_mood", "screening.low_interest", "screening.self_harm")),
    Portion(
        name="training",
        asks=(
            "screening.risks",
            "screening.strength_weeks",
            "screening.strength_per_week",
            "onboarding.days",
            "onboarding.other_days",
        ),
    ),
)
FIRST = PORTIONS[0]
ASKED = tuple(state for portion in PORTIONS for state in portion.asks)
KEPT_IN = {
    "onboarding.birth_date": "birth_date",
    "onboarding.zone": "zone",
    "onboarding.hour": "prompt_minute",
    "onboarding.birth_type": "birth_type",
    "onboarding.days": "days",
    "onboarding.other_days": "days",
}
# "Not sure" is kept as nothing, so these count as answered when the last of them is.
ABOUT_THE_BIRTH = ("onboarding.tear", "onboarding.stitches", "onboarding.wounds")
FOUND_BY_THE_WEEK = (
    "red_s_signs",
)  # by the weekly question about energy; her other risks are still to be asked


def is_open(session: Session, state: str) -> bool:
    """Whether this question still has no answer."""
    profile, health = session.profile, session.health
    if state in ABOUT_THE_BIRTH:
        asked = profile.birth_type is not None and profile.wounds_healed is not None
        passed_over = profile.birth_type == "caesarean" and state != "onboarding.wounds"
        return not asked and not passed_over
    if state == "screening.risks":
        return health.risks is None or (health.risks == FOUND_BY_THE_WEEK and health.strength_weeks is None)
    if state in KEPT_IN:
        return getattr(profile, KEPT_IN[state]) in (None, ())
    field = state.removeprefix("screening.")
    return getattr(health, field) is None and not (field in NOT_ASKED and after_loss(session))


def missing(session: Session) -> tuple[str, ...]:
    """The questions without an answer, in the order in which they are asked."""
    return tuple(state for state in ASKED if is_open(session, state))


def next_portion(session: Session) -> Portion | None:
    """The first portion that is not complete."""
    return next((portion for portion in PORTIONS if any(is_open(session, s) for s in portion.asks)), None)


def open_in(session: Session, portion: Portion) -> int:
    """How many of its questions are still to be asked."""
    return sum(is_open(session, state) for state in portion.asks)


def unanswered(state: str) -> Guard:
    """Guard: this question has no answer yet."""

    def guard(turn: TurnContext) -> bool:
        return is_open(turn.session, state)

    _, _, name = state.partition(".")
    guard.__name__ = f"{name} unanswered"
    return guard


def something_missing(turn: TurnContext) -> bool:
    """Guard: not everything is answered, so that no test and no run can be spoken of."""
    return next_portion(turn.session) is not None


def portion_text(session: Session) -> Text:
    """How many questions the next portion has, what they are about, and why they are asked."""
    portion = next_portion(session)
    assert portion is not None
    return text(f"portion-{portion.name}", n=open_in(session, portion))


def invitation_words(turn: TurnContext) -> dict[str, Value]:
    """How many questions wait today: not what they are about, as it is pushed to a phone that others can see."""
    portion = next_portion(turn.session)
    count = 0 if portion is None else open_in(turn.session, portion)
    return {"name": turn.session.name, "n": count}


def tell_next_portion(turn: TurnContext) -> None:
    """Action: what is asked at her next hour, and why; it can also be asked now."""
    _announce(turn, "portion-more")


def and_now_today(turn: TurnContext) -> None:
    """Action: the same, where today's foundations follow."""
    _announce(turn, "portion-next")


def _announce(turn: TurnContext, message: str) -> None:
    session = turn.session
    minute, day = session.profile.prompt_minute, session.rhythm.prompted_on
    assert minute is not None and day is not None
    turn.say(
        text(
            message,
            name=session.name,
            days=0 if day < turn.today else 1,
            time=schedule.clock_time(minute),
            portion=portion_text(session),
        ),
        CARRY_ON,
    )


def begin_portion(turn: TurnContext) -> None:
    """Action: what the questions are about, where only their number was told. Before that day's foundations."""
    if turn.session.state != INVITATION:
        return  # it was said with [Carry on now]
    turn.session = with_rhythm(turn.session, questions_on=turn.today)
    portion = next_portion(turn.session)
    assert portion is not None
    turn.say(text("portion-begins", about=Text(f"about-{portion.name}")))


def tell_what_is_missing(turn: TurnContext) -> None:
    """With /today: what is still to be asked, and why nothing opens before."""
    session = turn.session
    turn.say(
        text("portions-left", n=len(missing(session)), portion=portion_text(session)),
        CARRY_ON,
    )


def from_tomorrow(turn: TurnContext) -> None:
    """Action: she has what is for today; her next prompt comes tomorrow."""
    turn.session = with_rhythm(turn.session, prompted_on=turn.today, questions_on=None, snoozed_to=None)
