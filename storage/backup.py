"""A backup: one file, the database at one moment, sealed as it was, made while the bot goes on; and back again.

The file is a SQLite database, whatever the database is, and has the data key in it nowhere. It is proved before it
gets its name: compared row by row, every seal opened. Who was deleted after a backup does not come back with it, as
far as the database that is replaced can tell. Must not know commands.

>>> await backup(database, keyring, Path("today.backup"))  # doctest: +SKIP
Copied(rows={'people': 12, ...})
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete
from sqlalchemy.exc import IntegrityError

from storage import backup_file
from storage.address import database_at
from storage.copying import Copied, copy, empty, patiently, take_over
from storage.database import Database
from storage.erase import deletions_of, erase_deleted
from storage.fence import moved_to, says
from storage.keys import Keys
from storage.migrations import assert_current, migrate
from storage.problems import DatabaseProblem
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


async def backup(database: Database, keyring: Keys, file: Path) -> Copied:
    """Raises `DatabaseProblem` when it cannot be written, or when what is in the database is damaged."""
    with backup_file.draft(file) as draft:
        async with _opened(draft) as target:

            def once() -> Copied:
                with _one_moment(database) as source, target.engine.begin() as into:
                    return copy(source, into, keyring)

            copied = await patiently(once)
        await asyncio.to_thread(backup_file.finish, draft, file)
    return copied


async def restore(file: Path, database: Database, keyring: Keys, *, now: datetime, replace: bool) -> Restored:
    """Everything of the backup into this database: all of it or nothing."""

    with backup_file.copied(file) as draft:  # the file itself is never written to
        async with _opened(draft) as source:

            def once() -> Restored:
                with _one_moment(source) as reading, database.engine.begin() as into:
                    return _restore(reading, into, keyring, now, replace)

            try:
                return await patiently(once)
            except (ValueError, IntegrityError) as error:  # what a row says is no date, no text, nobody's
                raise DatabaseProblem(f"{file} is damaged: restore another backup") from error


@asynccontextmanager
async def _opened(draft: Path) -> AsyncIterator[Database]:
    """The file, at today's revision."""
    url = f"sqlite:///{draft}"
    await migrate(url)
    database = database_at(url)
    try:
        yield database
    finally:
        await database.dispose()


@contextmanager
def _one_moment(database: Database) -> Iterator[Connection]:
    """The database as it is now, however long one reads and whatever others write meanwhile."""
    options: dict[str, object] = {"only_reads": True}
    if database.engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with database.engine.execution_options(**options).connect() as connection:
        _usable(connection)
        yield connection


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
