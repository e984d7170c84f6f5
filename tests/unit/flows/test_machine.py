"""A hole in the table is an error that names the state, never silence."""

from datetime import UTC, datetime

import pytest

from flows.dialogue.cursor import Cursor, chose, row
from flows.dialogue.machine import NoRowError, build, fire
from flows.rulebook import load
from flows.session import new
from flows.vocabulary import Said


def cursor() -> Cursor:
    return Cursor(new(name="Ana", locale="en"), Said(text=""), datetime(2026, 3, 2, tzinfo=UTC), load())


def test_a_trigger_without_a_row_is_an_error() -> None:
    with pytest.raises(NoRowError, match="new: no row for 'answer'"):
        fire(cursor(), "answer", build((row("declined", "answer", "new"),)))


def test_a_row_whose_guard_says_no_is_an_error() -> None:
    with pytest.raises(NoRowError, match="new: no row for 'answer' applies"):
        fire(cursor(), "answer", build((row("new", "answer", "declined", when=chose("yes")),)))
