"""A backup: one file, the database at one moment, sealed as it was, made while the bot goes on; and back again.

The file is a SQLite database, whatever the database is, and has the data key in it nowhere. It is proved before it
gets its name: compared row by row, every seal opened. Who was deleted after a backup does not come back with it, as
far as the database that is replaced can tell. Must not know commands.

>>> await backup(engine, keyring, Path("today.backup"))  # doctest: +SKIP
Copied(rows={'people': 12, ...})
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import backup_file
from storage.copying import Copied, copy, empty, patiently, take_over
from storage.engine import make_engine
from storage.erase import deletions_of, erase_deleted
from storage.fence import moved_to, says
from storage.keys import Keys
from storage.migrations import assert_current, migrate
from storage.problems import DatabaseProblem, mending
from storage.tables import outbox
from storage.tally import tally

STALE = timedelta(hours=1)  # what waited that long in a backup is not said any more
NOT_EMPTY = (
    "the database at DATABASE_URL is not empty: name another one, or say --replace to lose what is in it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back, the messages too old to be sent, and how many had been deleted since the backup.

    `deleted` is `None` when nobody can tell: the database was empty, or another one.
    """

    copied: Copied
    stale: int
    deleted: int | None


async def backup(engine: AsyncEngine, keyring: Keys, file: Path) -> Copied:
    """Raises `DatabaseProblem` when it cannot be written, or when what is in the database is damaged."""
    with backup_file.draft(file) as draft:
        url = f"sqlite:///{draft}"
        await migrate(url)
        target = make_engine(url)
        try:
            with mending():
                async with _one_moment(engine) as source, target.begin() as into:
                    copied = await into.run_sync(lambda into: copy(source, into, keyring))
        finally:
            await target.dispose()
        await asyncio.to_thread(backup_file.finish, draft, file)
    return copied


async def restore(
    file: Path, engine: AsyncEngine, keyring: Keys, *, now: datetime, replace: bool
) -> Restored:
    """Everything of the backup into this database: all of it or nothing."""

    async def once() -> Restored:
        async with _one_moment(source) as reading, engine.begin() as into:
            return await into.run_sync(lambda into: _restore(reading, into, keyring, now, replace))

    async with _opened(file) as source:
        return await patiently(once)


@asynccontextmanager
async def _opened(file: Path) -> AsyncIterator[AsyncEngine]:
    """A copy of the backup at today's revision: the file itself is never written to."""
    with backup_file.copied(file) as draft:
        await migrate(f"sqlite:///{draft}")
        engine = make_engine(f"sqlite:///{draft}")
        try:
            yield engine
        finally:
            await engine.dispose()


@asynccontextmanager
async def _one_moment(engine: AsyncEngine) -> AsyncIterator[Connection]:
    """The database as it is now, however long one reads and whatever others write meanwhile."""
    options: dict[str, object] = {"only_reads": True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    async with engine.execution_options(**options).connect() as connection:
        await connection.run_sync(_usable)
        assert connection.sync_connection is not None
        yield connection.sync_connection


def _usable(source: Connection) -> None:
    if (address := moved_to(source)) is not None:
        raise DatabaseProblem(says(address))
    assert_current(source)


def _restore(source: Connection, into: Connection, keyring: Keys, now: datetime, replace: bool) -> Restored:
    known = None
    if take_over(into, unless_empty=None if replace else NOT_EMPTY):
        known = deletions_of(into, keyring)
        empty(into)
    copied = copy(source, into, keyring)
    deleted = None if known is None else erase_deleted(into, keyring, known, now=now)
    old = delete(outbox).where(outbox.c.made_at < now - STALE)
    stale = into.execute(old.returning(outbox.c.made_at, outbox.c.kind, outbox.c.person)).all()
    tally(into, "dropped", ((made_at, kind, person) for made_at, kind, person in stale))
    return Restored(copied=copied, stale=len(stale), deleted=deleted)
