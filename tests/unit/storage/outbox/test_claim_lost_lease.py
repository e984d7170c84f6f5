"""What was leased in a transaction that took longer than the lease is not sent: somebody else may have it by then.

A database that keeps everybody waiting (a full pool, a lock) must not double what it hands out, nor let an earlier
message come after a later one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.open_storage import Storage
from bot.telegram.delivery import outbox_worker as module
from bot.telegram.delivery.outbox_worker import OutboxWorker
from bot.telegram.delivery.send import SendResult, Sent
from storage.records import Message, NewJournalEntry, TurnResult
from storage.tables import outbox
from tests.kit.bot import MONDAY, FixedClock, fresh_store, post

HER = 7


class Telegram:
    """Takes everything."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    async def send(self, method: str, params: dict[str, object]) -> SendResult:
        self.heard.append(params["text"])
        return Sent(message_id=len(self.heard))


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


def sender(ground: Storage, telegram: Telegram) -> OutboxWorker:
    async def blocked(person: int) -> None: ...

    return OutboxWorker(
        outbox=ground.outbox,
        clock=FixedClock(),  # type: ignore[arg-type]  # a clock is what has now()
        send=telegram.send,
        per_second=30,
        blocked=blocked,
        alone=False,
    )


def says(stored: str | None) -> TurnResult:
    return TurnResult(
        session="{}",
        seq=2,
        state="new",
        wake_at=None,
        wake_kind="",
        messages=(Message(method="sendMessage", params={"chat_id": HER, "text": "Hello"}, kind="reply"),),
        entry=NewJournalEntry(event="{}", decisions="[]", book_version="1"),
    )


async def test_what_was_claimed_too_slowly_is_claimed_again(
    ground: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(ground.store, HER, "Hello")
    telegram = Telegram()
    worker = sender(ground, telegram)
    monkeypatch.setattr(module, "LEASE", timedelta(0))  # over before any transaction is
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(worker.run())
        async with asyncio.timeout(20):
            while not telegram.heard and await attempts(ground) < 3:  # noqa: ASYNC110 - no event says it
                await asyncio.sleep(0)
        assert telegram.heard == []
        monkeypatch.setattr(module, "LEASE", timedelta(seconds=10))
        await worker.drained()
        run.cancel()
    assert telegram.heard == ["Hello"]


async def test_what_a_turn_handed_over_too_slowly_is_claimed(
    ground: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(ground.store, HER)
    telegram = Telegram()
    worker = sender(ground, telegram)
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(worker.run())
        await worker.drained()
        monkeypatch.setattr(module, "LEASE", timedelta(0))
        with worker.reserve_slot(prompt=False) as hand:
            assert hand is not None
            turn = await ground.store.turn(HER, says, now=MONDAY, hand=hand)
            assert turn is not None and turn.leased_message is not None
            monkeypatch.setattr(module, "LEASE", timedelta(seconds=10))
            worker.turn_committed(turn)
        assert not worker.sending
        await worker.drained()
        run.cancel()
    assert telegram.heard == ["Hello"]


async def attempts(ground: Storage) -> int:
    """How often her message was leased."""
    most = select(func.max(outbox.c.attempts))
    return await ground.store._database.read(lambda c: int(c.execute(most).scalar() or 0))
