"""A good answer with an exception behind it is never "all fine"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.session import Session
from flows.vocabulary import Said
from tests.kit.somebody import REPORT, RUNNING, taken

EXCEPTIONS = (
    "all fine apart from my cold",
    "All good except my shin",
    "fine, but a bit odd in the hip",
    "everything was good, only my foot is a bit strange",
    "all well aside from a cold",
    "all ok but for my knee",
    "yes, apart from the knee",
    "great, though my calf felt tight",
    "no problems except the usual",
    "all fine other than tiredness",
    "all good bar the knee",
)
GOOD = (
    "all fine",
    "all good",
    "yes, all fine",
    "it was really lovely",
    "felt great",
    "just fine",
    "everything was good",
)
CHECKS = ("checkin.all_well", "checkin.all_since", "checkin.morning")


def at(state: str) -> Session:
    pain_morning = {"pain": None, "bleeding": None} if state != "checkin.morning" else {}
    return replace(RUNNING, state=state, report=replace(REPORT, **pain_morning))


@pytest.mark.parametrize("state", CHECKS)
@pytest.mark.parametrize("words", EXCEPTIONS)
def test_an_exception_opens_the_questions(state: str, words: str) -> None:
    after = taken(at(state), Said(text=words))
    assert after.state == ("checkin.morning_pain" if state == "checkin.morning" else "checkin.pain")
    assert after.report is not None and not after.report.morning_answered


@pytest.mark.parametrize("state", CHECKS)
@pytest.mark.parametrize("words", GOOD)
def test_praise_alone_is_all_well(state: str, words: str) -> None:
    assert taken(at(state), Said(text=words)).state not in ("checkin.morning_pain", "checkin.pain", state)


@pytest.mark.parametrize(
    "words", ["nothing apart from my cold", "all good except a cold", "all fine apart from this bug"]
)
def test_an_illness_named_as_the_exception_is_asked_about(words: str) -> None:
    assert taken(at("checkin.anything"), Said(text=words)).state == "checkin.illness"
