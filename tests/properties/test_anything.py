"""Whatever happens, in whatever order and however late: no turn raises, and what must hold holds.

The walk is exhaustive but merges what looks alike; here each run goes on for weeks from a situation the stories
reach, with events and delays that nobody listed.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import renderer
from flows.dialogue.commands import COMMANDS
from flows.engine import Step, open_question, step
from flows.plan import calendar
from flows.plan.calendar import next_wake
from flows.rulebook import load as load_book
from flows.session import Session, dump, load, new
from flows.vocabulary import (
    Ask,
    Attached,
    Blocked,
    Commanded,
    Document,
    Edited,
    Event,
    Located,
    Returned,
    Said,
    Say,
    Tapped,
    Toast,
    Woken,
)
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read

BOOK = load_book()
ENGLISH = renderer("en")
STORIES = (
    "onboarded",
    "tests-passed",
    "plan-begun",
    "first-session",
    "unanswered-morning",
    "bulge",
    "chest-pain-on-the-run",
)

words = st.sampled_from(
    (
        "yes",
        "no",
        "7",
        "7.5",
        "half of it",
        "leaked a bit",
        "pain 6/10",
        "Paris",
        "14 March 2026",
        "5/3/2026",
        "07:30",
        "none",
    )
) | st.text(max_size=40)
options = st.integers(0, 20)
happening = st.one_of(
    st.tuples(st.just("tap"), options),
    st.tuples(st.just("tap"), options),
    st.tuples(st.just("ring"), st.just(0)),
    st.tuples(st.just("ring"), st.integers(0, 60 * 24 * 40)),
    st.tuples(st.just("say"), words),
    st.tuples(st.just("command"), st.sampled_from((*COMMANDS, "nonsense"))),
    st.tuples(st.just("old tap"), st.integers(-3, 400)),
    st.tuples(st.just("other"), st.integers(0, 6)),
    st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 20)),
)
OTHERS: tuple[Event, ...] = (
    Attached(kind="photo"),
    Attached(kind="sticker", caption="my knee hurts"),
    Edited(text="I meant 3"),
    Located(zone="Asia/Kolkata"),
    Located(zone=None),
    Blocked(),
    Returned(),
)


@cache
def beginnings() -> tuple[tuple[Session, datetime], ...]:
    """Where the runs start: somebody new, and where some of the stories end."""
    found = [(new(name="Ana", locale="en"), datetime.fromisoformat("2026-06-04T09:00:00+00:00"))]
    for name in STORIES:
        player = CorePlayer()
        asyncio.run(play(read(CHATS / f"{name}.chat"), player, lambda line, came: None))
        found.append((player.session, player.now))
    return tuple(found)


def event_of(kind: str, what: object, session: Session, now: datetime) -> Event | None:
    match kind, what:
        case "tap", int(which):
            asked = open_question(session, now, BOOK)
            if asked is None or not asked.options:
                return None
            return Tapped(seq=session.asked, option=asked.options[which % len(asked.options)].id)
        case "ring", _:
            return Woken(seq=session.seq)
        case "say", str(text):
            return Said(text=text)
        case "command", str(name):
            return Commanded(name=name)
        case "old tap", int(seq):
            return Tapped(seq=seq, option="yes")
        case "other", int(which):
            return OTHERS[which]
    return None


def check(before: Session, event: Event, now: datetime, result: Step) -> None:
    """What must hold after every turn."""
    after = result.session
    for effect in result.effects:
        match effect:
            case Say(text=text) | Ask(text=text) | Toast(text=text) | Document(caption=text):
                assert ENGLISH.text(text)
    if after is None:
        return
    assert load(dump(after)) == after
    if after.plan is not None and before.plan is not None and before.plan.per_week is not None:
        assert after.plan.level <= before.plan.level + 1
        if after.plan.level > before.plan.level:
            assert after.plan.log[-1].outcome == "clean"
    if after.state == "programme.offered" != before.state and before.state != "programme.later":
        assert after.plan is not None and after.profile.birth_date is not None
        assert not after.locked_for and after.aside is None and after.health.pregnant is False
        assert (calendar.today(after, now) - after.profile.birth_date).days >= 84
        assert after.plan.rest_until is None or after.plan.rest_until <= now
    if isinstance(event, Woken) and result.effects:
        own = before.profile.prompt_minute
        chosen = own is not None and (own >= 21 * 60 or own < 6 * 60)
        assert chosen or not calendar.in_quiet_hours(before, now, BOOK)


@settings(max_examples=120, deadline=None)
@given(st.data(), st.lists(happening, min_size=5, max_size=60))
def test_any_sequence_of_events_keeps_what_must_hold(
    data: st.DataObject, events: list[tuple[str, object]]
) -> None:
    session, now = data.draw(st.sampled_from(beginnings()))
    for kind, what in events:
        if kind == "wait":
            assert isinstance(what, int)
            now += timedelta(minutes=what)
            continue
        if kind == "ring":
            wake = next_wake(session, BOOK)
            if wake is None:
                continue
            assert isinstance(what, int)
            now = max(now, wake.at) + timedelta(minutes=what)
        event = event_of(kind, what, session, now)
        if event is None:
            continue
        result = step(session, event, now=now, book=BOOK)
        check(session, event, now, result)
        session = new(name="Ana", locale="en") if result.session is None else result.session


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(st.tuples(options, st.booleans()), min_size=40, max_size=160))
def test_weeks_of_taps_and_alarms_keep_what_must_hold(
    data: st.DataObject, taps: list[tuple[int, bool]]
) -> None:
    session, now = data.draw(st.sampled_from(beginnings()))
    for which, rings in taps:
        event = None if rings else event_of("tap", which, session, now)
        if event is None:
            wake = next_wake(session, BOOK)
            if wake is None:
                event = Commanded(name="start")
            else:
                event, now = Woken(seq=session.seq), max(now, wake.at)
        result = step(session, event, now=now, book=BOOK)
        check(session, event, now, result)
        session = new(name="Ana", locale="en") if result.session is None else result.session
