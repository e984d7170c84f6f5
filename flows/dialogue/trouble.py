"""When it does not go as it should: foundations, threshold, rest, and then a professional, one question at a time.

Each answer holds the plan or takes it back, never on. Two rounds within four weeks without change end with a
referral (R-TREE).

>>> [row.dest for row in ROWS if row.source == "aside.trouble_signs"]
['aside.week_emergency', 'aside.trouble_foundations']
"""

from __future__ import annotations

from datetime import timedelta

from flows.dialogue import layers
from flows.dialogue.cursor import Cursor, Row, chose, row
from flows.dialogue.gate import told
from flows.dialogue.layers import CLOSED
from flows.dialogue.questions import WARNING_ONCE, YES_NO, Choice, Question
from flows.dialogue.words import WHY
from flows.records import replace
from flows.session import with_health, with_plan, with_rhythm
from flows.vocabulary import Text, Value, Words, text

RULE = "R-TREE"
CHANGES = ("longer", "pace", "hill", "buggy", "shoes", "none")
LACKS = ("short_walks", "days_apart", "sleep", "stress", "none")


def _numbers(cursor: Cursor) -> dict[str, Value]:
    book = cursor.book
    return {
        "sets": book.whole(RULE, "sets_per_week"),
        "strength": book.whole("R-FND-5", "per_week"),
        "weeks": book.whole("R-FND-5"),
    }


QUESTIONS = (
    Question(state="aside.trouble_signs", expects=WARNING_ONCE),
    Question(state="aside.trouble_foundations", expects=YES_NO, fill=_numbers),
    Question(state="aside.trouble_threshold", expects=Choice(options=CHANGES, columns=2)),
    Question(state="aside.trouble_rest", expects=Choice(options=LACKS)),
)


def open_trouble(cursor: Cursor) -> None:
    """`/trouble`: begins when there is a plan that can be held or taken back, and no session waits to be decided."""
    session = cursor.session
    phase = session.state.partition(".")[0]
    begun = session.plan is not None and session.plan.per_week is not None
    if not begun:
        cursor.say(Text("trouble-later"))
    elif phase == "programme" and not layers.is_away(session):
        cursor.session = layers.cover(session, "aside.trouble_signs")
    else:
        cursor.say(Text("trouble-when-decided" if phase == "checkin" else "trouble-when-running"))
    cursor.again = True


def rounds_used(cursor: Cursor) -> bool:
    """Guard: as many rounds as R-TREE allows, within its weeks, have not helped."""
    assert cursor.session.plan is not None
    earliest = cursor.today - timedelta(days=cursor.book.whole(RULE, "days"))
    lately = [day for day in cursor.session.plan.rounds if day >= earliest]
    return len(lately) >= cursor.book.whole(RULE, "rounds")


def _count_round(cursor: Cursor) -> None:
    plan = cursor.session.plan
    assert plan is not None
    cursor.session = with_plan(cursor.session, rounds=(*plan.rounds, cursor.today), since=cursor.today)
    told(cursor, "repeat", (RULE,))


def back_to_foundations(cursor: Cursor) -> None:
    """Action: the foundations for two weeks, then the tests again; the plan waits."""
    _count_round(cursor)
    until = cursor.today + timedelta(days=cursor.book.whole(RULE, "foundation_days"))
    cursor.session = replace(with_rhythm(cursor.session, tests_from=until), tests=())
    cursor.say(text("trouble-foundations-first", date=until), WHY)
    cursor.fires = "foundations"


def undo_the_change(cursor: Cursor) -> None:
    """Action: what was new is undone; after a run that was too long, a level lower."""
    plan = cursor.session.plan
    assert plan is not None
    _count_round(cursor)
    if cursor.value == "longer":
        level = max(1, plan.level - cursor.book.whole("R-THR", "levels"))
        cursor.session = with_plan(cursor.session, level=level)
        says = cursor.book.rule("R-THR").says
        cursor.say(text("trouble-shorter", level=level, says=Words(says)), WHY)
    else:
        cursor.say(text("trouble-undo", change=Text(f"trouble-change-{cursor.value}")), WHY)


def more_rest(cursor: Cursor) -> None:
    """Action: longer walks, or one session a week less (R-REST)."""
    plan = cursor.session.plan
    assert plan is not None
    _count_round(cursor)
    says = Words(cursor.book.rule("R-REST").says)
    if cursor.value == "short_walks":
        cursor.session = with_plan(cursor.session, longer_walks=True)
        cursor.say(text("trouble-longer-walks", says=says), WHY)
    else:
        fewer = cursor.book.whole(RULE, "sessions")
        cursor.session = with_plan(cursor.session, per_week=fewer)
        cursor.say(text("trouble-fewer-sessions", sessions=fewer, says=says), WHY)


def see_somebody(cursor: Cursor) -> None:
    """Action: not simple: a professional looks at it before the next run."""
    cursor.session = with_health(cursor.session, cleared_by=None)
    told(cursor, "refer", (RULE,))
    cursor.say(text("trouble-refer"), WHY)
    cursor.fires = "trouble"


ROWS: tuple[Row, ...] = (
    row("aside.trouble_signs", "answer", "aside.week_emergency", when=chose("yes")),
    row("aside.trouble_signs", "answer", CLOSED, when=rounds_used, do=see_somebody),
    row("aside.trouble_signs", "answer", "aside.trouble_foundations"),
    row("aside.trouble_foundations", "answer", "aside.trouble_threshold", when=chose("yes")),
    row("aside.trouble_foundations", "answer", CLOSED, do=back_to_foundations),
    row("aside.trouble_threshold", "answer", "aside.trouble_rest", when=chose("none")),
    row("aside.trouble_threshold", "answer", CLOSED, do=undo_the_change),
    row("aside.trouble_rest", "answer", CLOSED, when=chose("none"), do=see_somebody),
    row("aside.trouble_rest", "answer", CLOSED, do=more_rest),
)
