"""Turns, sends, kills, waits and goodbyes in any order, beside a small model: nothing lost, all in order.

The model knows for each person what she still has to hear, in order, and what is on its way to her; that is all that a
queue has to keep. Each example is a database without anybody in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from itertools import count as numbers
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import LeasedMessage, SentMessage
from storage.tables import metadata, paces
from tests.unit.storage.life import LEASE, NOON, count, leave, prompt, reply

KEYRING = Keyring({"test": bytes(range(32))}, "test")
PEOPLE = st.sampled_from((1, 2, 3))
Result = TypeVar("Result")


class Delivery(RuleBasedStateMachine):
    """One database; `waiting` and `flying` are the model."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.runner = asyncio.Runner()
        self.database = database_for(url)
        self.run(self.database.write(_emptied))
        self.wake()
        self.now = NOON
        self.update = numbers(1)
        self.word = numbers(1)
        self.turns = {1: 0, 2: 0, 3: 0}
        self.waiting: dict[int, list[str]] = {1: [], 2: [], 3: []}
        self.flying: dict[int, LeasedMessage] = {}  # by person
        self.not_before = {1: NOON, 2: NOON, 3: NOON}

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    def wake(self) -> None:
        self.store, self.outbox = Store(self.database, KEYRING), Outbox(self.database, KEYRING)

    def teardown(self) -> None:
        self.run(self.database.dispose())
        self.runner.close()

    # --- what may happen

    @rule(person=PEOPLE, replies=st.integers(0, 2), prompts=st.integers(0, 1), twice=st.booleans())
    def she_does_something(self, person: int, replies: int, prompts: int, *, twice: bool) -> None:
        words = [f"word {next(self.word)}" for _ in range(replies + prompts)]
        said = [*map(reply, words[:replies]), *map(prompt, words[replies:])]
        update = next(self.update)
        turn = self.run(self.store.turn(person, count(*said), now=self.now, update_id=update))
        assert turn is not None
        if twice:
            assert self.run(self.store.turn(person, count(*said), now=self.now, update_id=update)) is None
        self.turns[person] += 1
        self.waiting[person] += words

    @rule(person=PEOPLE)
    def she_deletes_everything(self, person: int) -> None:
        word = f"word {next(self.word)}"
        self.run(self.store.turn(person, leave(reply(word)), now=self.now, update_id=next(self.update)))
        if self.turns[person] == 0:  # nothing is stored of her, so nothing is deleted: she is answered
            self.waiting[person].append(word)
            return
        self.flying.pop(person, None)
        self.not_before[person] = self.now
        self.turns[person] = 0
        self.waiting[person] = [word]

    @rule(at_once=st.integers(1, 4))
    def messages_are_handed_out(self, at_once: int) -> None:
        taken = self.run(self.outbox.claim(self.now, lease=LEASE, limit=at_once))
        free = {person for person, words in self.waiting.items() if words and self._may_go(person)}
        assert {one.person for one in taken} <= free
        assert len(taken) == min(at_once, len(free)), "what can go goes"
        for one in taken:
            assert one.params["text"] == self.waiting[one.person][0], "in the order in which it was said"
            self.flying[one.person] = one
            self.not_before[one.person] = self.now + LEASE

    @precondition(lambda self: self.flying)
    @rule(data=st.data())
    def some_arrive(self, data: st.DataObject) -> None:
        people = data.draw(st.sets(st.sampled_from(sorted(self.flying)), min_size=1))
        arrived = [
            SentMessage(waiting=self.flying.pop(person), message_id=person) for person in sorted(people)
        ]
        self.run(self.outbox.sent(*arrived))
        for one in arrived:
            self._done(one.waiting.person)

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), seconds=st.integers(0, 90))
    def one_has_to_wait(self, data: st.DataObject, seconds: int) -> None:
        person = data.draw(st.sampled_from(sorted(self.flying)))
        at = self.now + timedelta(seconds=seconds)
        self.run(self.outbox.retry(self.flying.pop(person), at=at, why="429"))
        self.not_before[person] = at

    @precondition(lambda self: self.flying)
    @rule(data=st.data())
    def one_is_refused(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.flying)))
        self.run(self.outbox.dead(self.flying.pop(person), why="400"))
        self._done(person)

    @rule(person=PEOPLE)
    def she_blocks_the_bot(self, person: int) -> None:
        self.run(self.outbox.drop_person(person))
        self.flying.pop(person, None)
        self.waiting[person].clear()
        self.not_before[person] = self.now

    @rule()
    def the_process_is_killed_and_comes_back(self) -> None:
        self.wake()
        self.run(self.outbox.recover())
        for person in self.flying:
            self.not_before[person] = self.now
        self.flying.clear()

    @rule(seconds=st.integers(1, 60))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for person in [one for one in self.flying if self.not_before[one] <= self.now]:
            del self.flying[person]  # its lease is over: whoever comes next may send it again

    # --- what holds

    @invariant()
    def nothing_is_lost_and_nothing_is_made_up(self) -> None:
        total = sum(map(len, self.waiting.values()))
        assert sum(self.run(self.outbox.counts()).values()) == total

    @invariant()
    def her_turns_are_counted_once(self) -> None:
        for person, turns in self.turns.items():
            stored = self.run(self.store.session(person))
            assert int(stored or 0) == turns

    def _may_go(self, person: int) -> bool:
        return person not in self.flying and self.not_before[person] <= self.now

    def _done(self, person: int) -> None:
        self.waiting[person].pop(0)
        self.not_before[person] = self.now


def _emptied(connection: Any) -> None:
    for table in metadata.sorted_tables:
        if table is not paces:  # its one row is there from the first migration on
            connection.execute(table.delete())


@pytest.mark.timeout(300)
def test_in_any_weather_everybody_hears_everything_once_and_in_order(database_url: str) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Delivery(database_url),
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
