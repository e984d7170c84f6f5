"""A running process follows its key file, a new database is told from a wrong key, and proofs outlive a data key."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.encryption.crypto import KeyProblem, Keyring, UnknownKey, encode_key
from storage.encryption.database_secrets import has_sealed_data
from storage.encryption.keyfile import create
from storage.encryption.reloading_keyring import ReloadingKeyring
from storage.people.store import Store
from tests.unit.storage.life import ANA, BEA, NOON, count

PLACE = ("people", "7", "sealed")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "keys" / "data.key"
    create(place, database_folder=None)
    return place


def put_in_front(file: Path) -> str:
    """Another key, as an operator would write it into the file; its line."""
    line = encode_key(secrets.token_bytes(32))
    file.write_text(f"{line}\n{file.read_text()}")
    return line


def test_a_key_that_came_into_the_file_seals_from_the_next_time_on(file: Path) -> None:
    keys = ReloadingKeyring(file)
    before = keys.current
    sealed = keys.seal(*PLACE, "yes")
    line = put_in_front(file)
    assert Keyring.from_settings(line).open(*PLACE, keys.seal(*PLACE, "no")) == "no"
    assert keys.open(*PLACE, sealed) == "yes"
    assert keys.current != before and set(keys.keys) == {keys.current, before}


def test_what_another_process_sealed_with_a_new_key_opens_without_a_restart(file: Path) -> None:
    keys = ReloadingKeyring(file)
    line = put_in_front(file)
    assert keys.open(*PLACE, Keyring.from_settings(line).seal(*PLACE, "yes")) == "yes"


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_text("half a li")])
def test_a_key_file_that_is_spoilt_meanwhile_changes_nothing(file: Path, spoil: object) -> None:
    keys = ReloadingKeyring(file)
    spoil(file)  # type: ignore[operator]
    assert keys.open(*PLACE, keys.seal(*PLACE, "yes")) == "yes"
    with pytest.raises(UnknownKey):
        keys.open(*PLACE, Keyring({"other": bytes(32)}, "other").seal(*PLACE, "yes"))


def test_to_begin_with_there_must_be_a_file(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="put it back, or set DATA_KEY"):
        ReloadingKeyring(tmp_path / "gone.key")


async def test_a_database_remembers_its_key_from_the_first_start_on(
    store: Store, database: Database, keyring: Keyring
) -> None:
    assert not await database.read(has_sealed_data)
    await store.begin()
    await store.begin()
    assert await database.read(has_sealed_data)
    with pytest.raises(DatabaseUnavailable, match="put the old key back"):
        await Store(database, Keyring({"new": bytes(32)}, "new")).begin()
    with pytest.raises(KeyProblem, match="does not open this database"):
        await Store(database, Keyring({"test": bytes(32)}, "test")).begin()
    await Store(database, keyring).check_key()


async def test_an_older_database_is_not_taken_for_a_new_one(store: Store, database: Database) -> None:
    await store.turn(ANA, count(), now=NOON)
    assert await database.read(has_sealed_data)


async def test_a_proof_of_deletion_is_told_to_whoever_holds_the_data_key(
    store: Store, database: Database
) -> None:
    assert await store.erasures(ANA) == []
    await store.turn(ANA, count(), now=NOON)
    await store.forget(ANA, now=NOON)
    assert await store.erasures(ANA) == [NOON]
    assert await store.erasures(BEA) == []
    with pytest.raises(DatabaseUnavailable):
        await Store(database, Keyring({"new": bytes(32)}, "new")).erasures(ANA)
