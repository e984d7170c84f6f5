"""How much of a row she runs: half of it in the first weeks of R-RSK-3, and never a jump over the cap of R-PROG-4.

A row may be lessened for her; then what a session really held is kept with it, and the next week grows from that.

>>> from flows.session import new
>>> run_limit(new(name="Ana", locale="en"), date(2026, 3, 2), book)  # doctest: +SKIP
"""

from __future__ import annotations

from datetime import date, timedelta

from flows.plan.tracks import lessened, starts_with_less, with_at_most
from flows.rulebook.model import Book, Row
from flows.session import Past, Plan, Session

DAYS_A_WEEK = 7
PERCENT = 100


def runs_less(session: Session, day: date, book: Book) -> bool:
    """Whether that day lies in the first weeks of R-RSK-3, which her first session begins."""
    plan = session.plan
    if plan is None or not starts_with_less(session.health.risks or (), book):
        return False
    told = told_sessions(plan)
    first = told[0].on if told else day
    return (day - first).days < book.whole("R-RSK-3", "weeks") * DAYS_A_WEEK


def row_for(session: Session, level: int, today: date, book: Book) -> Row:
    """The row of her track at that level, as she runs it on this day."""
    plan = session.plan
    assert plan is not None
    row = book.tracks[plan.track][level - 1]
    if runs_less(session, today, book):
        row = lessened(row, book)
    limit = run_limit(session, today, book)
    return row if limit is None else with_at_most(row, limit, book)


def run_limit(session: Session, today: date, book: Book) -> int | None:
    """The most running of one session, in seconds: the best clean week before this one and the cap of her track.

    `None` where no rule lessens her rows: their own steps obey the cap.
    """
    plan = session.plan
    if plan is None or not starts_with_less(session.health.risks or (), book):
        return None
    week_ago = today - timedelta(days=DAYS_A_WEEK)
    clean = [past for past in plan.log if past.outcome == "clean"]
    best = [run_s_of(session, plan, past, book) for past in clean if past.on <= week_ago]
    if not best:
        return lessened(book.tracks[plan.track][0], book).run_s
    return max(best) * (PERCENT + book.whole("R-PROG-4", f"track_{plan.track}")) // PERCENT


def run_s_of(session: Session, plan: Plan, past: Past, book: Book) -> int:
    """The running that a session held, in seconds."""
    if past.run_s is not None:
        return past.run_s
    row = book.tracks[plan.track][past.level - 1]
    return lessened(row, book).run_s if runs_less(session, past.on, book) else row.run_s


def told_sessions(plan: Plan) -> tuple[Past, ...]:
    """The sessions that she told of; an offer without an answer is none."""
    return tuple(past for past in plan.log if past.verdict or past.outcome != "unknown")
