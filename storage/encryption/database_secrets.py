"""Secrets of the database itself, made once and sealed with the data key: today the one that proves deletions.

Deletions are proved with a secret of the database and not with the data key, so an old data key can be thrown away
and the proofs still hold. The secret is there from the first start on, so it also tells a wrong key from a new
database.
"""

from __future__ import annotations

import os

from sqlalchemy import Connection, bindparam, inspect, select

from storage.db.upsert import Upsert
from storage.encryption.reloading_keyring import AnyKeyring
from storage.tables import outbox, people, secrets

ERASURE_SECRET = "proof"  # noqa: S105  # its name in the table
BYTES = 32

_READ = select(secrets.c.sealed).where(secrets.c.name == bindparam("which"))
_ADD = Upsert(secrets, lambda new: new.on_conflict_do_nothing())


def secret(connection: Connection, keyring: AnyKeyring, name: str) -> bytes | None:
    """The secret of that name; `None` while it was never made."""
    sealed = connection.execute(_READ, {"which": name}).scalar_one_or_none()
    return None if sealed is None else bytes.fromhex(keyring.open("secrets", name, "sealed", sealed))


def has_sealed_data(connection: Connection) -> bool:
    """Whether some key has sealed something here: then there is a key already, and a new one would be wrong."""
    tables = set(inspect(connection).get_table_names())
    return any(
        table.name in tables and connection.execute(select(table).limit(1)).first() is not None
        for table in (secrets, people, outbox)
    )


def get_or_create(connection: Connection, keyring: AnyKeyring, name: str) -> bytes:
    """The same, created if it is missing. If two processes create it, both read the first one."""
    found = secret(connection, keyring, name)
    if found is not None:
        return found
    sealed = keyring.seal("secrets", name, "sealed", os.urandom(BYTES).hex())
    connection.execute(_ADD[connection.dialect.name], {"name": name, "sealed": sealed})
    found = secret(connection, keyring, name)
    assert found is not None
    return found
