"""The threshold: the longest run before the first symptom caps the runs that follow (R-THR).

>>> from flows.plan.case import SessionDone
>>> from flows.rulebook import load
>>> case = AfterSessionCase(level=10, session=SessionDone(longest_run_before_symptom_s=100))
>>> [(finding.longest_run_s, finding.next_level) for finding in threshold(case, load())]
[(80, 8)]
"""

from __future__ import annotations

from flows.plan.case import AfterSessionCase
from flows.plan.finding import Finding, refer
from flows.plan.report import settled
from flows.plan.tracks import row_with_at_most, rows_of
from flows.plan.verdict import Decision, To
from flows.rulebook.model import Book

PERCENT = 100


def threshold(case: AfterSessionCase, book: Book) -> tuple[Finding, ...]:
    """The cap that follows from this session, when the length of the run before the first symptom is
    known.
    """
    reached = case.session.longest_run_before_symptom_s
    if reached is None:
        return ()
    longest = reached * book.whole("R-THR", "share") // PERCENT
    total = _run_before(case, book)
    level = min(row_with_at_most(book, case.track, total, longest), case.level)
    cap = Finding(
        rule="R-THR",
        decision=Decision.STEP_BACK if level < case.level else Decision.REPEAT,
        levels=book.whole("R-THR", "levels"),
        next_level=level,
        threshold_s=reached,
        longest_run_s=longest,
        run_s=total,
    )
    return (cap, refer("R-THR", _whom(case, book))) if reached < book.whole("R-THR", "least_s") else (cap,)


def _run_before(case: AfterSessionCase, book: Book) -> int:
    """The running of the session up to where it ended, in seconds: all of the row when the share is not
    known.
    """
    rows = rows_of(book, case.track)
    done = case.session.completed_percent
    return int(rows[case.level - 1].run_s * (PERCENT if done is None else done) / PERCENT)


def _whom(case: AfterSessionCase, book: Book) -> To:
    pelvic = settled(case).keys() & set(book.ids("R-PROG-5", "signs"))
    return To.PELVIC_PHYSIO if pelvic or not settled(case) else To.SPORTS_PHYSIO
