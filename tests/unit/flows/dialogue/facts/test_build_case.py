"""The case from which a track is chosen holds all that the choice looks at: the whole screening gives the same one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flows.dialogue.facts.build_case import screening_case, track_case
from flows.plan.tracks import propose_track
from flows.session import Session
from tests.kit.somebody import BOOK, READY, TODAY

PROFILES: list[dict[str, Any]] = [
    {"birth_type": "caesarean"},
    {"birth_type": None},
    {"birth_type": "assisted"},
    {"tear": 3},
    {"episiotomy": True},
]
HEALTH: list[dict[str, Any]] = [
    {"breastfeeding": True},
    {"exhausted": True},
    {"sleep_hours": 5},
    {"symptoms": ("urine_leak",)},
    {"symptoms": ("exhaustion",)},
    *({"risks": (risk,)} for risk in (*BOOK.ids("R-RSK-1", "risks"), *BOOK.ids("R-RSK-2", "soft"))),
    {"risks": BOOK.ids("R-RSK-2", "slowest")},
]
EVERYBODY = [
    *(replace(READY, profile=replace(READY.profile, **change)) for change in PROFILES),
    *(replace(READY, health=replace(READY.health, **change)) for change in HEALTH),
]


@pytest.mark.parametrize("session", EVERYBODY, ids=range(len(EVERYBODY)))
def test_the_same_track_for_the_same_reasons(session: Session) -> None:
    whole = propose_track(screening_case(session, TODAY, BOOK), BOOK)
    assert propose_track(track_case(session, TODAY), BOOK) == whole


def test_each_of_them_counts() -> None:
    """So that none of the changes above is one that the choice would not notice."""
    plain = propose_track(track_case(READY, TODAY), BOOK)
    assert all(propose_track(track_case(session, TODAY), BOOK) != plain for session in EVERYBODY)
