"""Pelvic-floor signs, bleeding and doming after a session (R-POST-8 to R-POST-13). They beat a pain of 0.

>>> from flows.rulebook import load
>>> case = AfterSessionCase(level=5, signs=(Sign(sign=Symptom.URINE_LEAK, settled_by_next_morning=True),))
>>> [finding.rule for finding in pelvic(case, load())]
['R-POST-8']
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.after_session.session_facts import (
    had,
    morning_answered,
    pain_known,
    pelvic_pain,
    recent,
    settled,
    worst_pain,
)
from flows.plan.cases.case import AfterSessionCase, Sign
from flows.plan.cases.enums import Bleeding, Symptom
from flows.plan.finding import Finding, note, refer, repeat, suggest_referral
from flows.plan.verdict import Decision, ReferralTo, RunPermission
from flows.rulebook.model import RuleBook

__all__ = ["Sign", "pelvic"]


def pelvic(case: AfterSessionCase, book: RuleBook) -> tuple[Finding, ...]:
    """Everything that the pelvic floor, a scar, bleeding or doming calls for."""
    pain = _pain_at(case, book)
    return (
        *_serious(case, pain, book),
        *_leak_or_heaviness(case, pain, book),
        *_bleeding(case, book),
        *_doming(case, book),
    )


def _serious(case: AfterSessionCase, pain: int, book: RuleBook) -> Iterator[Finding]:
    signs = settled(case)
    if not signs.keys().isdisjoint(book.ids("R-POST-10", "signs")) or pain >= book.whole("R-POST-10"):
        yield refer("R-POST-10", ReferralTo.PELVIC_PHYSIO)
        yield refer("R-RED-18", ReferralTo.PELVIC_PHYSIO)
    if Symptom.BACK_PAIN in signs:
        yield refer("R-RED-18", ReferralTo.PELVIC_PHYSIO)
    if case.session.stopped_because is not None and case.session.stopped_because in book.ids(
        "R-PROG-5", "signs"
    ):
        yield repeat("R-PROG-5")


def _pain_at(case: AfterSessionCase, book: RuleBook) -> int:
    """Pain of pelvis or scar, 0 to 10. A sign of it without a number counts as enough to be seen."""
    named = not settled(case).keys().isdisjoint(book.ids("R-POST-10", "pain_signs"))
    if pelvic_pain(case, book) and pain_known(case):
        return max(worst_pain(case), int(named))
    return book.whole("R-POST-10") if named else 0


def _leak_or_heaviness(case: AfterSessionCase, pain: int, book: RuleBook) -> Iterator[Finding]:
    signs = settled(case)
    leaks = [signs[Symptom(name)] for name in book.ids("R-POST-8", "signs") if name in signs]
    mild = 0 < pain < book.whole("R-POST-10")
    again = bool(leaks) and _times(case, "R-POST-9", book.ids("R-POST-8", "signs"), book)
    still = any(gone is False or (gone is None and morning_answered(case)) for gone in leaks)
    if leaks and (again or still or case.level <= book.whole("R-POST-9", "level")):
        yield refer("R-POST-9", ReferralTo.PELVIC_PHYSIO)
        yield refer("R-RED-18", ReferralTo.PELVIC_PHYSIO)
    elif leaks or mild:
        yield Finding(
            rule="R-POST-8",
            decision=Decision.STEP_BACK,
            running=RunPermission.OFF,
            levels=book.whole("R-POST-8", "levels"),
            rest_hours=book.whole("R-POST-8", "hours"),
            to=ReferralTo.PELVIC_PHYSIO,
        )


def _times(case: AfterSessionCase, rule: str, signs: tuple[str, ...], book: RuleBook) -> bool:
    """The sign, this session's counted, in as many of the last sessions as the rule names."""
    before = recent(case, book.whole(rule, "of"), book)
    return 1 + sum(had(past, signs) for past in before) >= book.whole(rule, "sessions")


def _bleeding(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    if Symptom.BLEEDING_NOT_PERIOD in settled(case):
        yield refer("R-POST-12", ReferralTo.GP)
        yield refer("R-RED-16", ReferralTo.GP)
    if case.bleeding == Bleeding.PERIOD:
        yield Finding(rule="R-POST-13", decision=Decision.REPEAT if _knows_heaviness(case, book) else None)


def _knows_heaviness(case: AfterSessionCase, book: RuleBook) -> bool:
    """Heaviness in an earlier session. No case has the day of a period, so each counts as one of the first."""
    return any(had(past, book.ids("R-POST-13", "signs")) for past in case.history)


def _doming(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    if Symptom.DOMING not in settled(case):
        return
    if _times(case, "R-POST-11", book.ids("R-POST-11", "signs"), book):
        levels = book.whole("R-POST-11", "levels")
        yield Finding(rule="R-POST-11", decision=Decision.STEP_BACK, levels=levels)
        yield suggest_referral("R-POST-11", ReferralTo.PELVIC_PHYSIO)
    else:
        yield repeat("R-POST-11")
    yield note("R-FND-9")
