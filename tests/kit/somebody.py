"""Somebody before whom every gate is open, what may be found of her, and a single turn of the core.

A test changes what it is about and leaves the rest. Must not know the tables.

>>> FINDINGS["ready"][1]
'programme.proposal'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flows import session as sessions
from flows.dialogue.answer_parser import Answer, parse_answer
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import well_answer
from flows.engine import step
from flows.rulebook import load as load_book
from flows.session import Plan, Profile, Report, Rhythm, Session, dump, load, new, with_health
from flows.vocabulary import Event, Say, Tapped

BOOK = load_book()
NOW = datetime(2026, 6, 15, 5, 30, tzinfo=UTC)  # a Monday, 07:30 where she is
TODAY, YESTERDAY = date(2026, 6, 15), date(2026, 6, 14)
PLAN = Plan(track=12, per_week=3, level=3, since=date(2026, 6, 1))
SCREENING = tuple(  # what she is asked at the screening, in this order
    state.removeprefix("screening.") for state in QUESTIONS if state.startswith("screening.")
)


def _well() -> Session:
    """Every question of the screening answered as a well person answers it (`Question.sample`)."""
    session = new(name="Ana", locale="en")
    for name in SCREENING:
        question = QUESTIONS[f"screening.{name}"]
        option = well_answer(question, ())
        assert option is not None, question.state
        found = parse_answer(question, Tapped(seq=0, option=option), session, NOW - timedelta(days=1))
        assert isinstance(found, Answer), question.state
        session = question.save(session, found.value, NOW - timedelta(days=1))
    return with_health(session, breastfeeding=False)  # which is no illness, but makes the plan longer


def _passed(on: date) -> tuple[sessions.TestRecord, ...]:
    """All twelve tests, with exactly what is enough."""
    records = []
    for test in BOOK.tests:
        sides = (
            {"left": test.pass_at, "right": test.pass_at}
            if test.sided
            else {"value": test.pass_at, "days_last_7": 7}
        )
        records.append(
            sessions.TestRecord(test=test.id, on=on, symptoms=(), pain=0, pain_next_morning=0, **sides)  # type: ignore[arg-type]  # field names
        )
    return tuple(records)


READY = replace(
    new(name="Ana", locale="en"),
    consented_at=NOW - timedelta(days=100),
    seq=9,
    asked=9,
    profile=Profile(
        birth_date=date(2026, 1, 1),
        birth_type="vaginal",
        tear=0,
        episiotomy=False,
        wounds_healed=True,
        zone="Europe/Paris",
        prompt_minute=450,
        days=(0, 2, 4),
        country="FR",
    ),
    health=_well().health,
    tests=_passed(YESTERDAY),
    rhythm=Rhythm(
        heard_at=NOW - timedelta(hours=12),
        asked_at=NOW - timedelta(hours=12),
        prompted_on=YESTERDAY,
        week_on=YESTERDAY,
        mood_on=YESTERDAY,
    ),
)


def with_tests(
    session: Session, change: Callable[[sessions.TestRecord], sessions.TestRecord | None]
) -> Session:
    changed = (change(record) for record in session.tests)
    return replace(session, tests=tuple(record for record in changed if record is not None))


def urgent(session: Session) -> Session:
    """Since the last test she cannot put weight on it: that was in no question before a gate."""
    last = replace(session.tests[-1], symptoms=("cannot_bear_weight",))
    return replace(session, tests=(*session.tests[:-1], last))


def expecting(session: Session) -> Session:
    return replace(session, health=replace(session.health, pregnant=True))


def told_not_to_run(session: Session) -> Session:
    return replace(session, health=replace(session.health, told_not_to_run=True))


def _short_again(session: Session) -> Session:
    """One test, done and short three times."""
    hops = tuple(
        sessions.TestRecord(
            test="hop_in_place", on=day, left=9, right=9, symptoms=(), pain=0, pain_next_morning=0
        )
        for day in (date(2026, 5, 20), date(2026, 6, 1), YESTERDAY)
    )
    others = with_tests(session, lambda record: None if record.test == "hop_in_place" else record)
    return replace(others, tests=(*others.tests, *hops))


def _one_left(session: Session) -> Session:
    return with_tests(session, lambda record: None if record.test == "hop_in_place" else record)


def weeks_left(session: Session) -> Session:
    return replace(session, health=replace(session.health, strength_weeks=4))


FINDINGS = {
    "urgent": (urgent, "locked.home"),
    "refer": (told_not_to_run, "referred.home"),
    "short again": (_short_again, "referred.home"),
    "ready": (lambda session: session, "programme.proposal"),
    "a test is due": (_one_left, "readiness.invite"),
    "strength weeks are missing": (weeks_left, "foundations.home"),
}
# A session of yesterday, done and without any sign so far.
REPORT = Report(
    on=YESTERDAY,
    level=3,
    offered_at=NOW - timedelta(hours=24),
    reported_at=NOW - timedelta(hours=12),
    completed=100,
    pain=0,
    bleeding="none",
)
RUNNING = replace(READY, plan=PLAN, report=REPORT)


def taken(session: Session, event: Event, now: datetime = NOW) -> Session:
    """She, after one turn, as she is stored."""
    after = step(load(dump(session)), event, now=now, book=BOOK).session
    assert after is not None
    return load(dump(after))


def says(session: Session, event: Event, now: datetime = NOW) -> list[str]:
    """The names of what is said in one turn."""
    effects = step(load(dump(session)), event, now=now, book=BOOK).effects
    return [effect.text.id for effect in effects if isinstance(effect, Say)]
