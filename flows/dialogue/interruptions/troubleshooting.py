"""When it does not go as it should: foundations, threshold, rest, and then a professional, one question at a time.

Each answer holds the plan or takes it back, never on. Two rounds within four weeks without change end with a
referral (R-TREE).

>>> [row.dest for row in ROWS if row.source == "aside.trouble_signs"]
['aside.week_emergency', 'aside.closed', 'aside.trouble_foundations']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.dialogue import interruption_stack as stack
from flows.dialogue.gate import record_own_decision
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.questions import WARNING_ONCE, YES_NO, Choice, Question
from flows.dialogue.texts.sessions import WHY
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, transition
from flows.session import with_health, with_plan, with_rhythm
from flows.vocabulary import Literal, Text, Value, text

RULE = "R-TREE"
CHANGES = ("longer", "pace", "hill", "buggy", "shoes", "none")
LACKS = ("short_walks", "days_apart", "sleep", "stress", "none")


def _numbers(turn: TurnContext) -> dict[str, Value]:
    book = turn.book
    return {
        "sets": book.whole(RULE, "sets_per_week"),
        "strength": book.whole("R-FND-5", "per_week"),
        "weeks": book.whole("R-FND-5"),
    }


QUESTIONS = (
    Question(state="aside.trouble_signs", expects=WARNING_ONCE),
    Question(state="aside.trouble_foundations", expects=YES_NO, sample="yes", fill=_numbers),
    Question(state="aside.trouble_threshold", expects=Choice(options=CHANGES, columns=2), sample="none"),
    Question(state="aside.trouble_rest", expects=Choice(options=LACKS), sample="none"),
)


def start_troubleshooting(turn: TurnContext) -> None:
    """`/trouble`: begins when there is a plan that can be held or taken back, and no session waits to be decided."""
    session = turn.session
    phase = session.state.partition(".")[0]
    begun = session.plan is not None and session.plan.per_week is not None
    if not begun:
        turn.say(Text("trouble-later"))
    elif phase == "programme" and not stack.is_paused_or_stopped(session):
        turn.session = stack.push(session, "aside.trouble_signs")
    else:
        turn.say(Text("trouble-when-decided" if phase == "checkin" else "trouble-when-running"))
    turn.again = True


def rounds_exhausted(turn: TurnContext) -> bool:
    """Guard: as many rounds as R-TREE allows, within its weeks, have not helped."""
    assert turn.session.plan is not None
    earliest = turn.today - timedelta(days=turn.book.whole(RULE, "days"))
    lately = [day for day in turn.session.plan.rounds if day >= earliest]
    return len(lately) >= turn.book.whole(RULE, "rounds")


def _count_round(turn: TurnContext) -> None:
    plan = turn.session.plan
    assert plan is not None
    turn.session = with_plan(turn.session, rounds=(*plan.rounds, turn.today), since=turn.today)
    record_own_decision(turn, "repeat", (RULE,))


def back_to_foundations(turn: TurnContext) -> None:
    """Action: the foundations for two weeks, then the tests again; the plan waits."""
    _count_round(turn)
    until = turn.today + timedelta(days=turn.book.whole(RULE, "foundation_days"))
    turn.session = replace(with_rhythm(turn.session, tests_from=until), tests=())
    turn.say(text("trouble-foundations-first", date=until), WHY)
    turn.fires = "foundations"


def undo_the_change(turn: TurnContext) -> None:
    """Action: what was new is undone; after a run that was too long, a level lower."""
    plan = turn.session.plan
    assert plan is not None
    _count_round(turn)
    if turn.value == "longer":
        level = max(1, plan.level - turn.book.whole("R-THR", "levels"))
        turn.session = with_plan(turn.session, level=level)
        says = turn.book.rule("R-THR").says
        turn.say(text("trouble-shorter", level=level, says=Literal(says)), WHY)
    else:
        turn.say(text("trouble-undo", change=Text(f"trouble-change-{turn.value}")), WHY)


def more_rest(turn: TurnContext) -> None:
    """Action: longer walks, or one session a week less (R-REST)."""
    plan = turn.session.plan
    assert plan is not None
    _count_round(turn)
    says = Literal(turn.book.rule("R-REST").says)
    if turn.value == "short_walks":
        turn.session = with_plan(turn.session, longer_walks=True)
        turn.say(text("trouble-longer-walks", says=says), WHY)
    else:
        fewer = turn.book.whole(RULE, "sessions")
        turn.session = with_plan(turn.session, per_week=fewer)
        turn.say(text("trouble-fewer-sessions", sessions=fewer, says=says), WHY)


def refer(turn: TurnContext) -> None:
    """Action: not simple: a professional looks at it before the next run."""
    turn.session = with_health(turn.session, cleared_by=None)
    record_own_decision(turn, "refer", (RULE,))
    turn.say(text("trouble-refer"), WHY)
    turn.fires = "trouble"


ROWS: tuple[TransitionRow, ...] = (
    transition("aside.trouble_signs", "answer", "aside.week_emergency", when=answer_is("yes")),
    transition("aside.trouble_signs", "answer", DONE, when=rounds_exhausted, do=refer),
    transition("aside.trouble_signs", "answer", "aside.trouble_foundations"),
    transition("aside.trouble_foundations", "answer", "aside.trouble_threshold", when=answer_is("yes")),
    transition("aside.trouble_foundations", "answer", DONE, do=back_to_foundations),
    transition("aside.trouble_threshold", "answer", "aside.trouble_rest", when=answer_is("none")),
    transition("aside.trouble_threshold", "answer", DONE, do=undo_the_change),
    transition("aside.trouble_rest", "answer", DONE, when=answer_is("none"), do=refer),
    transition("aside.trouble_rest", "answer", DONE, do=more_rest),
)
