"""The fence round a database whose people were moved to another one: nothing can be stored or sent from it any more.

Two tables get other names, so that a bot of any release fails there before it has stored, sent or confirmed anything,
and a sign says where to go.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select, text

RENAMED_TABLES = {"people": "people_moved_away", "outbox": "outbox_moved_away"}
_sign = Table("moved_to", MetaData(), Column("address", String(500), primary_key=True))


def moved_to(connection: Connection) -> str | None:
    """The database to which the people were moved; `None` when they are here."""
    if not inspect(connection).has_table(_sign.name):
        return None
    address: str = connection.execute(select(_sign.c.address)).scalar_one()
    return address


def moved_message(address: str) -> str:
    """The error message for a process that still uses the old database."""
    return f"this database was moved to {address} with restride move: set DATABASE_URL to that one"


def mark_moved(connection: Connection, address: str) -> None:
    """Marks this database as moved to `address`, which has no password in it."""
    for name, other in RENAMED_TABLES.items():
        connection.execute(text(f"ALTER TABLE {name} RENAME TO {other}"))
    _sign.create(connection)
    connection.execute(insert(_sign).values(address=address))


def unmark_moved(connection: Connection) -> None:
    """The tables as they were before the fence."""
    for name, other in RENAMED_TABLES.items():
        connection.execute(text(f"ALTER TABLE {other} RENAME TO {name}"))
    _sign.drop(connection)
