"""What is kept of a decision after a session, so that it can be taken again from where it was taken."""

from __future__ import annotations

from dataclasses import replace

from flows.plan.verdict import URGENT, Verdict
from flows.session import Judged, Plan, Report, Session


def record_judged(session: Session, verdict: Verdict, level: int) -> Judged | None:
    """The report and the plan before a decision that led to `level`; nothing of a stop, which stays as it is."""
    plan, report = session.plan, session.report
    assert plan is not None and report is not None
    if verdict.decision in URGENT:
        return None
    return Judged(
        report=report,
        plan=replace(plan, gained=(), log=(), rounds=()),
        decision=verdict.decision,
        level=level,
        hours=verdict.resume_after_hours,
        gained=len(plan.gained),
        log=len(plan.log),
        cleared_by=session.health.cleared_by,
        symptoms=session.health.symptoms,
    )


def before(session: Session) -> tuple[Plan, Report]:
    """Her plan as it was before the last decision, with what she chose since, and the report as it is now."""
    plan, judged = session.plan, session.judged
    assert plan is not None and judged is not None
    former = judged.plan
    return (
        replace(
            plan,
            level=former.level,
            since=former.since,
            gained=plan.gained[: judged.gained],
            log=plan.log[: judged.log],
            missed_from=former.missed_from,
            ill=former.ill,
            longer_walks=former.longer_walks,
            rest_until=former.rest_until,
            finished=former.finished,
        ),
        judged.fixed or judged.report,
    )


def is_current(session: Session) -> bool:
    """Whether her plan is still the one that the last decision made, and no other session has begun since."""
    plan, judged, report = session.plan, session.judged, session.report
    if plan is None or judged is None or (report is not None and report.reported_at is not None):
        return False
    cleared = judged.decision == "refer" and session.health.cleared_by is not None
    same = (len(plan.log), plan.level, plan.track) == (judged.log + 1, judged.level, judged.plan.track)
    return same and not cleared
