"""Pain in a calf, a thigh or the groin is never only a number: one question about the leg comes first (R-RED-9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.dialogue.facts import last_decision
from flows.engine import step
from flows.session import Session
from flows.vocabulary import Commanded, Said, Say, Tapped
from tests.kit.somebody import BOOK, NOW, REPORT, RUNNING, TODAY, taken

WHERE = replace(
    RUNNING,
    state="checkin.pain_where",
    report=replace(REPORT, on=TODAY, offered_at=NOW, reported_at=NOW, pain=2),
)
LEGS = ("calf", "thigh", "groin")
OTHERS = ("hip", "knee", "shin", "foot", "belly", "back")


def tapped(session: Session, option: str) -> Session:
    return taken(session, Tapped(seq=session.asked, option=option))


@pytest.mark.parametrize("site", LEGS)
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_leg_that_warns_stops_everything(site: str, answer: str) -> None:
    asked = tapped(WHERE, site)
    assert asked.state == "checkin.leg"
    done = step(asked, Tapped(seq=asked.asked, option=answer), now=NOW, book=BOOK)
    assert done.session is not None
    assert (done.session.state, done.session.locked_for) == ("locked.home", ("one_leg_swollen",))
    assert done.effects[1] == next(effect for effect in done.effects if isinstance(effect, Say))
    assert [effect.text.id for effect in done.effects if isinstance(effect, Say)] == [
        "verdict-urgent-same-day"
    ]


@pytest.mark.parametrize("place", ["calf", "my left calf", "the knee and the calf", "inner thigh"])
@pytest.mark.parametrize("words", ["yes", "not sure", "a bit", "maybe", "sometimes"])
def test_it_is_asked_of_a_typed_place_and_a_doubt_counts(place: str, words: str) -> None:
    asked = taken(WHERE, Said(text=place))
    assert asked.state == "checkin.leg"
    assert taken(asked, Said(text=words)).state == "locked.home"


@pytest.mark.parametrize("site", LEGS)
def test_a_leg_that_does_not_warn_goes_on(site: str) -> None:
    assert tapped(tapped(WHERE, site), "no").state == "checkin.pain_kind"


@pytest.mark.parametrize("site", OTHERS)
def test_elsewhere_it_is_not_asked(site: str) -> None:
    assert tapped(WHERE, site).state == "checkin.pain_kind"


def test_a_pain_in_the_calf_typed_at_the_end_is_asked_about() -> None:
    last = replace(WHERE, state="checkin.anything", report=replace(WHERE.report, pain=0))  # type: ignore[type-var]  # there is one
    assert taken(last, Said(text="pain 3/10 in my calf")).state == "checkin.pain_where"


@pytest.mark.parametrize("site", LEGS)
def test_a_corrected_place_is_asked_about_too(site: str) -> None:
    before = replace(RUNNING, state="checkin.morning")
    decided = tapped(before, "all_fine")
    assert last_decision.is_current(decided)
    session = taken(decided, Commanded(name="correct"))
    for option in ("pain", "4", site):
        session = tapped(session, option)
    assert session.aside == "aside.fix_leg"
    assert tapped(session, "yes").state == "locked.home"
    assert tapped(session, "no").aside == "aside.fix_kind"
