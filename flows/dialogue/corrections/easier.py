"""`/easier`: a lower level, longer at this one, one more rest day, a slower track; never commented on (R-EASY).

>>> [row.dest for row in ROWS if row.source == "aside.easier_longer"]
['aside.closed']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.dialogue.facts.build_case import SLOW_WEEK
from flows.dialogue.gate import record_own_decision
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.questions import Choice, DynamicChoice, Question
from flows.dialogue.texts.sessions import row_of, session_block
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, say, transition
from flows.plan.cases.case_reader import TRACKS
from flows.plan.tracks import highest_level_within
from flows.session import Session, with_plan
from flows.vocabulary import Option, Text, Value, text

RULE = "R-EASY"
PLACES = ("programme.home", "programme.short", "programme.offered", "programme.later")


def open_easier(turn: TurnContext) -> None:
    """`/easier`: what she may choose, as far as her plan has it."""
    session = turn.session
    turn.again = True
    if stack.is_paused_or_stopped(session) or session.state not in PLACES or session.draft.flag is not None:
        turn.say(Text("easier-later"))
    else:
        turn.session = stack.push(session, "aside.easier")


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


def _numbers(turn: TurnContext) -> dict[str, Value]:
    book = turn.book
    return {"short": book.whole(RULE, "short_days"), "long": book.whole(RULE, "long_days")}


QUESTIONS = (
    Question(state="aside.easier", expects=DynamicChoice(options=_choices)),
    Question(
        state="aside.easier_longer", expects=Choice(options=("short", "long")), sample="short", fill=_numbers
    ),
    Question(state="aside.easier_slower", expects=DynamicChoice(options=_tracks)),
)


def lower(turn: TurnContext) -> None:
    """Action: one level lower, from the next session on."""
    plan = turn.session.plan
    assert plan is not None
    level = max(1, plan.level - 1)
    _change(turn, level=level, since=turn.today)
    turn.say(text("easier-lower", level=level, block=session_block(row_of(turn, level))))


def longer(turn: TurnContext) -> None:
    """Action: no new level before that day."""
    plan = turn.session.plan
    assert plan is not None
    days = turn.book.whole(RULE, f"{turn.value}_days")
    until = max(turn.today, plan.hold_until or turn.today) + timedelta(days=days)
    _change(turn, hold_until=until)
    turn.say(text("easier-longer", level=plan.level, date=until))


def rest_day(turn: TurnContext) -> None:
    """Action: one session a week less."""
    fewer = turn.book.whole(RULE, "sessions")
    _change(turn, per_week=fewer)
    following = schedule.next_session_day(turn.session, turn.today)
    turn.say(text("easier-rest-day", sessions=fewer, date=following or turn.today))


def slower(turn: TurnContext) -> None:
    """Action: another track, at a row with no more running than hers (R-PROG-4)."""
    to_track(turn, int(str(turn.value)))
    plan = turn.session.plan
    assert plan is not None
    turn.say(
        text(
            "easier-slower",
            weeks=plan.track,
            level=plan.level,
            levels=len(turn.book.tracks[plan.track]),
            block=session_block(row_of(turn, plan.level)),
        )
    )


def to_track(turn: TurnContext, track: int, rules: tuple[str, ...] = (RULE,)) -> None:
    """Her plan on a slower track: the highest row with no more running and no longer run than hers."""
    plan = turn.session.plan
    assert plan is not None
    now = turn.book.tracks[plan.track][plan.level - 1]
    level = highest_level_within(turn.book, track, now.run_s, now.longest_s)
    changes = {"track": track, "level": level, "since": turn.today, "missed_from": None, "finished": False}
    _change(turn, rules, **changes)


def _change(turn: TurnContext, rules: tuple[str, ...] = (RULE,), **changes: object) -> None:
    """Into her plan, with its rules; a session that is offered today is the changed one."""
    record_own_decision(turn, "repeat", rules)
    turn.session = with_plan(turn.session, **changes)
    plan, report = turn.session.plan, turn.session.report
    assert plan is not None
    if report is not None:
        turn.session = replace(turn.session, report=replace(report, level=plan.level))


ROWS: tuple[TransitionRow, ...] = (
    transition("aside.easier", "answer", DONE, when=answer_is("lower"), do=lower),
    transition("aside.easier", "answer", "aside.easier_longer", when=answer_is("longer")),
    transition("aside.easier", "answer", DONE, when=answer_is("rest_day"), do=rest_day),
    transition("aside.easier", "answer", "aside.easier_slower", when=answer_is("slower")),
    transition("aside.easier", "answer", DONE, do=say("nothing-changed")),
    transition("aside.easier_longer", "answer", DONE, do=longer),
    transition("aside.easier_slower", "answer", DONE, do=slower),
)
