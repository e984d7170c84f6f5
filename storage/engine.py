"""One engine for SQLite (one process, the default) and PostgreSQL (any number), and its two ways in.

`write` is a transaction that holds the write lock from its first moment: without that, concurrent
read-modify-writes are lost in silence. `read` sees one moment and blocks nobody. Broken worlds (no folder,
locked, full, refused) come out as `DatabaseProblem`, a sentence that says how to mend it. Must not know what
the tables are.

>>> await write(make_engine("sqlite:///restride.db"), lambda connection: ...)  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Connection, Dialect, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.fence import moved_to, says
from storage.gathering import Gathering, Joint, Unopened, Work, values
from storage.problems import Conflict, DatabaseProblem, NoTables, again, mending
from storage.writer import Writer

__all__ = [
    "AsyncEngine",
    "Conflict",
    "DatabaseProblem",
    "make_engine",
    "read",
    "read_url",
    "sqlite_file",
    "write",
    "writes_through",
]

Result = TypeVar("Result")

TRIES = 5
EXAMPLES = "sqlite:///restride.db or postgresql://name:password@host/database"
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_writers: WeakKeyDictionary[Dialect, Writer] = WeakKeyDictionary()  # of SQLite's engines
_companies: WeakKeyDictionary[Dialect, _Company] = WeakKeyDictionary()  # of PostgreSQL's


def make_engine(url: str, *, busy: timedelta = timedelta(seconds=5), pool_size: int = 8) -> AsyncEngine:
    """The engine for DATABASE_URL; raises `DatabaseProblem`. `busy`: how long to wait for another process."""
    address = read_url(url)
    if address.drivername == "sqlite+aiosqlite":
        _writable(sqlite_file(address))
        engine = create_async_engine(
            address,
            hide_parameters=True,
            pool_size=pool_size,
            connect_args={"isolation_level": None, "timeout": busy.total_seconds()},
        )
        plain = create_engine(
            address.set(drivername="sqlite"),
            hide_parameters=True,
            poolclass=NullPool,  # the writer keeps its one connection itself
            connect_args={"isolation_level": None, "timeout": busy.total_seconds()},
        )
        for one in (engine.sync_engine, plain):
            event.listen(one, "connect", _prepare_sqlite)
            event.listen(one, "begin", _begin_sqlite)
        writer = _writers[engine.dialect] = Writer(plain)
        event.listen(engine.sync_engine, "engine_disposed", lambda _: writer.close())
        return engine
    engine = create_async_engine(address, hide_parameters=True, pool_size=pool_size, pool_timeout=30)
    _companies[engine.dialect] = _Company(engine)
    return engine


class _Company(Gathering):
    """Joint works on PostgreSQL share a transaction; any other has its own, at the same time."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__()
        self._engine = ref(engine)

    async def commit(self, works: Sequence[Work]) -> Sequence[Any]:
        engine = self._engine()
        assert engine is not None, "whoever waits here holds it"
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(engine.begin())
            except Exception as problem:  # the server is away, or all connections are taken
                raise Unopened(problem) from problem
            return await connection.run_sync(values, works)


def read_url(url: str) -> URL:
    """The address with its async driver filled in; raises `DatabaseProblem`."""
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise DatabaseProblem(f"DATABASE_URL is not an address like {EXAMPLES}") from None
    driver = DRIVERS.get(address.drivername)
    if driver is None:
        raise DatabaseProblem(f"DATABASE_URL starts with {address.drivername!r}: use {EXAMPLES}")
    if driver == "sqlite+aiosqlite" and address.database in (None, "", ":memory:"):
        raise DatabaseProblem("DATABASE_URL names no file: use for example sqlite:///restride.db")
    return address.set(drivername=driver)


def sqlite_file(address: URL) -> Path | None:
    """The file of a SQLite database, or `None` on PostgreSQL."""
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


async def write(engine: AsyncEngine, work: Callable[[Connection], Result]) -> Result:
    """Do `work` in one transaction that may write: all of it or nothing, and after a lost race again.

    `work` must be repeatable: nothing but the transaction may remember that it ran.
    """

    gathering: Gathering | None = _writers.get(engine.dialect)
    if gathering is None and isinstance(work, Joint):
        gathering = _companies.get(engine.dialect)

    async def once() -> Result:
        async with engine.begin() as connection:
            return await connection.run_sync(work)

    tried = partial(gathering.do, work) if gathering is not None else lambda: _whole(once())
    return await _here(engine, _until_done(tried))


def writes_through(engine: AsyncEngine) -> Engine:
    """The engine that `write` uses in the end: where to listen to what is written."""
    writer = _writers.get(engine.dialect)
    return engine.sync_engine if writer is None else writer.engine


async def read(engine: AsyncEngine, work: Callable[[Connection], Result]) -> Result:
    """Do `work`, which only reads, on one moment of the database; it neither waits nor makes others wait."""

    async def once() -> Result:
        async with engine.execution_options(only_reads=True).connect() as connection:
            return await connection.run_sync(work)

    return await _here(engine, _until_done(lambda: _whole(once())))


async def _here(engine: AsyncEngine, work: Coroutine[None, None, Result]) -> Result:
    """Whoever finds no tables because everybody was moved away is told where to."""
    try:
        return await work
    except NoTables as problem:
        with mending():
            async with engine.execution_options(only_reads=True).connect() as connection:
                address = await connection.run_sync(moved_to)
        if address is None:
            raise
        raise DatabaseProblem(says(address)) from problem


async def _until_done(once: Callable[[], Coroutine[None, None, Result]]) -> Result:
    for _ in range(TRIES):
        try:
            with mending():
                return await once()
        except (Conflict, DBAPIError) as error:
            if not again(error):
                raise
            lost = error
    raise DatabaseProblem(f"the database turned this away {TRIES} times in a row, try again later") from lost


async def _whole(transaction: Coroutine[None, None, Result]) -> Result:
    """Finish a transaction that has begun, even when its caller is cancelled meanwhile.

    Cancelled inside `BEGIN IMMEDIATE`, SQLite's thread would take the lock after we had stopped listening, and
    nobody would ever give it back.
    """
    task = asyncio.ensure_future(transaction)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # seen, so that it is not reported as forgotten: the caller has gone
        raise


def _writable(file: Path | None) -> None:
    if file is None:
        return
    folder = file.absolute().parent
    if not folder.is_dir():
        raise DatabaseProblem(f"the folder {folder} does not exist: create it, or mend DATABASE_URL")
    if file.is_dir():
        raise DatabaseProblem(f"{file} is a folder: DATABASE_URL must name a file")
    if not os.access(file if file.exists() else folder, os.W_OK):
        raise DatabaseProblem(
            f"{file} cannot be written by this user: change its rights, or mend DATABASE_URL"
        )


def _prepare_sqlite(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    try:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=FAST"):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


if sqlite3.sqlite_version_info < (3, 35):
    raise DatabaseProblem("SQLite 3.35 or newer is needed")
