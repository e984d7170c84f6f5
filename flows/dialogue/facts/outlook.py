"""What comes next in her plan: the next run, and the first day that is possible for each level to come.

Asks the engine from where she is, as if every session from now on went well. It promises
nothing: each level is decided after each session, by the same engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flows import schedule
from flows.dialogue.facts import build_case
from flows.dialogue.facts.volume import in_reduced_weeks, row_for
from flows.plan.decide import decide
from flows.plan.tracks import level_after_reduced
from flows.plan.verdict import RunPermission
from flows.rulebook.model import Level, RuleBook
from flows.session import Past, Plan, Report, Session, told_sessions

DAY = timedelta(days=1)
WHOLE = 100  # percent
MOST = 12  # sessions at one level before the outlook is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A level, the first day on which a session of it is possible, and the row as she runs it that day."""

    level: int
    on: date
    row: Level


def next_run(session: Session, today: date) -> date | None:
    """The first day after today on which a run may be offered: after the rest, and not the day after a run."""
    plan, report = session.plan, session.report
    assert plan is not None
    if report is not None:
        session = replace(session, plan=_with(plan, report.on, report.level))
    if plan.rest_until is None:
        return schedule.next_session_day(session, today)
    return schedule.next_session_day(session, max(today, schedule.today(session, plan.rest_until)))


def _with(plan: Plan, on: date, level: int) -> Plan:
    return replace(plan, log=(*plan.log, Past(on=on, level=level, outcome="clean")))


def levels_ahead(session: Session, now: datetime, book: RuleBook) -> tuple[Coming, ...]:
    """Her level and each one after it with its first possible day; short of the last where something holds her.

    Nothing where tests or questions come before the next run (R-MISS).
    """
    plan = session.plan
    assert plan is not None
    day, last, held = _first(session, now), len(book.tracks[plan.track]), 0
    session = replace(session, health=replace(session.health, sleep_hours=None, exhausted=None, stress=None))
    coming: dict[int, Coming] = {}
    while day is not None and held < MOST:
        level = _offered(session, plan, day, book)
        if level is None:
            break
        if level not in coming:  # one that comes again after the first weeks keeps its first day
            coming[level] = Coming(level=level, on=day, row=row_for(session, level, day, book))
        if level == last:
            break
        plan = _after(
            session, replace(plan, level=level, missed_from=plan.missed_from or plan.level), day, book
        )
        session = replace(session, plan=plan, report=None)
        held = held + 1 if plan.level == level else 0
        day = schedule.next_session_day(session, day)
    return tuple(coming.values())


def _offered(session: Session, plan: Plan, day: date, book: RuleBook) -> int | None:
    """The level of the session on this day: lower after time away and where half volume ends; `None`: no run."""
    if session.report is not None:
        return plan.level
    away = decide(build_case.missed_time_case(session, day), book)
    if away.running is RunPermission.OFF:
        return None
    level = min(away.next_level or plan.level, plan.level)
    told = told_sessions(plan)
    if told and in_reduced_weeks(session, told[-1].on, book) and not in_reduced_weeks(session, day, book):
        return min(level, level_after_reduced(book.tracks[plan.track][level - 1], plan.track, book))
    return level


def _first(session: Session, now: datetime) -> date | None:
    """The day of the session that is offered, told or still to come today, or else of the next one."""
    today = schedule.today(session, now)
    if session.report is not None:
        return session.report.on
    return today if comes_today(session, now) else next_run(session, today)


def comes_today(session: Session, now: datetime) -> bool:
    """Whether a run is still to be offered today, at her hour or at the hour to which she put it off."""
    today, rest = schedule.today(session, now), session.plan.rest_until if session.plan else None
    rested = rest is None or rest <= now
    open_ = session.rhythm.prompted_on != today or session.rhythm.snoozed_to is not None
    return rested and open_ and schedule.is_session_day(session, today)


def _after(session: Session, plan: Plan, day: date, book: RuleBook) -> Plan:
    """The plan on the morning after a session on this day that went well, as the engine decides it."""
    morning, row = day + DAY, row_for(session, plan.level, day, book)
    at = schedule.instant(session, day, 0)
    report = Report(
        on=day,
        level=plan.level,
        offered_at=at,
        reported_at=at,
        completed=WHOLE,
        pain=0,
        pain_morning=0,
        bleeding="none",
        morning_answered=True,
        before_break=plan.missed_from,
        runs_s=row.runs_s if row.run_s < book.tracks[plan.track][plan.level - 1].run_s else (),
    )
    verdict = decide(build_case.after_session_case(replace(session, report=report), morning, book), book)
    level = verdict.next_level or plan.level
    past = Past(on=day, level=plan.level, outcome="clean", verdict=verdict.decision, runs_s=report.runs_s)
    return replace(
        plan,
        level=level,
        since=morning if level != plan.level else plan.since,
        gained=(*plan.gained, morning) if level > plan.level else plan.gained,
        log=(*plan.log, past),
        rest_until=None,
        missed_from=None,
    )
