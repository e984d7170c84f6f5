"""The schedule: one alarm a person, and each changes things once, however often and by whom it is rung."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from storage.outbox.outbox import Outbox
from storage.people.store import DueAlarm, Store, TurnResult
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, prompt

PEOPLE = range(1, 51)


def woken(alarm: DueAlarm) -> Callable[[str | None], TurnResult | None]:
    """What the core does with an alarm: an old one changes nothing."""
    ring = count(prompt("good morning"), wake_at=NOON + timedelta(days=1))

    def decide(session: str | None) -> TurnResult | None:
        return ring(session) if session == str(alarm.seq) else None

    return decide


async def test_400_rings_of_50_alarms_from_two_replicas_give_50_prompts(
    store: Store, other_store: Store, outbox: Outbox
) -> None:
    for person in PEOPLE:
        await store.turn(person, count(wake_at=NOON), now=NOON - MINUTE)
    alarms = await store.due(NOON)
    assert len(alarms) == 50
    rings = [
        replica.turn(alarm.person, woken(alarm), now=NOON)
        for alarm in alarms
        for replica in (store, other_store) * 4
    ]
    turns = await asyncio.gather(*rings)
    assert (len(turns), len([turn for turn in turns if turn is not None])) == (400, 50)
    assert await outbox.counts() == {"prompt": 50}
    assert await store.due(NOON) == []


async def test_alarms_ring_oldest_first_and_not_before_their_time(store: Store) -> None:
    await store.turn(ANA, count(wake_at=NOON + MINUTE, wake_kind="check"), now=NOON)
    await store.turn(BEA, count(wake_at=NOON), now=NOON)
    await store.turn(9, count(wake_at=NOON + 2 * MINUTE), now=NOON)
    bea = DueAlarm(person=BEA, seq=1, at=NOON, kind="prompt")
    ana = DueAlarm(person=ANA, seq=1, at=NOON + MINUTE, kind="check")
    assert await store.due(NOON - MINUTE) == []
    assert await store.due(NOON + MINUTE) == [bea, ana]
    assert await store.due(NOON + MINUTE, limit=1) == [bea]
    assert await store.next_due() == NOON


async def test_a_person_has_one_alarm_and_the_last_turn_sets_it(store: Store) -> None:
    for _ in range(2):
        await store.turn(ANA, count(wake_at=NOON), now=NOON)
    assert await store.due(NOON) == [DueAlarm(person=ANA, seq=2, at=NOON, kind="prompt")]
    await store.turn(ANA, count(wake_at=NOON + MINUTE), now=NOON)
    assert await store.due(NOON) == []
    await store.turn(ANA, count(), now=NOON)
    assert await store.next_due() is None


async def test_a_claimed_alarm_is_left_alone_until_its_lease_ends(store: Store, other_store: Store) -> None:
    await store.turn(ANA, count(wake_at=NOON), now=NOON)
    [mine] = await store.claim_due(NOON + MINUTE, lease=LEASE, limit=10)
    assert mine.at == NOON, "its own instant, not the lease's"
    assert await other_store.claim_due(NOON + MINUTE, lease=LEASE, limit=10) == []
    assert await other_store.next_due() == NOON + MINUTE + LEASE
    assert await other_store.claim_due(NOON + MINUTE + LEASE, lease=LEASE, limit=10) == [mine]


async def test_replicas_that_claim_at_once_share_the_alarms(store: Store, other_store: Store) -> None:
    for person in PEOPLE:
        await store.turn(person, count(wake_at=NOON - person * MINUTE), now=NOON)
    claims = (
        replica.claim_due(NOON, lease=LEASE, limit=10) for replica in (store, other_store, store, other_store)
    )
    claimed = [alarm.person for alarms in await asyncio.gather(*claims) for alarm in alarms]
    assert len(claimed) == len(set(claimed))
    while alarms := await store.claim_due(NOON, lease=LEASE, limit=10):
        claimed += [alarm.person for alarm in alarms]
    assert sorted(claimed) == list(PEOPLE)


async def test_the_status_shows_how_late_the_oldest_alarm_is(store: Store) -> None:
    await store.turn(ANA, count(wake_at=NOON), now=NOON)
    await store.turn(BEA, count(prompt("hi"), wake_at=NOON + MINUTE), now=NOON)
    status = await store.status(NOON)
    assert (status.people, status.alarms, status.ringing) == (2, 2, 1)
    assert (status.oldest_alarm, status.waiting, status.oldest_message) == (NOON, 1, NOON)
