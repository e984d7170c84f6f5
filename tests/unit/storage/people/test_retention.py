"""Nobody is kept for longer than the operator says because an alarm is missing, and leftovers go in time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from storage.outbox.outbox import Outbox
from storage.people.retention import RetentionLimit
from storage.people.store import Store
from storage.records import DueAlarm
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, leave, reply

DAY = timedelta(days=1)
LIMIT = RetentionLimit(
    now=NOON, heard_before=NOON - 300 * DAY, ask="keep", ends="let_go", ends_by=NOON + 14 * DAY
)
LONG_AGO = NOON - 400 * DAY
CARA, DORA, EVA, FAY = 9, 10, 11, 12


async def test_who_has_been_silent_for_long_gets_the_alarm_that_is_missing_or_too_late(store: Store) -> None:
    alarms = {
        ANA: None,
        BEA: (NOON + 200 * DAY, "keep"),
        CARA: (NOON + 200 * DAY, "let_go"),
        DORA: (NOON + 10 * DAY, "let_go"),
        EVA: (NOON + DAY, "daily"),
    }
    for person, alarm in alarms.items():
        at, kind = alarm or (None, "")
        await store.turn(person, count(wake_at=at, wake_kind=kind), now=LONG_AGO, update_id=person)
    await store.turn(FAY, count(), now=NOON - DAY, update_id=FAY)
    assert await store.people_without_alarm(LIMIT) == [ANA, BEA, CARA]
    assert await store.wake_overlooked(LIMIT) == 3
    asked = [DueAlarm(person=person, seq=1, at=NOON, kind="keep") for person in (ANA, BEA, CARA)]
    assert await store.due_of_kind(NOON, ("keep", "let_go")) == asked
    assert await store.due(NOON) == asked
    assert await store.wake_overlooked(LIMIT) == 0
    later = await store.due_of_kind(NOON + 10 * DAY, ("let_go",))
    assert [alarm.person for alarm in later] == [DORA]


async def test_her_own_messages_alone_end_a_silence(store: Store) -> None:
    await store.turn(ANA, count(), now=LONG_AGO, update_id=1)
    await store.turn(ANA, count(), now=NOON)
    assert await store.people_without_alarm(LIMIT) == [ANA]
    await store.turn(ANA, count(), now=NOON, update_id=2)
    assert await store.people_without_alarm(LIMIT) == []


async def test_who_speaks_at_that_very_moment_keeps_the_alarm_of_her_turn(
    store: Store, other_store: Store
) -> None:
    crowd = range(100, 130)
    for person in crowd:
        await store.turn(person, count(), now=LONG_AGO, update_id=person)

    async def speak() -> None:
        for person in crowd:
            spoken = count(wake_at=NOON + DAY, wake_kind="daily")
            await store.turn(person, spoken, now=NOON, update_id=person + 1000)

    await asyncio.gather(speak(), other_store.wake_overlooked(LIMIT))
    rung = await store.due(NOON + 2 * DAY, limit=99)
    assert {(alarm.kind, alarm.seq) for alarm in rung} == {("daily", 2)}
    assert len(rung) == len(crowd)


async def test_leftovers_are_counted_before_they_go(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("never")), now=NOON, update_id=1)
    (waiting,) = await outbox.claim(NOON, lease=LEASE, limit=1)
    await outbox.dead(waiting, why="rejected")
    await store.turn(BEA, count(), now=NOON, update_id=2)
    await store.turn(BEA, leave(reply("Goodbye.")), now=NOON, update_id=3)
    for days, left in ((2, 0), (3, 4), (31, 5)):
        now = NOON + days * DAY - (MINUTE if days == 2 else timedelta())
        assert await store.count_purgeable(now) == left
    assert await store.purge(NOON + 3 * DAY) == 4
    assert await store.purge(NOON + 31 * DAY) == 1
    assert await store.count_purgeable(NOON + 99 * DAY) == 0


async def test_a_longer_limit_leaves_everybody_alone(store: Store) -> None:
    await store.turn(ANA, count(), now=LONG_AGO, update_id=1)
    assert await store.wake_overlooked(replace(LIMIT, heard_before=LONG_AGO)) == 0
