"""The readiness tests: one at a time, left and right apart, symptoms during and the next morning.

The order, the counts and the waiting times are the rule book's. A pelvic sign in a test ends the tests there.

>>> [row.dest for row in ROWS if row.source == "readiness.left"]
['readiness.right']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.dialogue.facts import build_case
from flows.dialogue.gate import gate_rows, screening_verdict, tell_verdict, verdict_refer
from flows.dialogue.questions import HIGHEST, LATER, ZERO_TO_TEN, Choice, MultiChoice, Number, Question
from flows.dialogue.texts.sessions import test_words
from flows.dialogue.turn_context import (
    Guard,
    TransitionRow,
    TurnContext,
    alarm_is,
    answer_is,
    say,
    transition,
)
from flows.rulebook.model import ReadinessTest
from flows.session import Session, TestRecord, with_draft, with_health, with_rhythm
from flows.vocabulary import Value

FELT = ("urine_leak", "stool_leak", "gas_leak", "heaviness", "bulge", "doming", "pain", "limp")
PELVIC = ("urine_leak", "stool_leak", "gas_leak", "heaviness", "bulge")
MORNING = ("urine_leak", "heaviness", "bulge", "night_pain", "swelling")
COUNT = Number(low=0, high=200, columns=4)
UNITS = {"reps": "rep", "seconds": "second", "minutes": "minute"}
QUARTERS = 4


def current_test(turn: TurnContext) -> ReadinessTest:
    """The test that is being done."""
    name = turn.session.draft.test
    return next(test for test in turn.book.tests if test.id == name)


def _last(session: Session) -> TestRecord:
    return session.tests[-1]


def _change_last(session: Session, **changes: object) -> Session:
    changed = replace(_last(session), **changes)  # type: ignore[arg-type]  # field names
    return replace(session, tests=(*session.tests[:-1], changed))


def _new_record(field: str) -> Any:
    def save(session: Session, value: Any, now: datetime) -> Session:
        assert session.draft.test is not None
        record = TestRecord(test=session.draft.test, on=build_case.local_day(session, now))
        return _change_last(replace(session, tests=(*session.tests, record)), **{field: value})

    return save


def _keep(field: str) -> Any:
    return lambda session, value, now: _change_last(session, **{field: value})


def _all_today(session: Session, now: datetime, **changes: object) -> Session:
    """The morning after concerns every test of the last testing day."""
    day = _last(session).on
    tests = tuple(
        replace(record, **changes) if record.on == day else record  # type: ignore[arg-type]  # field names
        for record in session.tests
    )
    return replace(session, tests=tests)


def _morning_signs(session: Session, value: Any, now: datetime) -> Session:
    day = _last(session).on
    if set(value) & set(PELVIC):
        session = with_health(session, cleared_by=None)
    return replace(
        session,
        tests=tuple(_felt_too(record, value) if record.on == day else record for record in session.tests),
    )


def _felt_too(record: TestRecord, signs: tuple[str, ...]) -> TestRecord:
    before = record.symptoms or ()
    felt = (*before, *(sign for sign in signs if sign not in before)) if signs else before
    return record if felt == record.symptoms else replace(record, symptoms=felt)


def _words(turn: TurnContext) -> dict[str, Value]:
    return test_words(current_test(turn))


def _invite_words(turn: TurnContext) -> dict[str, Value]:
    """How many tests there may be today, and how long the walk is where it is one of them."""
    lacking = {missing.test for missing in screening_verdict(turn).failed_tests}
    tests = tuple(test for test in turn.book.tests if test.id in lacking)
    walk = next((test.pass_at for test in tests if test.kind == "walk"), 0)
    return {"tests": len(tests), "walk": walk}


def _around(turn: TurnContext) -> tuple[int, ...]:
    """Half, three quarters, all of what is enough, and more."""
    enough = current_test(turn).pass_at
    return (enough // 2, enough * (QUARTERS - 1) // QUARTERS, enough, enough * (QUARTERS + 1) // QUARTERS)


def _unit(turn: TurnContext) -> str:
    return UNITS[current_test(turn).unit]


def _walked(session: Session, value: Any, now: datetime) -> Session:
    """How long she walked, or that the walk comes another day."""
    if value == LATER:
        return with_rhythm(session, walk_later_on=build_case.local_day(session, now))
    kept: Session = _new_record("value")(session, value, now)
    return kept


def next_test(turn: TurnContext) -> ReadinessTest | None:
    """The next test that may be done today, or none."""
    verdict = screening_verdict(turn)
    return next(iter(build_case.due_tests(turn.session, turn.today, verdict, turn.book)), None)


def next_is_sided(turn: TurnContext) -> bool:
    """Guard: there is a next test and it has a left and a right side."""
    test = next_test(turn)
    return test is not None and test.sided


def next_is_walk(turn: TurnContext) -> bool:
    """Guard: there is a next test and it is the walk, which she may do another day."""
    test = next_test(turn)
    return test is not None and test.kind == "walk"


def tested_today(turn: TurnContext) -> bool:
    """Guard: a test was done today, so that tomorrow morning counts."""
    return any(record.on == turn.today for record in turn.session.tests)


def next_is_counted(turn: TurnContext) -> bool:
    """Guard: there is a next test, done with both legs."""
    return next_test(turn) is not None


def take_next(turn: TurnContext) -> None:
    """Action: makes the next test the current one."""
    test = next_test(turn)
    assert test is not None
    turn.session = with_draft(turn.session, test=test.id)


def tests_done(turn: TurnContext) -> None:
    """Action: that was all for today; tomorrow morning decides."""
    turn.session = with_draft(turn.session, test=None)


def is_walk(turn: TurnContext) -> bool:
    """Guard: the walk also counts on how many days."""
    return current_test(turn).kind == "walk"


def pelvic_sign(turn: TurnContext) -> bool:
    """Guard: a pelvic-floor sign in a test stops the remaining ones."""
    return bool(set(_last(turn.session).symptoms or ()) & set(PELVIC)) and verdict_refer(turn)


def pain_felt(turn: TurnContext) -> bool:
    """Guard: there was pain, so its size is asked."""
    return isinstance(turn.value, tuple) and "pain" in turn.value


def _felt(session: Session, value: Any, now: datetime) -> Session:
    """A pelvic-floor symptom is new: an earlier clearance does not cover it."""
    signs = tuple(sign for sign in value if sign != "pain")
    if set(signs) & set(PELVIC):
        session = with_health(session, cleared_by=None)
    return _change_last(session, symptoms=signs, **({} if "pain" in value else {"pain": 0}))


QUESTIONS = (
    Question(
        state="readiness.invite",
        expects=Choice(options=("start", "later")),
        sample="start",
        fill=_invite_words,
    ),
    Question(
        state="readiness.left",
        expects=COUNT,
        sample=HIGHEST,
        save=_new_record("left"),
        fill=_words,
        buttons=_around,
        unit=_unit,
    ),
    Question(
        state="readiness.right",
        expects=COUNT,
        sample=HIGHEST,
        save=_keep("right"),
        fill=_words,
        buttons=_around,
        unit=_unit,
    ),
    Question(
        state="readiness.count",
        expects=COUNT,
        sample=HIGHEST,
        save=_new_record("value"),
        fill=_words,
        buttons=_around,
        unit=_unit,
    ),
    Question(
        state="readiness.walk",
        expects=replace(COUNT, later=True),
        sample=HIGHEST,
        save=_walked,
        fill=_words,
        buttons=_around,
        unit=_unit,
    ),
    Question(
        state="readiness.walk_days",
        expects=Number(low=0, high=7, buttons=tuple(range(8)), columns=4, unit="day"),
        sample="7",
        save=_keep("days_last_7"),
    ),
    Question(state="readiness.felt", expects=MultiChoice(options=FELT, prefix="sign", columns=2), save=_felt),
    Question(state="readiness.pain", expects=ZERO_TO_TEN, sample="0", save=_keep("pain")),
    Question(
        state="readiness.morning_pain",
        expects=ZERO_TO_TEN,
        sample="0",
        fill=lambda turn: {"date": _last(turn.session).on},
        save=lambda session, value, now: _all_today(session, now, pain_next_morning=value),
    ),
    Question(
        state="readiness.morning_signs",
        expects=MultiChoice(options=MORNING, prefix="sign"),
        save=_morning_signs,
    ),
)


def _to_next(source: str, *when: Guard) -> tuple[TransitionRow, ...]:
    return (
        transition(source, "answer", "readiness.left", when=(*when, next_is_sided), do=take_next),
        transition(source, "answer", "readiness.walk", when=(*when, next_is_walk), do=take_next),
        transition(source, "answer", "readiness.count", when=(*when, next_is_counted), do=take_next),
    )


def _next_rows(source: str) -> tuple[TransitionRow, ...]:
    return (
        transition(source, "answer", "referred.home", when=pelvic_sign, do=(tests_done, tell_verdict)),
        *_to_next(source),
        transition(source, "answer", "readiness.overnight", do=(tests_done, say("tests-done-today"))),
    )


def _invite_rows() -> tuple[TransitionRow, ...]:
    """The gate, with the tests themselves where it would invite to them: after what stops or refers her."""
    gate = gate_rows("readiness.invite", "answer")
    first = tuple(stop for stop in gate if stop.dest in ("locked.home", "referred.home"))
    return (
        *first,
        transition(
            "readiness.invite", "answer", "foundations.home", when=answer_is("later"), do=say("tests-later")
        ),
        *_to_next("readiness.invite"),
        *(rest for rest in gate if rest not in first and rest.dest != "readiness.invite"),
    )


ROWS: tuple[TransitionRow, ...] = (
    *_invite_rows(),
    transition("readiness.left", "answer", "readiness.right"),
    transition("readiness.right", "answer", "readiness.felt"),
    transition("readiness.count", "answer", "readiness.walk_days", when=is_walk),
    transition("readiness.count", "answer", "readiness.felt"),
    *_to_next("readiness.walk", answer_is(LATER))[:1],
    transition(
        "readiness.walk", "answer", "readiness.count", when=(answer_is(LATER), next_is_counted), do=take_next
    ),
    transition(
        "readiness.walk",
        "answer",
        "readiness.overnight",
        when=(answer_is(LATER), tested_today),
        do=(tests_done, say("tests-walk-later")),
    ),
    transition(
        "readiness.walk",
        "answer",
        "foundations.home",
        when=answer_is(LATER),
        do=(tests_done, say("tests-later")),
    ),
    transition("readiness.walk", "answer", "readiness.walk_days"),
    transition("readiness.walk_days", "answer", "readiness.felt"),
    transition("readiness.felt", "answer", "readiness.pain", when=pain_felt),
    *_next_rows("readiness.felt"),
    *_next_rows("readiness.pain"),
    transition("readiness.overnight", "wake", "readiness.morning_pain", when=alarm_is("morning")),
    transition("readiness.morning_pain", "answer", "readiness.morning_signs"),
    *gate_rows("readiness.morning_signs", "answer", again=True),
)
