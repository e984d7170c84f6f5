"""Everybody moves to another database, or nobody: every row compared, the old one fenced off, a kill costs nothing."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text
from sqlalchemy.util import await_, greenlet_spawn

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.moved_marker import RENAMED_TABLES
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import SentMessage
from storage.transfer.move import move
from tests.kit.databases import migrated_url
from tests.kit.replicas import REPOSITORY
from tests.unit.storage.life import LEASE, MINUTE, NOON, count, everything, prompt, reply

CROWD = range(100, 130)
KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from storage.encryption.crypto import Keyring
from storage.db.url import database_for
from storage.transfer.move import move

old, new, where, when = sys.argv[1:]
old, new = database_for(old), database_for(new)

def kill_at(connection, cursor, statement, *rest):
    if statement.startswith(when):
        os.kill(os.getpid(), signal.SIGKILL)

event.listen((old if where == "old" else new).engine, "before_cursor_execute", kill_at)
asyncio.run(move(old, new, Keyring({"test": bytes(range(32))}, "test")))
"""


@pytest.fixture
def other_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the other kind, with nobody in it."""
    other = "postgresql" if database_url.startswith("sqlite") else "sqlite"
    with migrated_url(other, request, tmp_path / "other.db") as url:
        yield url


@pytest.fixture
async def new(other_url: str) -> AsyncIterator[Database]:
    database = database_for(other_url)
    yield database
    await database.dispose()


async def lives(store: Store, outbox: Outbox) -> None:
    """Rows in every table."""
    await store.begin()
    for person in CROWD:
        life = count(reply("hello", opens=True), prompt("and?"), wake_at=NOON)
        await store.turn(person, life, now=NOON, update_id=person)
    for waiting in await outbox.claim(NOON, lease=LEASE, limit=9):
        await outbox.sent(SentMessage(waiting=waiting, message_id=1))
    for waiting in await outbox.claim(NOON, lease=LEASE, limit=3):
        await outbox.dead(waiting, why="rejected")
    await store.forget(CROWD[-1], now=NOON)


async def test_everybody_is_there_and_goes_on_there(
    store: Store, outbox: Outbox, database: Database, new: Database, keyring: Keyring
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    copied = await move(database, new, keyring)
    assert await everything(new) == before
    assert copied.rows == {name: len(rows) for name, rows in before.items()}
    there, queue = Store(new, keyring), Outbox(new, keyring)
    for person in CROWD[:-1]:
        await there.turn(person, count(reply("here now")), now=NOON + MINUTE)
    assert [line.seq for line in await there.journal(CROWD[0])] == [1, 2]
    assert await there.erasures(CROWD[-1]) == [NOON]
    assert len(await queue.claim(NOON + MINUTE, lease=LEASE, limit=99)) == len(CROWD) - 1


async def test_and_back_into_the_old_one(
    store: Store, outbox: Outbox, database: Database, new: Database, keyring: Keyring
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    await move(database, new, keyring)
    with pytest.raises(DatabaseUnavailable, match="is not empty"):
        await move(new, database, keyring)
    await move(new, database, keyring, replace=True)
    assert await everything(database) == before
    assert await store.session(CROWD[0]) == "1"
    await store.turn(CROWD[0], count(reply("home")), now=NOON + MINUTE)


async def test_whoever_still_runs_on_the_old_one_stores_and_sends_nothing_and_is_told_where_to_go(
    store: Store, outbox: Outbox, database: Database, new: Database, keyring: Keyring
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    await move(database, new, keyring)
    where = "this database was moved to .* with restride move: set DATABASE_URL to that one"
    for attempt in (
        store.turn(CROWD[0], count(reply("lost?")), now=NOON, update_id=999),
        store.turn(999, count(reply("new here")), now=NOON, update_id=1000),
        store.check_key(),
        store.forget(CROWD[0], now=NOON),
        outbox.claim(NOON + MINUTE, lease=LEASE, limit=9),
        move(database, new, keyring, replace=True),
    ):
        with pytest.raises(DatabaseUnavailable, match=where) as said:
            await attempt
        assert (new.engine.url.database or "?") in str(said.value)
        assert not new.engine.url.password or str(new.engine.url.password) not in str(said.value)
    after = await database.read(lambda c: inspect(c).get_table_names())
    assert not set(RENAMED_TABLES) & set(after)
    assert await _behind(database) == {name: len(before[name]) for name in RENAMED_TABLES}


async def _behind(database: Database) -> dict[str, int]:
    return await database.read(
        lambda connection: {
            name: connection.execute(text(f"SELECT count(*) FROM {other}")).scalar_one()
            for name, other in RENAMED_TABLES.items()
        }
    )


async def test_what_was_confirmed_while_it_moved_is_there(
    store: Store, database: Database, other_database: Database, new: Database, keyring: Keyring
) -> None:
    await store.begin()
    confirmed = dict.fromkeys(CROWD[:6], 0)
    going = asyncio.Event()

    async def write(person: int) -> None:
        while True:
            try:
                await store.turn(person, count(reply("more")), now=NOON)
            except DatabaseUnavailable:
                return
            confirmed[person] += 1
            going.set()

    async with asyncio.TaskGroup() as writers:
        for person in confirmed:
            writers.create_task(write(person))
        await going.wait()
        await move(other_database, new, keyring)
    there = Store(new, keyring)
    assert {person: int(await there.session(person) or 0) for person in confirmed} == confirmed


@pytest.mark.parametrize(
    ("where", "when"),
    [
        ("new", "INSERT INTO journal"),
        ("old", "SELECT journal"),
        ("old", "ALTER TABLE people"),
        ("old", "INSERT INTO moved_to"),
    ],
)
async def test_a_kill_on_the_way_leaves_the_old_one_good(
    store: Store,
    outbox: Outbox,
    database: Database,
    new: Database,
    keyring: Keyring,
    database_url: str,
    other_url: str,
    where: str,
    when: str,
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    await database.dispose()
    killed = await asyncio.to_thread(_move_and_be_killed, database_url, other_url, where, when)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert await everything(database) == before
    whole = when in ("ALTER TABLE people", "INSERT INTO moved_to")  # the new one was committed before
    assert await everything(new) == before if whole else not (await everything(new))["people"]
    await store.turn(CROWD[0], count(reply("still here")), now=NOON + MINUTE)
    await move(database, new, keyring, replace=whole)
    assert await Store(new, keyring).session(CROWD[0]) == "2"


async def test_a_move_that_is_broken_off_moves_nobody_and_holds_nothing(
    store: Store, outbox: Outbox, database: Database, new: Database, keyring: Keyring
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    going = asyncio.Event()

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        if statement.startswith("INSERT INTO journal"):
            going.set()

    event.listen(new.engine, "before_cursor_execute", note)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(move(database, new, keyring))
        await going.wait()
        task.cancel()
    assert task.cancelled()
    assert (await everything(database), (await everything(new))["people"]) == (before, [])
    await store.turn(CROWD[0], count(reply("still here")), now=NOON + MINUTE)
    await move(database, new, keyring)
    assert await Store(new, keyring).session(CROWD[0]) == "2"


def _move_and_be_killed(old: str, new: str, where: str, when: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED, old, new, where, when],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_what_must_not_be_overwritten_is_not(
    store: Store, outbox: Outbox, database: Database, new: Database, keyring: Keyring
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    with pytest.raises(DatabaseUnavailable, match="the database in use"):
        await move(database, database, keyring)
    there = Store(new, keyring)
    await there.turn(999, count(reply("somebody")), now=NOON)
    with pytest.raises(DatabaseUnavailable, match="--replace"):
        await move(database, new, keyring)
    assert (await everything(database), await there.session(999)) == (before, "1")
    await move(database, new, keyring, replace=True)
    assert (await everything(new), await there.session(999)) == (before, None)


async def test_a_damaged_row_moves_nobody(
    store: Store, outbox: Outbox, database: Database, new: Database, keyring: Keyring
) -> None:
    await lives(store, outbox)
    await database.write(lambda c: c.execute(text("UPDATE people SET person = 5 WHERE person = 100")))
    with pytest.raises(DatabaseUnavailable, match="a row of people is damaged: it does not open"):
        await move(database, new, keyring)
    assert (await everything(new))["people"] == []
    assert await store.session(CROWD[1]) == "1"


async def test_nobody_is_moved_into_a_database_where_a_bot_is_at_work(
    store: Store, outbox: Outbox, database: Database, other_url: str, keyring: Keyring
) -> None:
    await lives(store, outbox)
    target, busy = database_for(other_url, busy=MINUTE / 600), database_for(other_url)

    def at_work() -> None:
        with busy.engine.connect() as other:
            if busy.engine.dialect.name == "postgresql":
                other.execute(text("LOCK TABLE journal IN ROW EXCLUSIVE MODE"))
            else:
                other.execute(text("DELETE FROM journal"))
            with pytest.raises(DatabaseUnavailable, match="stop the"):
                await_(move(database, target, keyring))

    await greenlet_spawn(at_work)
    await target.dispose()
    await busy.dispose()
    assert await store.session(CROWD[0]) == "1"
