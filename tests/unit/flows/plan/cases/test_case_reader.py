"""A case that is wrong names the field and what it allows; a case that is right is read to the letter."""

from __future__ import annotations

from typing import Any

import pytest

from flows.plan.cases.case import AfterSessionCase, ScreeningCase
from flows.plan.cases.case_reader import read_case
from flows.plan.cases.enums import Condition, RedFlag, Risk, Symptom, Test
from flows.plan.cases.field_reader import CaseError

SCREENING: dict[str, Any] = {"kind": "screening", "days_since_birth": 100}
AFTER: dict[str, Any] = {"kind": "after_session", "level": 3}
AFTER_FIELDS = (
    *("kind", "track", "id", "days_since_birth", "level", "session", "days_since_last_session"),
    *(
        "level_before_break",
        "levels_gained_last_7_days",
        "held_by_choice",
        "pain",
        "signs",
        "next_morning_answered",
        "bleeding",
        "red_flags",
    ),
    *("temperature_c", "text", "illness", "lifestyle", "history"),
)

WRONG: list[tuple[str, object, tuple[str, ...]]] = [
    ("not an object", 3, ("case", "object", "3")),
    ("nothing", None, ("case", "null")),
    ("a list", [], ("case", "object")),
    (
        "a left side of a walk",
        {**SCREENING, "tests": {"walk": {"left": 3}}},
        ("tests.walk.left", "not a field"),
    ),
    (
        "a right side of a walk",
        {**SCREENING, "tests": {"walk": {"right": 3}}},
        ("tests.walk.right", "not a field"),
    ),
    ("no kind", {}, ("kind", "screening", "after_session")),
    ("a kind of its own", {"kind": "check"}, ("kind", "screening", "after_session", "check")),
    ("no day", {"kind": "screening"}, ("days_since_birth", "required", "0 to 7300")),
    ("no level", {"kind": "after_session"}, ("level", "required", "1 to 20")),
    ("unknown field", {**SCREENING, "colour": 1}, ("colour", "not a field", "symptoms")),
    ("field of the other kind", {**SCREENING, "level": 1}, ("level", "not a field")),
    ("nested unknown field", {**SCREENING, "birth": {"kind": 1}}, ("birth.kind", "tear_degree")),
    ("a field whose name is no text", dict([*SCREENING.items(), (3, 1)]), ("3", "not a field")),
    ("a nested one", {**SCREENING, "birth": {True: 1}}, ("birth", "true", "not a field")),
    ("day below", {**SCREENING, "days_since_birth": -1}, ("days_since_birth", "0 to 7300", "-1")),
    ("day above", {**SCREENING, "days_since_birth": 7301}, ("days_since_birth", "7301")),
    ("day as text", {**SCREENING, "days_since_birth": "100"}, ("days_since_birth", "whole number", "'100'")),
    ("day in parts", {**SCREENING, "days_since_birth": 100.0}, ("days_since_birth", "whole number", "100.0")),
    ("day as a yes", {**SCREENING, "days_since_birth": True}, ("days_since_birth", "true")),
    ("an absurd day", {**SCREENING, "days_since_birth": 10**400}, ("days_since_birth", "far too large")),
    ("an absurd week", {**SCREENING, "strength": {"weeks": 10**400}}, ("strength.weeks", "far too large")),
    ("id as a number", {**SCREENING, "id": 1}, ("id", "text")),
    ("null", {**SCREENING, "text": None}, ("text", "null")),
    (
        "a yes as a number",
        {**SCREENING, "postnatal_check_done": 1},
        ("postnatal_check_done", "true or false"),
    ),
    (
        "unknown birth",
        {**SCREENING, "birth": {"type": "home"}},
        ("birth.type", "vaginal, assisted, caesarean"),
    ),
    ("tear 5", {**SCREENING, "birth": {"tear_degree": 5}}, ("birth.tear_degree", "0 to 4")),
    ("unknown flag", {**SCREENING, "red_flags": ["headache"]}, ("red_flags[0]", "severe_headache")),
    ("flags not listed", {**SCREENING, "red_flags": "fever"}, ("red_flags", "list")),
    ("a flag that is a list", {**SCREENING, "red_flags": [["fever"]]}, ("red_flags[0]", "chest_pain")),
    ("too cold", {**SCREENING, "temperature_c": 33.9}, ("temperature_c", "34 to 43")),
    ("too hot", {**SCREENING, "temperature_c": 43.1}, ("temperature_c", "34 to 43")),
    ("no number", {**SCREENING, "temperature_c": float("nan")}, ("temperature_c", "nan")),
    (
        "no end",
        {**SCREENING, "lifestyle": {"sleep_hours": float("inf")}},
        ("lifestyle.sleep_hours", "0 to 24"),
    ),
    (
        "a huge number",
        {**SCREENING, "temperature_c": 10**400},
        ("temperature_c", ", not a number far too large"),
    ),
    (
        "a yes as a number of hours",
        {**SCREENING, "lifestyle": {"sleep_hours": True}},
        ("sleep_hours", ", not true"),
    ),
    ("nothing as a number", {**SCREENING, "temperature_c": None}, ("temperature_c", ", not null")),
    ("a no as a number", {**SCREENING, "temperature_c": False}, ("temperature_c", ", not false")),
    ("unknown test", {**SCREENING, "tests": {"plank": {}}}, ("tests", "squat_jump", "plank")),
    ("tests listed", {**SCREENING, "tests": []}, ("tests", "object")),
    (
        "a sided test without sides",
        {**SCREENING, "tests": {"hop_in_place": {"value": 10}}},
        ("tests.hop_in_place.value", "left"),
    ),
    (
        "sides of a test that has none",
        {**SCREENING, "tests": {"walk": {"left": 3}}},
        ("tests.walk.left", "days_last_7"),
    ),
    (
        "days of a test that is no walk",
        {**SCREENING, "tests": {"jog_on_spot": {"days_last_7": 3}}},
        ("jog_on_spot.days_last_7",),
    ),
    (
        "a count below nothing",
        {**SCREENING, "tests": {"walk": {"value": -1}}},
        ("tests.walk.value", "from 0", "-1"),
    ),
    ("pain 11", {**SCREENING, "tests": {"walk": {"pain": 11}}}, ("tests.walk.pain", "0 to 10")),
    (
        "three questions",
        {**SCREENING, "mood": {"two_questions_yes": 3}},
        ("mood.two_questions_yes", "0 to 2"),
    ),
    ("an object that is none", {**SCREENING, "mood": "fine"}, ("mood", "object", "fine")),
    ("level 0", {**AFTER, "level": 0}, ("level", "1 to 20")),
    ("level above its track", {**AFTER, "track": 12, "level": 13}, ("level", "1 to 12")),
    ("track 10", {**AFTER, "track": 10}, ("track", "12, 16, 20, not 10")),
    ("track as a yes", {**AFTER, "track": True}, ("track", "true")),
    (
        "101 percent",
        {**AFTER, "session": {"completed_percent": 101}},
        ("session.completed_percent", "0 to 100"),
    ),
    ("unknown change", {**AFTER, "session": {"changed": ["shoes"]}}, ("session.changed[0]", "pace, terrain")),
    ("unknown bleeding", {**AFTER, "bleeding": "some"}, ("bleeding", "none, period, not_period, heavy")),
    ("a sign without its name", {**AFTER, "signs": [{}]}, ("signs[0].sign", "required")),
    ("unknown sign", {**AFTER, "signs": [{"sign": "pain"}]}, ("signs[0].sign", "urine_leak")),
    ("a sign that is text", {**AFTER, "signs": ["limp"]}, ("signs[0]", "object")),
    (
        "unknown outcome",
        {**AFTER, "history": [{"outcome": "green"}]},
        ("history[0].outcome", "clean, amber, red"),
    ),
    ("unknown tissue", {**AFTER, "pain": {"tissue": "nerve"}}, ("pain.tissue", "muscle")),
    ("stress 11", {**AFTER, "lifestyle": {"stress": 11}}, ("lifestyle.stress", "0 to 10")),
]


@pytest.mark.parametrize(("data", "named"), [pytest.param(d, n, id=i.replace(" ", "-")) for i, d, n in WRONG])
def test_a_wrong_case_names_the_field_and_what_it_allows(data: object, named: tuple[str, ...]) -> None:
    with pytest.raises(CaseError) as error:
        read_case(data)
    message = str(error.value)
    assert all(word in message for word in named), message
    assert len(message) < 900


def test_a_screening_with_every_field_is_read_to_the_letter() -> None:
    sided = {
        "left": 20,
        "right": 19.5,
        "symptoms": ["doming"],
        "pain": 1,
        "pain_next_morning": 0,
        "days_ago": 2,
    }
    case = read_case(
        {
            **SCREENING,
            "id": "a",
            "birth": {"type": "assisted", "tear_degree": 2, "episiotomy": True, "wounds_healed": False},
            "postnatal_check_done": True,
            "clinician": {"told_not_to_run": False, "cleared": True, "pelvic_physio_seen": True},
            "red_flags": list(RedFlag),
            "temperature_c": 37,
            "symptoms": list(Symptom),
            "conditions": list(Condition),
            "strength": {"weeks": 3, "per_week": 2},
            "tests": {"hop_in_place": sided, "walk": {"value": 29.5, "days_last_7": 2}},
            "lifestyle": {"sleep_hours": 6.8, "stress": 10, "exhausted_most_days": True},
            "mood": {"two_questions_yes": 1, "self_harm_thoughts": False},
            "breastfeeding": True,
            "risk_factors": list(Risk),
            "pregnant_again": False,
            "text": "hello",
        }
    )
    assert isinstance(case, ScreeningCase)
    assert case.red_flags == tuple(RedFlag) and case.risk_factors == tuple(Risk)
    assert case.tests[Test.HOP_IN_PLACE].right == 19.5
    assert case.tests[Test.WALK].days_last_7 == 2
    assert (case.id, case.text, case.lifestyle.sleep_hours, case.birth.episiotomy) == (
        "a",
        "hello",
        6.8,
        True,
    )


def test_a_session_with_every_field_is_read_to_the_letter() -> None:
    case = read_case(
        {
            **AFTER,
            "id": "b",
            "days_since_birth": 7300,
            "track": 12,
            "session": {
                "completed_percent": 66.7,
                "changed": ["pace"],
                "stopped_because": "limp",
                "longest_run_before_symptom_s": 30,
            },
            "days_since_last_session": 2,
            "levels_gained_last_7_days": 0,
            "held_by_choice": False,
            "pain": {
                "before": 0,
                "during": 1,
                "after": 2,
                "next_morning": 3,
                "site": "knee",
                "tissue": "joint",
                "one_spot": True,
            },
            "signs": [{"sign": "limp", "settled_by_next_morning": False}],
            "next_morning_answered": True,
            "bleeding": "period",
            "illness": ["head_cold"],
            "history": [{"level": 3, "outcome": "red", "signs": ["limp"], "days_ago": 0}],
        }
    )
    assert isinstance(case, AfterSessionCase)
    assert case.session.completed_percent == 66.7 and case.pain.one_spot is True
    assert case.history[0].outcome == "red" and case.signs[0].settled_by_next_morning is False


def test_an_absent_field_is_not_known() -> None:
    case = read_case(SCREENING)
    assert isinstance(case, ScreeningCase)
    assert case.birth.type is None and case.postnatal_check_done is None and not case.tests


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (3, "case: must be an object with named fields, not 3"),
        ({**AFTER, 3: 1}, f"case: 3: is not a field; the fields are {', '.join(AFTER_FIELDS)}"),
        ({**AFTER, "signs": [{}]}, f"signs[0].sign: is required, one of {', '.join(Symptom)}"),
        ({**AFTER, "signs": 3}, "signs: must be a list, not 3"),
        ({**AFTER, "next_morning_answered": 3}, "next_morning_answered: must be true or false, not 3"),
        ({**AFTER, "text": 3}, "text: must be text, not 3"),
        (
            {**AFTER, "days_since_birth": -1},
            "days_since_birth: must be a whole number from 0 to 7300, not -1",
        ),
        (
            {**AFTER, "days_since_last_session": -1},
            "days_since_last_session: must be a whole number from 0, not -1",
        ),
        ({**SCREENING, "tests": 3}, "tests: must be an object with named fields, not 3"),
        (
            {**SCREENING, "tests": {"jog_on_spot": {"value": -1}}},
            "tests.jog_on_spot.value: must be a number from 0, not -1",
        ),
        ({}, "kind: is required, screening or after_session"),
        ({"kind": "screening"}, "days_since_birth: is required, a whole number from 0 to 7300"),
        ({"kind": "after_session"}, "level: is required, a whole number from 1 to 20"),
    ],
)
def test_what_is_wrong_is_said_in_these_words(case: object, said: str) -> None:
    with pytest.raises(CaseError) as error:
        read_case(case)
    assert str(error.value) == said
