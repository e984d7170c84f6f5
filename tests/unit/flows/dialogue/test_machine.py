"""A hole in the table is an error that names the state, never silence."""

from datetime import UTC, datetime

import pytest

from flows.dialogue.machine import NoRowError, build, fire
from flows.dialogue.turn_context import TurnContext, answer_is, transition
from flows.rulebook import load
from flows.session import new
from flows.vocabulary import Said


def turn() -> TurnContext:
    return TurnContext(new(name="Ana", locale="en"), Said(text=""), datetime(2026, 3, 2, tzinfo=UTC), load())


def test_a_trigger_without_a_row_is_an_error() -> None:
    with pytest.raises(NoRowError, match="new: no row for 'answer'"):
        fire(turn(), "answer", build((transition("declined", "answer", "new"),)))


def test_a_row_whose_guard_says_no_is_an_error() -> None:
    with pytest.raises(NoRowError, match="new: no row for 'answer' applies"):
        fire(turn(), "answer", build((transition("new", "answer", "declined", when=answer_is("yes")),)))
