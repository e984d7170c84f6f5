"""Replacing a field of a record: the library's behaviour, at a quarter of its price."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from flows import fast_replace, session
from flows.rulebook.model import RuleBook

HER = session.new(name="Ana", locale="en")


def test_a_replaced_record_is_what_the_library_makes_of_it() -> None:
    changes = {"seq": 3, "name": "Bea", "illness": ("fever",)}
    assert fast_replace.replace(HER, **changes) == dataclasses.replace(HER, **changes)  # type: ignore[arg-type]


def test_the_old_record_stays_as_it_was() -> None:
    before = session.Past(on=date(2026, 3, 2), level=1, outcome="clean")
    after = fast_replace.replace(before, level=2)
    assert (before.level, after.level, after.outcome) == (1, 2, "clean")


def test_a_replaced_record_is_of_the_same_class_and_hash() -> None:
    after = fast_replace.replace(HER, seq=3)
    assert type(after) is session.Session
    assert hash(after) == hash(dataclasses.replace(HER, seq=3))


def test_a_replaced_record_is_as_frozen_as_the_first() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        fast_replace.replace(HER, seq=3).seq = 4  # type: ignore[misc]


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="Session has no field 'level'"):
        fast_replace.replace(HER, level=2)  # type: ignore[call-arg]


def test_a_record_that_checks_itself_is_left_to_the_library() -> None:
    with pytest.raises(TypeError, match="Book is not a plain record"):
        fast_replace.replace(object.__new__(RuleBook), version="2")
