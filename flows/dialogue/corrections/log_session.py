"""`/log`: a session of the last days, or a run of her own; then the check of every session (R-LOG).

A run of her own is measured against the row of her level: it counts for the day of rest, and is clean only when it was
no more than that and nearly all of it. Where running is not open it is kept without blame.

>>> [row.dest for row in ROWS if row.source == "aside.log_longest"]
['aside.closed']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.dialogue.corrections.correct_report import ALL, SHARES
from flows.dialogue.facts.volume import row_for
from flows.dialogue.gate import missed_time, record_own_decision, screening_verdict
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.interruptions import unprompted_reports
from flows.dialogue.phases.checkin import RUN_BUTTONS
from flows.dialogue.phases.programme import so_late
from flows.dialogue.questions import Choice, DynamicChoice, Number, Question
from flows.dialogue.texts.sessions import WHY, reason_lines
from flows.dialogue.turn_context import TransitionRow as TableRow
from flows.dialogue.turn_context import TurnContext, answer_is, say, transition
from flows.plan.verdict import RunPermission
from flows.rulebook.model import Level
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


def open_log(turn: TurnContext) -> None:
    """`/log`: which run it was; where running is not open, why it is not advised yet, and how she is."""
    session = turn.session
    phase = session.state.partition(".")[0]
    turn.again = True
    if stack.is_paused_or_stopped(session) or phase not in BEGUN or session.draft.flag is not None:
        turn.say(Text("log-later"))
    elif phase == "checkin":
        turn.say(Text("log-in-check"))
    elif session.state not in OPEN or _long_away(turn):
        _keep_without_blame(turn)
    elif days_left(session, turn.today):
        turn.session = stack.push(session, "aside.log")
    else:
        turn.say(Text("log-no-day"))


def _long_away(turn: TurnContext) -> bool:
    """So long without a session that warning signs and tests come first again (R-MISS)."""
    return missed_time(turn).running is RunPermission.OFF


def _keep_without_blame(turn: TurnContext) -> None:
    """She ran though running is not open: no blame, the reason, and what she notices."""
    session, plan = turn.session, turn.session.plan
    verdict = screening_verdict(turn) if session.health.strength_per_week is not None else None
    if session.state in OPEN:
        turn.say(Text("log-after-break"))
    elif session.state in RESTING:
        assert plan is not None
        until = plan.rest_until or turn.now
        turn.say(text("log-resting", until=schedule.local(session, until).date()))
    elif session.state.startswith(("locked", "referred")) or verdict is None:
        turn.say(Text("log-not-open"))
    else:
        turn.say(text("log-not-open-why", reasons=reason_lines(verdict, turn.book)), WHY)
    record_own_decision(turn, "repeat", (RULE,))
    if session.state.partition(".")[0] in unprompted_reports.PHASES:
        unprompted_reports.ask_symptoms(turn)


def days_left(session: Session, today: date) -> tuple[date, ...]:
    """The days of which a run can be told: after the last one that she told of."""
    known = (
        [] if session.plan is None else [past.on for past in session.plan.log if past.outcome != "unknown"]
    )
    days = (today - timedelta(days=ago) for ago in range(DAYS))
    return tuple(day for day in days if not known or day > known[-1])


def _days(session: Session) -> tuple[Option, ...]:
    heard = session.rhythm.heard_at  # the instant of this turn: it is asked when she has written
    days = () if heard is None else days_left(session, schedule.today(session, heard))
    return tuple(Option(id=day.isoformat(), label=text("day-label", date=day)) for day in days)


def _day(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, day=date.fromisoformat(value))


def _total(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, amount=int(value))


def _begin(turn: TurnContext, completed: int | None) -> None:
    """The check of a run on the day that she named. An unknown session of that day is reported with it."""
    session, plan = turn.session, turn.session.plan
    day = session.draft.day
    assert plan is not None and day is not None and session.profile.prompt_minute is not None
    heard_of = tuple(past for past in plan.log if past.on < day)
    row_ = _row(turn)
    began = min(turn.now, schedule.instant(session, day, session.profile.prompt_minute))
    report = Report(
        on=day,
        level=plan.level,
        offered_at=began,
        reported_at=turn.now,
        completed=completed,
        before_break=plan.missed_from or plan.level,
        runs_s=() if row_ == turn.book.tracks[plan.track][plan.level - 1] else row_.runs_s,
    )
    turn.session = replace(with_plan(session, log=heard_of), report=report)
    turn.fires = "log"


def _row(turn: TurnContext) -> Level:
    """The row of her level, as she ran it on the day that she named."""
    session, plan, day = turn.session, turn.session.plan, turn.session.draft.day
    assert plan is not None and day is not None
    return row_for(session, plan.level, day, turn.book)


def begin_session(turn: TurnContext) -> None:
    """Action: it was the session, so much of it."""
    _begin(turn, SHARES[str(turn.value)])


def begin_run(turn: TurnContext) -> None:
    """Action: it was a run of her own: more than her row, or longer at a stretch, is not known to be clean."""
    total, longest = turn.session.draft.amount, turn.value
    assert total is not None and isinstance(longest, int | float)
    row_ = _row(turn)
    over = total > row_.run_s or longest > row_.longest_s
    _begin(turn, None if over else total * PERCENT // row_.run_s)


def partly(turn: TurnContext) -> bool:
    """Guard: it was the session, and not all of it: why is asked next."""
    return turn.value in SHARES and SHARES[str(turn.value)] < ALL


def tell_rest(turn: TurnContext) -> None:
    """Action: a run counts for the day of rest, so the next session is said."""
    session, plan, report = turn.session, turn.session.plan, turn.session.report
    assert plan is not None and report is not None
    told_of = with_plan(session, log=(*plan.log, Past(on=report.on, level=report.level, outcome="unknown")))
    following = schedule.next_session_day(told_of, turn.today - timedelta(days=1))
    turn.say(text("log-kept", date=report.on, next=following or turn.today))


QUESTIONS = (
    Question(state="aside.log", expects=Choice(options=("session", "own", "back")), sample="back"),
    Question(
        state="aside.log_session", expects=DynamicChoice(options=_days), save=_day, text="aside-log-day"
    ),
    Question(state="aside.log_run", expects=DynamicChoice(options=_days), save=_day, text="aside-log-day"),
    Question(
        state="aside.log_share", expects=Choice(options=tuple(SHARES)), sample="all", text="aside-fix-done"
    ),
    Question(
        state="aside.log_total",
        expects=Number(low=0, high=LONGEST_DAY, buttons=TOTALS, columns=3, seconds=True),
        sample="1800",
        save=_total,
    ),
    Question(
        state="aside.log_longest",
        expects=Number(low=0, high=LONGEST_DAY, buttons=RUN_BUTTONS, columns=3, seconds=True),
        sample="1200",
    ),
)

ROWS: tuple[TableRow, ...] = (
    transition("aside.log", "answer", "aside.log_session", when=answer_is("session")),
    transition("aside.log", "answer", "aside.log_run", when=answer_is("own")),
    transition("aside.log", "answer", DONE, do=say("nothing-changed")),
    transition("aside.log_session", "answer", "aside.log_share"),
    transition("aside.log_share", "answer", DONE, do=begin_session),
    transition("aside.log_run", "answer", "aside.log_total"),
    transition("aside.log_total", "answer", "aside.log_longest"),
    transition("aside.log_longest", "answer", DONE, do=begin_run),
    transition("programme", "log", "checkin.why_partly", when=partly, do=tell_rest),
    transition("programme", "log", "checkin.all_since", when=so_late, do=tell_rest),
    transition("programme", "log", "checkin.all_well", do=tell_rest),
)
