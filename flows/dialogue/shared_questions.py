"""The questions that are asked in more than one phase: wounds, place, hour and days.

>>> [question.state for question in hour_questions("onboarding.hour", "onboarding.hour_which")]
['onboarding.hour', 'onboarding.hour_which']
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows import schedule
from flows.dialogue.questions import (
    YES_NO,
    YES_NO_UNSURE,
    Choice,
    DynamicChoice,
    MultiChoice,
    Question,
    TimeOfDay,
    TimeZone,
)
from flows.dialogue.turn_context import Action, Guard, TransitionRow, TurnContext, answer_is, say, transition
from flows.hearing.helplines import countries, for_zone
from flows.session import WEEKDAYS, Session, with_draft, with_profile
from flows.vocabulary import Literal, Option, Value, text

LEAST_SESSIONS = 2
ELSEWHERE = "elsewhere"


def _wounds(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, wounds_healed=value == "yes")


def wounds_question(state: str) -> Question:
    """Have all wounds of the birth healed? "Not sure" is kept as the cautious reading: not yet."""
    return Question(state=state, expects=YES_NO_UNSURE, sample="yes", save=_wounds, text="onboarding-wounds")


def wounds_open(turn: TurnContext) -> bool:
    """Guard: a wound of the birth had not healed when she was last asked (R-TIME-4, R-TIME-5)."""
    return not turn.session.profile.wounds_healed


def _zone(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, zones=value, zone=value[0] if len(value) == 1 else None)


def _zone_which(session: Session, value: Any, now: datetime) -> Session:
    if value == "other":
        return with_draft(session, zones=(), zone=None)
    return with_draft(session, zone=session.draft.zones[int(value)], zones=())


def _zone_confirm(session: Session, value: Any, now: datetime) -> Session:
    if value == "yes":
        session = with_profile(session, zone=session.draft.zone, country=None)
    return with_draft(session, zone=None, zones=())


def _zones(session: Session) -> tuple[Option, ...]:
    named = tuple(
        Option(id=str(index), label=text("plain", words=Literal(name.replace("_", " "))))
        for index, name in enumerate(session.draft.zones)
    )
    return (*named, Option(id="other"))


def _local_time(turn: TurnContext) -> dict[str, Value]:
    session = turn.session
    assert session.draft.zone is not None
    there = schedule.local(with_profile(session, zone=session.draft.zone), turn.now)
    return {"zone": Literal(session.draft.zone.replace("_", " ")), "time": there.time(), "date": there.date()}


def _several_zones(turn: TurnContext) -> bool:
    return len(turn.session.draft.zones) > 1


def zone_questions(zone: str, which: str, confirm: str) -> tuple[Question, ...]:
    """Place, which of several, and the confirmation by her local time; each with its state."""
    return (
        Question(state=zone, expects=TimeZone(), sample="Paris", save=_zone, text="zone"),
        Question(
            state=which,
            expects=DynamicChoice(options=_zones),
            save=_zone_which,
            text="zone-which",
        ),
        Question(
            state=confirm,
            expects=YES_NO,
            sample="yes",
            save=_zone_confirm,
            fill=_local_time,
            text="zone-confirm",
        ),
    )


def zone_rows(
    zone: str,
    which: str,
    confirm: str,
    *,
    then: str,
    do: tuple[Action, ...] = (),
    unless: tuple[Guard, str] | None = None,
) -> tuple[TransitionRow, ...]:
    """The rows of `zone_questions`; `unless` a guard holds and leads elsewhere."""
    noted = say("location-noted")
    other: tuple[TransitionRow, ...] = ()
    if unless is not None:
        guard, instead = unless
        other = (transition(confirm, "answer", instead, when=(answer_is("yes"), guard)),)
    return (
        transition(zone, "answer", which, when=_several_zones, do=noted),
        transition(zone, "answer", confirm, do=noted),
        transition(which, "answer", zone, when=answer_is("other")),
        transition(which, "answer", confirm),
        *other,
        transition(confirm, "answer", then, when=answer_is("yes"), do=do),
        transition(confirm, "answer", zone),
    )


def _country(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, country=value)


def country_question(state: str) -> Question:
    """Whose emergency numbers to show; with "another country" the text says to use the local number."""
    return Question(
        state=state,
        expects=Choice(options=(*countries(), ELSEWHERE), columns=2, prefix="country"),
        sample="fr",
        save=_country,
        text="country",
    )


def country_unknown(turn: TurnContext) -> bool:
    """Guard: her time zone does not tell the country."""
    zone = turn.session.profile.zone
    return zone is None or for_zone(zone) is None


def _hour(session: Session, value: Any, now: datetime) -> Session:
    first, other = value
    if other is None:
        return with_draft(with_profile(session, prompt_minute=first), minute=None, other_minute=None)
    return with_draft(session, minute=first, other_minute=other)


def _hour_which(session: Session, value: Any, now: datetime) -> Session:
    minute = session.draft.minute if value == "first" else session.draft.other_minute
    return with_draft(with_profile(session, prompt_minute=minute), minute=None, other_minute=None)


def _two_hours(session: Session) -> tuple[Option, ...]:
    draft = session.draft
    assert draft.minute is not None and draft.other_minute is not None
    return tuple(
        Option(id=name, label=text("time-label", time=schedule.clock_time(minute)))
        for name, minute in (("first", draft.minute), ("other", draft.other_minute))
    )


def two_readings(turn: TurnContext) -> bool:
    """Guard: the hour can be meant in the morning or in the evening."""
    return turn.session.draft.minute is not None


def hour_questions(hour: str, which: str) -> tuple[Question, ...]:
    """The hour for prompts, and which half of the day where that is not clear."""
    return (
        Question(state=hour, expects=TimeOfDay(), sample="07:30", save=_hour, text="hour"),
        Question(
            state=which,
            expects=DynamicChoice(options=_two_hours, columns=2),
            save=_hour_which,
            text="hour-which",
        ),
    )


def hour_rows(hour: str, which: str, *, then: str, do: tuple[Action, ...] = ()) -> tuple[TransitionRow, ...]:
    """The rows of `hour_questions`."""
    return (
        transition(hour, "answer", which, when=two_readings),
        transition(hour, "answer", then, do=do),
        transition(which, "answer", then, do=do),
    )


def _days(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, days=tuple(sorted(WEEKDAYS.index(day) for day in value)))


def _days_with_rest(session: Session, value: Any) -> str | None:
    days = tuple(sorted(WEEKDAYS.index(day) for day in value))
    enough = len(schedule.session_days(days, LEAST_SESSIONS)) >= LEAST_SESSIONS
    return None if enough else "hint-days-apart"


def day_question(state: str) -> Question:
    """The weekdays that suit her: at least two with a day between them."""
    return Question(
        state=state,
        expects=MultiChoice(options=WEEKDAYS, prefix="weekday", columns=2, none=False),
        sample="monday",
        save=_days,
        check=_days_with_rest,
        text="days",
    )
