"""How many rows each table holds."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from storage.tables import metadata


def count_rows(connection: Connection) -> dict[str, int]:
    """By the name of the table."""
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
    }
