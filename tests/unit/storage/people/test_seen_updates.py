"""An update is a repeat when the same person's same message comes again within 48 hours, in whatever order."""

from __future__ import annotations

import asyncio

from sqlalchemy import BigInteger, Column, MetaData, Table, insert, select

from storage.db.database import Database
from storage.db.upsert import insert_into
from storage.encryption.crypto import Keyring
from storage.people.seen_updates import UPDATES_KEPT
from storage.people.store import Store
from storage.people.turn_transaction import run_turns
from storage.people.turn_writer import TurnRequest
from storage.tables import Instant, seen_updates
from tests.unit.storage.life import ANA, BEA, MINUTE, NOON, count

OLD, NEW = (
    Keyring({"old": bytes(range(32))}, "old"),
    Keyring({"new": bytes(32), "old": bytes(range(32))}, "new"),
)
SEEN_0_1_0 = Table(
    "seen_updates",
    MetaData(),
    Column("update_id", BigInteger, primary_key=True),
    Column("at", Instant, nullable=False),
)


async def heard(
    store: Store, person: int, number: int, content_id: str = "message 1", *, at_min: int = 0
) -> bool:
    """Whether this update makes a turn."""
    now = NOON + at_min * MINUTE
    turn = await store.turn(person, count(), now=now, update_id=number, content_id=content_id)
    return turn is not None


async def test_a_lower_number_is_heard_and_each_repeat_ignored_in_any_order(
    store: Store, other_store: Store
) -> None:
    numbers = (900, 5, 901, 4, 2**31 - 1, 1)
    for number in numbers:
        assert await heard(store, ANA, number, f"message {number}")
    for number in sorted(numbers):
        assert not await heard(other_store, ANA, number, f"message {number}")
    assert await store.session(ANA) == str(len(numbers))


async def test_a_number_that_somebody_else_had_is_heard_once(store: Store, other_store: Store) -> None:
    assert await heard(store, ANA, 5)
    assert await heard(store, BEA, 5)
    for replica in (store, other_store):
        assert not await heard(replica, BEA, 5)
        assert not await heard(replica, ANA, 5), "what lost its number is known all the same"
    assert (await store.session(ANA), await store.session(BEA)) == ("1", "1")


async def test_her_own_number_with_another_message_is_heard_once(store: Store, other_store: Store) -> None:
    named = ["message 1 10", "message 2 99", "callback_query '7'", "edited_message 1 10 11"]
    for content_id in named:
        assert await heard(store, ANA, 5, content_id)
    for content_id in (*named, *reversed(named)):
        assert not await heard(other_store, ANA, 5, content_id)
    assert await store.session(ANA) == str(len(named))


async def test_of_two_replicas_one_hears_an_update_with_a_number_that_is_taken(
    store: Store, other_store: Store
) -> None:
    for number in range(20):
        assert await heard(store, ANA, number)
    both = [heard(replica, BEA, number) for number in range(20) for replica in (store, other_store)]
    found = await asyncio.gather(*both)
    assert sum(found) == 20
    assert await store.session(BEA) == "20"


async def test_the_same_number_twice_in_one_commit(database: Database, keyring: Keyring) -> None:
    wanted = [
        TurnRequest(person=person, decide=count(), now=NOON, update_id=5, content_id=content_id)
        for person, content_id in ((ANA, "1"), (BEA, "1"), (ANA, "2"), (ANA, "1"), (BEA, "1"))
    ]
    for expected in ([True, True, True, False, False], [False] * 5):
        turns = await database.write(lambda c: run_turns(c, keyring, wanted))
        assert [turn is not None for turn in turns] == expected


async def test_a_number_is_free_again_after_48_hours_purged_or_not(store: Store) -> None:
    window_min = int(UPDATES_KEPT / MINUTE)
    assert await heard(store, ANA, 5)
    assert not await heard(store, ANA, 5, at_min=window_min - 1)
    assert await heard(store, ANA, 5, at_min=window_min)
    assert not await heard(store, ANA, 5, at_min=window_min + 1), (
        "the window begins again with the new update"
    )
    await store.purge(NOON + UPDATES_KEPT + MINUTE)
    assert not await heard(store, ANA, 5, at_min=window_min + 2)


async def test_a_clock_that_is_set_back_hears_nothing_twice(store: Store) -> None:
    assert await heard(store, ANA, 5)
    assert not await heard(store, ANA, 5, at_min=-60)
    assert await heard(store, ANA, 6, at_min=-60)


async def test_a_number_of_an_earlier_release_is_a_repeat_whoever_comes_with_it(
    database: Database, store: Store
) -> None:
    """0.1.0 wrote no fingerprint. It was stopped between the commit and the confirmation, and upgraded."""
    await database.write(lambda c: c.execute(insert(seen_updates), {"update_id": 5, "at": NOON}))
    assert not await heard(store, ANA, 5, at_min=1)
    assert await heard(store, ANA, 6, at_min=1)
    assert await heard(store, ANA, 5, at_min=int(UPDATES_KEPT / MINUTE))


async def test_an_earlier_release_beside_this_one_knows_its_numbers(database: Database, store: Store) -> None:
    """A rolling upgrade: a replica of 0.1.0 takes a number that has no row."""
    new = insert_into(SEEN_0_1_0, database.engine.dialect.name)
    taking = new.on_conflict_do_nothing().returning(SEEN_0_1_0.c.update_id)

    async def earlier(number: int) -> bool:
        given = {"update_id": number, "at": NOON}
        return await database.write(lambda c: c.execute(taking, given).first() is not None)

    assert await heard(store, ANA, 5)
    assert not await earlier(5)
    assert await earlier(6)
    assert not await heard(store, ANA, 6)


async def test_a_repeat_is_recognised_while_keys_are_rotated(database: Database) -> None:
    before, after = Store(database, OLD), Store(database, NEW)
    assert await heard(before, ANA, 5)
    assert await heard(before, BEA, 5)
    for person in (ANA, BEA):
        assert not await heard(after, person, 5)
    assert await heard(after, ANA, 6)
    assert not await heard(after, ANA, 6)


async def test_no_row_names_a_person_or_a_message(database: Database, store: Store) -> None:
    await heard(store, ANA, 5, "message 123456 1700000000")
    await heard(store, BEA, 5, "message 654321 1700000000")
    rows = await database.read(lambda c: list(c.execute(select(seen_updates))))
    assert len(rows) == 2
    assert all(len(row.fingerprint) == 8 for row in rows)
    assert len({row.fingerprint for row in rows}) == 2
    assert "123456" not in repr(rows) and "654321" not in repr(rows)
