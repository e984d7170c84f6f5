"""The exercises of a strength day: where the ladders begin, when they go on, and what holds them back."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.texts import renderer
from flows.dialogue.texts.exercises import exercise_line
from flows.plan.cases.case import TestResult
from flows.plan.cases.enums import Symptom, Test
from flows.plan.exercises import (
    Prescribed,
    Trained,
    Trainee,
    jumps_today,
    session,
    short_session,
    walk_minutes,
)
from flows.rulebook import load
from flows.rulebook.load import doses
from flows.rulebook.model import Dose, Exercise
from flows.vocabulary import Text

BOOK = load()
WORDS = renderer("en")
STRENGTH = ("legs", "hips", "bridge", "calf", "core")
BASIC = ("strength", "walk")
TWENTY_WEEKS = 20
ORDER = {
    exercise.id: place
    for ladder in BOOK.ladders
    for place, exercise in enumerate((*ladder.steps, *((ladder.beside,) if ladder.beside else ())))
}


def done(count: int, *, every: int = 3, **marks: bool) -> tuple[Trained, ...]:
    """So many sessions, the last one `every` days ago; the oldest first."""
    return tuple(Trained(days_ago=every * place, **marks) for place in range(count, 0, -1))


def told(one: Prescribed) -> str:
    """`clam 3x8`: an exercise as these tests write it."""
    amount = f"{one.dose.seconds}s" if one.dose.seconds else str(one.dose.reps)
    return f"{one.exercise.id} {one.dose.sets}x{amount}"


def of(ladder: str, trainee: Trainee) -> str:
    return next(told(one) for one in session(trainee, BOOK) if one.ladder == ladder)


def results(*, days_ago: int = 1, **counts: Any) -> Mapping[Test, TestResult]:
    """The last test results: `legs` and so on as (left, right), or a whole result."""
    found = {}
    for ladder, count in counts.items():
        tests = next(one.tests for one in BOOK.ladders if one.id == ladder)
        for test in tests:
            sided = BOOK.test(test).sided
            left, right = count
            found[Test(test)] = (
                TestResult(left=left, right=right, days_ago=days_ago)
                if sided
                else TestResult(value=left, days_ago=days_ago)
            )
    return found


def all_passed(*, days_ago: int = 1) -> dict[Test, TestResult]:
    return {
        Test(test.id): TestResult(left=test.pass_at, right=test.pass_at, days_ago=days_ago)
        if test.sided
        else TestResult(value=test.pass_at, days_last_7=7, days_ago=days_ago)
        for test in BOOK.tests
    }


# --- where she begins, and how she goes on ---------------------------------------------------------


def test_without_tests_and_sessions_each_ladder_begins_at_its_easiest_exercise() -> None:
    assert [told(one) for one in session(Trainee(day=60), BOOK)] == [
        "stand_both_legs 3x8",
        "clam 3x8",
        "bridge_both_legs 3x8",
        "calf_both_legs 3x8",
        "heel_slide 3x8",
        "stand_heel_to_toe 3x30s",
    ]


def test_repetitions_grow_then_the_next_exercise_comes_after_the_top_was_done_twice() -> None:
    climbed = [of("legs", Trainee(day=60, done=done(count))) for count in range(8)]
    assert climbed == [
        "stand_both_legs 3x8",
        "stand_both_legs 3x10",
        "stand_both_legs 3x12",
        "stand_both_legs 3x15",
        "stand_both_legs 2x20",
        "stand_both_legs 2x20",
        "stand_staggered 3x8",
        "stand_staggered 3x10",
    ]


@pytest.mark.parametrize(
    ("left", "right", "expected", "first"),
    [
        (5, 20, "stand_both_legs 3x8", None),  # both legs together have no side
        (8, 11, "stand_staggered 3x10", "left"),
        (14, 12, "stand_high_chair 3x12", "right"),
        (19, 20, "stand_one_leg 3x15", "left"),
        (19, 19, "stand_one_leg 3x15", None),
        (20, 20, "stand_one_leg 2x20", None),
        (30, 26, "stand_one_leg 2x20", "right"),  # both pass, one is far behind (R-PASS-3)
        (30, 27, "stand_one_leg 2x20", None),
    ],
)
def test_a_result_says_where_she_begins_and_which_side_comes_first(
    left: int, right: int, expected: str, first: str | None
) -> None:
    one = session(Trainee(day=90, results=results(legs=(left, right))), BOOK)[0]
    assert (told(one), one.first) == (expected, first)
    assert one.extra_sets == (0 if first is None else BOOK.whole("R-PASS-2", "extra_sets"))


def test_from_a_result_she_goes_on_by_the_sessions_after_it() -> None:
    tested = results(days_ago=10, legs=(14, 14))
    before = (Trained(days_ago=12), Trained(days_ago=10))
    assert of("legs", Trainee(day=90, results=tested, done=before)) == "stand_high_chair 3x12"
    after = (*before, Trained(days_ago=7), Trained(days_ago=4))
    assert of("legs", Trainee(day=90, results=tested, done=after)) == "stand_high_chair 2x20"


def test_the_session_of_today_changes_nothing_today() -> None:
    assert of("legs", Trainee(day=60, done=(Trained(days_ago=0),))) == "stand_both_legs 3x8"


def test_pain_or_a_symptom_in_a_test_begins_one_exercise_easier() -> None:
    test = Test.SINGLE_LEG_SIT_TO_STAND
    for hurt in (
        TestResult(left=20, right=20, pain=4),
        TestResult(left=20, right=20, symptoms=(Symptom.DOMING,)),
    ):
        assert of("legs", Trainee(day=90, results={test: hurt})) == "stand_high_chair 3x8"
    assert (
        of("legs", Trainee(day=90, results={test: TestResult(pain_next_morning=3)})) == "stand_both_legs 3x8"
    )


def test_a_passed_test_keeps_its_exercise_and_takes_turns_with_another() -> None:
    tested = results(days_ago=50, legs=(20, 20))
    climbed = [of("legs", Trainee(day=90, results=tested, done=done(n, every=3))) for n in range(1, 6)]
    assert climbed == [
        "stand_high_chair 3x10",  # more than two weeks without strength after the test
        *["stand_high_chair 3x12", "stand_high_chair 3x15", "stand_high_chair 2x20", "stand_high_chair 2x20"],
    ]
    steady = [
        of("legs", Trainee(day=90, results=results(days_ago=3 * n + 1, legs=(20, 20)), done=done(n)))
        for n in range(6)
    ]
    assert steady == [
        "stand_one_leg 2x20",
        "step_up 3x8",
        "stand_one_leg 2x20",
        "step_up 3x10",
        "stand_one_leg 2x20",
        "step_up 3x12",
    ]
    long = Trainee(day=90, results=results(days_ago=100, legs=(20, 20)), done=done(33))
    assert of("legs", long) == "step_up 2x20"


def test_a_ladder_of_several_tests_begins_at_the_weakest_of_them() -> None:
    balance = {
        Test.SINGLE_LEG_BALANCE: TestResult(left=10, right=10, days_ago=1),
        Test.SINGLE_LEG_SQUAT: TestResult(left=4, right=9, days_ago=1),
    }
    one = session(Trainee(day=90, results=balance), BOOK)[-1]
    assert (told(one), one.first) == ("stand_on_one_leg 3x30s", "left")
    # One of two is known and passed: nothing is taken for granted of the other.
    known = {Test.SINGLE_LEG_BALANCE: TestResult(left=10, right=10, days_ago=1)}
    assert of("balance", Trainee(day=90, results=known)) == "stand_heel_to_toe 3x30s"


# --- what holds her back ---------------------------------------------------------------------------


def test_a_short_session_or_one_with_a_symptom_moves_nothing_on() -> None:
    for moves in (True, False):
        trainee = Trainee(day=60, done=done(2, moves=moves))
        assert of("legs", trainee) == ("stand_both_legs 3x12" if moves else "stand_both_legs 3x8")


def test_doming_brings_the_easier_core_exercise_and_leaves_the_others() -> None:
    sessions = done(7)
    assert of("core", Trainee(day=60, done=sessions)) == "toe_tap 3x10"
    assert of("core", Trainee(day=60, done=sessions, domes=True)) == "heel_slide 3x10"
    assert of("core", Trainee(day=60, domes=True)) == "heel_slide 3x8"
    domed = Trainee(day=60, done=done(7, domed=True))
    assert (of("core", domed), of("legs", domed)) == ("heel_slide 3x8", "stand_staggered 3x10")


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [(14, "stand_staggered 3x10"), (15, "stand_both_legs 3x8"), (90, "stand_both_legs 3x8")],
)
def test_after_a_break_she_begins_one_exercise_easier(days_ago: int, expected: str) -> None:
    sessions = tuple(Trained(days_ago=days_ago + 3 * place) for place in range(6, -1, -1))
    assert of("legs", Trainee(day=200, done=sessions)) == expected


def test_a_break_in_between_counts_once() -> None:
    sessions = (*(Trained(days_ago=40 + 3 * place) for place in range(6, -1, -1)), *done(2))
    assert of("legs", Trainee(day=200, done=sessions)) == "stand_both_legs 3x12"


# --- jumps -----------------------------------------------------------------------------------------

STEADY = done(4)  # both balance exercises, twice each


@pytest.mark.parametrize(
    ("changed", "jumps"),
    [
        ({}, True),
        ({"day": 69}, False),
        ({"may_jump": False}, False),
        ({"runs": True}, False),
        ({"domes": True}, False),
        ({"done": done(3)}, False),
    ],
)
def test_jumps_wait_for_day_70_for_balance_and_for_a_body_without_symptoms(
    changed: dict[str, Any], jumps: bool
) -> None:
    trainee = Trainee(**{"day": 70, "may_jump": True, "done": STEADY, **changed})
    assert jumps_today(trainee, BOOK) is jumps
    ladders = [one.ladder for one in session(trainee, BOOK)]
    assert ladders == [*STRENGTH, "jumps" if jumps else "balance"]


def test_only_sessions_with_jumps_bring_the_next_jump_and_none_is_harder_before_the_strength_tests() -> None:
    def after(count: int, tested: Mapping[Test, TestResult] | None = None) -> str:
        sessions = (
            *(Trained(days_ago=3 * count + 3 * place) for place in range(4, 0, -1)),
            *done(count, jumps=True),
        )
        return of("jumps", Trainee(day=120, may_jump=True, done=sessions, results=tested or {}))

    assert [after(count) for count in range(7)] == [
        *["heel_drop 3x10"] * 2,
        *["pogo 3x20"] * 5,
    ]
    basics = {test: one for test, one in all_passed(days_ago=10).items() if BOOK.test(test).kind in BASIC}
    # Sessions 18, 15, 12, 9, 6 and 3 days ago: what the one nine days ago leads to is no longer held back.
    assert after(6, basics) == "split_jump 3x5"
    assert after(6, {**basics, Test.WALK: TestResult(value=20, days_ago=10)}) == "pogo 3x20"


def test_failed_impact_tests_say_where_the_jumps_begin() -> None:
    tested = all_passed(days_ago=1)
    tested[Test.HOP_IN_PLACE] = TestResult(left=5, right=9, days_ago=1)
    trainee = Trainee(day=100, may_jump=True, results=tested)
    assert of("jumps", trainee) == "split_jump 3x5"
    tested[Test.HOP_IN_PLACE] = TestResult(left=7, right=9, days_ago=1)
    one = session(trainee, BOOK)[-1]
    assert (told(one), one.first) == ("hop 3x5", "left")


# --- the whole way ---------------------------------------------------------------------------------


def whole_way(days: list[int], moves: list[bool]) -> list[tuple[int, tuple[Prescribed, ...]]]:
    """Session by session over twenty weeks, each kept as the dialogue keeps it."""
    kept: list[tuple[int, bool, bool]] = []
    way = []
    for day, full in zip(days, moves, strict=True):
        known = tuple(Trained(days_ago=day - on, moves=ok, jumps=jumps) for on, ok, jumps in kept)
        trainee = Trainee(day=day, done=known, may_jump=True)
        way.append((day, session(trainee, BOOK)))
        kept.append((day, full, full and jumps_today(trainee, BOOK)))
    return way


GAPS = st.lists(st.sampled_from([2, 3, 4, 5, 7, 10, 16, 40]), min_size=1, max_size=2 * TWENTY_WEEKS)


@given(first=st.integers(42, 90), gaps=GAPS, data=st.data())
def test_over_the_weeks_no_exercise_comes_before_the_one_below_it(
    first: int, gaps: list[int], data: st.DataObject
) -> None:
    days = [first + sum(gaps[:place]) for place in range(len(gaps))]
    moves = data.draw(st.lists(st.booleans(), min_size=len(days), max_size=len(days)))
    way = whole_way(days, moves)
    for _, exercises in way:
        assert len(exercises) == len({one.ladder for one in exercises}) == 6
    for day, exercises in way:
        assert day >= BOOK.whole("R-FND-10") or all(one.ladder != "jumps" for one in exercises)
    for ladder in (ladder.id for ladder in BOOK.ladders):
        reached = [ORDER[one.exercise.id] for _, them in way for one in them if one.ladder == ladder]
        assert all(later <= earlier + 1 for earlier, later in pairwise(reached))
    for (_, earlier), (_, later), full in zip(way, way[1:], moves, strict=False):
        if not full:
            for one, other in zip(earlier, later, strict=True):
                assert one.ladder != other.ladder or ORDER[other.exercise.id] <= ORDER[one.exercise.id]


def test_twice_a_week_for_twelve_weeks_leads_to_the_exercises_of_the_tests() -> None:
    days = [42 + 7 * (place // 2) + 3 * (place % 2) for place in range(25)]
    way = whole_way(days, [True] * len(days))
    assert [told(one) for one in way[-2][1]][:4] == [
        "stand_one_leg 2x20",
        "side_lift_straight 2x20",
        "bridge_one_leg 2x20",
        "calf_one_leg 2x20",
    ]
    assert [one.exercise.id for one in way[-1][1]][:4] == [
        "step_up",
        "band_side_step",
        "hamstring_walk_out",
        "calf_bent_knee",
    ]


def test_it_goes_on_for_twenty_weeks_beside_the_runs() -> None:
    for week in range(2 * TWENTY_WEEKS):
        tested = all_passed(days_ago=4 * week + 1)
        trainee = Trainee(day=90 + 4 * week, results=tested, done=done(week), runs=True, may_jump=True)
        assert [one.ladder for one in session(trainee, BOOK)] == [*STRENGTH, "balance"]


# --- a day without time, and walking ---------------------------------------------------------------


def test_the_short_session_has_fewer_exercises_one_set_of_each_and_no_jumps() -> None:
    trainee = Trainee(day=100, may_jump=True, done=STEADY, results=results(legs=(14, 12)))
    short = short_session(trainee, BOOK)
    assert [one.ladder for one in short] == ["legs", "hips", "bridge", "calf"]
    assert {one.dose.sets for one in short} == {1} and {one.extra_sets for one in short} == {0}


@pytest.mark.parametrize(
    ("result", "minutes"),
    [
        (None, 45),
        (TestResult(days_last_7=2), 45),
        (TestResult(value=30, days_ago=3), 45),
        (TestResult(value=20, days_ago=0), 25),
        (TestResult(value=20, days_ago=6), 25),
        (TestResult(value=20, days_ago=7), 30),
        (TestResult(value=20), 25),
        (TestResult(value=20, days_ago=70), 45),
    ],
)
def test_a_walk_grows_by_five_minutes_a_week_from_the_one_that_was_too_short(
    result: TestResult | None, minutes: int
) -> None:
    assert walk_minutes(result, 45, BOOK) == minutes


def test_a_walk_is_never_longer_than_the_weeks_since_the_birth_allow() -> None:
    assert walk_minutes(TestResult(value=20, days_ago=70), 30, BOOK) == 30


# --- the book and the words ------------------------------------------------------------------------


def test_every_ladder_holds_at_least_what_its_tests_train_with() -> None:
    for ladder in BOOK.ladders:
        assert BOOK.rule(ladder.rule)
        for test in map(BOOK.test, ladder.tests):
            assert {step.begin for step in test.ladder} <= {exercise.id for exercise in ladder.steps}
    trained = {test for ladder in BOOK.ladders for test in ladder.tests}
    assert trained == {test.id for test in BOOK.tests} - {"walk"}


def test_doses_are_read_as_a_clinician_writes_them() -> None:
    assert doses("3 x 8, 2 x 20") == (Dose(sets=3, reps=8), Dose(sets=2, reps=20))
    assert doses("3 x 30 s") == (Dose(sets=3, seconds=30),)


EXERCISES = tuple(
    exercise
    for ladder in BOOK.ladders
    for exercise in (*ladder.steps, *((ladder.beside,) if ladder.beside else ()))
)


def test_no_exercise_stands_twice() -> None:
    assert len({exercise.id for exercise in EXERCISES}) == len(EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_exercise_has_a_short_name_and_says_how_it_is_done(exercise: Exercise) -> None:
    one = Prescribed(ladder="legs", exercise=exercise, dose=exercise.doses[0], first="left", extra_sets=1)
    name = WORDS.plain(Text("exercise-" + exercise.id.replace("_", "-")))
    assert len(name) <= 42
    how = WORDS.plain(exercise_line(one, how=True))
    assert how.startswith(name) and len(how) < 330
    line = WORDS.plain(exercise_line(one))
    assert ("left side first" in line) is exercise.sided
