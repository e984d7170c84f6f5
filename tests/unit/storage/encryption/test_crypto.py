"""At rest her words are unreadable without the key, and bytes moved elsewhere do not open."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.encryption.crypto import KeyProblem, Keyring, Unreadable, encode_key
from storage.encryption.keyfile import create
from storage.outbox.outbox import Outbox
from storage.people.store import NewJournalEntry, Store, TurnResult
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, everything, prompt

MARKER = "leaking-marker"
KEY = bytes(range(32))


def secret_turn(session: str | None) -> TurnResult:
    """Every text that a turn stores holds the marker."""
    return TurnResult(
        session=f'{{"symptom":"{MARKER}"}}',
        seq=1,
        state=MARKER,
        wake_at=NOON,
        wake_kind="check",
        messages=(prompt(MARKER), prompt(MARKER)),
        entry=NewJournalEntry(event=f'"{MARKER}"', decisions=f'"{MARKER}"', book_version="1"),
    )


def files_with(word: str, folder: Path) -> list[str]:
    """The files that hold these bytes: what grep finds."""
    return [file.name for file in folder.iterdir() if word.encode() in file.read_bytes()]


async def test_no_word_of_hers_is_in_the_database(
    store: Store, outbox: Outbox, database: Database, tmp_path: Path
) -> None:
    await store.turn(ANA, secret_turn, now=NOON, update_id=1)
    [waiting] = await outbox.claim(NOON, lease=LEASE, limit=1)
    assert waiting.params["text"] == MARKER
    await outbox.dead(waiting, why="rejected")
    assert MARKER not in str(await everything(database))
    assert files_with(MARKER, tmp_path) == []
    assert database.engine.dialect.name != "sqlite" or "restride.db" in files_with("SQLite format", tmp_path)
    assert (await store.journal(ANA))[0].event == f'"{MARKER}"'


async def test_a_wrong_key_is_said_plainly(store: Store, database: Database) -> None:
    await store.check_key()
    await store.turn(ANA, count(), now=NOON)
    await store.check_key()
    with pytest.raises(DatabaseUnavailable, match=r"sealed with key 'test', .*'new': put the old key back"):
        await Store(database, Keyring({"new": KEY}, "new")).check_key()
    with pytest.raises(KeyProblem, match="does not open this database"):
        await Store(database, Keyring({"test": bytes(32)}, "test")).check_key()


async def test_a_wrong_key_changes_nothing(store: Store, database: Database) -> None:
    await store.turn(ANA, count(), now=NOON)
    with pytest.raises(DatabaseUnavailable, match="put the old key back"):
        await Store(database, Keyring({"new": KEY}, "new")).turn(ANA, count(), now=NOON, update_id=1)
    assert await store.turn(ANA, count(), now=NOON, update_id=1) is not None


SWAPS = {
    "people": ("sealed", "person"),
    "journal": ("sealed_event", "person"),
}


@pytest.mark.parametrize("table", SWAPS)
async def test_a_row_given_to_another_person_does_not_open(
    store: Store, database: Database, table: str
) -> None:
    for person in (ANA, BEA):
        await store.turn(person, count(prompt(str(person))), now=NOON)
    column, owner = SWAPS[table]
    take = f"(SELECT {column} FROM {table} WHERE {owner} = {BEA})"
    await database.write(
        lambda c: c.execute(text(f"UPDATE {table} SET {column} = {take} WHERE {owner} = {ANA}"))
    )
    with pytest.raises(Unreadable, match="belong to another row"):
        await (store.session(ANA) if table == "people" else store.journal(ANA))


async def test_another_persons_message_is_never_sent_to_her(
    store: Store, outbox: Outbox, database: Database
) -> None:
    for person in (ANA, BEA):
        await store.turn(person, count(prompt(f"for {person}")), now=NOON)
    await database.write(lambda c: c.execute(text(f"UPDATE outbox SET person = 99 WHERE person = {ANA}")))
    claimed = await outbox.claim(NOON + MINUTE, lease=LEASE, limit=9)
    assert [waiting.person for waiting in claimed] == [BEA]


def test_the_same_words_never_look_the_same() -> None:
    ring = Keyring({"k": KEY}, "k")
    assert ring.seal("t", "1", "c", "yes") != ring.seal("t", "1", "c", "yes")


@pytest.mark.parametrize("place", [("u", "1", "c"), ("t", "2", "c"), ("t", "1", "d"), ("t", "1\x1fc", "")])
def test_sealed_bytes_open_only_in_their_place(place: tuple[str, str, str]) -> None:
    ring = Keyring({"k": KEY}, "k")
    with pytest.raises(Unreadable):
        ring.open(*place, ring.seal("t", "1", "c", "yes"))


def test_bytes_that_were_never_sealed_are_told() -> None:
    ring = Keyring({"k": KEY}, "k")
    for nonsense in (b"", b"\x01", b"\x09\x01k" + bytes(40), b"\x01\x01k"):
        with pytest.raises(Unreadable):
            ring.open("t", "1", "c", nonsense)
    sealed = ring.seal("t", "1", "c", "yes")
    with pytest.raises(Unreadable):
        ring.open("t", "1", "c", sealed[:-1])


def test_after_a_rotation_the_old_key_still_opens_and_the_new_one_seals() -> None:
    sealed = Keyring({"old": KEY}, "old").seal("t", "1", "c", "yes")
    both = Keyring({"new": bytes(32), "old": KEY}, "new")
    assert both.open("t", "1", "c", sealed) == "yes"
    assert Keyring({"new": bytes(32)}, "new").open("t", "1", "c", both.seal("t", "1", "c", "no")) == "no"


def test_keys_are_never_printed() -> None:
    assert "\\x" not in repr(Keyring({"k": KEY}, "k"))
    assert repr(Keyring({"k": KEY}, "k")) == "Keyring(current='k')"


def test_a_key_from_settings_names_itself() -> None:
    bare = base64.b64encode(KEY).decode()
    ring = Keyring.from_settings(bare)
    assert ring == Keyring.from_settings(encode_key(KEY))
    assert (
        Keyring.from_settings(f"new:{base64.urlsafe_b64encode(bytes(32)).decode()},{bare}").current == "new"
    )


@pytest.mark.parametrize(
    ("data_key", "says"),
    [
        ("", "no data key"),
        ("# nothing", "holds no key"),
        ("tooshort", "has 6 bytes"),
        ("not base64!", "not base64"),
        ("a b c d:" + "é" * 4, "not base64"),
        ("x" * 33 + ":" + "A" * 43 + "=", "a key's id"),
    ],
)
def test_a_bad_key_is_said_plainly_and_never_repeated(data_key: str, says: str) -> None:
    with pytest.raises(KeyProblem, match=says) as problem:
        Keyring.from_settings(data_key)
    assert not data_key or data_key not in str(problem.value)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "restride.key"
    first = create(file, database_folder=tmp_path / "data")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert create(file, database_folder=None) == first == Keyring.from_settings(key_file=file)
    assert [entry.name for entry in file.parent.iterdir()] == ["restride.key"]


def test_a_key_file_never_stands_beside_the_database(tmp_path: Path) -> None:
    for place in (tmp_path / "restride.key", tmp_path / "keys" / "restride.key"):
        with pytest.raises(KeyProblem, match="name another folder"):
            create(place, database_folder=tmp_path)
        assert not place.exists()


def test_a_key_file_that_cannot_be_read_or_written_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="put it back, or set DATA_KEY"):
        Keyring.from_settings(key_file=tmp_path / "gone.key")
    with pytest.raises(KeyProblem, match="cannot be read"):
        Keyring.from_settings(key_file=tmp_path)
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(KeyProblem, match="cannot be written"):
        create(blocked / "restride.key", database_folder=None)


@pytest.mark.parametrize(
    "text", ["", "[]", "ÿ" * 150, "pain 3, no leaking; " * 60], ids=["none", "short", "umlauts", "long"]
)
def test_what_the_journal_keeps_is_packed_where_that_pays_and_comes_out_as_it_was(
    keyring: Keyring, text: str
) -> None:
    sealed = keyring.seal("journal", "7:1", "decisions", text)
    assert keyring.open("journal", "7:1", "decisions", sealed) == text
    plain = len(keyring.seal("people", "7:1", "decisions", text))
    assert len(sealed) * 4 < plain if len(text) > 1000 else len(sealed) <= plain
