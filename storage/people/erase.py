"""Forgetting one person whole, in the transaction of the caller, and keeping the proof that it was done.

The proof is a keyed, salted hash of who and when: it answers "was this person deleted, and when?" to a person who holds
the data key and already knows the person, and nothing to anybody else. Its own key is a secret of the database, so it
outlives the data key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.encryption.crypto import Unreadable
from storage.encryption.database_secrets import ERASURE_SECRET, get_or_create, secret
from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.delivery_counts import count
from storage.tables import dead_letters, deletions, due, journal, open_messages, outbox, paces, people

DATABASE_KEY = "secret"  # proved with the database's own secret, not with a data key

_GONE = [
    delete(table).where(table.c.person == bindparam("her"))
    for table in (people, journal, due, dead_letters, open_messages, paces)
]
_UNSENT = delete(outbox).where(outbox.c.person == bindparam("her")).returning(outbox.c.made_at, outbox.c.kind)
PROOF_COLUMNS = ("at", "key_id", "salt", "proof")
_PROVE = insert(deletions).inline()
_PROOFS = (
    select(deletions.c.at, deletions.c.salt, deletions.c.proof)
    .where(deletions.c.key_id == DATABASE_KEY)
    .order_by(deletions.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProofs:
    """The proofs of a database, with the secret that they were made with."""

    secret: bytes | None
    rows: tuple[Mapping[str, Any], ...]


def erase(connection: Connection, keyring: AnyKeyring, person: int, *, now: datetime) -> bool:
    """Delete every row about `person`; whether there was anything to delete."""
    found = sum(connection.execute(statement, {"her": person}).rowcount for statement in _GONE)
    unsent = connection.execute(_UNSENT, {"her": person}).all()
    if found or unsent:
        salt = os.urandom(16)
        proof = _proof(get_or_create(connection, keyring, ERASURE_SECRET), salt, person, now)
        connection.execute(_PROVE, {"at": now, "key_id": DATABASE_KEY, "salt": salt, "proof": proof})
    count(connection, "dropped", ((made_at, kind, person) for made_at, kind in unsent))
    return bool(found or unsent)


def erasure_times(connection: Connection, keyring: AnyKeyring, person: int) -> list[datetime]:
    """When this person was deleted, oldest first."""
    key = secret(connection, keyring, ERASURE_SECRET)
    if key is None:
        return []
    return [
        at
        for at, salt, proof in connection.execute(_PROOFS)
        if hmac.compare_digest(_proof(key, salt, person, at), proof)
    ]


def load_proofs(connection: Connection, keyring: AnyKeyring) -> ErasureProofs:
    """All proofs in there, to be held against another database. Its secret is `None` when no key of ours opens it."""
    rows = connection.execute(select(deletions).order_by(deletions.c.id)).all()
    kept = tuple({name: row._mapping[name] for name in PROOF_COLUMNS} for row in rows)
    try:
        return ErasureProofs(secret=secret(connection, keyring, ERASURE_SECRET), rows=kept)
    except Unreadable:
        return ErasureProofs(secret=None, rows=kept)


def reapply_erasures(
    connection: Connection, keyring: AnyKeyring, known: ErasureProofs, *, now: datetime
) -> int | None:
    """Erase again every person who is proved to be deleted, and add the missing proofs; how many people.

    `None`: the proofs are of another database, and say nothing about these people.
    """
    key = secret(connection, keyring, ERASURE_SECRET)
    if key is None or key != known.secret:
        return None
    here = set(connection.execute(select(deletions.c.salt)).scalars())
    later = [row for row in known.rows if row["salt"] not in here]
    gone = [
        person
        for person in connection.execute(select(people.c.person)).scalars().all()
        if any(_proof(key, row["salt"], person, row["at"]) == row["proof"] for row in later)
    ]
    if later:
        connection.execute(_PROVE, later)
    for person in gone:
        erase(connection, keyring, person, now=now)
    return len(gone)


def _proof(key: bytes, salt: bytes, person: int, at: datetime) -> bytes:
    fact = f"{person} deleted {at.timestamp():.6f}"
    return hmac.new(key, salt + fact.encode(), hashlib.sha256).digest()
