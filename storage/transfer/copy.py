"""Everything from one database into another, in one transaction, and then compared row by row.

A backup is a copy into a SQLite file, bringing it back is a copy out of it, moving to PostgreSQL is a copy too: one
way, whatever the databases are. Until the commit the target is as it was. What is sealed stays sealed, and is opened
once, so that an unreadable copy is never accepted.

All of it is plain code over two engines. In a greenlet it is the same for both: PostgreSQL is waited for, and a SQLite
file is read on the spot, with a breath between two batches for whoever else is in the loop, and for Ctrl-C.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, String, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import await_, greenlet_spawn

from storage.db.errors import DatabaseUnavailable, is_retryable, translate_errors
from storage.db.moved_marker import moved_to, unmark_moved
from storage.encryption.crypto import Unreadable
from storage.encryption.reloading_keyring import AnyKeyring
from storage.encryption.sealed_columns import SEALED_TABLES
from storage.tables import metadata, outbox, paces, people, seen_updates

BATCH = 500
TRIES = 5
# The order in which a turn, a send and a purge take their locks, so that there is no deadlock.
LOCK_ORDER = (seen_updates, people, outbox, paces)
RATE_LIMITS = paces  # has a row from the first migration on: it holds the send rate of the whole bot

Rows = Row[*tuple[Any, ...]]
Result = TypeVar("Result")


class CopyMismatch(DatabaseUnavailable):
    """The copy is not what was copied, or cannot be opened; the message says where, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyResult:
    """How many rows, by table."""

    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.rows.values())


async def with_retry(work: Callable[[], Result]) -> Result:
    """Do it, and again when a bot that is at work was in the way of the locks: then nothing had been done yet."""
    for _ in range(TRIES):
        try:
            with translate_errors():
                return await greenlet_spawn(work)
        except DBAPIError as error:
            if not is_retryable(error):
                raise
            lost = error
    raise DatabaseUnavailable("the database is too busy to be held: stop the bot, then try again") from lost


def lock_tables(connection: Connection, lock: str, *, wait: bool = True) -> None:
    """Blocks other writers until the end of this transaction; on SQLite its beginning does that.

    `wait` false: raises if another process is at work there.
    """
    if connection.dialect.name == "postgresql":
        others = [table for table in metadata.sorted_tables if table not in LOCK_ORDER]
        names = ", ".join(table.name for table in (*LOCK_ORDER, *others))
        connection.execute(text(f"LOCK TABLE {names} IN {lock} MODE{'' if wait else ' NOWAIT'}"))


def prepare_target(connection: Connection, *, unless_empty: str | None, wait: bool = True) -> bool:
    """Hold what is to be copied into; whether anything is in there. Then `unless_empty` is raised, if it is given."""
    if moved_to(connection) is not None:
        if unless_empty is not None:
            raise DatabaseUnavailable(unless_empty)
        unmark_moved(connection)
    lock_tables(connection, "EXCLUSIVE", wait=wait)
    full = not _is_empty(connection)
    if full and unless_empty is not None:
        raise DatabaseUnavailable(unless_empty)
    return full


def delete_all(connection: Connection) -> None:
    """Every row of ours is gone, with this transaction."""
    for table in metadata.sorted_tables:
        connection.execute(table.delete())


def _is_empty(connection: Connection) -> bool:
    """Whether nothing is in there: no person, no message, no secret, nothing that was counted."""
    return all(
        connection.execute(select(table).limit(1)).first() is None
        for table in metadata.sorted_tables
        if table is not RATE_LIMITS
    )


def copy(source: Connection, target: Connection, keyring: AnyKeyring) -> CopyResult:
    """All rows into the empty target, then both compared; raises `CopyMismatch`. Neither may change meanwhile."""
    target.execute(RATE_LIMITS.delete())
    for table in metadata.sorted_tables:
        for batch in _batches(source, table):
            target.execute(insert(table).inline(), [dict(row._mapping) for row in batch])
    _count_on(target)
    copied = CopyResult(rows={table.name: _same(source, target, table) for table in metadata.sorted_tables})
    verify_sealed(target, keyring)
    return copied


def verify_sealed(connection: Connection, keyring: AnyKeyring) -> int:
    """Open everything that is sealed; how many values. Raises `CopyMismatch`, or `UnknownKey` when a key is missing."""
    opened = 0
    for part in SEALED_TABLES:
        for row in _rows(connection, part.table):
            for _, bound, sealed in part.values(row):
                try:
                    keyring.open(part.place, part.named(row), bound, sealed)
                except Unreadable:
                    raise CopyMismatch(f"a row of {part.table.name} is damaged: it does not open") from None
                opened += 1
    return opened


def _same(source: Connection, target: Connection, table: Table) -> int:
    """How many rows there are, when all of them are equal."""
    number = 0
    for ours, theirs in zip_longest(_rows(source, table), _rows(target, table)):
        if ours is None or theirs is None or tuple(ours) != tuple(theirs):
            raise CopyMismatch(f"row {number + 1} of {table.name} is not the same on both sides")
        number += 1
    return number


def _rows(connection: Connection, table: Table) -> Iterator[Rows]:
    for batch in _batches(connection, table):
        yield from batch


def _batches(connection: Connection, table: Table) -> Iterator[list[Rows]]:
    """All rows in the order of the primary key, which is the same on every database."""
    streamed = _in_order(table, connection.dialect.name).execution_options(yield_per=BATCH)
    for batch in connection.execute(streamed).partitions():
        yield list(batch)
        await_(asyncio.sleep(0))


def _in_order(table: Table, dialect: str) -> Select[*tuple[Any, ...]]:
    plain = dialect == "postgresql"  # its letters have an order of their own, SQLite's that of their bytes
    keys = table.primary_key.columns
    return select(table).order_by(
        *(key.collate("C") if plain and isinstance(key.type, String) else key for key in keys)
    )


def _count_on(target: Connection) -> None:
    """PostgreSQL counts ids up by itself: from behind the highest that was copied."""
    if target.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in inspect(target).get_columns(table.name):
            name = column["name"]
            if column.get("autoincrement") is True:
                sequence = func.pg_get_serial_sequence(table.name, name)
                highest = select(func.coalesce(func.max(table.c[name]), 0) + 1).scalar_subquery()
                target.execute(select(func.setval(sequence, highest, False)))
