"""Back after one to three months without a session: a short screening and a few tests, then on at half the minutes.

Not the whole screening, and not level 1 (R-MISS): warning signs and the pelvic floor are asked, the jog and the hop
are tested again, the strength tests too after two months. The level is worked out once, when she comes back.

>>> [question.state for question in QUESTIONS]
['comeback.emergency_signs', 'comeback.same_day_signs', 'comeback.symptoms']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows import schedule
from flows.dialogue.facts.build_case import missed_time_case
from flows.dialogue.gate import (
    gate_rows,
    lock_for_red_flags,
    note_verdict,
    record_and_tell,
    tell_verdict,
    tests_due,
    verdict_refer,
    verdict_urgent,
)
from flows.dialogue.phases import screening
from flows.dialogue.questions import MultiChoice, Question
from flows.dialogue.turn_context import Action, Guard, TransitionRow, TurnContext, transition
from flows.plan.verdict import Verdict
from flows.session import Session, with_health, with_plan
from flows.vocabulary import text

FIRST = "comeback.emergency_signs"


def _keep(field: str) -> Any:
    return lambda session, value, now: with_health(session, **{field: value})


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    """What she has now is all that counts; a clearance from before has not seen it."""
    cleared = session.health.cleared_by if not value else None
    return with_health(session, symptoms=value, cleared_by=cleared)


QUESTIONS = (
    Question(
        state=FIRST,
        expects=MultiChoice(options=screening.EMERGENCY_SIGNS, prefix="flag"),
        save=_keep("emergency_signs"),
        text="screening-emergency-signs",
    ),
    Question(
        state="comeback.same_day_signs",
        expects=MultiChoice(options=screening.SAME_DAY_SIGNS, prefix="flag"),
        save=_keep("same_day_signs"),
        text="screening-same-day-signs",
    ),
    Question(
        state="comeback.symptoms",
        expects=MultiChoice(options=screening.DAILY_SYMPTOMS, prefix="sign"),
        save=_symptoms,
        text="screening-symptoms",
    ),
)


def long_away(turn: TurnContext) -> bool:
    """Guard: by her next session day it will have been so long that a few tests come first, not the whole screening."""
    verdict = _by_next_session(turn)
    return bool(verdict.failed_tests) and not verdict.rescreen


def _by_next_session(turn: TurnContext) -> Verdict:
    session, today = turn.session, turn.today
    due = schedule.is_session_day(session, today)
    following = today if due else schedule.next_session_day(session, today) or today
    return turn.decide(missed_time_case(session, following))


def begin(turn: TurnContext) -> None:
    """Action: the level after the break, and the tests that it asks for again; she hears both, and why."""
    _begin(turn, "comeback-begins")


def begin_with_tests(turn: TurnContext) -> None:
    """Action: the same for her who has just told how her body is."""
    _begin(turn, "comeback-tests")


def _begin(turn: TurnContext, words: str) -> None:
    plan = turn.session.plan
    assert plan is not None
    verdict = _by_next_session(turn)
    tests = tuple(missing.test for missing in verdict.failed_tests)
    before = plan.missed_from or plan.level
    level = min(plan.level, verdict.next_level or plan.level)
    records = tuple(record for record in turn.session.tests if record.test not in tests)
    session = replace(turn.session, tests=records, report=None)
    turn.session = with_plan(session, level=level, missed_from=before, since=turn.today, retests=tests)
    record_and_tell(turn, verdict)
    turn.say(text(words, level=level, tests=len(tests)))


def only_tests(turn: TurnContext) -> bool:
    """Guard: nothing but the tests of which she has just heard lies before the plan."""
    return not verdict_urgent(turn) and not verdict_refer(turn) and tests_due(turn)


def comeback_rows(
    source: str, trigger: str, *, when: tuple[Guard, ...] = (), do: tuple[Action, ...] = ()
) -> tuple[TransitionRow, ...]:
    """Where a session would be offered, or the plan would go on."""
    return (transition(source, trigger, FIRST, when=(*when, long_away), do=(*do, begin)),)


ROWS: tuple[TransitionRow, ...] = (
    transition(FIRST, "answer", "locked.home", when=verdict_urgent, do=(tell_verdict, lock_for_red_flags)),
    transition(FIRST, "answer", "comeback.same_day_signs"),
    transition(
        "comeback.same_day_signs",
        "answer",
        "locked.home",
        when=verdict_urgent,
        do=(tell_verdict, lock_for_red_flags),
    ),
    transition("comeback.same_day_signs", "answer", "comeback.symptoms"),
    transition("comeback.symptoms", "answer", "readiness.invite", when=only_tests, do=note_verdict),
    *gate_rows("comeback.symptoms", "answer", again=True),
)
