"""A screening is decided once a turn: what a case is made of is named, and nothing else of her counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.dialogue.facts.build_case import screening_case, screening_inputs, strength_weeks_since
from flows.dialogue.gate import record_and_tell, screening_verdict
from flows.dialogue.turn_context import TurnContext
from flows.session import Plan, Rhythm, Session, load, new, with_health, with_rhythm
from flows.upcasters import upcast
from flows.vocabulary import Said
from tests.kit.somebody import BOOK, NOW, READY, TODAY, YESTERDAY, urgent
from tests.system.upgrades.frozen import read, releases

SINCE = TODAY - timedelta(days=21)


def with_those_alone(session: Session) -> Session:
    profile, health, tests, locked_for, strength_done, strength_sessions, begun = screening_inputs(session)
    rhythm = Rhythm(
        strength_done=strength_done,  # type: ignore[arg-type]  # what the parts are
        strength_sessions=strength_sessions,  # type: ignore[arg-type]
    )
    return replace(
        new(name="", locale="en"),
        profile=profile,  # type: ignore[arg-type]
        health=health,  # type: ignore[arg-type]
        tests=tests,  # type: ignore[arg-type]
        locked_for=locked_for,  # type: ignore[arg-type]
        rhythm=rhythm,
        plan=Plan(track=min(BOOK.tracks), per_week=3) if begun else None,
    )


def test_a_screening_case_is_made_of_those_parts_alone() -> None:
    everybody = [load(upcast(one.session)) for folder in releases() for one in read(folder)]
    born = [session for session in everybody if session.profile.birth_date is not None]
    assert any(session.rhythm.strength_done for session in born)
    assert any(session.locked_for for session in born)
    for session in born:
        assert screening_case(with_those_alone(session), TODAY, BOOK) == screening_case(session, TODAY, BOOK)


def test_what_is_told_and_kept_of_a_verdict_asks_for_no_second_one() -> None:
    turn = TurnContext(READY, Said(text=""), NOW, BOOK)
    verdict = screening_verdict(turn)
    record_and_tell(turn, verdict)
    turn.session = replace(turn.session, state="programme.proposal")
    assert screening_verdict(turn) is verdict


def test_whatever_a_case_is_made_of_asks_for_another_verdict() -> None:
    turn = TurnContext(READY, Said(text=""), NOW, BOOK)
    assert screening_verdict(turn).decision == "ready"
    turn.session = urgent(READY)
    assert screening_verdict(turn).decision.startswith("urgent")
    turn.session = replace(READY, tests=())
    assert screening_verdict(turn).decision == "not_yet_tests"


@pytest.mark.parametrize(
    ("days_ago", "weeks"),
    [
        ((), 0),
        ((21, 20), 1),
        ((21, 15), 1),
        ((21, 14), 0),
        ((21, 20, 14, 13, 7, 1), 3),
        ((1, 21, 13, 20, 7, 14), 3),  # whichever came first
        ((21, 20, 19, 18), 1),
        ((20, 15, 13, 8, 0, -1), 2),  # the week that began today counts when it is over
        ((23, 22, 7, 6), 1),  # what she did before she told us is in the number that she told
    ],
)
def test_a_week_counts_with_as_many_strength_days_as_she_named(days_ago: tuple[int, ...], weeks: int) -> None:
    done: tuple[date, ...] = tuple(TODAY - timedelta(days=days) for days in days_ago)
    told = with_health(READY, strength_since=SINCE, strength_per_week=2)
    assert strength_weeks_since(with_rhythm(told, strength_done=done), TODAY, BOOK) == weeks


def test_who_named_no_strength_day_has_no_week_of_them() -> None:
    told = with_health(READY, strength_since=SINCE, strength_per_week=0)
    assert strength_weeks_since(with_rhythm(told, strength_done=(YESTERDAY,)), TODAY, BOOK) == 0
