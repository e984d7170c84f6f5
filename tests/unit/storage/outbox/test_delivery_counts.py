"""Deliveries, counted: planned, sent, seen, late; and what an operator hears of what is overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.people.turn_writer import Decide
from storage.records import AlarmRef, DeliveryCounts, Message, SentMessage, TurnResult
from tests.unit.storage.life import ANA, BEA, LEASE, NOON, count, prompt, reply

HOUR = timedelta(hours=1)


def daily(text: str) -> Message:
    """A prompt of the daily alarm that carries a question."""
    return Message(method="sendMessage", params={"text": text}, kind="daily", opens=True)


def rung(decide: Decide) -> Decide:
    """The same turn, begun by an alarm that was set for NOON."""

    def woken(session: str | None) -> TurnResult:
        turn = decide(session)
        assert turn is not None
        return replace(turn, rang=AlarmRef(at=NOON, kind="daily"))

    return woken


async def send_all(outbox: Outbox) -> None:
    while taken := await outbox.claim(NOON, lease=LEASE, limit=9):
        for waiting in taken:
            await outbox.sent(SentMessage(waiting=waiting, message_id=1))


async def of_kind(store: Store, kind: str) -> DeliveryCounts:
    [row] = [row for row in await store.delivered(NOON.date()) if row.kind == kind]
    return row


async def test_a_prompt_that_she_answers_was_seen_and_only_once(store: Store, outbox: Outbox) -> None:
    for person in (ANA, BEA):
        await store.turn(person, count(daily("how are you?")), now=NOON)
    await send_all(outbox)
    for update in (1, 2):
        await store.turn(ANA, count(reply("good")), now=NOON + HOUR, update_id=update)
    row = await of_kind(store, "daily")
    assert (row.planned, row.sent, row.seen) == (2, 2, 1)


async def test_what_she_says_before_the_prompt_arrives_is_no_answer_to_it(
    store: Store, outbox: Outbox
) -> None:
    await store.turn(ANA, count(daily("how are you?")), now=NOON)
    await store.turn(ANA, count(), now=NOON, update_id=1)
    await send_all(outbox)
    assert (await of_kind(store, "daily")).seen == 0


async def test_an_alarm_that_does_not_come_from_her_leaves_the_prompt_unseen(
    store: Store, outbox: Outbox
) -> None:
    await store.turn(ANA, count(daily("how are you?")), now=NOON)
    await send_all(outbox)
    await store.turn(ANA, count(), now=NOON + HOUR)
    assert (await of_kind(store, "daily")).seen == 0
    await store.turn(ANA, count(), now=NOON + 2 * HOUR, update_id=1)
    assert (await of_kind(store, "daily")).seen == 1


async def test_an_alarm_more_than_an_hour_late_is_counted(store: Store) -> None:
    await store.turn(1, rung(count(daily("hi"))), now=NOON + HOUR)
    await store.turn(2, rung(count(daily("hi"))), now=NOON + 2 * HOUR)
    await store.turn(3, rung(count()), now=NOON + 2 * HOUR)
    row = await of_kind(store, "daily")
    assert (row.planned, row.late, row.skipped) == (2, 1, 1)


async def test_what_is_overdue_shows_within_the_hour(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(wake_at=NOON), now=NOON - HOUR)
    await store.turn(BEA, count(prompt("good morning"), wake_at=NOON + 9 * HOUR), now=NOON)
    assert (await store.status(NOON + timedelta(minutes=9))).overdue == 0
    status = await store.status(NOON + timedelta(minutes=11))
    assert (status.overdue, status.oldest_alarm, status.oldest_message) == (2, NOON, NOON)
    await store.claim_due(NOON + timedelta(minutes=11), lease=LEASE, limit=9)
    await send_all(outbox)
    assert (await store.status(NOON + timedelta(minutes=11))).overdue == 1, "leased is not yet played"
