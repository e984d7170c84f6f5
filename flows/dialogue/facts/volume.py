"""How much of a row she runs: half of it in the first weeks of R-RSK-3, and never a jump over the cap of R-PROG-4.

A row may be lessened for her; then what a session really held is kept with it, and the next week grows from that.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flows.plan.tracks import highest_level_within, reduced_level, starts_reduced, with_at_most
from flows.rulebook.model import Level, RuleBook
from flows.session import Past, Plan, Session, told_sessions

DAYS_A_WEEK = 7
PERCENT = 100


def in_reduced_weeks(session: Session, day: date, book: RuleBook) -> bool:
    """Whether that day lies in the first weeks of R-RSK-3, which her first session begins."""
    plan = session.plan
    if plan is None or not starts_reduced(session.health.risks or (), book):
        return False
    told = told_sessions(plan)
    first = told[0].on if told else day
    return (day - first).days < book.whole("R-RSK-3", "weeks") * DAYS_A_WEEK


def row_for(session: Session, level: int, day: date, book: RuleBook) -> Level:
    """The row of her track at that level, as she runs it on that day."""
    plan = session.plan
    assert plan is not None
    row = book.tracks[plan.track][level - 1]
    if not starts_reduced(session.health.risks or (), book):
        return row
    if in_reduced_weeks(session, day, book):
        row = reduced_level(row, book)
    run_s, longest_s = _limits(session, plan, day, book)
    return with_at_most(row, run_s, longest_s, book)


def _limits(session: Session, plan: Plan, day: date, book: RuleBook) -> tuple[int, int]:
    """The most running of one session and the longest run, in seconds: the best clean ones of the weeks before and the
    caps of her track. The rows' own steps obey the caps, so only her rows are held to them that are lessened.
    """
    week_ago = day - timedelta(days=DAYS_A_WEEK)
    clean = [past for past in plan.log if past.outcome == "clean" and past.on <= week_ago]
    held = [row_of_past(session, plan, past, book) for past in clean]
    if not held:
        first = reduced_level(book.tracks[plan.track][0], book)
        return first.run_s, first.longest_s
    return (
        _grown(max(row.run_s for row in held), book.whole("R-PROG-4", f"track_{plan.track}")),
        _grown(max(row.longest_s for row in held), book.whole("R-PROG-4", f"longest_{plan.track}")),
    )


def _grown(seconds: int, percent: int) -> int:
    return seconds * (PERCENT + percent) // PERCENT


def row_of_past(session: Session, plan: Plan, past: Past, book: RuleBook) -> Level:
    """The row of an earlier session, as she had it."""
    row = book.tracks[plan.track][past.level - 1]
    if past.runs_s:
        return replace(row, runs_s=past.runs_s)
    return reduced_level(row, book) if in_reduced_weeks(session, past.on, book) else row


def level_for_more(plan: Plan, before: int | None, book: RuleBook) -> int:
    """The level at which so many sessions a week hold no more running than `before` of them and the cap of a week."""
    if before is None or plan.per_week is None or plan.per_week <= before or not told_sessions(plan):
        return plan.level
    now = book.tracks[plan.track][plan.level - 1].run_s * before
    best = _best_week_s(plan, before, book)
    week = _grown(now if best is None else min(now, best), book.whole("R-PROG-4", f"track_{plan.track}"))
    return min(plan.level, highest_level_within(book, plan.track, week // plan.per_week))


def _best_week_s(plan: Plan, sessions: int, book: RuleBook) -> int | None:
    """The most running, in seconds, of any seven days with at least so many sessions; `None` before there are any."""
    told = told_sessions(plan)
    weeks = ([past for past in told if 0 <= (last.on - past.on).days < DAYS_A_WEEK] for last in told)
    rows = book.tracks[plan.track]
    return max(
        (
            sum(sum(past.runs_s) or rows[past.level - 1].run_s for past in week)
            for week in weeks
            if len(week) >= sessions
        ),
        default=None,
    )
