"""Before running: what she feels in daily life, her medical history, and what a clinician has said.

Hard items: each stops running until a named professional says yes.

>>> from flows.rulebook import load
>>> case = ScreeningCase(days_since_birth=84, symptoms=(Symptom.HEAVINESS,))
>>> [finding.rule for finding in daily_life(case, load())]
['R-TIME-8', 'R-RED-18', 'R-RSK-4']
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.before_running.birth import floor_day
from flows.plan.cases.case import ScreeningCase
from flows.plan.cases.enums import Risk, Symptom
from flows.plan.finding import Finding, note, refer, suggest_referral
from flows.plan.red_flags import same_day
from flows.plan.verdict import Decision, ReferralTo
from flows.rulebook.model import RuleBook


def daily_life(case: ScreeningCase, book: RuleBook) -> tuple[Finding, ...]:
    """Every hard item, and the soft ones that are worth telling a professional."""
    found = (*_symptoms(case, book), *_history(case))
    stopped = any(finding.decision == Decision.REFER for finding in found)
    return (*found, note("R-RSK-4")) if stopped else found


def _symptoms(case: ScreeningCase, book: RuleBook) -> Iterator[Finding]:
    if not case.symptoms:
        return
    felt = set(case.symptoms)
    if felt & set(book.ids("R-POST-6", "urgent")):
        yield same_day("R-POST-6")
    if case.days_since_birth >= floor_day(book) and felt & set(book.ids("R-TIME-8", "symptoms")):
        yield refer("R-TIME-8", ReferralTo.PELVIC_PHYSIO)
    if felt & set(book.ids("R-RED-18", "symptoms")):
        yield refer("R-RED-18", ReferralTo.PELVIC_PHYSIO)
    if Symptom.BLEEDING_NOT_PERIOD in felt and case.days_since_birth > book.whole("R-RED-16"):
        yield refer("R-RED-16", ReferralTo.GP)
    if felt & set(book.ids("R-POST-6", "signs")):
        yield refer("R-POST-6", ReferralTo.SPORTS_PHYSIO)
    if felt & set(book.ids("R-MED-1", "symptoms")):
        yield refer("R-MED-1", ReferralTo.GP)
    if Symptom.DOMING in felt and case.days_since_birth >= book.whole("R-FND-8"):
        yield suggest_referral("R-FND-8", ReferralTo.PELVIC_PHYSIO)
        yield note("D-12")


def _history(case: ScreeningCase) -> Iterator[Finding]:
    if case.pregnant_again:
        yield refer("R-LEG-7", ReferralTo.GP, clearable=False)
    if case.conditions:
        yield refer("R-MED-1", ReferralTo.GP)
    if case.clinician.told_not_to_run:
        yield refer("R-RSK-4", ReferralTo.GP)
    if Risk.RED_S_SIGNS in case.risk_factors:
        yield refer("R-LIF-3", ReferralTo.GP)
