"""The twelve tests: each side counts, a symptom ends it, unknown is not passed (R-TEST, R-PASS).

>>> from flows.rulebook import load
>>> len([f for f in readiness(ScreeningCase(days_since_birth=100), load()) if f.tests])
13
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from flows.plan.before_running.birth import plan_from_day
from flows.plan.cases.case import ScreeningCase, TestResult
from flows.plan.cases.enums import Symptom, Test
from flows.plan.finding import Finding, note, refer
from flows.plan.red_flags import same_day
from flows.plan.training import NEVER_DONE, WAITS_FOR_NOTHING, strength_weeks, training_goal, weaker
from flows.plan.verdict import Decision, MissingReason, MissingTest, ReferralTo, RunPermission
from flows.rulebook.model import ReadinessTest, RuleBook

PERCENT = 100
BASIC = {"strength", "walk"}  # kinds of tests that those of impact wait for
TESTS = {test.value: test for test in Test}
PASSED = Finding(rule="R-PASS-1", decision=Decision.READY)
REMEMBERED = 2048  # findings on one test; a turn of the screening needs twelve


def readiness(case: ScreeningCase, book: RuleBook) -> tuple[Finding, ...]:
    """What the tests and the strength weeks call for; `ready` by R-PASS-1 when all of them are in order."""
    day = case.days_since_birth
    done = [(test.id, case.tests.get(TESTS[test.id], NEVER_DONE)) for test in book.tests]
    found = [finding for test, result in done for finding in findings_for_test(test, result, day, book)]
    missing = [finding.tests[0] for finding in found if finding.tests]
    if missing:
        begins, impact = _waits(missing, case, book)
        if impact:
            found = [
                f
                for test, result in done
                for f in findings_while_waiting(test, result, day, begins, impact, book)
            ]
        found.extend(_about_waiting(missing, case, book))
        found.append(_not_passed("R-PASS-1"))
    else:
        found.append(PASSED)
    weeks = strength_weeks(case.strength, day, plan_from_day(case.birth, book), book)
    return tuple(found) if weeks is None else (*found, _not_passed("R-FND-5", weeks))


@lru_cache(maxsize=REMEMBERED)
def _not_passed(rule: str, *tests: MissingTest) -> Finding:
    return Finding(rule=rule, decision=Decision.NOT_YET_TESTS, running=RunPermission.OFF, tests=tests)


@lru_cache(maxsize=REMEMBERED)  # the same twelve that she has not done yet come up at every question
def findings_for_test(test_id: str, result: TestResult, day: int, book: RuleBook) -> tuple[Finding, ...]:
    """All findings on one test, on this day since the birth."""
    return tuple(_of_test(book.test(test_id), result, day, book))


@lru_cache(maxsize=REMEMBERED)
def findings_while_waiting(
    test_id: str, result: TestResult, day: int, begins: int, impact: int, book: RuleBook
) -> tuple[Finding, ...]:
    """The same, the test no sooner than in `begins` days, and in `impact` days if it is one of impact."""
    days = impact if book.test(test_id).kind == "impact" else begins
    return tuple(
        replace(finding, tests=tuple(_no_sooner(test, days, day) for test in finding.tests))
        for finding in findings_for_test(test_id, result, day, book)
    )


def _no_sooner(test: MissingTest, days: int, day: int) -> MissingTest:
    days = max(test.retest_in_days, days)
    return replace(test, retest_in_days=days, retest_on_day=day + days)


def _of_test(test: ReadinessTest, result: TestResult, day: int, book: RuleBook) -> Iterator[Finding]:
    """The first that fails it carries the training goal."""
    yield from _stops(result, book)
    failures = tuple(_failures(test, result, book))
    for place, (rule, why) in enumerate(failures):
        goals = (training_goal(test, result, why, rule, day, book),) if place == 0 else ()
        yield _not_passed(rule, *goals)
    if not failures and test.kind == "strength" and uneven(result, book):
        yield note("R-PASS-3")


def _stops(result: TestResult, book: RuleBook) -> Iterator[Finding]:
    """What in a test a professional has to see before any running."""
    felt = set(result.symptoms)
    if not felt.isdisjoint(book.ids("R-POST-6", "urgent")):
        yield same_day("R-POST-6")
    if not felt.isdisjoint(book.ids("R-PASS-4", "symptoms")):
        yield refer("R-PASS-4", ReferralTo.PELVIC_PHYSIO)
    if not felt.isdisjoint(book.ids("R-PASS-5", "symptoms")) or _pain_to_refer(result, book):
        yield refer("R-PASS-5", ReferralTo.SPORTS_PHYSIO)
    if Symptom.BLEEDING_NOT_PERIOD in felt:
        yield refer("R-RED-16", ReferralTo.GP)


def _failures(test: ReadinessTest, result: TestResult, book: RuleBook) -> Iterator[tuple[str, MissingReason]]:
    """Why a test is not passed, the weightiest first; nothing when it is."""
    felt = set(result.symptoms)
    if not felt.isdisjoint(book.ids("R-PASS-4", "symptoms")):
        yield "R-PASS-4", MissingReason.SYMPTOM
    if Symptom.DOMING in felt:
        yield "R-FND-9", MissingReason.SYMPTOM
    if _worst(result) > book.whole("R-PASS-5", "accept"):
        yield "R-PASS-5", MissingReason.PAIN
    if felt:
        yield test.rule, MissingReason.SYMPTOM
    if _unknown(test, result):
        yield "R-PASS-6", MissingReason.NOT_DONE
    elif weaker(test, result) < test.pass_at:
        yield "R-PASS-2", MissingReason.SHORT
        yield test.rule, MissingReason.SHORT
    elif test.kind == "walk" and (result.days_last_7 or 0) < book.whole("R-TEST-5", "days"):
        yield test.rule, MissingReason.TOO_FEW_DAYS
    if result.days_ago is not None and result.days_ago > book.whole("R-PASS-1"):
        yield "R-PASS-1", MissingReason.TOO_LONG_AGO


def _unknown(test: ReadinessTest, result: TestResult) -> bool:
    if test.sided:
        return result.left is None or result.right is None
    return result.value is None or (test.kind == "walk" and result.days_last_7 is None)


def _worst(result: TestResult) -> int:
    return max(result.pain or 0, result.pain_next_morning or 0)


def _pain_to_refer(result: TestResult, book: RuleBook) -> bool:
    """More than a test may hurt, or any pain over the accepted one that is still there the next morning."""
    unsettled = (result.pain_next_morning or 0) > book.whole("R-PASS-5", "accept")
    return unsettled or _worst(result) > book.whole("R-PASS-5", "most")


def uneven(result: TestResult, book: RuleBook) -> bool:
    """Whether one side is further behind the other than R-PASS-3 leaves alone."""
    low, high = sorted((result.left or 0, result.right or 0))
    return (high - low) * PERCENT > high * book.number("R-PASS-3")


def _waits(missing: list[MissingTest], case: ScreeningCase, book: RuleBook) -> tuple[int, int]:
    """In how many days a plan may begin (R-TIME-1, R-TIME-4), and the impact tests, which wait for more (R-PASS-8)."""
    day = case.days_since_birth
    begins = max(plan_from_day(case.birth, book) - day, 0)
    basics = [test.retest_in_days for test in missing if book.test(test.test).kind in BASIC]
    return begins, max((*basics, book.whole("R-PASS-8") - day, begins))


def _about_waiting(missing: list[MissingTest], case: ScreeningCase, book: RuleBook) -> Iterator[Finding]:
    if any(test.why not in WAITS_FOR_NOTHING for test in missing):
        yield _not_passed("R-PASS-7")
    kinds = {book.test(test.test).kind for test in missing}
    early = case.days_since_birth < book.whole("R-PASS-8")
    if "impact" in kinds and (early or kinds & BASIC or _pelvic_signs(case, book)):
        yield _not_passed("R-PASS-8")


def _pelvic_signs(case: ScreeningCase, book: RuleBook) -> bool:
    """Any in daily life or in a test."""
    felt = {*case.symptoms, *(symptom for result in case.tests.values() for symptom in result.symptoms)}
    return not felt.isdisjoint(book.ids("R-PASS-4", "symptoms"))
