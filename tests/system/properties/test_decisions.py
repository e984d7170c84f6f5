"""What holds for any case: it is decided, explained, and one more symptom never makes it less careful."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.commands.decide import decide_case
from flows.plan.cases import enums
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
from flows.plan.cases.case_reader import NOT_SIDED
from flows.plan.cases.enums import Bleeding, Condition, Illness, RedFlag, Symptom
from flows.plan.decide import decide
from flows.plan.verdict import AFTER_SESSION, SCREENING, URGENT, Decision, RunPermission, Verdict, to_json
from flows.rulebook import load

BOOK = load()


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(of: Any, most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(list(of)), max_size=most).map(tuple)


yes_no = maybe(st.booleans())
score = maybe(st.integers(0, 10))
days = maybe(st.integers(0, 40))
lifestyle = st.builds(
    Lifestyle, sleep_hours=maybe(st.floats(3, 10)), stress=score, exhausted_most_days=yes_no
)


@st.composite
def results(draw: st.DrawFn, test: enums.Test) -> TestResult:
    count = maybe(st.integers(0, 65))
    sided = test not in NOT_SIDED
    return TestResult(
        left=draw(count) if sided else None,
        right=draw(count) if sided else None,
        value=None if sided else draw(count),
        days_last_7=draw(maybe(st.integers(0, 7))) if test is enums.Test.WALK else None,
        symptoms=draw(some(Symptom, 1)),
        pain=draw(score),
        pain_next_morning=draw(score),
        days_ago=draw(days),
    )


screenings = st.builds(
    ScreeningCase,
    days_since_birth=st.integers(0, 500),
    birth=st.builds(
        Birth,
        type=maybe(st.sampled_from(enums.BirthType)),
        tear_degree=maybe(st.integers(0, 4)),
        episiotomy=yes_no,
        wounds_healed=yes_no,
    ),
    postnatal_check_done=yes_no,
    clinician=st.builds(Clinician, told_not_to_run=yes_no, cleared=yes_no, pelvic_physio_seen=yes_no),
    red_flags=some(RedFlag, 2),
    temperature_c=maybe(st.floats(34, 43)),
    symptoms=some(Symptom),
    conditions=some(Condition, 1),
    strength=st.builds(Strength, weeks=maybe(st.integers(0, 30)), per_week=maybe(st.integers(0, 5))),
    tests=st.fixed_dictionaries({}, optional={test: results(test) for test in enums.Test}),
    lifestyle=lifestyle,
    mood=st.builds(Mood, two_questions_yes=maybe(st.integers(0, 2)), self_harm_thoughts=yes_no),
    breastfeeding=yes_no,
    risk_factors=some(enums.Risk),
    pregnant_again=yes_no,
)
sites = st.sampled_from(("knee", "calf", "Groin", "breast", "chest", "scar", "perineum", ""))
signs = st.lists(
    st.builds(Sign, sign=st.sampled_from(Symptom), settled_by_next_morning=yes_no), max_size=2
).map(tuple)
pasts = st.builds(
    Past,
    level=maybe(st.integers(1, 12)),
    outcome=maybe(st.sampled_from(enums.Outcome)),
    signs=some(Symptom, 1),
    days_ago=days,
)
sessions = st.builds(
    AfterSessionCase,
    days_since_birth=maybe(st.integers(60, 500)),
    track=maybe(st.sampled_from((12, 16, 20))),
    level=st.integers(1, 12),
    session=st.builds(
        SessionDone,
        completed_percent=maybe(st.sampled_from((0, 40, 89, 90, 100))),
        changed=some(enums.Changed, 2),
        stopped_because=maybe(st.sampled_from(Symptom)),
        longest_run_before_symptom_s=maybe(st.integers(0, 600)),
    ),
    days_since_last_session=maybe(st.integers(0, 120)),
    levels_gained_last_7_days=maybe(st.integers(0, 2)),
    held_by_choice=maybe(st.booleans()),
    pain=st.builds(
        Pain,
        before=score,
        during=score,
        after=score,
        next_morning=score,
        site=maybe(sites),
        tissue=maybe(st.sampled_from(enums.Tissue)),
        one_spot=yes_no,
    ),
    signs=signs,
    next_morning_answered=yes_no,
    bleeding=maybe(st.sampled_from(Bleeding)),
    red_flags=some(RedFlag, 1),
    temperature_c=maybe(st.floats(34, 43)),
    illness=some(Illness, 1),
    lifestyle=lifestyle,
    history=st.lists(pasts, max_size=5).map(tuple),
)
cases = screenings | sessions


def check(case: Case, verdict: Verdict) -> None:
    order = SCREENING if isinstance(case, ScreeningCase) else AFTER_SESSION
    assert verdict.decision in order
    assert verdict.rules and [reason.rule for reason in verdict.reasons] == list(verdict.rules)
    assert all(reason.text and reason.sources for reason in verdict.reasons)
    stopped = (*URGENT, Decision.REFER)
    assert any(referral.blocking for referral in verdict.referrals) is (verdict.decision in stopped)
    if verdict.decision in (*stopped, Decision.PAUSE, Decision.NOT_YET_TIME, Decision.NOT_YET_TESTS):
        assert verdict.running == RunPermission.OFF
    assert (verdict.levels is not None) is (verdict.decision == Decision.STEP_BACK)
    if isinstance(case, AfterSessionCase):
        assert verdict.next_level is not None and verdict.next_level >= 1
        assert verdict.next_level <= case.level + (verdict.decision == Decision.ADVANCE)
    else:
        assert (verdict.track is not None) is (verdict.decision == Decision.READY)
        early = case.days_since_birth < 84
        assert not (early and verdict.decision == Decision.READY)
        if verdict.decision == Decision.NOT_YET_TESTS and verdict.rules[0] != "R-PASS-6":
            assert verdict.failed_tests
    to_json(verdict, "x")


@given(cases)
def test_any_case_is_decided_and_explained(case: Case) -> None:
    check(case, decide(case, BOOK))


def less_careful(before: Verdict, after: Verdict) -> bool:
    return after.decision.caution < before.decision.caution or after.running.caution < before.running.caution


@given(screenings, st.sampled_from(Symptom))
def test_one_more_symptom_is_never_less_careful_before_running(case: ScreeningCase, symptom: Symptom) -> None:
    more = replace(case, symptoms=(*case.symptoms, symptom))
    assert not less_careful(decide(case, BOOK), decide(more, BOOK))


@given(screenings, st.sampled_from(enums.Test), st.sampled_from(Symptom))
def test_one_more_symptom_in_a_test_is_never_less_careful(
    case: ScreeningCase, test: enums.Test, new: Symptom
) -> None:
    result = case.tests.get(test, TestResult())
    more = replace(case, tests={**case.tests, test: replace(result, symptoms=(*result.symptoms, new))})
    assert not less_careful(decide(case, BOOK), decide(more, BOOK))


@given(sessions, st.sampled_from(Symptom), yes_no)
def test_one_more_sign_is_never_less_careful_after_a_session(
    case: AfterSessionCase, symptom: Symptom, settled: bool | None
) -> None:
    # The sign that she stopped for is not a new one: a row for it answers the open question whether it had settled by
    # the morning. A leak without that answer is referred; one that had settled is a step back (R-POST-9, R-POST-8).
    assume(symptom != case.session.stopped_because)
    more = replace(case, signs=(*case.signs, Sign(sign=symptom, settled_by_next_morning=settled)))
    before, after = decide(case, BOOK), decide(more, BOOK)
    assert not less_careful(before, after)
    assert (after.next_level or 0) <= (before.next_level or 0)


@given(cases, st.sampled_from(RedFlag))
def test_a_red_flag_is_never_outvoted(case: Case, flag: RedFlag) -> None:
    more = replace(case, red_flags=(*case.red_flags, flag))
    assert decide(more, BOOK).decision in URGENT
    assert not less_careful(decide(case, BOOK), decide(more, BOOK))


@given(screenings, st.sampled_from(Condition))
def test_one_more_condition_is_never_less_careful(case: ScreeningCase, condition: Condition) -> None:
    more = replace(case, conditions=(*case.conditions, condition))
    assert not less_careful(decide(case, BOOK), decide(more, BOOK))


@given(sessions, st.sampled_from(Illness))
def test_one_more_illness_is_never_less_careful(case: AfterSessionCase, ill: Illness) -> None:
    more = replace(case, illness=(*case.illness, ill))
    assert not less_careful(decide(case, BOOK), decide(more, BOOK))


@given(sessions)
def test_a_morning_without_an_answer_is_never_an_advance(case: AfterSessionCase) -> None:
    forgotten = replace(case, pain=replace(case.pain, next_morning=None), next_morning_answered=None)
    assert decide(forgotten, BOOK).decision != Decision.ADVANCE


@given(sessions, st.sampled_from(("during", "after", "next_morning")))
def test_more_pain_is_never_less_careful(case: AfterSessionCase, moment: str) -> None:
    now = getattr(case.pain, moment)
    if now is not None and now < 10:
        more = replace(case, pain=replace(case.pain, **{moment: now + 1}))
        assert not less_careful(decide(case, BOOK), decide(more, BOOK))


HEARING = Path(__file__).parents[2] / "unit" / "flows" / "hearing" / "red_flags" / "red_flags.toml"
PHRASES = [
    phrase
    for phrases in tomllib.loads(HEARING.read_text("utf-8")).values()
    for said in phrases.values()
    for phrase in said
]


@given(cases, st.sampled_from(PHRASES))
def test_something_typed_is_never_less_careful(case: Case, words: str) -> None:
    silent, typed = decide_case(replace(case, text=None), BOOK), decide_case(replace(case, text=words), BOOK)
    assert not less_careful(silent, typed)
    assert typed.ask_red_flag is None or typed.running == RunPermission.OFF
    check(replace(case, text=words), typed)


@given(sessions, st.sampled_from(list(zip(Bleeding, list(Bleeding)[1:], strict=False))))
def test_more_bleeding_is_never_less_careful(case: AfterSessionCase, more: tuple[Bleeding, Bleeding]) -> None:
    less_of_it, more_of_it = (decide(replace(case, bleeding=bleeding), BOOK) for bleeding in more)
    assert not less_careful(less_of_it, more_of_it)


@given(sessions, st.sampled_from(Symptom))
def test_stopping_because_of_a_symptom_is_never_less_careful(case: AfterSessionCase, why: Symptom) -> None:
    before = replace(case, session=replace(case.session, stopped_because=None))
    stopped = replace(case, session=replace(case.session, stopped_because=why))
    assert not less_careful(decide(before, BOOK), decide(stopped, BOOK))


@given(cases, st.floats(34, 43), st.floats(0, 9))
def test_a_higher_temperature_is_never_less_careful(case: Case, warm: float, more: float) -> None:
    warmer = replace(case, temperature_c=min(warm + more, 43))
    assert not less_careful(decide(replace(case, temperature_c=warm), BOOK), decide(warmer, BOOK))


@given(cases, st.floats(0, 24), st.floats(0, 24))
def test_less_sleep_is_never_less_careful(case: Case, one: float, other: float) -> None:
    more, less = (
        replace(case, lifestyle=replace(case.lifestyle, sleep_hours=hours))
        for hours in sorted((one, other), reverse=True)
    )
    assert not less_careful(decide(more, BOOK), decide(less, BOOK))
