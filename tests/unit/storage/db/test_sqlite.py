"""SQLite's readers: a few threads, each with a connection for as long as it reads."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter

import pytest
from sqlalchemy import Connection, event, func, select

from storage.db.database import Database
from storage.db.sqlite import READERS
from storage.tables import people

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def everybody(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(people)).scalar_one())


async def test_whoever_reads_for_long_holds_up_nobody(database: Database) -> None:
    enough = threading.Event()

    def long(connection: Connection) -> int:
        assert enough.wait(60)
        return everybody(connection)

    async with asyncio.TaskGroup() as group:
        slow = [group.create_task(database.read(long)) for _ in range(READERS - 1)]
        assert await database.read(everybody) == 0
        enough.set()
    assert [task.result() for task in slow] == [0] * len(slow)


async def test_whoever_goes_while_it_is_read_leaves_no_connection_behind(database: Database) -> None:
    seen: Counter[str] = Counter()
    for name in ("checkout", "checkin"):
        event.listen(database.engine, name, lambda *_, name=name: seen.update([name]))
    going, enough = threading.Event(), threading.Event()

    def long(connection: Connection) -> int:
        going.set()
        assert enough.wait(60)
        return everybody(connection)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(database.read(long))
        await asyncio.to_thread(going.wait)
        task.cancel()
    enough.set()
    await database.dispose()
    assert seen == {"checkout": 1, "checkin": 1}


async def test_a_reader_remembers_little_of_the_file_and_the_writer_much(database: Database) -> None:
    """An idle bot holds what they remember."""

    def remembered(connection: Connection) -> int:
        return int(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    assert await database.write(remembered) < 4 * await database.read(remembered) < 0, "negative: in KB"


async def test_no_thread_is_left_of_a_database_that_was_let_go(database: Database) -> None:
    before = set(threading.enumerate())
    await asyncio.gather(*(database.read(everybody) for _ in range(2 * READERS)), database.write(everybody))
    assert len(set(threading.enumerate()) - before) in range(3, READERS + 3)  # who writes, and checkpoints
    await database.dispose()
    assert not set(threading.enumerate()) - before
