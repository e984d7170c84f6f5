"""Which days carry a session: after she moved one to another day, with a day of rest after each run, and never more
sessions in seven days than her plan has in a week.

Her weekdays are in the schedule.

>>> from flows.session import Rhythm
>>> monday, tuesday = date(2026, 6, 15), date(2026, 6, 16)
>>> carries(Rhythm(moved_from=monday, moved_to=tuesday), monday, regular=True)
False
"""

from __future__ import annotations

from datetime import date, timedelta

from flows.session import Rhythm, Session, told_sessions

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def carries(rhythm: Rhythm, day: date, *, regular: bool) -> bool:
    """Whether the day has a session; `regular`: it has one when nothing is moved. A moved session keeps a free day
    before and after it.
    """
    if rhythm.moved_to is None or day == rhythm.moved_to:
        return regular or day == rhythm.moved_to
    return regular and day != rhythm.moved_from and abs(day - rhythm.moved_to) != DAY


def rested(session: Session, day: date) -> bool:
    """Whether the day before was free of running, as far as she has told."""
    plan, report = session.plan, session.report
    yesterday = day - DAY
    told = report is not None and report.reported_at is not None and report.on == yesterday
    return not told and (plan is None or all(past.on < yesterday for past in plan.log))


def week_is_full(session: Session, day: date) -> bool:
    """Whether a run on that day would be one too many in seven days: more than her plan has a week, and more than she
    has had in any seven days before (R-PROG-4).
    """
    plan = session.plan
    if plan is None or plan.per_week is None:
        return False
    before = sessions_before(session, day)
    days = _days_of_sessions(session)
    return before >= plan.per_week and before >= max(_in_the_week_to(one, days) for one in days)


def sessions_before(session: Session, day: date) -> int:
    """How many sessions she told of in the six days before that day."""
    return _in_the_week_to(day, _days_of_sessions(session) - {day})


def _days_of_sessions(session: Session) -> set[date]:
    plan, report = session.plan, session.report
    days = set() if plan is None else {past.on for past in told_sessions(plan)}
    told = report is not None and report.reported_at is not None
    return days | {report.on} if told and report is not None else days


def _in_the_week_to(last: date, days: set[date]) -> int:
    return sum(last - WEEK < day <= last for day in days)
