"""All that is hers comes by one query, of one moment, in the order in which it happened."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event

from storage.db.database import Database
from storage.encryption.crypto import Keyring, Unreadable
from storage.people.store import Store
from storage.records import StoredPerson
from tests.unit.storage.life import ANA, BEA, NOON, count, leave


async def test_her_session_and_her_journal_are_what_they_are_one_by_one(store: Store) -> None:
    for person in (ANA, BEA, ANA, ANA):
        await store.turn(person, count(event=f'"{person}"'), now=NOON)
    kept = await store.kept(ANA)
    assert (kept.session, kept.journal) == (await store.session(ANA), await store.journal(ANA))
    assert [line.seq for line in kept.journal] == [1, 2, 3]
    assert {line.event for line in kept.journal} == {f'"{ANA}"'}


async def test_nobody_has_nothing(store: Store) -> None:
    await store.turn(BEA, count(), now=NOON)
    assert await store.kept(ANA) == StoredPerson(session=None, journal=[])


async def test_somebody_who_was_forgotten_has_nothing(store: Store) -> None:
    await store.turn(ANA, count(), now=NOON)
    await store.turn(ANA, leave(), now=NOON)
    assert await store.kept(ANA) == StoredPerson(session=None, journal=[])


async def test_it_is_one_query(store: Store, database: Database) -> None:
    await store.turn(ANA, count(), now=NOON)
    asked: list[str] = []

    def catch(connection: object, cursor: object, statement: str, *more: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", catch)
    await store.kept(ANA)
    event.remove(database.engine, "before_cursor_execute", catch)
    assert len([one for one in asked if "SELECT" in one]) == 1


async def test_each_of_many_at_once_gets_her_own(store: Store) -> None:
    people = range(20, 30)
    for person in people:
        await store.turn(person, count(event=f'"{person}"'), now=NOON)
    found = await asyncio.gather(*[store.kept(person) for person in people])
    assert [kept.journal[0].event for kept in found] == [f'"{person}"' for person in people]


async def test_another_key_opens_none_of_it(store: Store, database: Database) -> None:
    await store.turn(ANA, count(), now=NOON)
    with pytest.raises(Unreadable):
        await Store(database, Keyring({"test": bytes(32)}, "test")).kept(ANA)
