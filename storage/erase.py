"""Forgetting one person whole, in the transaction of the caller, and keeping the proof that it was done.

The proof is a keyed, salted hash of who and when: it answers "was this person deleted, and when?" to whoever
holds the key and already knows the person, and nothing to anybody else. Must not know why she is forgotten.

>>> erase(connection, keyring, 7, now=now)  # doctest: +SKIP
"""

from __future__ import annotations

import os
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.crypto import Keyring
from storage.tables import dead_letters, deletions, due, journal, open_messages, outbox, paces, people
from storage.tally import tally

_GONE = [
    delete(table).where(table.c.person == bindparam("her"))
    for table in (people, journal, due, dead_letters, open_messages, paces)
]
_UNSENT = delete(outbox).where(outbox.c.person == bindparam("her")).returning(outbox.c.made_at, outbox.c.kind)
_PROVE = insert(deletions).inline()
_PROOFS = select(deletions.c.at, deletions.c.key_id, deletions.c.salt, deletions.c.proof)


def erase(connection: Connection, keyring: Keyring, person: int, *, now: datetime) -> bool:
    """Delete every row about `person`; whether there was anything to delete."""
    found = sum(connection.execute(statement, {"her": person}).rowcount for statement in _GONE)
    unsent = connection.execute(_UNSENT, {"her": person}).all()
    if found or unsent:
        salt = os.urandom(16)
        proof = keyring.proof(keyring.current, salt, _fact(person, now))
        row = {"at": now, "key_id": keyring.current, "salt": salt, "proof": proof}
        connection.execute(_PROVE, row)
    tally(connection, "dropped", ((made_at, kind, person) for made_at, kind in unsent))
    return bool(found or unsent)


def erasures(connection: Connection, keyring: Keyring, person: int) -> list[datetime]:
    """When this person was deleted, as far as the keys we hold can tell."""
    return [
        at
        for at, name, salt, proof in connection.execute(_PROOFS.order_by(deletions.c.id))
        if name in keyring.keys and keyring.proof(name, salt, _fact(person, at)) == proof
    ]


def _fact(person: int, at: datetime) -> str:
    return f"{person} deleted {at.timestamp():.6f}"
