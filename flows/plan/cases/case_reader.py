"""From parsed JSON or YAML to a case, field by field, with the ranges of the case format.

>>> read_case({"kind": "screening", "days_since_birth": 100}).days_since_birth
100
"""

from __future__ import annotations

from types import MappingProxyType

from flows.plan.cases.case import (
    AfterSessionCase,
    Birth,
    Case,
    Clinician,
    Lifestyle,
    Mood,
    Pain,
    Past,
    ScreeningCase,
    SessionDone,
    Sign,
    Strength,
    TestResult,
)
from flows.plan.cases.enums import (
    BirthType,
    Bleeding,
    Changed,
    Condition,
    Illness,
    Outcome,
    RedFlag,
    Risk,
    Symptom,
    Test,
    Tissue,
)
from flows.plan.cases.field_reader import CaseError, Fields, choice, one, shown

TRACKS = (12, 16, 20)
NOT_SIDED = (Test.WALK, Test.JOG_ON_SPOT, Test.FORWARD_BOUNDS, Test.SQUAT_JUMP)


def read_case(data: object) -> Case:
    """The case that `data` (parsed JSON or YAML) describes; `CaseError` names the first wrong field."""
    kind = Fields(data, "").value("kind", "screening or after_session")
    if kind == "screening":
        return one(data, "", _screening)
    if kind == "after_session":
        return one(data, "", _after_session)
    raise CaseError(f"kind: must be one of screening, after_session, not {shown(kind)}")


def _screening(f: Fields) -> ScreeningCase:
    f.value("kind")
    return ScreeningCase(
        id=f.text("id"),
        days_since_birth=f.needed("days_since_birth", high=7300),
        birth=f.part("birth", _birth, Birth()),
        postnatal_check_done=f.flag("postnatal_check_done"),
        clinician=f.part("clinician", _clinician, Clinician()),
        red_flags=f.choices("red_flags", RedFlag),
        temperature_c=f.number("temperature_c", low=34, high=43),
        symptoms=f.choices("symptoms", Symptom),
        conditions=f.choices("conditions", Condition),
        strength=f.part("strength", _strength, Strength()),
        tests=MappingProxyType(f.by_id("tests", Test, _result)),
        lifestyle=f.part("lifestyle", _lifestyle, Lifestyle()),
        mood=f.part("mood", _mood, Mood()),
        breastfeeding=f.flag("breastfeeding"),
        risk_factors=f.choices("risk_factors", Risk),
        pregnant_again=f.flag("pregnant_again"),
        text=f.text("text"),
    )


def _after_session(f: Fields) -> AfterSessionCase:
    f.value("kind")
    track = f.whole("track")
    if track is not None and track not in TRACKS:
        raise CaseError(f"track: must be one of {', '.join(map(str, TRACKS))}, not {shown(track)}")
    return AfterSessionCase(
        id=f.text("id"),
        days_since_birth=f.whole("days_since_birth", high=7300),
        track=track,
        level=f.needed("level", low=1, high=track or max(TRACKS)),
        session=f.part("session", _session, SessionDone()),
        days_since_last_session=f.whole("days_since_last_session"),
        level_before_break=f.whole("level_before_break", low=1, high=track or max(TRACKS)),
        levels_gained_last_7_days=f.whole("levels_gained_last_7_days"),
        held_by_choice=f.flag("held_by_choice"),
        pain=f.part("pain", _pain, Pain()),
        signs=f.parts("signs", _sign),
        next_morning_answered=f.flag("next_morning_answered"),
        bleeding=f.choice("bleeding", Bleeding),
        red_flags=f.choices("red_flags", RedFlag),
        temperature_c=f.number("temperature_c", low=34, high=43),
        text=f.text("text"),
        illness=f.choices("illness", Illness),
        lifestyle=f.part("lifestyle", _lifestyle, Lifestyle()),
        history=f.parts("history", _past),
    )


def _birth(f: Fields) -> Birth:
    return Birth(
        type=f.choice("type", BirthType),
        tear_degree=f.whole("tear_degree", high=4),
        episiotomy=f.flag("episiotomy"),
        wounds_healed=f.flag("wounds_healed"),
    )


def _clinician(f: Fields) -> Clinician:
    return Clinician(
        told_not_to_run=f.flag("told_not_to_run"),
        cleared=f.flag("cleared"),
        pelvic_physio_seen=f.flag("pelvic_physio_seen"),
    )


def _strength(f: Fields) -> Strength:
    return Strength(weeks=f.whole("weeks"), per_week=f.whole("per_week"))


def _result(test: Test, f: Fields) -> TestResult:
    sided = test not in NOT_SIDED
    return TestResult(
        left=f.number("left") if sided else None,
        right=f.number("right") if sided else None,
        value=None if sided else f.number("value"),
        days_last_7=f.whole("days_last_7", high=7) if test is Test.WALK else None,
        symptoms=f.choices("symptoms", Symptom),
        pain=f.whole("pain", high=10),
        pain_next_morning=f.whole("pain_next_morning", high=10),
        days_ago=f.whole("days_ago"),
    )


def _lifestyle(f: Fields) -> Lifestyle:
    return Lifestyle(
        sleep_hours=f.number("sleep_hours", low=0, high=24),
        stress=f.whole("stress", high=10),
        exhausted_most_days=f.flag("exhausted_most_days"),
    )


def _mood(f: Fields) -> Mood:
    return Mood(
        two_questions_yes=f.whole("two_questions_yes", high=2),
        self_harm_thoughts=f.flag("self_harm_thoughts"),
    )


def _session(f: Fields) -> SessionDone:
    return SessionDone(
        completed_percent=f.number("completed_percent", high=100),
        changed=f.choices("changed", Changed),
        stopped_because=f.choice("stopped_because", Symptom),
        longest_run_before_symptom_s=f.whole("longest_run_before_symptom_s"),
    )


def _pain(f: Fields) -> Pain:
    return Pain(
        before=f.whole("before", high=10),
        during=f.whole("during", high=10),
        after=f.whole("after", high=10),
        next_morning=f.whole("next_morning", high=10),
        site=f.text("site"),
        tissue=f.choice("tissue", Tissue),
        one_spot=f.flag("one_spot"),
    )


def _sign(f: Fields) -> Sign:
    sign = choice(f.value("sign", f"one of {', '.join(Symptom)}"), f.path("sign"), Symptom)
    return Sign(sign=sign, settled_by_next_morning=f.flag("settled_by_next_morning"))


def _past(f: Fields) -> Past:
    return Past(
        level=f.whole("level", low=1, high=max(TRACKS)),
        outcome=f.choice("outcome", Outcome),
        signs=f.choices("signs", Symptom),
        days_ago=f.whole("days_ago"),
    )
