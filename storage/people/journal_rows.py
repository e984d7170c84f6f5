"""A line of the journal: sealed into its row, and opened again, as whatever release wrote it.

The event and the decisions are one sealed value, because each seal costs 38 bytes and most lines are shorter than
that; `sealed_decisions` is empty then. Older rows have two values and must stay readable.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from storage.encryption.reloading_keyring import AnyKeyring
from storage.records import JournalEntry

SEPARATOR = "\x1e"
NO_SECOND_VALUE = b""


def to_row(keyring: AnyKeyring, person: int, line: JournalEntry) -> dict[str, Any]:
    """The columns of her line, but for its number."""
    text = line.event + SEPARATOR + line.decisions
    return {
        "person": person,
        "seq": line.seq,
        "at": line.at,
        "book_version": line.book_version,
        "sealed_event": keyring.seal("journal", f"{person}:{line.seq}", "event", text),
        "sealed_decisions": NO_SECOND_VALUE,
    }


def from_row(keyring: AnyKeyring, row: Row[*tuple[Any, ...]]) -> JournalEntry:
    """The line of a row; raises `Unreadable`, also where the second of two values was taken away."""
    name = f"{row.person}:{row.seq}"
    event, together, decisions = keyring.open("journal", name, "event", row.sealed_event).partition(SEPARATOR)
    if not together:
        decisions = keyring.open("journal", name, "decisions", row.sealed_decisions)
    return JournalEntry(
        seq=row.seq, at=row.at, event=event, decisions=decisions, book_version=row.book_version
    )
