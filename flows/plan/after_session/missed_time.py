"""Time away and illness: the plan comes back to meet her (R-MISS, R-ILL, R-PROG-6).

>>> from flows.rulebook import load
>>> case = AfterSessionCase(level=10, track=20, days_since_last_session=15)
>>> [finding.next_level for finding in missed_time(case, load())]
[4]
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.after_session.session_facts import nothing_done
from flows.plan.cases.case import AfterSessionCase
from flows.plan.cases.enums import Illness, RedFlag
from flows.plan.finding import Finding, note, repeat
from flows.plan.red_flags import same_day
from flows.plan.tracks import highest_level_within, levels_of
from flows.plan.training import NEVER_DONE, training_goal
from flows.plan.verdict import Decision, MissingReason, MissingTest, RunPermission
from flows.rulebook.model import RuleBook

PERCENT = 100


def missed_time(case: AfterSessionCase, book: RuleBook) -> tuple[Finding, ...]:
    """What the gap since the last session calls for."""
    gap = case.days_since_last_session
    if gap is None:
        return ()
    if gap > book.whole("R-MISS", "usual") or nothing_done(case):
        return tuple(_away(case, gap, book))
    if gap <= book.whole("R-PROG-6"):
        return (repeat("R-PROG-6"),)
    return ()


def _away(case: AfterSessionCase, gap: int, book: RuleBook) -> Iterator[Finding]:
    if gap > book.whole("R-MISS", "fifty"):
        level = book.whole("R-MISS", "restart")
        yield Finding(
            rule="R-MISS", decision=Decision.PAUSE, running=RunPermission.OFF, next_level=level, rescreen=True
        )
        return
    level = _level_from(case.level, case, gap, book)
    if gap <= book.whole("R-MISS", "same") or _taken_already(case, gap, book):
        yield repeat("R-MISS")
    else:
        tests = _tests_again(case, gap, book)
        yield Finding(
            rule="R-MISS",
            decision=Decision.STEP_BACK,
            running=RunPermission.OFF if tests else RunPermission.ON,
            levels=max(case.level - level, book.whole("R-MISS", "levels")),
            next_level=level,
            tests=tests,
        )
        yield from (note(test.rule) for test in tests)


def _level_from(level: int, case: AfterSessionCase, gap: int, book: RuleBook) -> int:
    """The level to come back to from `level` after a gap of so many days; never above `level`, never
    below 1.
    """
    if gap <= book.whole("R-MISS", "back_one"):
        return max(level - book.whole("R-MISS", "levels"), 1)
    share = "share_sixty" if gap <= book.whole("R-MISS", "sixty") else "share_fifty"
    ran = case.history[-1].level if nothing_done(case) and case.history else None
    former = levels_of(book, case.track)[min(level, ran or level) - 1].run_s
    return min(highest_level_within(book, case.track, former * book.whole("R-MISS", share) / PERCENT), level)


def _taken_already(case: AfterSessionCase, gap: int, book: RuleBook) -> bool:
    """The step back was made before this session: from the level before the break it leads to this one, or higher.

    A break is counted once (R-BACK): a session without symptoms never lowers the level.
    """
    if nothing_done(case):
        return False
    last = len(levels_of(book, case.track))
    if case.level_before_break is not None:
        return case.level <= _level_from(min(case.level_before_break, last), case, gap, book)
    if not case.history or case.history[-1].level is None:
        return False
    former = min(case.history[-1].level, last)
    return former > case.level == _level_from(former, case, gap, book)


def _tests_again(case: AfterSessionCase, gap: int, book: RuleBook) -> tuple[MissingTest, ...]:
    """The tests to pass again after a long gap, strength first; none after a short one."""
    if gap <= book.whole("R-MISS", "sixty"):
        return ()
    long = gap > book.whole("R-MISS", "strength_after")
    names = (*(book.ids("R-MISS", "strength_tests") if long else ()), *book.ids("R-MISS", "tests"))
    tests = [book.test(name) for name in names]
    return tuple(
        training_goal(test, NEVER_DONE, MissingReason.AFTER_A_BREAK, test.rule, case.days_since_birth, book)
        for test in tests
    )


def illness(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """Ill: no running until well for long enough; a head cold leaves room for something easy."""
    ill = set(case.illness)
    if Illness.MASTITIS in ill:
        yield same_day("R-RED-14")
    long = ill & set(book.ids("R-ILL", "long_rest"))
    if long or ill & set(book.ids("R-ILL", "rest")):
        lengthy = (case.days_since_last_session or 0) > book.whole("R-ILL", "days")
        yield Finding(
            rule="R-ILL",
            decision=Decision.PAUSE,
            running=RunPermission.OFF,
            rest_hours=book.whole("R-ILL", "fever_hours" if long else "hours"),
            next_level=max(case.level - book.whole("R-ILL", "levels"), 1) if lengthy else case.level,
            asks=_fever_unknown(case),
        )
    elif ill:
        yield repeat("R-ILL")


def _fever_unknown(case: AfterSessionCase) -> str | None:
    """She says fever and no temperature is known: whether it is a red flag has to be asked."""
    return RedFlag.FEVER if Illness.FEVER in case.illness and case.temperature_c is None else None
