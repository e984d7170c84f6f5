"""Where everything sealed stands, and under which name it was sealed: for rotation, backups and their proof.

A new sealed column belongs in here, and a test compares this with the tables.

>>> [part.table.name for part in SEALED_TABLES]
['secrets', 'people', 'outbox', 'dead_letters', 'journal']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table

from storage.tables import dead_letters, journal, outbox, people, secrets

Rows = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTable:
    """The sealed columns of a table, each with the name that is bound into it, beside `place` and the row's name.

    A column may be empty in some rows: there is nothing to open or to seal again.
    """

    table: Table
    place: str
    columns: Mapping[str, str]
    named: Callable[[Rows], str]

    @property
    def key(self) -> Column[Any]:
        """The primary key: each of these tables has one column of it."""
        (column,) = self.table.primary_key.columns
        return column

    def values(self, row: Rows) -> Iterator[tuple[str, str, bytes]]:
        """What is sealed in this row: its column, the name that is bound into it, and the bytes."""
        for name, bound in self.columns.items():
            if row._mapping[name]:
                yield name, bound, row._mapping[name]


def _message(row: Rows) -> str:
    return f"{row.person}:{row.seq}:{row.place}"


SEALED_TABLES = (
    SealedTable(
        table=secrets, place="secrets", columns={"sealed": "sealed"}, named=lambda row: str(row.name)
    ),
    SealedTable(
        table=people, place="people", columns={"sealed": "sealed"}, named=lambda row: str(row.person)
    ),
    SealedTable(table=outbox, place="outbox", columns={"sealed": "params"}, named=_message),
    # A dead letter keeps the seal that it had in the outbox.
    SealedTable(table=dead_letters, place="outbox", columns={"sealed": "params"}, named=_message),
    SealedTable(
        table=journal,
        place="journal",
        columns={"sealed_event": "event", "sealed_decisions": "decisions"},
        named=lambda row: f"{row.person}:{row.seq}",
    ),
)
