"""Whatever happens, in whatever order and however late: no turn raises, and what must hold holds.

The walk is exhaustive but merges what looks alike; here each run goes on for weeks from a place that somebody can be
in (the frozen sessions of the last release), with events and delays that nobody listed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.rendering.texts import renderer
from flows import schedule
from flows.dialogue.commands import COMMANDS
from flows.engine import Step, open_question, step
from flows.rulebook import load as load_book
from flows.schedule import next_alarm
from flows.session import Session, dump, load, new
from flows.upcasters import upcast
from flows.vocabulary import (
    Ask,
    Attached,
    Blocked,
    Commanded,
    Document,
    Edited,
    Event,
    Forwarded,
    Located,
    Returned,
    Said,
    Say,
    Tapped,
    Toast,
    Woken,
)
from tests.system.upgrades.frozen import read, releases

BOOK = load_book()
ENGLISH = renderer("en")

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
OTHERS: tuple[Event, ...] = (
    Attached(kind="photo"),
    Attached(kind="sticker", caption="my knee hurts"),
    Edited(text="I meant 3"),
    Forwarded(source="forward"),
    Commanded(name="plan", argument="my knee hurts"),
    Located(zone="Asia/Kolkata"),
    Located(zone=None),
    Blocked(),
    Returned(),
)


@cache
def beginnings() -> tuple[tuple[Session, datetime], ...]:
    """Where the runs start: everywhere that somebody can be, as the last release left them."""
    return tuple((load(upcast(one.session)), one.at) for one in read(releases()[-1]))


def tap(which: int, session: Session, now: datetime) -> Event | None:
    """A tap on one of the buttons of the open question, if it has any."""
    asked = open_question(session, now, BOOK)
    if asked is None or not asked.options:
        return None
    return Tapped(seq=session.asked, option=asked.options[which % len(asked.options)].id)


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
        assert (schedule.today(after, now) - after.profile.birth_date).days >= 84
        assert after.plan.rest_until is None or after.plan.rest_until <= now
    if isinstance(event, Woken) and result.effects:
        own = before.profile.prompt_minute
        chosen = own is not None and (own >= 21 * 60 or own < 6 * 60)
        assert chosen or not schedule.in_quiet_hours(before, now, BOOK)


class Life(RuleBasedStateMachine):
    """One person from where somebody can be: what happens to her next, again and again."""

    @initialize(data=st.data())
    def begins(self, data: st.DataObject) -> None:
        self.session, self.now = data.draw(st.sampled_from(beginnings()))

    def happens(self, event: Event | None) -> None:
        if event is None:
            return
        result = step(self.session, event, now=self.now, book=BOOK)
        check(self.session, event, self.now, result)
        self.session = new(name="Ana", locale="en") if result.session is None else result.session

    @rule(which=options)
    def she_taps(self, which: int) -> None:
        self.happens(tap(which, self.session, self.now))

    @rule(seq=st.integers(-3, 400))
    def she_taps_an_old_button(self, seq: int) -> None:
        self.happens(Tapped(seq=seq, option="yes"))

    @rule(text=words)
    def she_types(self, text: str) -> None:
        self.happens(Said(text=text))

    @rule(name=st.sampled_from((*COMMANDS, "nonsense")))
    def she_types_a_command(self, name: str) -> None:
        self.happens(Commanded(name=name))

    @rule(event=st.sampled_from(OTHERS))
    def something_else_comes(self, event: Event) -> None:
        self.happens(event)

    @rule(late=st.just(0) | st.integers(0, 60 * 24 * 40))
    def her_alarm_rings(self, late: int) -> None:
        """At its time, or up to forty days late."""
        wake = next_alarm(self.session, BOOK)
        if wake is not None:
            self.now = max(self.now, wake.at) + timedelta(minutes=late)
            self.happens(Woken(seq=self.session.seq))

    @rule(minutes=st.integers(1, 60 * 24 * 20))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


TestLife = Life.TestCase
TestLife.settings = settings(stateful_step_count=60)


@given(st.data(), st.lists(st.tuples(options, st.booleans()), min_size=40, max_size=160))
def test_weeks_of_taps_and_alarms_keep_what_must_hold(
    data: st.DataObject, taps: list[tuple[int, bool]]
) -> None:
    session, now = data.draw(st.sampled_from(beginnings()))
    for which, rings in taps:
        event = None if rings else tap(which, session, now)
        if event is None:
            wake = next_alarm(session, BOOK)
            if wake is None:
                event = Commanded(name="start")
            else:
                event, now = Woken(seq=session.seq), max(now, wake.at)
        result = step(session, event, now=now, book=BOOK)
        check(session, event, now, result)
        session = new(name="Ana", locale="en") if result.session is None else result.session
