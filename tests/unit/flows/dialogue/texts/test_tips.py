"""Tips: each once, and none that she has switched off."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.dialogue.texts.tips import ALL, tell_next, tell_shoes
from flows.dialogue.turn_context import TurnContext
from flows.rulebook import load
from flows.session import Health, Past, Plan, Session, new, with_profile
from flows.vocabulary import Said

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def told(session: Session) -> tuple[int, Session]:
    """How many tips two chances bring."""
    turn = TurnContext(session, Said(text=""), NOW, load())
    tell_shoes(turn)
    tell_next(turn)
    tell_next(turn)
    return len(turn.effects), turn.session


def test_a_tip_comes_once_and_only_when_it_is_of_use() -> None:
    feeding = replace(new(name="Ana", locale="en"), health=Health(breastfeeding=True))
    count, after = told(feeding)
    assert (count, after.rhythm.tips_told) == (2, ("feeding",))
    assert told(new(name="Ana", locale="en"))[0] == 1


@pytest.mark.parametrize(
    ("tip", "sessions"), [("feeding", 0), ("water", 1), ("hills", 2), ("buggy", 3), ("physio", 4)]
)
def test_a_tip_waits_for_as_many_sessions_as_make_it_useful(tip: str, sessions: int) -> None:
    others = tuple(other for other in ALL if other != tip)
    feeding = replace(new(name="Ana", locale="en"), health=Health(breastfeeding=True))
    session = Past(on=NOW.date(), level=1, outcome="clean")
    told_after = [
        told(replace(with_profile(feeding, no_tips=others), plan=Plan(track=12, log=(session,) * done)))[0]
        for done in range(6)
    ]
    assert told_after == [int(done >= sessions) for done in range(6)]


def test_no_tip_that_is_switched_off_is_told() -> None:
    feeding = replace(new(name="Ana", locale="en"), health=Health(breastfeeding=True))
    assert told(with_profile(feeding, no_tips=ALL))[0] == 0
