"""Time since the birth and the kind of birth: the gates that no test replaces (R-TIME).

>>> from flows.rulebook import load
>>> [finding.rule for finding in birth(ScreeningCase(days_since_birth=83, postnatal_check_done=True), load())]
['R-TIME-2', 'R-TIME-3', 'R-PASS-6']
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flows.plan.cases.case import Birth, ScreeningCase
from flows.plan.cases.enums import BirthType
from flows.plan.finding import Finding, note, refer, suggest_referral
from flows.plan.verdict import Decision, ReferralTo, RunPermission
from flows.rulebook.model import RuleBook


def birth(case: ScreeningCase, book: RuleBook) -> tuple[Finding, ...]:
    """All that time and the kind of birth call for."""
    return (*_time(case, book), *_kind(case, book))


def floor_day(book: RuleBook) -> int:
    """The first day on which anybody runs with this coach."""
    return book.whole("R-TIME-2")


def plan_from_day(known: Birth, book: RuleBook) -> int:
    """The first day for exercises to a plan: later after a caesarean, and where the kind of birth is not known."""
    first = book.whole("R-TIME-1")
    if known.type in (None, BirthType.CAESAREAN):
        return max(first, book.whole("R-TIME-4", "plan_from_day"))
    return first


def _time(case: ScreeningCase, book: RuleBook) -> Iterator[Finding]:
    day, floor = case.days_since_birth, floor_day(book)
    if day < floor:
        yield _not_yet("R-TIME-2", floor)
        if case.postnatal_check_done:
            yield note("R-TIME-3")
    if day < book.whole("R-TIME-1"):
        yield _not_yet("R-TIME-1", floor)
    elif not case.postnatal_check_done:
        yield _not_yet("R-TIME-1", max(floor, day))
        yield suggest_referral("R-TIME-1", ReferralTo.GP)
    if day >= book.whole("R-TIME-9"):
        yield note("R-TIME-9")


@lru_cache  # the floor is the same for everybody
def _not_yet(rule: str, ready_on_day: int) -> Finding:
    return Finding(
        rule=rule, decision=Decision.NOT_YET_TIME, running=RunPermission.OFF, ready_on_day=ready_on_day
    )


def _kind(case: ScreeningCase, book: RuleBook) -> Iterator[Finding]:
    """The kind of birth. What can only be judged once it is time for running is asked from the floor on."""
    known, clinician = case.birth, case.clinician
    due = case.days_since_birth >= floor_day(book)
    if known.type is None:
        yield Finding(rule="R-PASS-6", decision=Decision.NOT_YET_TESTS, running=RunPermission.OFF)
    if known.type == BirthType.CAESAREAN:
        yield note("R-TIME-4")
        if due and not (known.wounds_healed and clinician.cleared):
            yield refer("R-TIME-4", ReferralTo.GP, clearable=False)
    elif due and known.wounds_healed is False:
        yield refer("R-TIME-5", ReferralTo.GP, clearable=False)
    if _severe(known, book) and not (clinician.cleared and clinician.pelvic_physio_seen):
        yield refer("R-TIME-6", ReferralTo.PELVIC_PHYSIO, clearable=False)
    if needs_care(known, book) and not _severe(known, book):
        yield suggest_referral("R-TIME-5", ReferralTo.PELVIC_PHYSIO)


def _severe(known: Birth, book: RuleBook) -> bool:
    return known.tear_degree is not None and known.tear_degree >= book.whole("R-TIME-6", "tear_from")


def needs_care(known: Birth, book: RuleBook) -> bool:
    """Forceps or vacuum, an episiotomy, or a tear that was deep or of unknown depth (R-TIME-5)."""
    if known.type == BirthType.ASSISTED or known.episiotomy:
        return True
    if known.tear_degree is None:
        return known.type == BirthType.VAGINAL
    return known.tear_degree >= book.whole("R-TIME-5", "tear_from")
