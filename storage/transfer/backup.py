"""A backup: one file, the database at one moment, sealed as it was, made while the bot goes on; and back again.

The file is a SQLite database, whatever the database is, and has the data key in it nowhere. It is proved before it
gets its name: compared row by row, every seal opened. Who was deleted after a backup does not come back with it, as
far as the database that is replaced can tell.
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

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.moved_marker import moved_message, moved_to
from storage.db.url import database_for
from storage.encryption.reloading_keyring import AnyKeyring
from storage.migrations import assert_current, migrate
from storage.outbox.delivery_counts import count
from storage.people.erase import load_proofs, reapply_erasures
from storage.tables import outbox
from storage.transfer import backup_file
from storage.transfer.copy import CopyResult, copy, delete_all, prepare_target, with_retry

MAX_MESSAGE_AGE = timedelta(hours=1)  # what waited that long in a backup is not said any more
NOT_EMPTY = (
    "the database at DATABASE_URL is not empty: name another one, or say --replace to lose what is in it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back, the messages too old to be sent, and how many had been deleted since the backup.

    `deleted` is `None` when it cannot be known: the database was empty, or another one.
    """

    copied: CopyResult
    stale: int
    deleted: int | None


async def backup(database: Database, keyring: AnyKeyring, file: Path) -> CopyResult:
    """Raises `DatabaseUnavailable` when it cannot be written, or when what is in the database is damaged."""
    with backup_file.new_file(file) as draft:
        async with _opened(draft) as target:

            def once() -> CopyResult:
                with _one_moment(database) as source, target.engine.begin() as into:
                    return copy(source, into, keyring)

            copied = await with_retry(once)
        await asyncio.to_thread(backup_file.finalize, draft, file)
    return copied


async def restore(
    file: Path, database: Database, keyring: AnyKeyring, *, now: datetime, replace: bool
) -> Restored:
    """Everything of the backup into this database: all of it or nothing."""

    with backup_file.working_copy(file) as draft:  # the file itself is never written to
        async with _opened(draft) as source:

            def once() -> Restored:
                with _one_moment(source) as reading, database.engine.begin() as into:
                    return _restore(reading, into, keyring, now, replace)

            try:
                return await with_retry(once)
            except (
                ValueError,
                IntegrityError,
            ) as error:  # a row holds something that is no date, no text or no person's
                raise DatabaseUnavailable(f"{file} is damaged: restore another backup") from error


@asynccontextmanager
async def _opened(draft: Path) -> AsyncIterator[Database]:
    """The file, at today's revision."""
    url = f"sqlite:///{draft}"
    await migrate(url)
    database = database_for(url)
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
        raise DatabaseUnavailable(moved_message(address))
    assert_current(source)


def _restore(
    source: Connection, into: Connection, keyring: AnyKeyring, now: datetime, replace: bool
) -> Restored:
    known = None
    if prepare_target(into, unless_empty=None if replace else NOT_EMPTY):
        known = load_proofs(into, keyring)
        delete_all(into)
    copied = copy(source, into, keyring)
    deleted = None if known is None else reapply_erasures(into, keyring, known, now=now)
    old = delete(outbox).where(outbox.c.made_at < now - MAX_MESSAGE_AGE)
    stale = into.execute(old.returning(outbox.c.made_at, outbox.c.kind, outbox.c.person)).all()
    count(into, "dropped", ((made_at, kind, person) for made_at, kind, person in stale))
    return Restored(copied=copied, stale=len(stale), deleted=deleted)
