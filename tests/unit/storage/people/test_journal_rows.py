"""A line of the journal is small, one seal, and comes out as it went in; lines of earlier releases open for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from storage.db.database import Database
from storage.encryption.compression import compress, decompress
from storage.encryption.crypto import Keyring, Unreadable
from storage.encryption.rotation import Resealed, Rotation
from storage.people.store import Store
from storage.records import JournalEntry
from storage.transfer.backup import backup, restore
from tests.unit.storage.life import ANA, NOON, count

# As release 0.1 wrote it, with the key of these tests: two seals, the second packed without a dictionary.
OLD_EVENT = bytes.fromhex(
    "010474657374210c170bd6f7f59fa20ef915adb165da1a49f8e4f44024dd821927ea6330284c58ff5f8c224a56ec86bf9afcb6d60a"
    "66701fa66fc998f8"
)
OLD_DECISIONS = bytes.fromhex(
    "010474657374cd6f56a8e1ebd37019c887398bbd76a50ee6f233e3c940fb5ac76d43cc8fe91841402fa4642ccafe1a11f2919b947d"
    "8ff675da7aa19bcc5383d77eb3b393ec5d6d4b49f70a74903b2f12bf8758e674bda3"
)
OLD = JournalEntry(
    seq=1,
    at=NOON,
    event='{"Said": {"text": "hello"}}',
    decisions="[" + ",".join(['{"verdict":"repeat","rules":["R-MISS"]}'] * 6) + "]",
    book_version="1",
)
NEW = JournalEntry(seq=1, at=NOON, event='"again"', decisions="[1]", book_version="1")


async def both_kinds(store: Store, database: Database) -> None:
    """A line of an earlier release, then one of today."""
    moment = "2026-03-02 12:00:00.000000" if database.engine.dialect.name == "sqlite" else NOON.isoformat()
    line = text(
        "INSERT INTO journal (person, seq, at, book_version, sealed_event, sealed_decisions)"
        f" VALUES (7, 1, '{moment}', '1', :event, :decisions)"
    )
    await database.write(lambda c: c.execute(line, {"event": OLD_EVENT, "decisions": OLD_DECISIONS}))
    await store.turn(ANA, count(event='"again"'), now=NOON)


async def test_a_line_of_an_earlier_release_is_read_beside_todays(store: Store, database: Database) -> None:
    await both_kinds(store, database)
    assert await store.journal(ANA) == [OLD, NEW]


async def test_both_kinds_are_sealed_anew(store: Store, database: Database, keyring: Keyring) -> None:
    await both_kinds(store, database)
    new = bytes(reversed(range(32)))
    turning = Rotation(database, Keyring({"new": new, **keyring.keys}, "new"))
    assert await turning.remaining() == 1 + 2 + 1  # her session, and three seals in two lines
    assert await turning.run() == Resealed(rows=3, damaged=0)
    assert await turning.remaining() == await turning.sealed_with("test") == 0
    assert await Store(database, Keyring({"new": new}, "new")).journal(ANA) == [OLD, NEW]


async def test_both_kinds_go_through_a_backup(
    store: Store, database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    await both_kinds(store, database)
    await backup(database, keyring, tmp_path / "today.backup")
    await store.turn(ANA, count(event='"too late"'), now=NOON)
    await restore(tmp_path / "today.backup", database, keyring, now=NOON, replace=True)
    assert await store.journal(ANA) == [OLD, NEW]


async def test_a_line_whose_second_seal_was_taken_away_does_not_open(
    store: Store, database: Database
) -> None:
    await both_kinds(store, database)
    await database.write(
        lambda c: c.execute(text("UPDATE journal SET sealed_decisions = :nothing"), {"nothing": b""})
    )
    with pytest.raises(Unreadable):
        await store.journal(ANA)


@given(st.text(max_size=300))
def test_whatever_is_packed_comes_out(words: str) -> None:
    assert decompress(compress(words)) == words
    assert len(compress(words)) <= len(words.encode())


@pytest.mark.parametrize(
    "content", [b"\xfe", b"\xff", compress("[]" * 40)[:-1]], ids=["no text", "empty", "cut short"]
)
def test_what_was_never_packed_is_refused(content: bytes) -> None:
    with pytest.raises(Exception, match=r"decode|decompress"):
        decompress(content)
