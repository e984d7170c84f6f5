"""`/easier`: a lower level, longer at this one, one more rest day, a slower track; never commented on (R-EASY).

>>> [row.dest for row in ROWS if row.source == "aside.easier_longer"]
['aside.closed']
"""

from __future__ import annotations

from datetime import timedelta

from flows.dialogue import layers
from flows.dialogue.cases import SLOW_WEEK
from flows.dialogue.cursor import Cursor, Row, chose, row, say
from flows.dialogue.gate import told
from flows.dialogue.layers import CLOSED
from flows.dialogue.questions import Choice, Listed, Question
from flows.dialogue.words import row_of, session_block
from flows.plan import calendar
from flows.plan.read import TRACKS
from flows.plan.tracks import row_with_at_most
from flows.records import replace
from flows.session import Session, with_plan
from flows.vocabulary import Option, Text, Value, text

RULE = "R-EASY"
PLACES = ("programme.home", "programme.short", "programme.offered", "programme.later")


def open_easier(cursor: Cursor) -> None:
    """`/easier`: what she may choose, as far as her plan has it."""
    session = cursor.session
    cursor.again = True
    if layers.is_away(session) or session.state not in PLACES or session.draft.flag is not None:
        cursor.say(Text("easier-later"))
    else:
        cursor.session = layers.cover(session, "aside.easier")


def _choices(session: Session) -> tuple[Option, ...]:
    plan = session.plan
    assert plan is not None
    open_ = {
        "lower": plan.level > 1,
        "longer": not plan.finished,
        "rest_day": plan.per_week != SLOW_WEEK,
        "slower": plan.track < max(TRACKS),
    }
    return tuple(Option(id=name) for name in (*(name for name, is_open in open_.items() if is_open), "back"))


def _tracks(session: Session) -> tuple[Option, ...]:
    assert session.plan is not None
    slower = (weeks for weeks in TRACKS if weeks > session.plan.track)
    return tuple(Option(id=str(weeks), label=text("track-label", weeks=weeks)) for weeks in slower)


def _numbers(cursor: Cursor) -> dict[str, Value]:
    book = cursor.book
    return {"short": book.whole(RULE, "short_days"), "long": book.whole(RULE, "long_days")}


QUESTIONS = (
    Question(state="aside.easier", expects=Listed(options=_choices)),
    Question(state="aside.easier_longer", expects=Choice(options=("short", "long")), fill=_numbers),
    Question(state="aside.easier_slower", expects=Listed(options=_tracks)),
)


def lower(cursor: Cursor) -> None:
    """Action: one level lower, from the next session on."""
    plan = cursor.session.plan
    assert plan is not None
    level = max(1, plan.level - 1)
    _change(cursor, level=level, since=cursor.today)
    cursor.say(text("easier-lower", level=level, block=session_block(row_of(cursor, level))))


def longer(cursor: Cursor) -> None:
    """Action: no new level before that day."""
    plan = cursor.session.plan
    assert plan is not None
    days = cursor.book.whole(RULE, f"{cursor.value}_days")
    until = max(cursor.today, plan.hold_until or cursor.today) + timedelta(days=days)
    _change(cursor, hold_until=until)
    cursor.say(text("easier-longer", level=plan.level, date=until))


def rest_day(cursor: Cursor) -> None:
    """Action: one session a week less."""
    fewer = cursor.book.whole(RULE, "sessions")
    _change(cursor, per_week=fewer)
    following = calendar.next_session_day(cursor.session, cursor.today)
    cursor.say(text("easier-rest-day", sessions=fewer, date=following or cursor.today))


def slower(cursor: Cursor) -> None:
    """Action: another track, at a row with no more running than hers (R-PROG-4)."""
    to_track(cursor, int(str(cursor.value)))
    plan = cursor.session.plan
    assert plan is not None
    cursor.say(
        text(
            "easier-slower",
            weeks=plan.track,
            level=plan.level,
            levels=len(cursor.book.tracks[plan.track]),
            block=session_block(row_of(cursor, plan.level)),
        )
    )


def to_track(cursor: Cursor, track: int, rules: tuple[str, ...] = (RULE,)) -> None:
    """Her plan on a slower track: the highest row with no more running and no longer run than hers."""
    plan = cursor.session.plan
    assert plan is not None
    now = cursor.book.tracks[plan.track][plan.level - 1]
    level = row_with_at_most(cursor.book, track, now.run_s, now.longest_s)
    changes = {"track": track, "level": level, "since": cursor.today, "missed_from": None, "finished": False}
    _change(cursor, rules, **changes)


def _change(cursor: Cursor, rules: tuple[str, ...] = (RULE,), **changes: object) -> None:
    """Into her plan, with its rules; a session that is offered today is the changed one."""
    told(cursor, "repeat", rules)
    cursor.session = with_plan(cursor.session, **changes)
    plan, report = cursor.session.plan, cursor.session.report
    assert plan is not None
    if report is not None:
        cursor.session = replace(cursor.session, report=replace(report, level=plan.level))


ROWS: tuple[Row, ...] = (
    row("aside.easier", "answer", CLOSED, when=chose("lower"), do=lower),
    row("aside.easier", "answer", "aside.easier_longer", when=chose("longer")),
    row("aside.easier", "answer", CLOSED, when=chose("rest_day"), do=rest_day),
    row("aside.easier", "answer", "aside.easier_slower", when=chose("slower")),
    row("aside.easier", "answer", CLOSED, do=say("nothing-changed")),
    row("aside.easier_longer", "answer", CLOSED, do=longer),
    row("aside.easier_slower", "answer", CLOSED, do=slower),
)
