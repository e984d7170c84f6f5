"""The shell is told when a tap was an answer, and of a multiple choice what was ticked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.engine import step
from flows.session import Asking, Draft, Session
from flows.vocabulary import Chosen, Commanded, Event, Said, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT


def at(state: str, *ticked: str) -> Session:
    """Somebody to whom this question is open."""
    draft = Draft(chosen=ticked, zones=("Europe/Paris", "Europe/Brussels"))
    return replace(READY, state=state, asked=7, answered=6, seq=7, plan=PLAN, report=REPORT, draft=draft)


def chosen(session: Session, event: Event) -> list[tuple[str, ...]]:
    """What each choice that the shell is told of had ticked."""
    effects = step(session, event, now=NOW, book=BOOK).effects
    return [tuple(one.id for one in effect.ticked) for effect in effects if isinstance(effect, Chosen)]


@pytest.mark.parametrize(
    ("state", "option"),
    [
        ("onboarding.age", "adult"),
        ("onboarding.hour", "07:30"),
        ("onboarding.zone_which", "0"),
        ("checkin.signs", "none"),
        ("checkin.pain", "3"),
        ("checkin.anything", "nothing"),
    ],
)
def test_a_tap_that_answers_is_told(state: str, option: str) -> None:
    assert chosen(at(state), Tapped(seq=7, option=option)) == [()]


def test_of_a_multiple_choice_all_that_was_ticked_is_told_in_the_order_of_the_buttons() -> None:
    session = at("checkin.signs", "limp", "urine_leak")
    assert chosen(session, Tapped(seq=7, option="done")) == [("urine_leak", "limp")]


def test_a_tap_on_an_older_copy_of_the_open_question_is_told() -> None:
    copies = (Asking(at=(4, 7), about=f"checkin.pain|{REPORT.on}"),)
    assert chosen(replace(at("checkin.pain"), askings=copies), Tapped(seq=4, option="3")) == [()]


def test_done_under_the_message_of_an_earlier_day_is_told_once() -> None:
    day = Asking(at=(4,), about="foundations.prompted|2026-06-12")
    session = replace(at("checkin.pain"), askings=(day,))
    tap = Tapped(seq=4, option="done")
    after = step(session, tap, now=NOW, book=BOOK).session
    assert after is not None
    assert (chosen(session, tap), chosen(after, tap)) == ([()], [])


@pytest.mark.parametrize(
    "event",
    [
        Said(text="3"),
        Tapped(seq=6, option="3"),
        Tapped(seq=5, option="3"),
        Tapped(seq=7, option="99"),
        Commanded(name="why"),
    ],
    ids=["typed", "a second tap", "an old button", "no such button", "a link"],
)
def test_what_is_no_answer_by_a_tap_is_not(event: Event) -> None:
    assert chosen(at("checkin.pain"), event) == []


def test_ticking_is_not_yet_a_choice() -> None:
    assert chosen(at("checkin.signs"), Tapped(seq=7, option="limp")) == []
    assert chosen(at("onboarding.days"), Tapped(seq=7, option="done")) == [], "nothing is ticked"
