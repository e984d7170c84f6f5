"""`INSERT ... ON CONFLICT`, as the database in use spells it.

Both spell it alike, but SQLAlchemy has a class for each, and to load PostgreSQL's costs 2 MB that a bot on SQLite
does not need: so a statement is made when its database first asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Executable, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_into(table: Table, dialect: str) -> Insert:
    """The beginning of the statement; `dialect` is `connection.dialect.name`."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


class Upsert(dict[str, Executable]):
    """One statement by the name of the database, finished by `end`."""

    def __init__(self, table: Table, end: Callable[[Insert], Executable]) -> None:
        super().__init__()
        self._table = table
        self._end = end

    def __missing__(self, dialect: str) -> Executable:
        made = self[dialect] = self._end(insert_into(self._table, dialect))
        return made
