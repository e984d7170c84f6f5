"""Puts invented people into an empty database, many at once: for load tests and measurements only.

Every value is sealed under the name of its own row, as a turn would have done it. Must not know what a session says.

>>> await sow(database, keyring, [(7, Seed(session="{}", seq=1, heard_at=now))])  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.db.database import Database
from storage.encryption.reloading_keyring import Keys
from storage.people.journal_rows import to_row
from storage.records import JournalEntry
from storage.tables import due, journal, open_messages, people

AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What is stored of one invented person; many may be made from the same one."""

    session: str
    seq: int
    heard_at: datetime
    wake_at: datetime | None = None
    wake_kind: str = ""
    lines: tuple[JournalEntry, ...] = ()
    message_id: int = 1


async def holds_people(database: Database) -> bool:
    """Whether anybody is stored here."""
    return await database.read(lambda c: c.execute(select(people.c.person).limit(1)).first() is not None)


async def sow(database: Database, keyring: Keys, seeds: Iterable[tuple[int, Seed]]) -> int:
    """Everybody with her id; returns how many. Ids in rising order are stored fastest."""
    number = 0
    rest = iter(seeds)
    while some := [seed for _, seed in zip(range(AT_ONCE), rest, strict=False)]:
        await database.write(lambda c, some=some: _plant(c, keyring, some))  # type: ignore[misc]
        number += len(some)
    return number


def _plant(connection: Connection, keyring: Keys, seeds: list[tuple[int, Seed]]) -> None:
    connection.execute(insert(people), [_person(keyring, her, seed) for her, seed in seeds])
    open_now = [{"person": her, "message_id": seed.message_id, "seq": seed.seq} for her, seed in seeds]
    connection.execute(insert(open_messages), open_now)
    alarms = [
        {"ring_at": seed.wake_at, "at": seed.wake_at, "person": her, "kind": seed.wake_kind, "seq": seed.seq}
        for her, seed in seeds
        if seed.wake_at is not None
    ]
    if alarms:
        connection.execute(insert(due), alarms)
    written = [to_row(keyring, her, line) for her, seed in seeds for line in seed.lines]
    if written:
        connection.execute(insert(journal).inline(), written)


def _person(keyring: Keys, her: int, seed: Seed) -> dict[str, Any]:
    sealed = keyring.seal("people", str(her), "sealed", seed.session)
    return {"person": her, "seq": seed.seq, "sealed": sealed, "heard_at": seed.heard_at}
