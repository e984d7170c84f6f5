"""Everybody whom an earlier release left in the middle of something goes on from there, and never less carefully."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import chain

import pytest

from flows.dialogue.commands import COMMANDS
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.machine import STATES, WAITING_STATES
from flows.engine import open_question, step
from flows.plan.verdict import Decision
from flows.rulebook import load as load_book
from flows.schedule import next_alarm
from flows.session import Session, dump, load
from flows.upcasters import RETIRED, upcast
from flows.vocabulary import Commanded, Event, Said, Say, Tapped, Woken
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play
from tests.kit.story import read as read_story
from tests.system.upgrades.frozen import (
    BURIED,
    HERE,
    Frozen,
    Incomplete,
    choose,
    lived,
    read,
    releases,
    screened,
)

BOOK = load_book()
PEOPLE = [
    pytest.param(one, id=f"{folder.name}-{one.state}-{one.beneath}-{number}")
    for folder in releases()
    for number, one in enumerate(read(folder))
]
WITHOUT_THEIR_WEEK = [pytest.param(one, id=one.state) for one in read(HERE / "v0.1.0", BURIED)]
# How she answers whatever comes before the weekly check.
WELL = ("done", "did_it", "all_well", "all_fine", "yes")


def carried(one: Frozen) -> Session:
    return load(upcast(one.session))


def events(her: Session, at: datetime) -> list[Event]:
    """Everything that may happen to her next."""
    asked = open_question(her, at, BOOK)
    taps = [Tapped(seq=her.asked, option=option.id) for option in asked.options] if asked else []
    said = [Said(text=words) for words in ("3", "yes", "I have crushing chest pain", "ok, what now?")]
    commands = [Commanded(name=name) for name in COMMANDS]
    return [*taps, Tapped(seq=her.asked - 1, option="old"), *said, *commands, Woken(seq=her.seq)]


def test_every_release_is_frozen() -> None:
    assert releases()


@pytest.mark.parametrize("folder", releases(), ids=lambda folder: folder.name)
def test_every_state_that_a_release_had_is_a_state_still_or_leads_to_one(folder: object) -> None:
    places = {one.state for one in chain.from_iterable(map(read, releases()))}
    assert {RETIRED.get(place, place) for place in places} <= set(STATES)


@pytest.mark.parametrize("one", [*PEOPLE, *WITHOUT_THEIR_WEEK])
def test_she_is_where_she_was_and_whatever_she_does_next_has_an_answer(one: Frozen) -> None:
    her = carried(one)
    assert (her.aside or her.state) == RETIRED.get(one.state, one.state)
    assert open_question(her, one.at, BOOK) is not None or (her.aside or her.state) in WAITING_STATES
    for event in events(her, one.at):
        after = step(her, event, now=one.at + timedelta(minutes=1), book=BOOK).session
        assert after is None or load(dump(after)) == after
    wake = next_alarm(her, BOOK)
    if wake is not None:
        step(her, Woken(seq=her.seq), now=max(wake.at, one.at), book=BOOK)


@pytest.mark.parametrize("one", [*PEOPLE, *WITHOUT_THEIR_WEEK])
def test_she_is_treated_at_least_as_carefully_as_before(one: Frozen) -> None:
    her, was = carried(one), json.loads(one.session)
    now = screened(her, one.at)
    assert (now is None) == (one.screened is None)
    assert now is None or Decision(now).caution >= Decision(one.screened).caution
    assert set(was.get("locked_for", [])) <= set(her.locked_for)
    assert her.health.cleared_by == was.get("health", {}).get("cleared_by")
    if her.plan is not None:
        assert her.plan.level <= was["plan"].get("level", 1)
        assert her.plan.track >= was["plan"]["track"], "a longer track is the gentler one"
        rest = was["plan"].get("rest_until")
        assert rest is None or (her.plan.rest_until and her.plan.rest_until >= datetime.fromisoformat(rest))


@pytest.mark.parametrize("one", WITHOUT_THEIR_WEEK)
def test_a_weekly_check_that_was_taken_away_is_asked_within_a_week_and_stays_until_a_session_is_due(
    one: Frozen,
) -> None:
    her, now = carried(one), one.at
    assert her.aside is None and her.rhythm.week_on is not None
    while her.aside != "aside.week":
        wake = next_alarm(her, BOOK)
        assert wake is not None
        now = max(now, wake.at)
        assert now <= one.at + timedelta(days=7), f"not asked by {now}: {her.state}"
        her = turn(her, Woken(seq=her.seq), now)
        her, now = answered_well(her, now)
    asked_at, wake = her.asked, next_alarm(her, BOOK)
    assert wake is not None
    rung = step(her, Woken(seq=her.seq), now=wake.at, book=BOOK)
    assert rung.session is not None
    if rung.session.state == "programme.offered":
        assert "week-let-go" in {effect.text.id for effect in rung.effects if isinstance(effect, Say)}
    else:
        answered = turn(rung.session, Tapped(seq=asked_at, option="none"), wake.at + timedelta(minutes=1))
        assert answered.aside == "aside.week_daily"


def answered_well(her: Session, now: datetime) -> tuple[Session, datetime]:
    """She, when she has answered what is open, or has looked at her day."""
    while her.aside is None:
        asked = open_question(her, now, BOOK)
        offered = [] if asked is None else [option.id for option in asked.options]
        option = next((option for option in WELL if option in offered), None)
        now += timedelta(minutes=10)
        if option is None:
            return turn(her, Commanded(name="today"), now), now
        her = turn(her, Tapped(seq=her.asked, option=option), now)
    return her, now


def turn(her: Session, event: Event, now: datetime) -> Session:
    after = step(her, event, now=now, book=BOOK).session
    assert after is not None
    return load(dump(after))


async def test_a_place_that_no_golden_chat_stops_in_is_named() -> None:
    player = CorePlayer()
    await play(read_story(CHATS / "declined.chat"), player, lambda line, came: None)
    one = [("declined", before, at) for (before, _, _), at in zip(player.turns, player.times, strict=True)]
    with pytest.raises(Incomplete, match=r"no golden chat stops in .*\baside\.country, "):
        choose(iter(one))


def test_this_release_can_be_frozen_because_a_golden_chat_stops_in_every_place() -> None:
    frozen = choose(lived())
    assert {one.state for one in frozen} == set(STATES) - {DONE}


def test_the_first_session_of_each_place_is_kept() -> None:
    assert DONE not in {one.state for one in chain.from_iterable(map(read, releases()))}
