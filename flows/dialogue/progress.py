"""What she can ask to see: today, the plan, and how far she has come. In text, without streaks.

>>> today_text(cursor).id  # doctest: +SKIP
'today-foundations'
"""

from __future__ import annotations

from datetime import timedelta

from flows.dialogue import cases, layers
from flows.dialogue.cursor import Cursor
from flows.dialogue.gate import missed_time
from flows.dialogue.portions import FIRST, is_open
from flows.dialogue.words import (
    foundation_words,
    name_of_test,
    row_of,
    session_block,
    session_words,
    walking_line,
)
from flows.plan import calendar
from flows.plan.verdict import Running
from flows.session import Session, TestRecord
from flows.vocabulary import Several, Text, text

AHEAD = 3
NOTHING = "progress-nothing"


def held_text(cursor: Cursor) -> Text | None:
    """Why nothing may be trained now, whatever the plan says; `None` when nothing holds her back."""
    session = cursor.session
    phase = session.state.partition(".")[0]
    if session.draft.flag is not None or session.draft.noticed:
        return Text("today-doubt")
    if layers.is_away(session):
        return Text("today-away")
    return Text(f"today-{phase}") if phase in ("locked", "referred") else None


def today_text(cursor: Cursor) -> Text:
    """What today holds, without asking anything."""
    session = cursor.session
    held = held_text(cursor)
    if held is not None:
        return held
    phase = session.state.partition(".")[0]
    if phase in ("new", "declined") or any(is_open(session, state) for state in FIRST.asks):
        return Text("today-unfinished")
    if phase == "checkin" or session.state == "readiness.overnight":
        return Text("today-check")
    if phase == "programme" and session.plan is not None and session.plan.per_week is not None:
        return _today_in_plan(cursor)
    if phase in ("readiness", "programme"):
        return Text("today-question")
    return Text("today-foundations", tuple(sorted(foundation_words(cursor).items())))


def _today_in_plan(cursor: Cursor) -> Text:
    session = cursor.session
    plan = session.plan
    assert plan is not None
    if session.state in ("programme.resting", "programme.still"):
        return text("today-resting", until=calendar.local(session, plan.rest_until or cursor.now).date())
    if session.state == "programme.yesterday":
        return Text("today-question")
    following = calendar.next_session_day(session, cursor.today) or cursor.today
    if calendar.is_session_day(session, cursor.today) and missed_time(cursor).running is Running.WALK_ONLY:
        return text("today-walk", walk=walking_line(session, cursor.today, cursor.book), date=following)
    offered = session.report is not None and session.report.on == cursor.today
    still_to_come = (
        calendar.is_session_day(session, cursor.today) and session.rhythm.prompted_on != cursor.today
    )
    if offered or still_to_come:
        return Text("today-session", tuple(sorted(session_words(cursor).items())))
    return text("today-free", date=following, block=session_block(row_of(cursor)))


def plan_text(cursor: Cursor) -> Text:
    """Where the plan stands and what comes next; before there is one, what is missing."""
    session, book = cursor.session, cursor.book
    held = held_text(cursor)
    if held is not None:
        return held
    plan, born = session.plan, session.profile.birth_date
    if plan is not None and plan.per_week is not None:
        rows = book.tracks[plan.track]
        if plan.finished:
            following = calendar.next_session_day(session, cursor.today) or cursor.today
            return text("plan-finished", block=session_block(row_of(cursor, plan.level)), date=following)
        coming = tuple(
            text("plan-level", level=level, block=session_block(row_of(cursor, level)))
            for level in range(plan.level, min(plan.level + AHEAD, len(rows)) + 1)
        )
        return text(
            "plan-running",
            weeks=plan.track,
            level=plan.level,
            levels=len(rows),
            sessions=plan.per_week,
            coming=Several(coming),
            date=calendar.next_session_day(session, cursor.today) or cursor.today,
        )
    if born is None:
        return Text("plan-none")
    floor = born + timedelta(days=book.whole("R-TIME-2"))
    return text("plan-ahead", date=floor, days=cases.days_since_birth(session, cursor.today))


def progress_texts(cursor: Cursor) -> tuple[Text, ...]:
    """Sessions, clean ones, the level, and the tests."""
    session, book = cursor.session, cursor.book
    tests = test_lines(session)
    plan = session.plan
    if plan is None or plan.per_week is None:
        words = text("progress-tests", tests=Several(tests)) if tests else Text(NOTHING)
        return (words,)
    clean = sum(past.outcome == "clean" for past in plan.log)
    return (
        text(
            "progress-plan",
            sessions=len(plan.log),
            clean=clean,
            level=plan.level,
            levels=len(book.tracks[plan.track]),
            block=session_block(row_of(cursor)),
        ),
    )


def test_lines(session: Session) -> tuple[Text, ...]:
    """The last result of each readiness test."""
    return tuple(
        text("progress-test", test=name_of_test(record.test), result=_result(record))
        for record in cases.latest_tests(session)
    )


def _result(record: TestRecord) -> Text:
    if record.left is not None:
        return text("result-sides", left=record.left, right=record.right if record.right is not None else "?")
    return text("result-count", value=record.value or 0)
