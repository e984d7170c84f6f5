"""Erased is erased: nothing about her stays but a proof that only the key can read, and one goodbye."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from storage.db.database import Database
from storage.encryption.crypto import Keyring, Unreadable
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import SentMessage
from storage.tables import metadata
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, leave, prompt, reply

SOON = NOON + MINUTE


async def rows(database: Database) -> dict[str, int]:
    """How many rows of hers each table holds."""

    def count_them(connection: Connection) -> dict[str, int]:
        hers = [table.c.person for table in metadata.sorted_tables if "person" in table.c]
        found = {
            person.table.name: len(connection.execute(select(person).where(person == ANA)).all())
            for person in hers
        }
        return {name: number for name, number in found.items() if number}

    return await database.read(count_them)


async def a_full_life(store: Store, outbox: Outbox) -> None:
    for person in (ANA, BEA):
        life = count(reply("hello"), prompt("how are you?", opens=True), prompt("and?"), wake_at=NOON)
        await store.turn(person, life, now=NOON)
    for _ in range(2):
        for waiting in await outbox.claim(NOON, lease=LEASE, limit=9):
            await outbox.sent(SentMessage(waiting=waiting, message_id=1))
    for waiting in await outbox.claim(NOON, lease=LEASE, limit=9):
        await outbox.dead(waiting, why="rejected")
    await store.turn(ANA, count(reply("more"), prompt("and more"), wake_at=NOON), now=NOON)


async def test_nothing_of_hers_stays_but_the_goodbye_until_it_is_sent(
    store: Store, outbox: Outbox, database: Database
) -> None:
    await a_full_life(store, outbox)
    assert set(await rows(database)) == {
        "people",
        "journal",
        "due",
        "outbox",
        "dead_letters",
        "open_messages",
    }
    await store.turn(ANA, leave(reply("Goodbye."), reply("All is deleted.")), now=SOON, update_id=9)
    assert await rows(database) == {"outbox": 2}
    for said in ("Goodbye.", "All is deleted."):
        [waiting] = await outbox.claim(SOON, lease=LEASE, limit=9)
        assert waiting.params["text"] == said
        await outbox.sent(SentMessage(waiting=waiting, message_id=5))
    assert await rows(database) == {}
    assert await store.session(BEA) == "1"


async def test_the_goodbye_leaves_no_trace_when_it_cannot_be_delivered(
    store: Store, outbox: Outbox, database: Database
) -> None:
    await a_full_life(store, outbox)
    await store.turn(ANA, leave(reply("Goodbye.", opens=True), reply("All is deleted.")), now=SOON)
    [waiting] = await outbox.claim(SOON, lease=LEASE, limit=9)
    await outbox.dead(waiting, why="blocked")
    assert await rows(database) == {"outbox": 1}
    await store.purge(SOON + 49 * 60 * MINUTE)
    assert await rows(database) == {}


async def test_the_erasing_update_comes_twice_and_erases_once(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(), now=NOON, update_id=1)
    for _ in range(2):
        await store.turn(ANA, leave(reply("Goodbye.")), now=SOON, update_id=2)
    assert await outbox.counts() == {"reply": 1}
    assert await store.erasures(ANA) == [SOON]


async def test_whoever_comes_back_starts_anew_after_the_goodbye(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(), now=NOON)
    await store.turn(ANA, leave(reply("Goodbye.")), now=SOON)
    await store.turn(ANA, count(reply("Welcome.")), now=SOON)
    assert await store.session(ANA) == "1"
    [waiting] = await outbox.claim(SOON, lease=LEASE, limit=9)
    assert waiting.params["text"] == "Goodbye."


async def test_the_proof_tells_who_was_erased_only_to_whoever_holds_the_key(
    store: Store, outbox: Outbox, database: Database
) -> None:
    await a_full_life(store, outbox)
    assert await store.forget(ANA, now=SOON)
    assert await store.erasures(ANA) == [SOON]
    assert await store.erasures(BEA) == []
    stranger = Store(database, Keyring({"test": bytes(32)}, "test"))
    with pytest.raises(Unreadable):
        await stranger.erasures(ANA)
    assert not await store.forget(ANA, now=SOON), "there is nothing left to forget"
    assert await store.erasures(ANA) == [SOON]


async def test_deliveries_stay_counted_after_she_is_erased(store: Store, outbox: Outbox) -> None:
    await a_full_life(store, outbox)
    await store.forget(ANA, now=SOON)
    await store.forget(BEA, now=SOON)
    numbers = {row.kind: row for row in await store.delivered(NOON.date())}
    assert (numbers["reply"].planned, numbers["reply"].sent, numbers["reply"].dropped) == (3, 2, 1)
    prompts = numbers["prompt"]
    assert (prompts.planned, prompts.sent, prompts.failed, prompts.dropped) == (5, 2, 2, 1)
