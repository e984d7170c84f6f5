"""Tips: each once, and none that she has switched off."""

from dataclasses import replace
from datetime import UTC, datetime

from flows.dialogue.cursor import Cursor
from flows.dialogue.tips import ALL, tell_next, tell_shoes
from flows.rulebook import load
from flows.session import Health, Session, new, with_profile
from flows.vocabulary import Said

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def told(session: Session) -> tuple[int, Session]:
    """How many tips two chances bring."""
    cursor = Cursor(session, Said(text=""), NOW, load())
    tell_shoes(cursor)
    tell_next(cursor)
    tell_next(cursor)
    return len(cursor.effects), cursor.session


def test_a_tip_comes_once_and_only_when_it_is_of_use() -> None:
    feeding = replace(new(name="Ana", locale="en"), health=Health(breastfeeding=True))
    count, after = told(feeding)
    assert (count, after.rhythm.tips_told) == (2, ("feeding",))
    assert told(new(name="Ana", locale="en"))[0] == 1


def test_no_tip_that_is_switched_off_is_told() -> None:
    feeding = replace(new(name="Ana", locale="en"), health=Health(breastfeeding=True))
    assert told(with_profile(feeding, no_tips=ALL))[0] == 0
