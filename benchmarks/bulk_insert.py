"""Inserts synthetic people into an empty database, many in one statement, sealed as a turn would seal them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.db.database import Database
from storage.encryption.reloading_keyring import AnyKeyring
from storage.people.journal_rows import to_row
from storage.records import JournalEntry
from storage.tables import due, journal, open_messages, people

ROWS_PER_COMMIT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What is stored of one synthetic person; many may share one."""

    session: str
    seq: int
    heard_at: datetime
    wake_at: datetime | None = None
    wake_kind: str = ""
    lines: tuple[JournalEntry, ...] = ()
    message_id: int = 1


async def has_people(database: Database) -> bool:
    """Whether the database holds any person."""
    return await database.read(lambda c: c.execute(select(people.c.person).limit(1)).first() is not None)


async def bulk_insert(database: Database, keyring: AnyKeyring, rows: Iterable[tuple[int, PersonRow]]) -> int:
    """Inserts each with its id; returns how many. Ids in rising order are stored fastest."""
    number = 0
    rest = iter(rows)
    while some := [row for _, row in zip(range(ROWS_PER_COMMIT), rest, strict=False)]:
        await database.write(lambda c, some=some: _insert(c, keyring, some))  # type: ignore[misc]
        number += len(some)
    return number


def _insert(connection: Connection, keyring: AnyKeyring, rows: list[tuple[int, PersonRow]]) -> None:
    connection.execute(insert(people), [_person(keyring, person, row) for person, row in rows])
    open_now = [{"person": person, "message_id": row.message_id, "seq": row.seq} for person, row in rows]
    connection.execute(insert(open_messages), open_now)
    alarms = [
        {"ring_at": row.wake_at, "at": row.wake_at, "person": person, "kind": row.wake_kind, "seq": row.seq}
        for person, row in rows
        if row.wake_at is not None
    ]
    if alarms:
        connection.execute(insert(due), alarms)
    written = [to_row(keyring, person, line) for person, row in rows for line in row.lines]
    if written:
        connection.execute(insert(journal).inline(), written)


def _person(keyring: AnyKeyring, person: int, row: PersonRow) -> dict[str, Any]:
    sealed = keyring.seal("people", str(person), "sealed", row.session)
    return {"person": person, "seq": row.seq, "sealed": sealed, "heard_at": row.heard_at}
