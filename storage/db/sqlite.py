"""A SQLite file: one thread writes, a few read, and each work is one way to a thread and back.

Plain connections in threads of our own: SQLAlchemy's asyncio would load its whole ORM, and cross to a thread for
every statement (docs/adr/0016-plain-connections-on-sqlite.md).
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.sqlite_writer import SqliteWriter
from storage.db.wal_checkpoint import AUTO_CHECKPOINT_PAGES, WalCheckpointer

Result = TypeVar("Result")

READERS = 4  # so that a long read does not block the others; more would only wait for one another
READER_CACHE_KB = (
    256  # of the file, a connection: what is read once need not be remembered; SQLite's own is 2 MB
)


class SQLite(Database):
    """`busy`: how long to wait for another process."""

    def __init__(self, address: URL, *, busy: timedelta) -> None:
        _assert_writable(Path(address.database or ""))
        engine = create_engine(
            address,
            hide_parameters=True,
            pool_size=READERS + 2,  # the writer keeps one, and checkpoints have theirs
            connect_args={"isolation_level": None, "timeout": busy.total_seconds()},
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        super().__init__(engine)
        self._reading = engine.execution_options(only_reads=True)
        event.listen(self._reading, "engine_connect", _remember_little)
        self._writer = SqliteWriter(engine)
        self._checkpoints = WalCheckpointer(engine, self._writer)
        self._readers: ThreadPoolExecutor | None = None

    async def dispose(self) -> None:
        self._checkpoints.close()
        self._writer.close()
        readers, self._readers = self._readers, None
        if readers is not None:
            readers.shutdown()
        self.engine.dispose()

    async def _written(self, work: Callable[[Connection], Result]) -> Result:
        written = await self._writer.do(work)
        self._checkpoints.soon()
        return written

    async def _seen(self, work: Callable[[Connection], Result]) -> Result:
        if self._readers is None:
            self._readers = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="reader")
        # A cancelled caller need not wait: the thread reads to its end, and a reader's lock blocks no other work.
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._look, work)

    def _look(self, work: Callable[[Connection], Result]) -> Result:
        with self._reading.connect() as connection:
            return work(connection)


def _assert_writable(file: Path) -> None:
    folder = file.absolute().parent
    try:
        if not folder.is_dir():
            raise DatabaseUnavailable(f"the folder {folder} does not exist: create it, or mend DATABASE_URL")
        if file.is_dir():
            raise DatabaseUnavailable(f"{file} is a folder: DATABASE_URL must name a file")
        exists = file.exists()
    except OSError as error:  # a folder on the way that this user may not enter
        raise DatabaseUnavailable(
            f"{file.absolute()} cannot be reached ({error.strerror}): let this user enter its folder"
        ) from error
    if not os.access(file if exists else folder, os.W_OK):
        raise DatabaseUnavailable(
            f"{file} cannot be written by this user: change its rights, or mend DATABASE_URL"
        )


def _prepare(connection: Any, record: object) -> None:
    _set(
        connection,
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=FAST",
        f"wal_autocheckpoint={AUTO_CHECKPOINT_PAGES}",
    )


def _remember_little(connection: Connection) -> None:
    if not connection.info.get("remembers_little"):
        _set(connection.connection, f"cache_size=-{READER_CACHE_KB}")
        connection.info["remembers_little"] = True


def _set(connection: Any, *pragmas: str) -> None:
    with closing(connection.cursor()) as cursor:
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


if sqlite3.sqlite_version_info < (3, 35):
    raise DatabaseUnavailable("SQLite 3.35 or newer is needed")
