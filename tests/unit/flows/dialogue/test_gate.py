"""At every gate the most cautious finding leads, also where nothing leads to such a finding today.

The walk goes only where somebody can come. A gate must hold for whoever stands before it: after an upgrade, after a new
rule, after a mistake somewhere else. So each person here is put there as if all of that had happened.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.session import Draft, Plan
from flows.vocabulary import Event, Said, Tapped, Woken
from tests.kit.somebody import (
    FINDINGS,
    NOW,
    PLAN,
    READY,
    RUNNING,
    SCREENING,
    taken,
    told_not_to_run,
    urgent,
    with_tests,
)

# At these an answer asks the gate.
GATES: dict[str, Event] = {
    "screening.strength_per_week": Said(text="2"),
    "readiness.invite": Tapped(seq=READY.asked, option="start"),
    "readiness.morning_signs": Said(text="none"),
    "locked.allowed": Said(text="yes"),
    "referred.symptoms": Said(text="none"),
}


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("gate", GATES)
def test_at_every_gate_the_most_cautious_finding_leads(gate: str, finding: str) -> None:
    change, leads_to = FINDINGS[finding]
    if (gate, finding) == ("readiness.invite", "a test is due"):
        leads_to = "readiness.left"
    after = taken(replace(change(READY), state=gate), GATES[gate])
    assert after.state == leads_to
    assert after.told is not None or leads_to == "readiness.left"


@pytest.mark.parametrize("option", ["start", "later"])
@pytest.mark.parametrize("finding", ["urgent", "refer", "short again"])
def test_a_test_that_is_due_waits_for_what_stops_or_refers_her(finding: str, option: str) -> None:
    change, leads_to = FINDINGS[finding]
    due = with_tests(change(READY), lambda record: None if record.test == "walk" else record)
    after = taken(replace(due, state="readiness.invite"), Tapped(seq=READY.asked, option=option))
    assert (after.state, after.draft.test) == (leads_to, None)
    assert after.told is not None


@pytest.mark.parametrize("question", SCREENING[:-1])  # the last one leads to the gate itself
def test_what_is_urgent_stops_the_screening_at_any_question(question: str) -> None:
    numbers = {"sleep_hours": "8", "stress": "2", "strength_weeks": "14"}
    lists = ("emergency_signs", "same_day_signs", "conditions", "symptoms", "risks")
    answer = numbers.get(question, "none" if question in lists else "no")
    assert taken(replace(READY, state=f"screening.{question}"), Said(text=answer)).state != "locked.home"
    after = taken(replace(urgent(READY), state=f"screening.{question}"), Said(text=answer))
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


# --- coming back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("finding", ["refer", "ready"])
def test_who_is_not_allowed_yet_stays_stopped_in_a_plan_too(finding: str) -> None:
    session = FINDINGS[finding][0](replace(READY, plan=PLAN, state="locked.allowed", locked_for=("fever",)))
    after = taken(session, Said(text="no"))
    assert (after.state, after.locked_for) == ("locked.home", ("fever",))


def test_who_is_allowed_again_but_held_back_by_something_else_is_referred() -> None:
    session = told_not_to_run(replace(READY, plan=PLAN, state="locked.allowed", locked_for=("fever",)))
    after = taken(session, Said(text="yes"))
    assert (after.state, after.locked_for) == ("referred.home", ())


@pytest.mark.parametrize("state", ["readiness.left", "foundations.home", "checkin.pain", "referred.home"])
def test_back_from_a_pause_she_is_where_she_was(state: str) -> None:
    home = {"checkin.pain": "programme.home"}.get(state, state)
    session = replace(
        RUNNING, state=state, aside="aside.paused", paused_at=NOW - timedelta(days=1), pause_reason="other"
    )
    session = replace(session, kept=Draft(test="hop_in_place"))
    assert taken(session, Tapped(seq=session.asked, option="resume")).state == home


@pytest.mark.parametrize("state", ["programme.proposal", "programme.per_week"])
def test_a_plan_that_was_not_accepted_is_still_asked_about_after_a_pause(state: str) -> None:
    session = replace(READY, state=state, plan=Plan(track=12), aside="aside.paused", paused_at=NOW)
    assert taken(session, Tapped(seq=session.asked, option="resume")).state == state
