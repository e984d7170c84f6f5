"""The readiness questions that need no test: warning signs, conditions, pelvic floor, the check, daily life, mood.

When each is asked stands in `portions.py`, what follows it in `first_days.py`. What the answers mean is decided by
`plan.decide`, never here.

>>> QUESTIONS[0].state
'screening.emergency_signs'
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows import schedule
from flows.dialogue.questions import (
    HARM,
    WARNING,
    WARNING_UNSURE,
    YES_NO,
    ZERO_TO_TEN,
    Expects,
    MultiChoice,
    Number,
    Question,
    Save,
)
from flows.dialogue.turn_context import TurnContext
from flows.session import Session, with_health, with_rhythm

EMERGENCY_SIGNS = (
    "chest_pain",
    "breathless",
    "coughing_blood",
    "passed_out",
    "seizure",
    "confusion",
    "one_sided_weakness",
    "saddle_numbness",
    "cannot_pass_urine",
    "leg_weakness_with_back_pain",
)
SAME_DAY_SIGNS = (
    "heavy_bleeding",
    "one_leg_swollen",
    "fever",
    "severe_headache",
    "vision_change",
    "face_or_hand_swelling",
    "severe_belly_pain",
    "severe_vomiting",
    "wound_infected_or_open",
    "foul_discharge",
    "hot_red_breast",
    "racing_or_irregular_heartbeat",
    "lasting_dizziness",
    "overwhelming_tiredness",
)
CONDITIONS = (
    "cardiomyopathy",
    "unstable_hypertension",
    "kidney_disease",
    "neurological",
    "eating_disorder",
    "malnutrition",
    "anaemia",
    "fracture_or_major_injury",
    "breathing_difficulty",
    "acute_infection",
    "haemodynamic_instability",
    "other_told_by_clinician",
)
DAILY_SYMPTOMS = (
    "urine_leak",
    "stool_leak",
    "gas_leak",
    "heaviness",
    "bulge",
    "pelvic_pain",
    "back_pain",
    "scar_pain",
    "doming",
    "bleeding_not_period",
)
ELSEWHERE = "pain_elsewhere"  # no symptom of the pelvic floor: asked about in full (`elsewhere.py`), never kept as one
RISKS = (
    "hypermobility",
    "pelvic_problem_before",
    "leak_when_running_before",
    "novice_runner",
    "previous_running_injury",
    "fear_of_movement",
    "bmi_30_plus",
    "red_s_signs",
    "no_running_in_pregnancy",
)


def save_to_health(field: str) -> Save:
    """Keeps the answer in the field of `Health` with this name."""
    return lambda session, value, now: with_health(session, **{field: value})


def save_yes_to_health(field: str) -> Save:
    """Keeps "yes" as true; "not sure" is kept as the cautious reading, `unsure`."""
    return lambda session, value, now: with_health(session, **{field: value == "yes"})


def _told_not_to_run(session: Session, value: Any, now: datetime) -> Session:
    return with_health(session, told_not_to_run=value in ("yes", "unsure"))


def add_symptoms(session: Session, symptoms: tuple[str, ...]) -> Session:
    """Adds symptoms to the known ones; an earlier clearance does not cover them."""
    new = tuple(symptom for symptom in symptoms if symptom != ELSEWHERE)
    if not new:
        return session
    known = tuple(dict.fromkeys((*(session.health.symptoms or ()), *new)))
    return with_health(session, symptoms=known, cleared_by=None)


def _sleep(session: Session, value: Any, now: datetime) -> Session:
    session = with_rhythm(session, week_on=schedule.today(session, now))
    return with_health(session, sleep_hours=value)


def _risks(session: Session, value: tuple[str, ...], now: datetime) -> Session:
    """What the weekly question about energy has found stays."""
    return with_health(session, risks=tuple(dict.fromkeys((*(session.health.risks or ()), *value))))


def _low_interest(session: Session, value: Any, now: datetime) -> Session:
    session = with_rhythm(session, mood_on=schedule.today(session, now))
    return with_health(session, low_interest=value == "yes")


STRENGTH_WEEKS = Number(low=0, high=200, buttons=(0, 4, 8, 12, 16, 20), unit="week")
TIMES_A_WEEK = Number(low=0, high=7, buttons=(0, 1, 2, 3, 4, 5), unit="time")


def strength_weeks(session: Session, value: Any, now: datetime) -> Session:
    """Keeps the weeks of strength training; with none there are no days of it either."""
    kept = with_health(session, strength_weeks=value)
    return kept if value else strength_per_week(kept, 0, now)


def no_strength(turn: TurnContext) -> bool:
    """Guard: she has done none, so that how often is not asked."""
    return turn.session.health.strength_weeks == 0


def strength_per_week(session: Session, value: Any, now: datetime) -> Session:
    """Keeps how often she trains, from today on."""
    return with_health(session, strength_per_week=value, strength_since=schedule.today(session, now))


def _ask(state: str, expects: Expects, save: Save | None = None, *, sample: str = "") -> Question:
    save = save or save_to_health(state.removeprefix("screening."))
    return Question(state=state, expects=expects, sample=sample, save=save)


QUESTIONS = (
    _ask("screening.emergency_signs", MultiChoice(options=EMERGENCY_SIGNS, prefix="flag")),
    _ask("screening.same_day_signs", MultiChoice(options=SAME_DAY_SIGNS, prefix="flag")),
    _ask("screening.pregnant", WARNING, save_yes_to_health("pregnant")),
    _ask("screening.conditions", MultiChoice(options=CONDITIONS, prefix="condition")),
    _ask("screening.told_not_to_run", WARNING_UNSURE, _told_not_to_run),
    _ask("screening.symptoms", MultiChoice(options=DAILY_SYMPTOMS, prefix="sign")),
    _ask("screening.postnatal_check", YES_NO, save_yes_to_health("postnatal_check"), sample="yes"),
    _ask("screening.breastfeeding", YES_NO, save_yes_to_health("breastfeeding"), sample="yes"),
    _ask(
        "screening.sleep_hours",
        Number(low=0, high=16, buttons=(4, 5, 6, 7, 8, 9), whole=False, unit="hour"),
        _sleep,
        sample="8",
    ),
    _ask("screening.exhausted", WARNING, save_yes_to_health("exhausted")),
    _ask("screening.stress", ZERO_TO_TEN, sample="3"),
    _ask("screening.low_mood", WARNING, save_yes_to_health("low_mood")),
    _ask("screening.low_interest", WARNING, _low_interest),
    _ask("screening.self_harm", HARM, save_yes_to_health("self_harm")),
    _ask("screening.risks", MultiChoice(options=RISKS, prefix="risk"), _risks),
    _ask("screening.strength_weeks", STRENGTH_WEEKS, strength_weeks, sample="12"),
    _ask("screening.strength_per_week", TIMES_A_WEEK, strength_per_week, sample="2"),
)
