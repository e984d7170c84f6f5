"""What she can ask to see: today, the plan, and how far she has come. In text, without streaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.dialogue.facts import build_case
from flows.dialogue.facts.outlook import Coming, comes_today, levels_ahead, next_run
from flows.dialogue.facts.portions import FIRST, is_open
from flows.dialogue.gate import missed_time
from flows.dialogue.texts.exercises import asked_for_words, free_day, how_text, next_line, walking_line
from flows.dialogue.texts.names import name_of_test
from flows.dialogue.texts.sessions import row_of, session_block, session_words
from flows.dialogue.texts.waiting import asked_words
from flows.dialogue.turn_context import TurnContext
from flows.plan.verdict import RunPermission
from flows.session import Plan, Session, TestRecord
from flows.vocabulary import Text, TextList, text

AHEAD = 3
NOTHING = "progress-nothing"
WITH_EXERCISES = ("today-foundations", "today-free", "today-referred")


def on_hold_text(turn: TurnContext) -> Text | None:
    """Why nothing may be trained now, whatever the plan says; `None` when nothing holds her back."""
    session = turn.session
    phase = session.state.partition(".")[0]
    if session.draft.flag is not None or session.draft.noticed:
        return Text("today-doubt")
    if stack.is_paused_or_stopped(session):
        return Text("today-away")
    if session.health.pregnant:
        return Text("pregnant-again")
    if phase == "referred":
        return text("plan-referred", waiting=asked_words(turn))
    return Text("today-locked") if phase == "locked" else None


def _with_exercises(message: str, turn: TurnContext) -> Text:
    return Text(message, tuple(sorted(asked_for_words(turn).items())))


def how_to(turn: TurnContext) -> Text:
    """How today's exercises are done; what /today says where there are none."""
    today = today_text(turn)
    return how_text(turn) if today.id in WITH_EXERCISES else today


def today_text(turn: TurnContext) -> Text:
    """What today holds, without asking anything."""
    session = turn.session
    held = on_hold_text(turn)
    if held is not None:
        return _with_exercises("today-referred", turn) if held.id == "plan-referred" else held
    phase = session.state.partition(".")[0]
    if phase in ("new", "declined"):
        return Text("today-not-begun")
    if any(is_open(session, state) for state in FIRST.asks):
        return Text("today-unfinished")
    if session.state == "readiness.overnight":
        return text("today-tested", waiting=asked_words(turn))
    if session.state == "checkin.overnight":
        return text("today-reported", date=_next(turn))
    if phase == "checkin":
        return Text("today-check")
    if phase == "programme" and session.plan is not None and session.plan.per_week is not None:
        return _today_in_plan(turn)
    if phase in ("programme", "comeback") or (phase == "readiness" and session.state != "readiness.invite"):
        return Text("today-question")
    return _with_exercises("today-foundations", turn)


def _next(turn: TurnContext) -> date:
    """The day of the next run that is possible; with no day named for it, today."""
    return next_run(turn.session, turn.today) or turn.today


def _today_in_plan(turn: TurnContext) -> Text:
    session = turn.session
    plan = session.plan
    assert plan is not None
    if session.state == "programme.resting":
        until = schedule.local(session, plan.rest_until or turn.now).date()
        return text("today-resting", until=until, date=_next(turn))
    if session.state in ("programme.yesterday", "programme.still"):
        return Text("today-question")
    if missed_time(turn).running is RunPermission.OFF:
        return _again(turn, plan)
    to_come = comes_today(session, turn.now)
    if schedule.is_session_day(session, turn.today) and missed_time(turn).running is RunPermission.WALK_ONLY:
        walk = walking_line(session, turn.today, turn.book)
        hours = turn.book.whole("R-LIF-1", "walk_below")
        return text("today-walk", walk=walk, hours=hours, next=next_line(turn))
    if to_come or (session.report is not None and session.report.on == turn.today):
        when = text("today-comes", time=_hour(session)) if to_come else Text("today-came")
        return Text("today-session", tuple(sorted({**session_words(turn), "when": when}.items())))
    block = session_block(row_of(turn))
    return text("today-free", next=next_line(turn, block), what=free_day(turn))


def _again(turn: TurnContext, plan: Plan) -> Text:
    """So long without a session that questions or tests come before the next one."""
    return text("plan-again", weeks=plan.track, level=plan.level, levels=len(turn.book.tracks[plan.track]))


def _hour(session: Session) -> time:
    """When today's prompt comes: at her hour, or at the one to which she put it off."""
    if session.rhythm.snoozed_to is not None:
        return schedule.local(session, session.rhythm.snoozed_to).time()
    return schedule.clock_time(session.profile.prompt_minute or 0)


def plan_text(turn: TurnContext) -> Text:
    """Where the plan stands and what comes next; before there is one, what is missing."""
    session = turn.session
    held = on_hold_text(turn)
    if held is not None:
        return held
    plan = session.plan
    phase = session.state.partition(".")[0]
    if plan is not None and plan.per_week is not None and phase in ("programme", "checkin"):
        return _plan_running(turn, plan)
    if session.profile.birth_date is None:
        return Text("plan-none")
    if plan is not None and plan.per_week is not None:
        levels = len(turn.book.tracks[plan.track])
        waits = asked_words(turn)
        return text("plan-waits", weeks=plan.track, level=plan.level, levels=levels, waiting=waits)
    days, loss = build_case.days_since_birth(session, turn.today), "yes" if session.profile.loss else "no"
    return text("plan-ahead", days=days, loss=loss, waiting=asked_words(turn))


def _plan_running(turn: TurnContext, plan: Plan) -> Text:
    """The level, the next ones with the first day that is possible for each, and the end."""
    session, book, rows = turn.session, turn.book, turn.book.tracks[plan.track]
    if plan.finished:
        return text("plan-finished", block=session_block(row_of(turn, plan.level)), date=_next(turn))
    coming = levels_ahead(session, turn.now, book)
    if not coming:
        return _again(turn, plan)
    if session.report is not None and session.report.reported_at is not None:
        coming = (replace(coming[0], on=_next(turn)), *coming[1:])  # today's is told already
    shown = tuple(_level(one) for one in coming[: AHEAD + 1])
    end = coming[-1]
    return text(
        "plan-running",
        weeks=plan.track,
        level=coming[0].level,
        levels=len(rows),
        sessions=plan.per_week or 0,
        clean=book.whole("R-PROG-1"),
        days=book.whole("R-DAY-8")
        if plan.per_week == build_case.SLOW_WEEK
        else book.whole("R-PROG-1", "days"),
        coming=TextList(shown),
        date=coming[0].on,
        end=_level(end, "plan-end") if end.level == len(rows) else Text("plan-end-open"),
    )


def _level(one: Coming, words: str = "plan-level") -> Text:
    return text(words, level=one.level, block=session_block(one.row), date=one.on)


def progress_texts(turn: TurnContext) -> tuple[Text, ...]:
    """Sessions, clean ones, the level, and the tests."""
    session, book = turn.session, turn.book
    tests = test_lines(session)
    plan = session.plan
    if plan is None or plan.per_week is None:
        words = text("progress-tests", tests=TextList(tests)) if tests else Text(NOTHING)
        return (words,)
    clean = sum(past.outcome == "clean" for past in plan.log)
    return (
        text(
            "progress-plan",
            sessions=len(plan.log),
            clean=clean,
            level=plan.level,
            levels=len(book.tracks[plan.track]),
            block=session_block(row_of(turn)),
        ),
    )


def test_lines(session: Session) -> tuple[Text, ...]:
    """The last result of each readiness test."""
    return tuple(
        text("progress-test", test=name_of_test(record.test), result=_result(record))
        for record in build_case.latest_tests(session)
    )


def _result(record: TestRecord) -> Text:
    if record.left is not None:
        return text("result-sides", left=record.left, right=record.right if record.right is not None else "?")
    return text("result-count", value=record.value or 0)
