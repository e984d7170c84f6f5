"""A lost race is run again on what is stored by then, a few times, and then said plainly."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, func, insert, select, text

from storage.db.database import Database
from storage.db.errors import Conflict, DatabaseUnavailable
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import SentMessage
from storage.tables import seen_updates
from tests.unit.storage.life import LEASE, NOON, count, leave, prompt, reply


class Races:
    """Work that loses its first races, having written something each time."""

    def __init__(self, lost: int) -> None:
        self.lost = lost

    def __call__(self, connection: Connection) -> str:
        connection.execute(insert(seen_updates), {"update_id": 5, "at": NOON})
        self.lost -= 1
        if self.lost >= 0:
            raise Conflict
        return "won"


def remembered(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(seen_updates)).scalar_one())


async def test_a_lost_race_is_run_again_from_the_start(database: Database) -> None:
    assert await database.write(Races(4)) == "won"
    assert await database.read(remembered) == 1


async def test_after_five_lost_races_it_is_said_and_nothing_stays(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable, match="5 times in a row"):
        await database.write(Races(5))
    assert await database.read(remembered) == 0


async def test_everything_at_once_from_two_replicas_neither_hangs_nor_fails(
    store: Store, other_store: Store, outbox: Outbox, other_outbox: Outbox
) -> None:
    """Turns, alarms, sending, forgetting and purging on the same few people, all in one another's way."""
    life = count(reply("hi"), prompt("next?", opens=True), wake_at=NOON)

    async def live(mine: Store, first: int) -> None:
        for number in range(first, first + 30):
            await mine.turn(number % 4, leave(reply("bye")) if number % 13 == 0 else life, now=NOON)

    async def work(mine: Store, queue: Outbox) -> None:
        for number in range(15):
            await mine.claim_due(NOON, lease=LEASE, limit=3)
            for waiting in await queue.claim(NOON, lease=LEASE, limit=3):
                await queue.sent(SentMessage(waiting=waiting, message_id=number))
            if number % 5 == 0:
                await queue.drop_person(number % 4)
                await mine.forget(number % 4, now=NOON)
                await mine.purge(NOON)

    await asyncio.gather(
        *(live(mine, first) for first, mine in enumerate((store, other_store) * 3)),
        *(work(mine, queue) for mine, queue in ((store, outbox), (other_store, other_outbox)) * 2),
    )
    assert len(await store.people()) <= 4
    numbers = await store.delivered(NOON.date())
    ended = sum(row.sent + row.failed + row.expired + row.dropped for row in numbers)
    assert sum(row.planned for row in numbers) == ended + sum((await outbox.counts()).values())


async def test_replicas_that_take_the_same_people_in_opposite_order_do_not_wait_in_a_ring(
    store: Store, other_store: Store, database: Database
) -> None:
    """PostgreSQL would end such a ring after a second, by turning one of them away."""
    people = list(range(1, 17))
    for _ in range(10):
        both = [(store, person) for person in people]
        both += [(other_store, person) for person in reversed(people)]
        await asyncio.gather(*(mine.turn(person, count(reply("hi")), now=NOON) for mine, person in both))
    assert await deadlocks(database) == 0
    assert [len(await store.journal(person)) for person in people] == [20] * 16


async def deadlocks(database: Database) -> int:
    if database.engine.dialect.name == "sqlite":
        return 0
    asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    return int(await database.read(lambda c: c.execute(asked).scalar_one()))
