"""Everything that a database holds, as one text, every seal opened: to be searched for what must not be there.

>>> "Ana" in await contents(database, keyring)  # doctest: +SKIP
False
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.db.database import Database
from storage.encryption.reloading_keyring import AnyKeyring
from storage.encryption.sealed_columns import SEALED_TABLES
from storage.tables import metadata


async def contents(database: Database, keyring: AnyKeyring) -> dict[str, list[str]]:
    """The rows of each table, with what is sealed in them."""

    def work(connection: Connection) -> dict[str, list[str]]:
        found = {
            table.name: [repr(row._mapping) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }
        for part in SEALED_TABLES:
            for row in connection.execute(select(part.table)):
                found[part.table.name] += [
                    keyring.open(part.place, part.named(row), bound, sealed)
                    for _, bound, sealed in part.values(row)
                    if part.place != "secrets"
                ]
        return found

    return await database.read(work)
