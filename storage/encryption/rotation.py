"""Seals all data again with the current key, in small batches, while the bot runs.

What is still to be done is seen by its key id in front, so nothing has to be remembered: after a kill the next run
goes on. Rows are locked only for their batch.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, literal, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from storage.db.database import Database
from storage.encryption.crypto import Unreadable, header
from storage.encryption.reloading_keyring import AnyKeyring
from storage.encryption.sealed_columns import SEALED_TABLES, Rows, SealedTable

BATCH = 200
REST_S = 0.01  # between two batches, so that other work gets the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """How many rows were sealed again, and how many no key opens, which were left as they are."""

    rows: int
    damaged: int


class Rotation:
    """Over a database and all the keys; the current one is to seal everything."""

    __slots__ = ("_batch", "_database", "_keyring")

    def __init__(self, database: Database, keyring: AnyKeyring, *, batch: int = BATCH) -> None:
        self._database = database
        self._keyring = keyring
        self._batch = batch

    async def remaining(self) -> int:
        """How many sealed values are not sealed with the current key."""
        return sum(
            (await self._database.read(lambda c: _counted(c, self._keyring.current, same=False))).values()
        )

    async def sealed_with(self, key_id: str) -> int:
        """How many values only the key of this id opens."""
        return sum((await self._database.read(lambda c: _counted(c, key_id, same=True))).values())

    async def run(self) -> Resealed:
        """Everything once; raises `DatabaseUnavailable` when a key is missing."""
        rows = damaged = 0
        for part in SEALED_TABLES:
            after: object = None
            while True:
                done, spoilt, after = await self._database.write(
                    lambda c, part=part, after=after: self._some(c, part, after),  # type: ignore[misc]
                )
                rows += done
                damaged += spoilt
                if after is None:
                    break
                await asyncio.sleep(REST_S)
        return Resealed(rows=rows, damaged=damaged)

    def _some(self, connection: Connection, part: SealedTable, after: object) -> tuple[int, int, object]:
        """So many rows behind `after`; what was done, what could not be, and the last of them (`None`: the end)."""
        head = header(self._keyring.current)
        wanted = select(part.table).where(or_(*(_other(part.table.c[name], head) for name in part.columns)))
        if after is not None:
            wanted = wanted.where(part.key > after)
        found = connection.execute(wanted.order_by(part.key).limit(self._batch).with_for_update()).all()
        done = 0
        for row in found:
            values = self._anew(part, row)
            if values is not None:
                key = row._mapping[part.key.name]
                connection.execute(update(part.table).where(part.key == key).values(values))
                done += 1
        last = found[-1]._mapping[part.key.name] if len(found) == self._batch else None
        return done, len(found) - done, last

    def _anew(self, part: SealedTable, row: Rows) -> dict[str, bytes] | None:
        try:
            texts = {
                (name, bound): self._keyring.open(part.place, part.named(row), bound, sealed)
                for name, bound, sealed in part.values(row)
            }
        except Unreadable:
            return None
        return {
            name: self._keyring.seal(part.place, part.named(row), bound, text)
            for (name, bound), text in texts.items()
        }


def _counted(connection: Connection, key_id: str, *, same: bool) -> Counter[str]:
    """By table, the values that are sealed with this key, or (`same` false) with any other."""
    numbers: Counter[str] = Counter()
    for part in SEALED_TABLES:
        for name in part.columns:
            which = (_begins if same else _other)(part.table.c[name], header(key_id))
            wanted = select(func.count()).select_from(part.table).where(which)
            numbers[part.table.name] += int(connection.execute(wanted).scalar_one())
    return numbers


def _begins(column: Any, head: bytes) -> ColumnElement[bool]:
    return func.substr(column, 1, len(head), type_=column.type) == literal(head, type_=column.type)


def _other(column: Any, head: bytes) -> ColumnElement[bool]:
    """Sealed with another key; an empty column is not sealed."""
    return and_(func.length(column) > 0, ~_begins(column, head))
