"""Old sessions come along, newer ones are left alone."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows import upcasters
from flows.engine import step
from flows.rulebook import load as rule_book
from flows.session import VERSION, dump, load, new
from flows.vocabulary import Ask, Said, Tapped
from tests.system.upgrades.frozen import read, releases

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_session_of_today_is_left_as_it_is() -> None:
    text = dump(new(name="Ana", locale="en"))
    assert upcasters.upcast(text) == text


def test_a_session_from_the_future_is_refused_with_what_to_do() -> None:
    with pytest.raises(upcasters.NewerVersion, match="upgrade the bot"):
        upcasters.upcast(json.dumps({"version": VERSION + 1}))


def test_what_has_no_version_is_of_the_first_and_any_later_one_is_written() -> None:
    """Else a session that was moved to version 2 would be stored without one, and moved again."""
    assert load("{}").version == 1
    assert json.loads(dump(replace(new(name="Ana", locale="en"), version=2)))["version"] == 2
    assert new(name="Ana", locale="en").version == VERSION


def test_an_old_session_is_moved_one_version_at_a_time() -> None:
    steps: Mapping[int, upcasters.Upcaster] = {
        VERSION - 2: lambda data: {**data, "seen": ["first"]},
        VERSION - 1: lambda data: {**data, "seen": [*data["seen"], "second"]},
    }
    moved = json.loads(upcasters.upcast(json.dumps({"version": VERSION - 2, "seq": 3}), steps))
    assert moved == {"version": VERSION, "seq": 3, "seen": ["first", "second"]}


def test_whoever_is_in_a_state_that_was_given_up_is_asked_what_is_asked_there_now() -> None:
    """An old button, a typed answer and an alarm all meant the old question: none of them answers the new one."""
    old = replace(
        new(name="Ana", locale="en"), state="checkin.mood", seq=9, asked=9, answered=8, consented_at=NOON
    )
    her = load(upcasters.upcast(dump(old), retired={"checkin.mood": "onboarding.birth_type"}))
    assert her.state == "onboarding.birth_type"
    for event in (Tapped(seq=9, option="good"), Said(text="vaginal")):
        after = step(her, event, now=NOON, book=rule_book())
        assert after.session is not None
        assert after.session.profile.birth_type is None, event
        assert [effect.text.id for effect in after.effects if isinstance(effect, Ask)] == [
            "onboarding-birth-type"
        ], event


def test_a_retired_aside_leads_on_too() -> None:
    old = replace(new(name="Ana", locale="en"), state="onboarding.age", aside="aside.quiz", seq=9)
    assert (
        load(upcasters.upcast(dump(old), retired={"aside.quiz": "aside.settings"})).aside == "aside.settings"
    )


def test_a_stored_session_of_every_release_is_read_in_one_step() -> None:
    texts = [one.session for folder in releases() for one in read(folder)]
    assert texts
    for text in texts:
        assert upcasters.load(text) == load(upcasters.upcast(text))


def test_a_session_of_a_newer_release_is_not_read() -> None:
    with pytest.raises(upcasters.NewerVersion):
        upcasters.load(json.dumps({"version": VERSION + 1}))
