"""The screening: every gate between her and a first run. `ready` only when each one is known and passed.

>>> from flows.rulebook import load
>>> {f.rule for f in screening_findings(ScreeningCase(days_since_birth=83), load())} >= {"R-TIME-2", "R-PASS-6"}
True
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.before_running.birth import birth
from flows.plan.before_running.daily_life import daily_life
from flows.plan.before_running.lifestyle import lifestyle
from flows.plan.before_running.readiness import readiness
from flows.plan.cases.case import ScreeningCase
from flows.plan.cases.enums import RedFlag
from flows.plan.finding import Finding, note
from flows.plan.red_flags import red_flags
from flows.plan.tracks import levels_of, propose_track, reduced_level, starts_reduced
from flows.plan.verdict import Decision
from flows.rulebook.model import RuleBook


def screening_findings(
    case: ScreeningCase, book: RuleBook, heard: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Every rule that fires on a screening; `heard` are red flags that her words clearly name."""
    harm = (RedFlag.SELF_HARM_THOUGHTS,) if case.mood.self_harm_thoughts else ()
    found = (
        *red_flags((*case.red_flags, *harm, *heard), case.temperature_c, book),
        *birth(case, book),
        *daily_life(case, book),
        *readiness(case, book),
        *lifestyle(case, book),
    )
    if case.clinician.cleared:
        found = _cleared(found)
    if all(finding.decision in (None, Decision.READY) for finding in found):
        choice = propose_track(case, book)
        found = (
            *found,
            Finding(rule="R-RSK-2", choice=choice),
            *_less_at_first(case, choice.track, book),
        )
    return found


def _less_at_first(case: ScreeningCase, track: int, book: RuleBook) -> Iterator[Finding]:
    """How much the first sessions hold where it is less than the first row says."""
    if starts_reduced(case.risk_factors, book):
        yield Finding(rule="R-RSK-3", run_s=reduced_level(levels_of(book, track)[0], book).run_s)


def _cleared(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A named professional's yes lifts what a professional can lift, and it is noted who may do that."""
    kept = tuple(
        finding for finding in found if not (finding.clearable and finding.decision == Decision.REFER)
    )
    return kept if len(kept) == len(found) else (*kept, note("R-RSK-4"))
