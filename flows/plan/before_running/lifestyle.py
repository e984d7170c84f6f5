"""Sleep, stress, mood and the soft risks at a screening: nothing here holds running back by itself.

>>> from flows.plan.cases.case import Mood
>>> from flows.rulebook import load
>>> [f.rule for f in lifestyle(ScreeningCase(days_since_birth=90, mood=Mood(two_questions_yes=1)), load())]
['R-LIF-6', 'R-RED-17']
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.cases.case import Lifestyle, ScreeningCase
from flows.plan.finding import Finding, note, suggest_referral
from flows.plan.tracks import pain_factors, sleeps_little, sleeps_too_little_to_run, starts_reduced
from flows.plan.verdict import ReferralTo, RunPermission
from flows.rulebook.model import RuleBook


def lifestyle(case: ScreeningCase, book: RuleBook) -> tuple[Finding, ...]:
    """Notes and referrals beside the decision."""
    return (*load_findings(case.lifestyle, book), *_mood(case), *_risks(case, book))


def load_findings(life: Lifestyle, book: RuleBook) -> Iterator[Finding]:
    """Little sleep and high stress: the level holds, and a walk takes the run's place after very short
    nights.
    """
    if sleeps_little(life.sleep_hours, book):
        short = sleeps_too_little_to_run(life.sleep_hours, book)
        yield Finding(rule="R-LIF-1", running=RunPermission.WALK_ONLY if short else RunPermission.ON)
    if life.stress is not None and life.stress >= book.whole("R-LIF-2"):
        yield note("R-LIF-2")


def weekly_findings(case: ScreeningCase, book: RuleBook) -> tuple[Finding, ...]:
    """What a week of daily life means for the plan: sleep, stress, exhaustion, mood."""
    tired = case.lifestyle.exhausted_most_days or sleeps_little(case.lifestyle.sleep_hours, book)
    rest = (note("R-POST-15"),) if tired else ()
    return (
        *load_findings(case.lifestyle, book),
        *rest,
        *(found for found in _mood(case) if found.rule == "R-LIF-6"),
    )


def _mood(case: ScreeningCase) -> Iterator[Finding]:
    if case.mood.two_questions_yes:
        yield suggest_referral("R-LIF-6", ReferralTo.MENTAL_HEALTH)
        yield note("R-RED-17")


def _risks(case: ScreeningCase, book: RuleBook) -> Iterator[Finding]:
    if pain_factors(case, book) >= book.whole("R-RSK-1"):
        yield suggest_referral("R-RSK-1", ReferralTo.PELVIC_PHYSIO)
    if starts_reduced(case.risk_factors, book):
        yield note("R-RSK-3")
