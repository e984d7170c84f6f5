"""What she chose by a tap is told to the shell: the question and the options, as she saw them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.render import renderer
from flows.engine import step
from flows.session import Draft, Session
from flows.vocabulary import Chosen, Commanded, Event, Said, Tapped
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT


def at(state: str, **changes: object) -> Session:
    """Somebody to whom this question is open."""
    return replace(READY, state=state, asked=7, answered=6, seq=7, plan=PLAN, report=REPORT, **changes)  # type: ignore[arg-type]  # field names


def chosen(session: Session, event: Event) -> list[list[str]]:
    """The labels of each choice that the shell is told of."""
    effects = step(session, event, now=NOW, book=BOOK).effects
    words = renderer("en")
    return [
        [words.label(effect.question, option) for option in effect.options]
        for effect in effects
        if isinstance(effect, Chosen)
    ]


@pytest.mark.parametrize(
    ("state", "ticked", "option", "labels"),
    [
        ("onboarding.age", (), "adult", ["Yes, 18 or older"]),
        ("onboarding.days", ("monday", "wednesday"), "done", ["Monday", "Wednesday"]),
        ("checkin.signs", (), "none", ["None of these"]),
        ("checkin.signs", ("limp", "urine_leak"), "done", ["Leaking urine", "Limping or changed stride"]),
        ("checkin.pain", (), "3", ["3"]),
        ("onboarding.hour", (), "07:30", ["07:30"]),
        ("checkin.anything", (), "nothing", ["Nothing else"]),
    ],
)
def test_a_tap_that_answers_is_told(
    state: str, ticked: tuple[str, ...], option: str, labels: list[str]
) -> None:
    assert chosen(at(state, draft=Draft(chosen=ticked)), Tapped(seq=7, option=option)) == [labels]


def test_a_listed_option_is_told() -> None:
    zones = Draft(zones=("Europe/Paris", "Europe/Brussels"))
    found = chosen(at("onboarding.zone_which", draft=zones), Tapped(seq=7, option="0"))
    assert found == [["Europe/Paris"]]


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
