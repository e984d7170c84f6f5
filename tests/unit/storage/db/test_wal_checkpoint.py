"""What is committed to SQLite is brought into its file beside the writer, and its log does not grow for ever."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import PoolProxiedConnection

from storage.db import wal_checkpoint
from storage.db.sqlite import SQLite
from storage.db.url import database_for

COUNT = "SELECT count(*) FROM rows"
INSERT = "INSERT INTO rows VALUES (zeroblob(9000))"


def insert(connection: Connection) -> None:
    connection.execute(text(INSERT))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "restride.db"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SQLite]:
    made = database_for(f"sqlite:///{file}")
    assert isinstance(made, SQLite)
    await made.write(lambda connection: connection.execute(text("CREATE TABLE rows (row BLOB)")))
    made._checkpoints.close()
    yield made
    await made.dispose()


def in_the_file(file: Path) -> int:
    """How many rows there are without the log."""
    alone = shutil.copy(file, file.with_name("alone.db"))
    with closing(sqlite3.connect(alone)) as connection:
        (number,) = connection.execute(COUNT).fetchone()
    return int(number)


def pages_in_the_log(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (_, pages, _) = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(pages)


async def test_what_is_committed_is_in_the_file_a_little_later(database: SQLite, file: Path) -> None:
    await database.write(insert)
    assert in_the_file(file) == 0
    database._checkpoints.close()
    assert in_the_file(file) == 1


async def test_it_comes_by_itself(database: SQLite, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    came = threading.Event()

    def told(connection: PoolProxiedConnection) -> int:
        pages = real(connection)
        came.set()
        return pages

    real = wal_checkpoint.checkpoint
    monkeypatch.setattr(wal_checkpoint, "checkpoint", told)
    monkeypatch.setattr(wal_checkpoint, "EVERY_S", 0.01)
    for rows in (1, 2):
        await database.write(insert)
        assert came.wait(10)
        came.clear()
        assert in_the_file(file) == rows


async def test_many_commits_are_one_work_for_the_disk(
    database: SQLite, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = wal_checkpoint.checkpoint
    monkeypatch.setattr(wal_checkpoint, "checkpoint", lambda connection: asked.append(1) or real(connection))
    for _ in range(20):
        await database.write(insert)
    database._checkpoints.close()
    assert asked == [1]


@pytest.mark.parametrize(("long", "anew"), [(10, True), (100_000, False)])
async def test_a_long_log_begins_anew_however_often_somebody_commits(
    database: SQLite, file: Path, monkeypatch: pytest.MonkeyPatch, *, long: int, anew: bool
) -> None:
    def meanwhile(connection: PoolProxiedConnection) -> int:
        if not threading.current_thread().name.startswith("checkpoints"):
            return real(connection)
        with closing(sqlite3.connect(file)) as reader, closing(sqlite3.connect(file)) as writer:
            reader.execute("BEGIN")
            reader.execute(COUNT).fetchone()
            writer.execute(INSERT)
            writer.commit()
            # As far as the reader sees: what was committed just now is not part of it.
            return real(connection)

    real = wal_checkpoint.checkpoint
    monkeypatch.setattr(wal_checkpoint, "checkpoint", meanwhile)
    monkeypatch.setattr(wal_checkpoint, "RESTART_PAGES", long)
    for _ in range(20):
        await database.write(insert)
    database._checkpoints.close()
    await database.write(insert)
    assert (pages_in_the_log(file) < 10) is anew  # of some 60


async def test_it_takes_up_again_what_could_not_be_done(
    database: SQLite, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> PoolProxiedConnection:
        raise OperationalError("PRAGMA", {}, sqlite3.OperationalError("disk I/O error"))

    await database.write(insert)
    with monkeypatch.context() as broken:
        broken.setattr(database.engine, "raw_connection", full)
        database._checkpoints.close()
    assert in_the_file(file) == 0
    await database.write(insert)
    database._checkpoints.close()
    assert in_the_file(file) == 2
