"""Forgetting one person whole, in the transaction of the caller, and keeping the proof that it was done.

The proof is a keyed, salted hash of who and when: it answers "was this person deleted, and when?" to whoever
holds the data key and already knows the person, and nothing to anybody else. Its own key is a secret of the
database, so it outlives the data key. Must not know why she is forgotten.

>>> erase(connection, keyring, 7, now=now)  # doctest: +SKIP
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.keys import Keys
from storage.secrets import PROOF, made, secret
from storage.tables import dead_letters, deletions, due, journal, open_messages, outbox, paces, people
from storage.tally import tally

OWN = "secret"  # proved with the database's own secret, not with a data key

_GONE = [
    delete(table).where(table.c.person == bindparam("her"))
    for table in (people, journal, due, dead_letters, open_messages, paces)
]
_UNSENT = delete(outbox).where(outbox.c.person == bindparam("her")).returning(outbox.c.made_at, outbox.c.kind)
_PROVE = insert(deletions).inline()
_PROOFS = (
    select(deletions.c.at, deletions.c.salt, deletions.c.proof)
    .where(deletions.c.key_id == OWN)
    .order_by(deletions.c.id)
)


def erase(connection: Connection, keyring: Keys, person: int, *, now: datetime) -> bool:
    """Delete every row about `person`; whether there was anything to delete."""
    found = sum(connection.execute(statement, {"her": person}).rowcount for statement in _GONE)
    unsent = connection.execute(_UNSENT, {"her": person}).all()
    if found or unsent:
        salt = os.urandom(16)
        proof = _proof(made(connection, keyring, PROOF), salt, person, now)
        connection.execute(_PROVE, {"at": now, "key_id": OWN, "salt": salt, "proof": proof})
    tally(connection, "dropped", ((made_at, kind, person) for made_at, kind in unsent))
    return bool(found or unsent)


def erasures(connection: Connection, keyring: Keys, person: int) -> list[datetime]:
    """When this person was deleted, oldest first."""
    key = secret(connection, keyring, PROOF)
    if key is None:
        return []
    return [
        at
        for at, salt, proof in connection.execute(_PROOFS)
        if hmac.compare_digest(_proof(key, salt, person, at), proof)
    ]


def _proof(key: bytes, salt: bytes, person: int, at: datetime) -> bytes:
    fact = f"{person} deleted {at.timestamp():.6f}"
    return hmac.new(key, salt + fact.encode(), hashlib.sha256).digest()
