"""A rest that is certain in the evening is said in the evening, not only the day after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.engine import step
from flows.session import Session
from flows.vocabulary import Say, Tapped, TextList
from tests.kit.somebody import BOOK, NOW, REPORT, RUNNING, TODAY


def reported(pain: int, *signs: str, site: str | None = "knee") -> Session:
    """Somebody who has told all of today's session but for the last question."""
    report = replace(
        REPORT, on=TODAY, offered_at=NOW, reported_at=NOW, pain=pain, pain_before=0, site=site, signs=signs
    )
    return replace(RUNNING, state="checkin.anything", report=report)


def told(session: Session) -> tuple[str, list[Say]]:
    done = step(session, Tapped(seq=session.asked, option="nothing"), now=NOW, book=BOOK)
    assert done.session is not None
    return done.session.state, [effect for effect in done.effects if isinstance(effect, Say)]


@pytest.mark.parametrize("pain", [6, 7, 10])
def test_pain_of_six_or_more_is_told_to_rest_at_once(pain: int) -> None:
    state, said = told(reported(pain))
    assert (state, said[0].text.id) == ("checkin.overnight", "evening-rest")
    values = dict(said[0].text.args)
    reasons = values["reasons"]
    assert isinstance(reasons, TextList) and len(reasons.texts) == 1  # what R-POST-4 says


def test_a_first_leak_is_told_to_walk_only_at_once() -> None:
    state, said = told(reported(0, "urine_leak", site=None))
    assert (state, said[0].text.id) == ("checkin.overnight", "evening-rest")


@pytest.mark.parametrize("pain", [0, 2, 5])
def test_less_pain_waits_for_the_day_after(pain: int) -> None:
    state, said = told(reported(pain))
    assert (state, said[0].text.id) == ("checkin.overnight", "evening-noted")
