"""A backup is one moment of the database, whatever goes on; what is brought back is all of it or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.outbox.outbox import Outbox
from storage.people.erase import load_proofs
from storage.people.store import Store
from storage.records import SentMessage
from storage.tables import delivery_counts
from storage.transfer.backup import backup, restore
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, everything, prompt, reply, spoil

CROWD = range(100, 130)
HOURS = 60 * MINUTE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "today.restride"


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    """A second database, with nobody in it."""
    url = f"sqlite:///{tmp_path / 'second.db'}"
    await migrate(url)
    database = database_for(url)
    yield database
    await database.dispose()


@asynccontextmanager
async def writers_at_work(store: Store) -> AsyncIterator[None]:
    """Some of the crowd take turn after turn, as fast as they can; they have begun, and end with this."""
    done = asyncio.Event()

    async def write(person: int) -> None:
        while not done.is_set():
            await store.turn(person, count(reply("more"), wake_at=NOON), now=NOON)

    async with asyncio.TaskGroup() as writers:
        for person in CROWD[:6]:
            writers.create_task(write(person))
        while len(await store.journal(CROWD[0])) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0)
        try:
            yield
        finally:
            done.set()


async def lives(store: Store, outbox: Outbox) -> None:
    """Rows in every table, one of them a deletion."""
    await store.begin()
    for person in (*CROWD, ANA):
        life = count(reply("hello", opens=True), prompt("and?"), wake_at=NOON, event=f'"{person}"')
        await store.turn(person, life, now=NOON, update_id=person)
    for waiting in await outbox.claim(NOON, lease=LEASE, limit=9):
        await outbox.sent(SentMessage(waiting=waiting, message_id=1))
    for waiting in await outbox.claim(NOON, lease=LEASE, limit=3):
        await outbox.dead(waiting, why="rejected")
    await store.forget(ANA, now=NOON)


def write_into(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


def put(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def rights_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


async def test_what_is_brought_back_is_what_there_was(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path, empty: Database
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    assert all(rows for name, rows in before.items() if name != "paces")
    copied = await backup(database, keyring, file)
    assert copied.rows == {name: len(rows) for name, rows in before.items()}
    done = await restore(file, empty, keyring, now=NOON, replace=False)
    assert (done.copied, done.stale, done.deleted) == (copied, 0, None)
    assert await everything(empty) == before
    back = Store(empty, keyring)
    assert await back.session(CROWD[0]) == "1"
    assert await back.erasures(ANA) == [NOON]


async def test_it_comes_back_into_the_database_it_was_taken_from_and_counts_on(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path
) -> None:
    await lives(store, outbox)
    before = await everything(database)
    await backup(database, keyring, file)
    await store.turn(CROWD[0], count(reply("later")), now=NOON + MINUTE)
    assert (await restore(file, database, keyring, now=NOON, replace=True)).deleted == 0
    assert await everything(database) == before
    await store.turn(CROWD[0], count(reply("again")), now=NOON + MINUTE)
    assert await store.session(CROWD[0]) == "2"


async def test_a_backup_while_people_write_is_one_moment(
    store: Store, database: Database, other_database: Database, keyring: Keyring, file: Path
) -> None:
    """Each turn writes the session and a line of the journal: a copy that falls between them would show."""
    await store.begin()
    async with writers_at_work(store):
        copied = await backup(other_database, keyring, file)
    assert copied.rows["journal"] == copied.rows["outbox"] > copied.rows["people"] > 0
    with closing(sqlite3.connect(file)) as kept:
        turns = kept.execute("SELECT person, seq FROM people ORDER BY person").fetchall()
        lines = kept.execute(
            "SELECT person, count(*) FROM journal GROUP BY person ORDER BY person"
        ).fetchall()
    assert turns == lines
    written = sum([len(await store.journal(person)) for person in CROWD[:6]])
    assert written > copied.rows["journal"], "nobody wrote meanwhile"


async def test_it_comes_back_while_people_write_and_they_go_on_from_it(
    store: Store, database: Database, other_database: Database, keyring: Keyring, file: Path
) -> None:
    await store.begin()
    for person in CROWD[:6]:
        await store.turn(person, count(reply("hello")), now=NOON)
    await backup(database, keyring, file)
    async with writers_at_work(store):
        restored = await restore(file, other_database, keyring, now=NOON, replace=True)
    assert restored.copied.rows["people"] == 6
    for person in CROWD[:6]:
        lines = [line.seq for line in await store.journal(person)]
        assert lines == list(range(1, int(await store.session(person) or 0) + 1))


async def test_who_was_deleted_since_does_not_come_back(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path
) -> None:
    await lives(store, outbox)
    await backup(database, keyring, file)
    for person in CROWD[:2]:
        await store.forget(person, now=NOON + MINUTE)
    done = await restore(file, database, keyring, now=NOON + 2 * MINUTE, replace=True)
    assert done.deleted == 2
    assert [await store.session(person) for person in CROWD[:3]] == [None, None, "1"]
    assert await store.journal(CROWD[0]) == []
    assert (await store.erasures(CROWD[0]))[0] == NOON + MINUTE
    waiting = await outbox.claim(NOON + HOURS, lease=LEASE, limit=99)
    assert waiting and not {message.person for message in waiting} & {*CROWD[:2]}


async def test_a_database_that_lost_its_secret_says_that_it_cannot_tell_who_was_deleted(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path, empty: Database
) -> None:
    await lives(store, outbox)
    await backup(database, keyring, file)
    await Store(empty, keyring).begin()
    assert (await empty.read(lambda c: load_proofs(c, keyring))).rows == ()
    assert (await restore(file, empty, keyring, now=NOON, replace=True)).deleted is None


async def test_what_waited_in_it_for_long_is_not_said_any_more(
    store: Store, database: Database, keyring: Keyring, file: Path
) -> None:
    await store.begin()
    await store.turn(ANA, count(prompt("good morning")), now=NOON)
    await store.turn(BEA, count(prompt("good noon")), now=NOON + HOURS)
    await backup(database, keyring, file)
    done = await restore(file, database, keyring, now=NOON + HOURS + MINUTE, replace=True)
    assert done.stale == 1
    left = await Outbox(database, keyring).claim(NOON + 2 * HOURS, lease=LEASE, limit=9)
    assert [message.person for message in left] == [BEA]
    (row,) = await database.read(lambda c: c.execute(select(delivery_counts)).all())
    assert (row.outcome, row.number) == ("dropped", 1)


async def refused(file: Path, database: Database, keyring: Keyring, said: str) -> None:
    """It is not brought back, and what is there stays."""
    before = await everything(database)
    with pytest.raises(DatabaseUnavailable, match=said) as raised:
        await restore(file, database, keyring, now=NOON, replace=True)
    assert "\n" not in str(raised.value)
    assert await everything(database) == before


async def test_what_is_no_whole_backup_changes_nothing(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path, tmp_path: Path
) -> None:
    await lives(store, outbox)
    await backup(database, keyring, file)
    whole = bytes_of(file)
    for length in (0, 50, 5000, len(whole) - 1):
        put(file, whole[:length])
        await refused(file, database, keyring, "is not whole|is no backup")
        put(file, whole)
    foreign = tmp_path / "foreign.db"
    write_into(foreign, "CREATE TABLE notes (text)")
    await refused(foreign, database, keyring, "is no backup made by restride backup")
    await refused(tmp_path / "nowhere", database, keyring, "cannot be read: No such file")
    await refused(tmp_path, database, keyring, "cannot be read: Is a directory")
    strange = Keyring({"test": bytes(range(1, 33))}, "test")
    await refused(file, database, strange, "a row of .* is damaged: it does not open|does not open")
    other = Keyring({"other": bytes(range(1, 33))}, "other")
    await refused(file, database, other, "put the old key back")
    write_into(file, "UPDATE journal SET seq = seq + 7 WHERE id = 3")
    await refused(file, database, keyring, "a row of journal is damaged")
    put(file, whole)
    for broken in (
        "UPDATE journal SET at = 'yesterday' WHERE id = 3",
        "UPDATE due SET kind = CAST(X'ff41' AS TEXT)",
    ):
        write_into(file, broken)
        await refused(file, database, keyring, "damaged")
        put(file, whole)
    write_into(file, "UPDATE alembic_version SET version_num = '9999'")
    await refused(file, database, keyring, "belongs to a newer release")
    put(file, whole)
    assert (await restore(file, database, keyring, now=NOON, replace=True)).copied.rows["people"] == len(
        CROWD
    )


async def test_nothing_is_replaced_unless_it_is_said(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path
) -> None:
    await lives(store, outbox)
    await backup(database, keyring, file)
    before = await everything(database)
    with pytest.raises(DatabaseUnavailable, match="--replace"):
        await restore(file, database, keyring, now=NOON, replace=False)
    assert await everything(database) == before
    kept = bytes_of(file)
    with pytest.raises(DatabaseUnavailable, match="is there already"):
        await backup(database, keyring, file)
    assert bytes_of(file) == kept


async def test_what_is_damaged_or_cannot_be_written_leaves_no_file(
    store: Store, outbox: Outbox, database: Database, keyring: Keyring, file: Path
) -> None:
    await lives(store, outbox)
    with pytest.raises(DatabaseUnavailable, match="cannot be written"):
        await backup(database, keyring, file.parent / "nowhere" / "today.restride")
    await database.write(spoil(CROWD[0]))
    with pytest.raises(DatabaseUnavailable, match="a row of people is damaged"):
        await backup(database, keyring, file)
    assert not [entry for entry in file.parent.iterdir() if "restride-" in entry.name or entry == file]


async def test_the_file_is_the_owners_alone_and_holds_no_word(
    store: Store, database: Database, keyring: Keyring, file: Path
) -> None:
    await store.begin()
    await store.turn(ANA, count(reply("a bit of leaking"), event='"leaking"'), now=NOON)
    await backup(database, keyring, file)
    assert b"leaking" not in bytes_of(file)
    assert rights_of(file) == 0o600
    assert not [entry for entry in file.parent.iterdir() if entry.name.startswith(f"{file.name}-")]
