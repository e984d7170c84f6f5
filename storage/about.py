"""Every row about one person, opened, by table: for a person who asks what is stored about her.

A table with a column `person` is read, so a new one is never left out. Her session and her journal are not repeated
here: `Store.kept` has them.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.encryption.crypto import Unreadable
from storage.encryption.reloading_keyring import AnyKeyring
from storage.encryption.sealed_columns import SEALED_TABLES
from storage.tables import journal, metadata

DAMAGED = "this part is damaged and cannot be opened"


def rows_about(connection: Connection, keyring: AnyKeyring, person: int) -> dict[str, list[dict[str, Any]]]:
    """JSON values by column; a message that waits as what it will say."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        if "person" in table.c:
            query = select(table).where(table.c.person == person).order_by(*table.primary_key)
            if table is journal:
                query = query.with_only_columns(table.c.id, table.c.seq, table.c.at, table.c.book_version)
            rows = connection.execute(query).all()
            found[table.name] = [_plain(row, _opened(keyring, table.name, row)) for row in rows]
    return found


def _opened(keyring: AnyKeyring, table: str, row: Row[Any]) -> dict[str, Any]:
    """The sealed columns of a row, opened, but for those that are exported in a file of their own."""
    part = next((part for part in SEALED_TABLES if part.table.name == table), None)
    if part is None or table in ("journal", "people"):
        return {}
    opened: dict[str, Any] = {}
    for column, bound, sealed in part.values(row):
        try:
            opened[column] = json.loads(keyring.open(part.place, part.named(row), bound, sealed))
        except Unreadable:
            opened[column] = DAMAGED
    return opened


def _plain(row: Row[Any], opened: dict[str, Any]) -> dict[str, Any]:
    """The columns that JSON can show. Sealed values and keyed hashes are left out."""
    shown = {
        name: value.isoformat() if isinstance(value, datetime | date) else value
        for name, value in row._mapping.items()
        if not isinstance(value, bytes)
    }
    return shown | opened
