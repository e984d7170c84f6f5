"""At every gate the most cautious finding leads, also where nothing leads to such a finding today.

The walk goes only where somebody can come. A gate must hold for whoever stands before it: after an upgrade, after a new
rule, after a mistake somewhere else. So each person here is put there as if all of that had happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows import session as sessions
from flows.engine import step
from flows.rulebook import load as load_book
from flows.session import Draft, Health, Past, Plan, Profile, Report, Rhythm, Session, dump, load, new
from flows.vocabulary import Event, Said, Say, Tapped, Woken

BOOK = load_book()
NOW = datetime(2026, 6, 15, 5, 30, tzinfo=UTC)  # a Monday, 07:30 where she is
TODAY, YESTERDAY = date(2026, 6, 15), date(2026, 6, 14)
PLAN = Plan(track=12, per_week=3, level=3, since=date(2026, 6, 1))


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
    health=Health(
        emergency_signs=(),
        same_day_signs=(),
        pregnant=False,
        conditions=(),
        told_not_to_run=False,
        symptoms=(),
        postnatal_check=True,
        breastfeeding=False,
        sleep_hours=8,
        exhausted=False,
        stress=2,
        low_mood=False,
        low_interest=False,
        self_harm=False,
        risks=(),
        strength_weeks=14,
        strength_per_week=2,
        strength_since=YESTERDAY,
    ),
    tests=_passed(YESTERDAY),
    rhythm=Rhythm(
        heard_at=NOW - timedelta(hours=12),
        asked_at=NOW - timedelta(hours=12),
        prompted_on=YESTERDAY,
        week_on=YESTERDAY,
        mood_on=YESTERDAY,
    ),
)


def _with_tests(
    session: Session, change: Callable[[sessions.TestRecord], sessions.TestRecord | None]
) -> Session:
    changed = (change(record) for record in session.tests)
    return replace(session, tests=tuple(record for record in changed if record is not None))


def _urgent(session: Session) -> Session:
    """Since the last test she cannot put weight on it: that was in no question before a gate."""
    last = replace(session.tests[-1], symptoms=("cannot_bear_weight",))
    return replace(session, tests=(*session.tests[:-1], last))


def _expecting(session: Session) -> Session:
    return replace(session, health=replace(session.health, pregnant=True))


def _short_again(session: Session) -> Session:
    """One test, done and short three times."""
    hops = tuple(
        sessions.TestRecord(
            test="hop_in_place", on=day, left=9, right=9, symptoms=(), pain=0, pain_next_morning=0
        )
        for day in (date(2026, 5, 20), date(2026, 6, 1), YESTERDAY)
    )
    others = _with_tests(session, lambda record: None if record.test == "hop_in_place" else record)
    return replace(others, tests=(*others.tests, *hops))


def _one_left(session: Session) -> Session:
    return _with_tests(session, lambda record: None if record.test == "hop_in_place" else record)


def _weeks_left(session: Session) -> Session:
    return replace(session, health=replace(session.health, strength_weeks=4))


FINDINGS = {
    "urgent": (_urgent, "locked.home"),
    "refer": (_expecting, "referred.home"),
    "short again": (_short_again, "referred.home"),
    "ready": (lambda session: session, "programme.proposal"),
    "a test is due": (_one_left, "readiness.invite"),
    "strength weeks are missing": (_weeks_left, "foundations.home"),
}
# At these an answer asks the gate.
GATES: dict[str, Event] = {
    "screening.strength_per_week": Said(text="2"),
    "readiness.invite": Tapped(seq=READY.asked, option="start"),
    "readiness.morning_signs": Said(text="none"),
    "locked.allowed": Said(text="yes"),
    "referred.symptoms": Said(text="none"),
}


def taken(session: Session, event: Event, now: datetime = NOW) -> Session:
    """She, after one turn, as she is stored."""
    after = step(load(dump(session)), event, now=now, book=BOOK).session
    assert after is not None
    return load(dump(after))


def says(session: Session, event: Event, now: datetime = NOW) -> list[str]:
    """The names of what is said in one turn."""
    effects = step(load(dump(session)), event, now=now, book=BOOK).effects
    return [effect.text.id for effect in effects if isinstance(effect, Say)]


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("gate", GATES)
def test_at_every_gate_the_most_cautious_finding_leads(gate: str, finding: str) -> None:
    change, leads_to = FINDINGS[finding]
    if (gate, finding) == ("readiness.invite", "a test is due"):
        leads_to = "readiness.left"
    after = taken(replace(change(READY), state=gate), GATES[gate])
    assert after.state == leads_to
    assert after.told is not None or leads_to == "readiness.left"


@pytest.mark.parametrize(
    "question",
    [
        "emergency_signs",
        "same_day_signs",
        "pregnant",
        "conditions",
        "told_not_to_run",
        "symptoms",
        "postnatal_check",
        "breastfeeding",
        "sleep_hours",
        "exhausted",
        "stress",
        "low_mood",
        "low_interest",
        "self_harm",
        "risks",
        "strength_weeks",
    ],
)
def test_what_is_urgent_stops_the_screening_at_any_question(question: str) -> None:
    numbers = {"sleep_hours": "8", "stress": "2", "strength_weeks": "14"}
    lists = ("emergency_signs", "same_day_signs", "conditions", "symptoms", "risks")
    answer = numbers.get(question, "none" if question in lists else "no")
    assert taken(replace(READY, state=f"screening.{question}"), Said(text=answer)).state != "locked.home"
    after = taken(replace(_urgent(READY), state=f"screening.{question}"), Said(text=answer))
    assert after.state == "locked.home"


# --- a day begins --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["foundations.home", "foundations.prompted"])
@pytest.mark.parametrize(
    ("finding", "with_plan", "leads_to"),
    [
        ("refer", False, "referred.home"),
        ("ready", False, "programme.proposal"),
        ("ready", True, "programme.home"),
        ("a test is due", False, "readiness.invite"),
        ("a test is due", True, "readiness.invite"),
        ("strength weeks are missing", False, "foundations.prompted"),
    ],
)
def test_a_day_of_the_foundations_asks_the_gates_first(
    state: str, finding: str, with_plan: bool, leads_to: str
) -> None:
    session = replace(FINDINGS[finding][0](READY), state=state, plan=PLAN if with_plan else None)
    after = taken(session, Woken(seq=session.seq))
    assert after.state == leads_to
    assert after.plan is None or after.plan.level == {"programme.home": 2, "readiness.invite": 3}.get(
        leads_to, 1
    )


QUIET = {
    "she has been silent for a week": (
        {"unanswered": 3, "heard_at": NOW - timedelta(days=7)},
        True,
        ["gentle-word"],
    ),
    "she has left three prompts": ({"unanswered": 3, "heard_at": NOW - timedelta(days=4)}, True, []),
    "she wants no other days": ({}, False, []),
}


@pytest.mark.parametrize("state", ["foundations.home", "foundations.prompted", "programme.short"])
@pytest.mark.parametrize("why", QUIET)
def test_on_a_quiet_day_nothing_is_asked(state: str, why: str) -> None:
    rhythm, other_days, told = QUIET[why]
    runs = state == "programme.short"
    yesterday = Past(on=YESTERDAY, level=3, outcome="clean")
    session = replace(
        READY if runs else _weeks_left(READY),
        state=state,
        plan=replace(PLAN, log=(yesterday,)) if runs else None,
        profile=replace(READY.profile, other_days=other_days),
        rhythm=replace(READY.rhythm, **rhythm),
    )
    event = Woken(seq=session.seq)
    assert says(session, event) == told
    assert taken(session, event).state == ("programme.home" if runs else "foundations.home")


# --- the weekly questions are over -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "other_days", "leads_to"),
    [
        ("foundations.home", True, "foundations.prompted"),
        ("foundations.prompted", True, "foundations.prompted"),
        ("referred.home", True, "referred.home"),
        ("programme.home", True, "programme.short"),
        ("programme.home", False, "programme.home"),
    ],
)
def test_after_the_weekly_questions_the_day_goes_on_and_only_an_answer_is_thanked_for(
    state: str, other_days: bool, leads_to: str
) -> None:
    plan = PLAN if state.startswith("programme") else None
    session = replace(
        READY,
        state=state,
        plan=plan,
        profile=replace(READY.profile, other_days=other_days),
        aside="aside.week",
    )
    left = Tapped(seq=session.asked, option="not_now")
    assert (taken(session, left).state, says(session, left)) == (leads_to, [])
    answered = replace(session, aside="aside.week_energy")
    none = Said(text="none")
    assert (taken(answered, none).state, says(answered, none)) == (leads_to, ["week-well"])


# --- the tests themselves ------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["readiness.felt", "readiness.pain"])
@pytest.mark.parametrize(
    ("missing", "leads_to"),
    [("hop_in_place", "readiness.left"), ("squat_jump", "readiness.count"), (None, "readiness.overnight")],
)
def test_after_a_test_comes_the_next_as_it_is_done(asked: str, missing: str | None, leads_to: str) -> None:
    session = _with_tests(READY, lambda record: None if record.test == missing else record)
    session = replace(session, state=asked, draft=Draft(test="walk"))
    answer = "none" if asked == "readiness.felt" else "1"
    after = taken(session, Said(text=answer))
    assert after.state == leads_to
    assert after.draft.test == missing


# --- after a session -----------------------------------------------------------------------------

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
REPORTED = {
    "urgent": ({"warning": ("chest_pain",)}, "locked.home"),
    "refer": ({"signs": ("bulge",)}, "referred.home"),
}


@pytest.mark.parametrize(
    ("state", "answer"), [("checkin.anything", "nothing else"), ("checkin.illness", "none")]
)
@pytest.mark.parametrize("finding", [*REPORTED, "nothing"])
def test_what_cannot_wait_is_not_left_for_the_morning(state: str, answer: str, finding: str) -> None:
    changes, leads_to = REPORTED.get(finding, ({}, "checkin.overnight"))
    session = replace(RUNNING, state=state, report=replace(REPORT, **changes))
    assert taken(session, Said(text=answer)).state == leads_to


@pytest.mark.parametrize("finding", REPORTED)
def test_a_check_that_is_given_up_still_stops_or_refers(finding: str) -> None:
    changes, leads_to = REPORTED[finding]
    session = replace(RUNNING, state="checkin.bleeding", report=replace(REPORT, **changes))
    session = replace(session, rhythm=replace(session.rhythm, nudges=1))
    after = taken(session, Woken(seq=session.seq))
    assert after.state == leads_to


def test_a_check_that_is_only_reminded_of_decides_nothing() -> None:
    session = replace(RUNNING, state="checkin.bleeding", report=replace(REPORT, warning=("chest_pain",)))
    assert taken(session, Woken(seq=session.seq)).state == "checkin.bleeding"


# --- coming back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("finding", ["refer", "ready"])
def test_who_is_not_allowed_yet_stays_stopped_in_a_plan_too(finding: str) -> None:
    session = FINDINGS[finding][0](replace(READY, plan=PLAN, state="locked.allowed", locked_for=("fever",)))
    after = taken(session, Said(text="no"))
    assert (after.state, after.locked_for) == ("locked.home", ("fever",))


def test_who_is_allowed_again_but_held_back_by_something_else_is_referred() -> None:
    session = _expecting(replace(READY, plan=PLAN, state="locked.allowed", locked_for=("fever",)))
    after = taken(session, Said(text="yes"))
    assert (after.state, after.locked_for) == ("referred.home", ())


@pytest.mark.parametrize("state", ["readiness.left", "foundations.home", "checkin.pain", "referred.home"])
@pytest.mark.parametrize("expecting", [True, False])
def test_back_from_a_pause_the_gates_close_for_whoever_is_pregnant(state: str, expecting: bool) -> None:
    home = {"checkin.pain": "programme.home"}.get(state, state)
    session = replace(
        RUNNING, state=state, aside="aside.paused", paused_at=NOW - timedelta(days=1), pause_reason="other"
    )
    session = replace(session, kept=Draft(test="hop_in_place"))
    session = _expecting(session) if expecting else session
    after = taken(session, Tapped(seq=session.asked, option="resume"))
    assert after.state == ("referred.home" if expecting else home)
    assert (after.plan is None) is expecting


@pytest.mark.parametrize("state", ["programme.proposal", "programme.per_week"])
def test_a_plan_that_was_not_accepted_is_still_asked_about_after_a_pause(state: str) -> None:
    session = replace(READY, state=state, plan=Plan(track=12), aside="aside.paused", paused_at=NOW)
    assert taken(session, Tapped(seq=session.asked, option="resume")).state == state
