"""A turn is one transaction: nothing is lost, nothing is done twice, nothing is half done."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import event, text

from storage.db.database import Database
from storage.outbox.outbox import Outbox
from storage.people.store import Store, TurnResult
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, prompt, reply


async def test_sixty_turns_at_once_on_one_person_lose_nothing(store: Store, other_store: Store) -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(60):
            replica = (store, other_store)[number % 2]
            group.create_task(replica.turn(ANA, count(prompt("hi")), now=NOON, update_id=number))
    assert await store.session(ANA) == "60"
    assert [line.seq for line in await store.journal(ANA)] == list(range(1, 61))
    assert (await store.status(NOON)).waiting == 60


async def test_two_first_turns_at_once_make_one_person(store: Store, other_store: Store) -> None:
    for person in range(20):
        await asyncio.gather(
            store.turn(person, count(), now=NOON, update_id=2 * person),
            other_store.turn(person, count(), now=NOON, update_id=2 * person + 1),
        )
        assert await store.session(person) == "2"


async def test_an_update_that_comes_again_changes_nothing(store: Store, other_store: Store) -> None:
    turns = await asyncio.gather(
        *(
            replica.turn(ANA, count(reply("once")), now=NOON, update_id=5)
            for replica in (store, other_store) * 5
        )
    )
    assert len([turn for turn in turns if turn is not None]) == 1
    assert await store.session(ANA) == "1"
    assert (await store.status(NOON)).waiting == 1


async def test_an_update_that_changed_nothing_is_remembered_too(store: Store) -> None:
    asked = []

    def ignore(session: str | None) -> TurnResult | None:
        asked.append(session)
        return None

    assert await store.turn(ANA, ignore, now=NOON, update_id=5) is None
    assert await store.turn(ANA, ignore, now=NOON, update_id=5) is None
    assert asked == [None]
    assert await store.session(ANA) is None


async def test_update_ids_are_forgotten_after_48_hours(store: Store) -> None:
    await store.turn(ANA, count(), now=NOON, update_id=5)
    await store.purge(NOON + 47 * 60 * MINUTE)
    assert await store.turn(ANA, count(), now=NOON, update_id=5) is None
    await store.purge(NOON + 49 * 60 * MINUTE)
    assert await store.turn(ANA, count(), now=NOON, update_id=5) is not None


async def test_a_decision_that_fails_leaves_no_trace(store: Store) -> None:
    await store.turn(ANA, count(), now=NOON, update_id=1)

    def fail(session: str | None) -> TurnResult | None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        await store.turn(ANA, fail, now=NOON, update_id=2)
    assert await store.turn(ANA, count(), now=NOON, update_id=2) is not None, (
        "the update may be handled again"
    )
    assert await store.session(ANA) == "2"


async def test_a_session_never_goes_back(store: Store) -> None:
    await store.turn(ANA, count(), now=NOON)
    await store.turn(ANA, count(), now=NOON)
    first = count()(None)
    with pytest.raises(ValueError, match="from seq 2 to 1"):
        await store.turn(ANA, lambda session: first, now=NOON)
    assert await store.session(ANA) == "2"


async def test_a_naive_instant_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="no time zone"):
        await store.turn(ANA, count(), now=datetime(2026, 3, 2), update_id=1)  # noqa: DTZ001


async def test_the_journal_tells_her_turns_in_order_and_nobody_elses(store: Store) -> None:
    for minute in range(3):
        now = NOON + minute * MINUTE
        await store.turn(ANA, count(event=f'{{"said":"day {minute}"}}'), now=now)
        await store.turn(BEA, count(), now=now)
    lines = await store.journal(ANA)
    assert [line.event for line in lines] == ['{"said":"day 0"}', '{"said":"day 1"}', '{"said":"day 2"}']
    assert [line.decisions for line in lines] == ["[1]", "[2]", "[3]"]
    assert [line.at for line in lines] == [NOON, NOON + MINUTE, NOON + 2 * MINUTE]


async def test_people_are_told_in_order_a_page_at_a_time(store: Store) -> None:
    for person in (BEA, ANA):
        await store.turn(person, count(), now=NOON, update_id=person)
    assert await store.people() == [ANA, BEA]
    assert await store.people(after=ANA) == [BEA]


async def test_a_press_of_a_button_costs_six_statements(store: Store, database: Database) -> None:
    await store.turn(ANA, count(reply("hello"), wake_at=NOON), now=NOON, update_id=1)
    said: list[str] = []

    def note(*happened: object) -> None:
        said.append(str(happened[2]).split(maxsplit=1)[0])

    event.listen(database.engine, "before_cursor_execute", note)
    await store.turn(ANA, count(reply("done"), prompt("next?"), wake_at=NOON), now=NOON, update_id=2)
    statements = [word for word in said if word != "BEGIN"]
    assert statements == ["INSERT", "SELECT", "UPDATE", "INSERT", "INSERT", "INSERT"]


@pytest.mark.parametrize("steps", range(1, 40, 3))
async def test_a_turn_killed_anywhere_is_whole_or_not_at_all(
    store: Store, outbox: Outbox, steps: int
) -> None:
    await store.turn(ANA, count(), now=NOON, update_id=1)
    press = count(reply("done"), wake_at=NOON)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(store.turn(ANA, press, now=NOON, update_id=2))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
    whole = await store.session(ANA) == "2"
    assert await outbox.pending(NOON) == int(whole)
    assert len(await store.due(NOON)) == int(whole)
    assert (await store.turn(ANA, press, now=NOON, update_id=2) is None) == whole
    assert await store.session(ANA) == "2"
    assert len(await outbox.claim(NOON, lease=LEASE, limit=9)) == 1


async def test_a_connection_that_dies_is_replaced_and_the_turn_done(
    store: Store, other_database: Database
) -> None:
    if other_database.engine.dialect.name == "sqlite":
        return  # SQLite has no server that could hang up
    await store.turn(ANA, count(), now=NOON, update_id=1)
    hang_up = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    await other_database.read(lambda c: c.execute(text(f"{hang_up} AND datname = current_database()")))
    assert await store.turn(ANA, count(), now=NOON, update_id=2) is not None
    assert await store.session(ANA) == "2"
