"""Which exercises a strength day holds, and how much of each: the ladders of the rule book, climbed by what she did.

Where she stands on a ladder is computed from her last test and from the sessions that she has told of since; nothing
else moves it. Each full session without a symptom is one dose on (R-STR-2), a break is a step back (R-STR-3).

>>> from flows.rulebook import load
>>> [(one.exercise.id, one.dose.reps) for one in session(Trainee(day=60), load())][:2]
[('stand_both_legs', 8), ('clam', 8)]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from flows.plan.before_running.readiness import uneven
from flows.plan.cases.case import TestResult
from flows.plan.cases.enums import Test
from flows.plan.training import weaker, weaker_side
from flows.rulebook.model import Dose, Exercise, Ladder, ReadinessTest, RuleBook

CORE, BALANCE, JUMPS = "core", "balance", "jumps"
BEFORE_JUMPS = ("strength", "walk")
NO_TESTS: Mapping[Test, TestResult] = MappingProxyType({})
Slots = tuple[tuple[int, Dose], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A strength session that she did. `moves`: in full and without a symptom; `jumps`: jumps were part of it."""

    days_ago: int
    moves: bool = True
    domed: bool = False
    jumps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """What the exercises depend on. `day` counts from the birth, `done` begins with the oldest session.

    `may_jump`: nothing in her body speaks against small jumps; `runs`: these are weeks with runs.
    """

    day: int
    results: Mapping[Test, TestResult] = field(default_factory=lambda: NO_TESTS)
    done: tuple[Trained, ...] = ()
    may_jump: bool = False
    runs: bool = False
    domes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescribed:
    """One exercise of today. `first`: the weaker side, which has `extra_sets` more."""

    ladder: str
    exercise: Exercise
    dose: Dose
    first: str | None = None
    extra_sets: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """A place on a ladder, and how many sessions she has done at its end."""

    at: int
    over: int = 0


def session(trainee: Trainee, book: RuleBook) -> tuple[Prescribed, ...]:
    """Today's strength session; jumps take the place of the balance exercise when their time has come."""
    left_out = BALANCE if jumps_today(trainee, book) else JUMPS
    return tuple(_prescribed(ladder, trainee, book) for ladder in book.ladders if ladder.id != left_out)


def short_session(trainee: Trainee, book: RuleBook) -> tuple[Prescribed, ...]:
    """The same for a day without time (R-STR-6): fewer exercises, fewer sets, no jumps."""
    sets = book.whole("R-STR-6", "sets")
    ladders = tuple(ladder for ladder in book.ladders if ladder.id != JUMPS)[: book.whole("R-STR-6", "most")]
    whole = (_prescribed(ladder, trainee, book) for ladder in ladders)
    return tuple(replace(one, dose=replace(one.dose, sets=sets), extra_sets=0) for one in whole)


def jumps_today(trainee: Trainee, book: RuleBook) -> bool:
    """Whether jumps are part of today's strength session (R-STR-4)."""
    if not trainee.may_jump or trainee.runs or trainee.domes or trainee.day < book.whole("R-FND-10"):
        return False
    balance = next(ladder for ladder in book.ladders if ladder.id == BALANCE)
    step, _ = _slots(book)[BALANCE][_place(balance, trainee, book).at]
    return step == len(balance.steps) - 1


def walk_minutes(result: TestResult | None, longest: int, book: RuleBook) -> int:
    """How long a walk may be today: `longest` by the weeks since the birth, or built up from a walk that was too
    short by R-FND-7's step a week.
    """
    test = book.test(Test.WALK)
    if result is None or result.value is None or result.value >= test.pass_at:
        return longest
    weeks = 1 + (result.days_ago or 0) // book.whole("R-PASS-7", "walk")
    return min(longest, int(result.value) + weeks * book.whole("R-FND-7", "step"))


def passed(test: ReadinessTest, result: TestResult, book: RuleBook) -> bool:
    """The full count on each side, without a symptom and without more pain than R-PASS-5 accepts."""
    return weaker(test, result) >= test.pass_at and not result.symptoms and not hurt(result, book)


def hurt(result: TestResult, book: RuleBook) -> bool:
    """Whether a test brought more pain than R-PASS-5 accepts, then or the next morning."""
    return max(result.pain or 0, result.pain_next_morning or 0) > book.whole("R-PASS-5", "accept")


@lru_cache
def _slots(book: RuleBook) -> Mapping[str, Slots]:
    """Every ladder as the sessions it takes: each dose once, the last of an exercise as often as R-STR-1 says."""
    again = book.whole("R-STR-1", "top_times") - 1
    return {
        ladder.id: tuple(
            (step, dose)
            for step, exercise in enumerate(ladder.steps)
            for dose in (*exercise.doses, *again * (exercise.doses[-1],))
        )
        for ladder in book.ladders
    }


def _prescribed(ladder: Ladder, trainee: Trainee, book: RuleBook) -> Prescribed:
    place = _place(ladder, trainee, book)
    step, dose = _slots(book)[ladder.id][place.at]
    exercise = ladder.steps[step]
    if ladder.id == CORE and trainee.domes:
        exercise = ladder.steps[max(step - 1, 0)]
    elif ladder.beside is not None and place.over & 1:
        exercise = ladder.beside
        dose = exercise.doses[min(place.over >> 1, len(exercise.doses) - 1)]
    side = _side(ladder, trainee, book) if exercise.sided else None
    more = 0 if side is None else book.whole("R-PASS-2", "extra_sets")
    return Prescribed(ladder=ladder.id, exercise=exercise, dose=dose, first=side, extra_sets=more)


def _place(ladder: Ladder, trainee: Trainee, book: RuleBook) -> _Place:
    """From the last test on, session by session, each break a step back."""
    slots, patience = _slots(book)[ladder.id], book.whole("R-STR-3")
    jumps, core = ladder.id == JUMPS, ladder.id == CORE
    held_to, strong = _end_before_tests(slots, trainee, book) if jumps else (0, 0)
    at, last = _start(ladder, trainee, book)
    over = 0
    for one in trainee.done:
        # What she did before a test is in its result; today's session changes nothing today.
        if not 0 < one.days_ago < (one.days_ago + 1 if last is None else last) or (jumps and not one.jumps):
            continue
        if last is not None and last - one.days_ago > patience:
            at, over = _easier(at, slots), 0
        if one.moves and not (core and one.domed):
            end = held_to if jumps and one.days_ago >= strong else len(slots) - 1
            at, over = (at + 1, 0) if at < end else (at, over + 1)
        last = one.days_ago
    if last is not None and last > patience:
        at, over = _easier(at, slots), 0
    return _Place(at, over)


def _easier(at: int, slots: Slots) -> int:
    """The beginning of the exercise before (R-STR-3)."""
    return _first(max(slots[at][0] - 1, 0), slots)


def _first(step: int, slots: Slots) -> int:
    return next(at for at, (found, _) in enumerate(slots) if found == step)


def _end_before_tests(slots: Slots, trainee: Trainee, book: RuleBook) -> tuple[int, int]:
    """The hardest jump before the tests that R-PASS-8 puts before jumps, and since when it is no end any more."""
    free = book.whole("R-STR-4", "free")
    return sum(step < free for step, _ in slots) - 1, _strong_since(trainee, book)


def _strong_since(trainee: Trainee, book: RuleBook) -> int:
    """How many days ago the strength tests and the walk were all passed; nothing when they are not."""
    days = []
    for test in book.tests:
        if test.kind in BEFORE_JUMPS:
            result = trainee.results.get(Test(test.id))
            if result is None or not passed(test, result, book):
                return 0
            days.append(result.days_ago or 0)
    return min(days)


def _start(ladder: Ladder, trainee: Trainee, book: RuleBook) -> tuple[int, int | None]:
    """Where the last tests put her, and how many days ago; at the beginning where none were done."""
    tests = tuple(map(book.test, ladder.tests))
    known = [(test, found) for test in tests if (found := trainee.results.get(Test(test.id))) is not None]
    if not known:
        return 0, None
    since = min(result.days_ago or 0 for _, result in known)
    short = [_begin(ladder, test, result, book) for test, result in known if not passed(test, result, book)]
    if short:
        return min(short), since
    return (len(_slots(book)[ladder.id]) - 1 if len(known) == len(tests) else 0), since


def _begin(ladder: Ladder, test: ReadinessTest, result: TestResult, book: RuleBook) -> int:
    """The place for what she reached; one exercise easier where it hurt or a symptom came."""
    slots = _slots(book)[ladder.id]
    reached = weaker(test, result)
    rung = next(step for step in test.ladder if step.below is None or reached < step.below)
    step = next(at for at, exercise in enumerate(ladder.steps) if exercise.id == rung.begin)
    if result.symptoms or hurt(result, book):
        return _first(max(step - 1, 0), slots)
    dose = Dose(sets=rung.sets, reps=rung.reps, seconds=rung.seconds)
    of_step = [at for at, (found, _) in enumerate(slots) if found == step]
    return next((at for at in of_step if slots[at][1] == dose), of_step[0])


def _side(ladder: Ladder, trainee: Trainee, book: RuleBook) -> str | None:
    """The weaker side (R-PASS-2), also where both pass but one is far behind (R-PASS-3)."""
    for test in map(book.test, ladder.tests):
        result = trainee.results.get(Test(test.id))
        side = None if result is None else weaker_side(result)
        if result is None or side is None:
            continue
        if not passed(test, result, book) or uneven(result, book):
            return side
    return None
