"""`/log`: a session of the last days, or a run of her own; then the check of every session (R-LOG).

A run of her own is measured against the row of her level: it counts for the day of rest, and is clean only when it was
no more than that and nearly all of it. Where running is not open it is kept without blame.

>>> [row.dest for row in ROWS if row.source == "aside.log_longest"]
['aside.closed']
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flows.dialogue import layers, noticing
from flows.dialogue.checkin import RUN_BUTTONS
from flows.dialogue.cursor import Cursor, chose, row, say
from flows.dialogue.cursor import Row as TableRow
from flows.dialogue.fix import ALL, SHARES
from flows.dialogue.gate import missed_time, screening_verdict, told
from flows.dialogue.layers import CLOSED
from flows.dialogue.programme import so_late
from flows.dialogue.questions import Choice, Listed, Number, Question
from flows.dialogue.volume import row_for
from flows.dialogue.words import WHY, reason_lines
from flows.plan import calendar
from flows.plan.verdict import Running
from flows.records import replace
from flows.rulebook.model import Row
from flows.session import Past, Report, Session, with_draft, with_plan
from flows.vocabulary import Option, Text, text

RULE = "R-LOG"
OPEN = (
    "programme.home",
    "programme.short",
    "programme.offered",
    "programme.later",
    "programme.yesterday",
)
RESTING = ("programme.resting", "programme.still")
BEGUN = ("checkin", "programme", "readiness", "foundations", "referred", "locked")
LONGEST_DAY = 6 * 60 * 60
TOTALS = (300, 600, 900, 1200, 1800, 2700)
PERCENT = 100
DAYS = 3  # today and the `days` of R-LOG: a list of buttons sees no book


def open_log(cursor: Cursor) -> None:
    """`/log`: which run it was; where running is not open, why it is not advised yet, and how she is."""
    session = cursor.session
    phase = session.state.partition(".")[0]
    cursor.again = True
    if layers.is_away(session) or phase not in BEGUN or session.draft.flag is not None:
        cursor.say(Text("log-later"))
    elif phase == "checkin":
        cursor.say(Text("log-in-check"))
    elif session.state not in OPEN or _long_away(cursor):
        _keep_without_blame(cursor)
    elif days_left(session, cursor.today):
        cursor.session = layers.cover(session, "aside.log")
    else:
        cursor.say(Text("log-no-day"))


def _long_away(cursor: Cursor) -> bool:
    """So long without a session that warning signs and tests come first again (R-MISS)."""
    return missed_time(cursor).running is Running.OFF


def _keep_without_blame(cursor: Cursor) -> None:
    """She ran though running is not open: no blame, the reason, and what she notices."""
    session, plan = cursor.session, cursor.session.plan
    verdict = screening_verdict(cursor) if session.health.strength_per_week is not None else None
    if session.state in OPEN:
        cursor.say(Text("log-after-break"))
    elif session.state in RESTING:
        assert plan is not None
        until = plan.rest_until or cursor.now
        cursor.say(text("log-resting", until=calendar.local(session, until).date()))
    elif session.state.startswith(("locked", "referred")) or verdict is None:
        cursor.say(Text("log-not-open"))
    else:
        cursor.say(text("log-not-open-why", reasons=reason_lines(verdict, cursor.book)), WHY)
    told(cursor, "repeat", (RULE,))
    if session.state.partition(".")[0] in noticing.PHASES:
        noticing.ask_symptoms(cursor)


def days_left(session: Session, today: date) -> tuple[date, ...]:
    """The days of which a run can be told: after the last one that she told of."""
    known = (
        [] if session.plan is None else [past.on for past in session.plan.log if past.outcome != "unknown"]
    )
    days = (today - timedelta(days=ago) for ago in range(DAYS))
    return tuple(day for day in days if not known or day > known[-1])


def _days(session: Session) -> tuple[Option, ...]:
    heard = session.rhythm.heard_at  # the instant of this turn: it is asked when she has written
    days = () if heard is None else days_left(session, calendar.today(session, heard))
    return tuple(Option(id=day.isoformat(), label=text("day-label", date=day)) for day in days)


def _day(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, day=date.fromisoformat(value))


def _total(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, amount=int(value))


def _begin(cursor: Cursor, completed: int | None) -> None:
    """The check of a run on the day that she named. What nobody had heard of that day is told now."""
    session, plan = cursor.session, cursor.session.plan
    day = session.draft.day
    assert plan is not None and day is not None and session.profile.prompt_minute is not None
    heard_of = tuple(past for past in plan.log if past.on < day)
    row_ = _row(cursor)
    began = min(cursor.now, calendar.instant(session, day, session.profile.prompt_minute))
    report = Report(
        on=day,
        level=plan.level,
        offered_at=began,
        reported_at=cursor.now,
        completed=completed,
        before_break=plan.missed_from or plan.level,
        runs_s=() if row_ == cursor.book.tracks[plan.track][plan.level - 1] else row_.runs_s,
    )
    cursor.session = replace(with_plan(session, log=heard_of), report=report)
    cursor.fires = "log"


def _row(cursor: Cursor) -> Row:
    """The row of her level, as she ran it on the day that she named."""
    session, plan, day = cursor.session, cursor.session.plan, cursor.session.draft.day
    assert plan is not None and day is not None
    return row_for(session, plan.level, day, cursor.book)


def begin_session(cursor: Cursor) -> None:
    """Action: it was the session, so much of it."""
    _begin(cursor, SHARES[str(cursor.value)])


def begin_run(cursor: Cursor) -> None:
    """Action: it was a run of her own: more than her row, or longer at a stretch, is not known to be clean."""
    total, longest = cursor.session.draft.amount, cursor.value
    assert total is not None and isinstance(longest, int | float)
    row_ = _row(cursor)
    over = total > row_.run_s or longest > row_.longest_s
    _begin(cursor, None if over else total * PERCENT // row_.run_s)


def partly(cursor: Cursor) -> bool:
    """Guard: it was the session, and not all of it: why is asked next."""
    return cursor.value in SHARES and SHARES[str(cursor.value)] < ALL


def tell_rest(cursor: Cursor) -> None:
    """Action: a run counts for the day of rest, so the next session is said."""
    session, plan, report = cursor.session, cursor.session.plan, cursor.session.report
    assert plan is not None and report is not None
    told_of = with_plan(session, log=(*plan.log, Past(on=report.on, level=report.level, outcome="unknown")))
    following = calendar.next_session_day(told_of, cursor.today - timedelta(days=1))
    cursor.say(text("log-kept", date=report.on, next=following or cursor.today))


QUESTIONS = (
    Question(state="aside.log", expects=Choice(options=("session", "own", "back"))),
    Question(state="aside.log_session", expects=Listed(options=_days), save=_day, text="aside-log-day"),
    Question(state="aside.log_run", expects=Listed(options=_days), save=_day, text="aside-log-day"),
    Question(state="aside.log_share", expects=Choice(options=tuple(SHARES)), text="aside-fix-done"),
    Question(
        state="aside.log_total",
        expects=Number(low=0, high=LONGEST_DAY, buttons=TOTALS, columns=3, seconds=True),
        save=_total,
    ),
    Question(
        state="aside.log_longest",
        expects=Number(low=0, high=LONGEST_DAY, buttons=RUN_BUTTONS, columns=3, seconds=True),
    ),
)

ROWS: tuple[TableRow, ...] = (
    row("aside.log", "answer", "aside.log_session", when=chose("session")),
    row("aside.log", "answer", "aside.log_run", when=chose("own")),
    row("aside.log", "answer", CLOSED, do=say("nothing-changed")),
    row("aside.log_session", "answer", "aside.log_share"),
    row("aside.log_share", "answer", CLOSED, do=begin_session),
    row("aside.log_run", "answer", "aside.log_total"),
    row("aside.log_total", "answer", "aside.log_longest"),
    row("aside.log_longest", "answer", CLOSED, do=begin_run),
    row("programme", "log", "checkin.why_partly", when=partly, do=tell_rest),
    row("programme", "log", "checkin.all_since", when=so_late, do=tell_rest),
    row("programme", "log", "checkin.all_well", do=tell_rest),
)
