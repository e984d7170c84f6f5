"""How to train for what is not passed yet, and when to test it again (R-PASS-7, R-FND-5).

>>> from flows.rulebook import load
>>> book = load()
>>> walked = TestResult(value=20, days_last_7=3)
>>> training_goal(book.test("walk"), walked, MissingReason.SHORT, "R-TEST-5", 100, book).minutes
25
"""

from __future__ import annotations

from flows.plan.cases.case import Strength, TestResult
from flows.plan.verdict import MissingReason, MissingTest
from flows.rulebook.model import Number, ReadinessTest, RuleBook

DAYS_A_WEEK = 7
NEVER_DONE = TestResult()
WAITS_FOR_NOTHING = (MissingReason.NOT_DONE, MissingReason.TOO_LONG_AGO, MissingReason.AFTER_A_BREAK)


def training_goal(
    test: ReadinessTest, result: TestResult, why: MissingReason, rule: str, today: int | None, book: RuleBook
) -> MissingTest:
    """The next rung for a person who reached `result`; `today` is the day since birth."""
    reached = weaker(test, result)
    step = next(step for step in test.ladder if step.below is None or reached < step.below)
    days = _retest_in(test, reached, result, why, book)
    side = weaker_side(result)
    return MissingTest(
        test=test.id,
        rule=rule,
        why=why,
        exercise=step.exercise,
        sets=step.sets,
        reps=step.reps,
        seconds=step.seconds,
        minutes=_minutes(reached, book) if test.kind == "walk" else None,
        times_a_week=test.times_a_week,
        retest_in_days=days,
        retest_on_day=None if today is None else today + days,
        first_side=side,
        extra_sets=None if side is None else book.whole("R-PASS-2", "extra_sets"),
    )


def weaker(test: ReadinessTest, result: TestResult) -> Number:
    """What counts of a test: its weaker side, never the mean; nothing when a side is not known."""
    return min(result.left or 0, result.right or 0) if test.sided else result.value or 0


def strength_weeks(strength: Strength, today: int, begins: int, book: RuleBook) -> MissingTest | None:
    """The weeks of strength training still to do, or nothing (R-FND-5). Weeks below the number count for
    none; what is still to do begins no sooner than on day `begins`.
    """
    often = strength.per_week is not None and strength.per_week >= book.whole("R-FND-5", "per_week")
    left = book.whole("R-FND-5") - (strength.weeks or 0) if often else book.whole("R-FND-5")
    if often and left <= 0:
        return None
    return MissingTest(
        test="strength_weeks",
        rule="R-FND-5",
        why=MissingReason.NOT_DONE if strength.weeks is None else MissingReason.SHORT,
        exercise=str(book.rule("R-FND-5").values["exercise"]),
        sets=book.whole("R-FND-5", "sets"),
        reps=book.whole("R-FND-5", "reps"),
        times_a_week=book.whole("R-FND-5", "times_a_week"),
        weeks=left,
        retest_in_days=max(begins - today, 0) + left * DAYS_A_WEEK,
        retest_on_day=max(begins, today) + left * DAYS_A_WEEK,
    )


def _minutes(reached: Number, book: RuleBook) -> int:
    return min(int(reached) + book.whole("R-FND-7", "step"), book.whole("R-FND-7", "weeks_7_12"))


def _retest_in(
    test: ReadinessTest, reached: Number, result: TestResult, why: MissingReason, book: RuleBook
) -> int:
    """Days from today until it may be repeated; never on the day on which it was done."""
    if why in WAITS_FOR_NOTHING:
        return 0
    far = test.kind == "strength" and reached < book.whole("R-PASS-7", "far_below")
    days = book.whole("R-PASS-7", "strength_far" if far else test.kind)
    return max(max(days, book.whole("R-PASS-7", "same_day")) - (result.days_ago or 0), 0)


def weaker_side(result: TestResult) -> str | None:
    """The side that reached less, where both are known and differ."""
    if result.left is None or result.right is None or result.left == result.right:
        return None
    return "left" if result.left < result.right else "right"
