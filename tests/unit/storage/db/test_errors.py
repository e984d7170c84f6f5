"""A broken world is one line that says how to mend it, and loses nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.url import database_for, parse_url
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from tests.kit.postgres import Postgres
from tests.unit.storage.life import ANA, LEASE, NOON, count, reply

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
SECRET = "a-secret-password"


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file."""
    return Path(shutil.copy(migrated_file, tmp_path / "restride.db"))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("restride.db", "not an address like sqlite:///restride.db"),
        ("", "not an address"),
        ("mysql://localhost/x", "starts with 'mysql'"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////no/such/folder/restride.db", "the folder /no/such/folder does not exist"),
        ("sqlite:////tmp", "is a folder"),
        ("sqlite:///restride.db?mode=ro", "SQLite needs the path only"),
        ("postgresql://db/x?sslmoode=require", "has the parameter 'sslmoode': take it out"),
        (f"postgres+psycopg://me:{SECRET}@localhost/x", "use sqlite:///restride.db or postgresql://"),
    ],
)
def test_a_bad_address_is_said_plainly(url: str, says: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=says) as problem:
        database_for(url)
    assert SECRET not in str(problem.value)


def test_the_addresses_of_earlier_settings_name_the_same_database() -> None:
    assert parse_url("sqlite+aiosqlite:///restride.db") == parse_url("sqlite:///restride.db")
    assert (
        parse_url("postgresql+asyncpg://db/x")
        == parse_url("postgres://db/x")
        == parse_url("postgresql://db/x")
    )


def test_an_address_may_ask_for_tls_as_hosts_write_it() -> None:
    assert parse_url("postgresql://db/x?sslmode=require").query == {"ssl": "require"}


async def test_a_user_who_may_make_no_tables_is_told_so(postgres: Postgres) -> None:
    address = postgres.create(template="template0")
    try:
        admin = database_for(address.render_as_string(hide_password=False))
        await admin.write(lambda c: c.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC")))
        await admin.write(lambda c: c.execute(text("CREATE ROLE weak LOGIN PASSWORD 'x'")))
        weak = address.set(username="weak", password="x")
        with pytest.raises(DatabaseUnavailable, match="lets this user make no tables: give it the database"):
            await migrate(weak.render_as_string(hide_password=False))
        await admin.write(lambda c: c.execute(text("DROP ROLE weak")))
        await admin.dispose()
    finally:
        postgres.drop(address)


def test_a_file_that_may_not_be_written_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "restride.db"
    file.touch()
    monkeypatch.setattr("os.access", lambda path, mode: path != file)  # root may write anything
    with pytest.raises(DatabaseUnavailable, match="cannot be written by this user"):
        database_for(f"sqlite:///{file}")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file of another kind."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, " * 1000)
    return file


async def test_a_file_that_is_no_database_is_said_plainly(letter: Path, keyring: Keyring) -> None:
    database = database_for(f"sqlite:///{letter}")
    with pytest.raises(DatabaseUnavailable, match="not a SQLite database"):
        await Store(database, keyring).session(ANA)
    await database.dispose()


async def test_a_server_that_is_away_is_said_plainly(tmp_path: Path, keyring: Keyring) -> None:
    database = database_for(f"postgresql://me:{SECRET}@/x?host={tmp_path}")
    with pytest.raises(DatabaseUnavailable, match="PostgreSQL cannot be reached") as problem:
        await Store(database, keyring).turn(ANA, count(), now=NOON)
    assert SECRET not in str(problem.value)
    await database.dispose()


async def test_a_database_held_by_another_process_is_said_and_nothing_is_lost(
    file: Path, keyring: Keyring
) -> None:
    database = database_for(f"sqlite:///{file}", busy=timedelta(milliseconds=50))
    store, outbox = Store(database, keyring), Outbox(database, keyring)
    await store.turn(ANA, count(reply("one"), wake_at=NOON), now=NOON, update_id=1)
    with subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert await store.session(ANA) == "1", "reading goes on"
        assert len(await store.due(NOON)) == 1
        assert await outbox.pending(NOON) == 1
        for attempt in (
            store.turn(ANA, count(reply("two")), now=NOON, update_id=2),
            store.claim_due(NOON, lease=LEASE, limit=1),
            store.forget(ANA, now=NOON),
            store.purge(NOON),
            outbox.claim(NOON, lease=LEASE, limit=1),
            outbox.drop_person(ANA),
        ):
            with pytest.raises(DatabaseUnavailable, match="another process holds the database"):
                await attempt
        other.kill()
    assert await store.turn(ANA, count(reply("two")), now=NOON, update_id=2) is not None
    assert await store.session(ANA) == "2"
    assert await outbox.counts() == {"reply": 2}
    await database.dispose()


async def test_a_full_disk_is_said_and_nothing_is_half_done(file: Path, keyring: Keyring) -> None:
    database = database_for(f"sqlite:///{file}")
    store = Store(database, keyring)

    def fill(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await database.write(fill)
    with pytest.raises(DatabaseUnavailable, match="the disk is full"):
        await store.turn(ANA, count(reply("word " * 10_000)), now=NOON, update_id=1)
    assert await store.session(ANA) is None
    assert await store.turn(ANA, count(reply("word")), now=NOON, update_id=1) is not None
    await database.dispose()


async def test_an_error_never_prints_what_was_stored(store: Store, database: Database) -> None:
    await database.write(lambda c: c.execute(text("ALTER TABLE due DROP COLUMN kind")))
    with pytest.raises(SQLAlchemyError) as error:
        await store.turn(ANA, count(wake_at=NOON, wake_kind=SECRET), now=NOON)
    assert "kind" in str(error.value)
    assert SECRET not in str(error.value)
