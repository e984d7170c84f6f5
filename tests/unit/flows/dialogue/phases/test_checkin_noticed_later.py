"""What she notices between the report of a session and the morning after belongs to the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.commands import COMMANDS
from flows.dialogue.machine import QUESTIONS, STATES
from flows.engine import step
from flows.session import Session
from flows.vocabulary import Ask, Commanded, Said, Say, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT, RUNNING, TODAY, says, taken

REPORTED = replace(
    RUNNING, state="checkin.overnight", report=replace(REPORT, on=TODAY, offered_at=NOW, reported_at=NOW)
)
LATER = NOW + timedelta(hours=3)
PAINS = (
    "my knee hurts",
    "my shin hurts",
    "my knee hurts a bit",
    "knee pain",
    "knee hurts really badly",
    "my left calf hurts",
    "my foot is sore now",
    "pain 6/10 in my shin",
)
SIGNS = {"my knee is swollen": "swelling", "I leaked a bit": "urine_leak", "I am limping": "limp"}


@pytest.mark.parametrize("words", [*PAINS, *SIGNS])
def test_what_hurts_opens_the_report_again(words: str) -> None:
    after = taken(REPORTED, Said(text=words), LATER)
    assert (after.state, after.aside) == ("checkin.pain", None)
    assert says(REPORTED, Said(text=words), LATER) == ["evening-again"]  # it says what to do until then


@pytest.mark.parametrize(("words", "sign"), SIGNS.items())
def test_a_sign_is_in_the_report(words: str, sign: str) -> None:
    report = taken(REPORTED, Said(text=words), LATER).report
    assert report is not None and report.signs == (sign,)


def test_pain_told_late_in_the_evening_is_told_to_rest_that_evening() -> None:
    session = taken(REPORTED, Said(text="knee hurts really badly"), LATER)
    for option in ("7", "knee", "joint", "0", "none", "none", "nothing"):
        done = step(session, Tapped(seq=session.asked, option=option), now=LATER, book=BOOK)
        assert done.session is not None
        session = done.session
    assert session.state == "checkin.overnight" and session.report is not None
    assert (session.report.pain, session.report.site) == (7, "knee")
    assert [effect.text.id for effect in done.effects if isinstance(effect, Say)] == ["evening-rest"]


def test_a_pain_that_was_told_stays_when_the_report_is_opened_again() -> None:
    hurt = replace(
        REPORTED, report=replace(REPORT, on=TODAY, offered_at=NOW, reported_at=NOW, pain=7, site="knee")
    )
    session = taken(hurt, Said(text="I leaked a bit"), LATER)
    session = taken(session, Tapped(seq=session.asked, option="0"), LATER)
    assert session.report is not None and session.report.pain == 7


@pytest.mark.parametrize("words", ["my knee doesn't hurt", "no pain at all", "nothing hurts"])
def test_what_does_not_hurt_opens_nothing(words: str) -> None:
    assert taken(REPORTED, Said(text=words), LATER).state == "checkin.overnight"


def test_the_button_for_something_noticed_opens_the_report() -> None:
    assert taken(REPORTED, Commanded(name="symptoms"), LATER).state == "checkin.pain"


@pytest.mark.parametrize(
    "state", [state for state in STATES if state not in QUESTIONS and state != "aside.closed"]
)
@pytest.mark.parametrize("name", sorted({*COMMANDS} - {"delete"}))
def test_every_command_has_an_answer_where_nothing_is_asked(state: str, name: str) -> None:
    session = REPORTED if state.startswith("checkin") else replace(READY, plan=PLAN)
    rhythm = replace(session.rhythm, prompted_on=TODAY, asked_at=NOW)  # no message is due at once
    session = replace(session, state=state, rhythm=rhythm)
    if state == "programme.resting":
        session = replace(session, plan=replace(PLAN, rest_until=NOW + timedelta(hours=48)))
    done = step(session, Commanded(name=name), now=LATER, book=BOOK)
    assert done.session is not None
    assert done.effects, (state, name)


def test_trouble_after_a_run_says_that_the_run_is_not_decided_yet() -> None:
    def trouble(session: Session) -> list[str]:
        return says(session, Commanded(name="trouble"), LATER)

    assert trouble(REPORTED) == ["trouble-when-decided"]
    assert trouble(replace(READY, plan=PLAN, state="referred.home")) == ["trouble-when-running"]
    assert trouble(replace(READY, state="foundations.home")) == ["trouble-later"]
    asked = step(
        replace(READY, plan=PLAN, state="programme.home"), Commanded(name="trouble"), now=NOW, book=BOOK
    )
    assert isinstance(asked.effects[-1], Ask)
