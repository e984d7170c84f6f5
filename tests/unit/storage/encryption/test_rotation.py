"""A new key seals everything anew while people go on, nothing is lost by a kill, and no sealed column is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.encryption import keyfile
from storage.encryption.crypto import KeyProblem, Keyring
from storage.encryption.reloading_keyring import ReloadingKeyring
from storage.encryption.rotation import Resealed, Rotation
from storage.encryption.sealed_columns import SEALED_TABLES
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.tables import metadata
from tests.unit.storage.life import ANA, LEASE, NOON, count, prompt, reply, spoil

NEW = bytes(reversed(range(32)))
UNSEALED = {  # keyed hashes and a salt
    *("people.said", "outbox.mark", "seen_updates.fingerprint"),
    *("deletions.salt", "deletions.proof"),
}
CROWD = range(100, 120)


@pytest.fixture
def both(keyring: Keyring) -> Keyring:
    """The new key in front of the old one."""
    return Keyring({"new": NEW, **keyring.keys}, "new")


@pytest.fixture
def only_new() -> Keyring:
    return Keyring({"new": NEW}, "new")


async def some_lives(store: Store, outbox: Outbox) -> None:
    """Rows in every sealed table."""
    await store.begin()
    for person in CROWD:
        await store.turn(person, count(reply("hello"), prompt("and?"), event=f'"{person}"'), now=NOON)
    for waiting in (await outbox.claim(NOON, lease=LEASE, limit=5))[:3]:
        await outbox.dead(waiting, why="rejected")


def test_every_sealed_column_is_known() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }
    assert {
        f"{part.table.name}.{name}" for part in SEALED_TABLES for name in part.columns
    } == binary - UNSEALED


async def test_afterwards_the_new_key_alone_opens_everything(
    store: Store, outbox: Outbox, database: Database, both: Keyring, only_new: Keyring
) -> None:
    await some_lives(store, outbox)
    await store.forget(CROWD[-1], now=NOON)
    turning = Rotation(database, both)
    assert await turning.sealed_with("test") == await turning.remaining() == 1 + 19 + 35 + 3 + 19
    assert await turning.run() == Resealed(rows=1 + 19 + 35 + 3 + 19, damaged=0)
    assert await turning.run() == Resealed(rows=0, damaged=0)
    assert (await turning.sealed_with("test"), await turning.remaining()) == (0, 0)
    renewed = Store(database, only_new)
    await renewed.check_key()
    assert [await renewed.session(person) for person in CROWD[:3]] == ["1", "1", "1"]
    assert (await renewed.journal(ANA + 93))[0].event == f'"{ANA + 93}"'
    assert await renewed.erasures(CROWD[-1]) == [NOON]
    assert len(await Outbox(database, only_new).claim(NOON + LEASE, lease=LEASE, limit=99)) == 19


async def test_after_a_kill_the_next_run_goes_on(
    store: Store, outbox: Outbox, database: Database, both: Keyring
) -> None:
    await some_lives(store, outbox)
    turning = Rotation(database, both, batch=4)
    whole = await turning.remaining()
    task = asyncio.ensure_future(turning.run())
    while await turning.remaining() > whole // 2:  # noqa: ASYNC110
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait((task,))
    left = await turning.remaining()
    assert 0 < left < whole
    assert (await turning.run()).rows <= left
    assert await turning.remaining() == 0


async def test_people_go_on_while_it_runs_and_their_process_learns_the_key_from_its_file(
    database: Database, other_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "keys" / "data.key"
    keyfile.create(file, database_folder=None)
    bot = Store(database, ReloadingKeyring(file))
    operator = ReloadingKeyring(file)
    old = operator.current
    await some_lives(bot, Outbox(database, ReloadingKeyring(file)))
    keyfile.put_first(file, keyfile.add(file))
    turning = Rotation(other_database, operator, batch=3)

    async def lives(people: Sequence[int]) -> None:
        for _ in range(5):
            for person in people:
                await bot.turn(person, count(reply("more")), now=NOON)

    await asyncio.gather(turning.run(), lives(CROWD[:10]), lives(CROWD[10:]))
    await turning.run()
    assert operator.current != old
    assert (await turning.sealed_with(old), await turning.remaining()) == (0, 0)
    keyfile.drop(file, old)
    assert [await bot.session(person) for person in CROWD] == ["6"] * len(CROWD)
    assert len(await Store(other_database, ReloadingKeyring(file)).journal(CROWD[0])) == 6


async def test_a_damaged_row_is_counted_and_left(
    store: Store, outbox: Outbox, database: Database, both: Keyring
) -> None:
    await some_lives(store, outbox)
    await database.write(spoil(CROWD[0]))
    assert (await Rotation(database, both).run()).damaged == 1
    again = await Rotation(database, both).run()
    assert (again.rows, again.damaged) == (0, 1)


async def test_without_the_old_key_nothing_is_touched(
    store: Store, outbox: Outbox, database: Database, only_new: Keyring
) -> None:
    await some_lives(store, outbox)
    with pytest.raises(DatabaseUnavailable, match="put the old key back"):
        await Rotation(database, only_new).run()
    await store.check_key()


def test_the_file_keeps_its_comments_and_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "data.key"
    first = keyfile.create(file, database_folder=None).current
    file.chmod(0o640)
    second = keyfile.add(file)
    assert Keyring.from_settings(key_file=file).current == first
    keyfile.put_first(file, second)
    ring = Keyring.from_settings(key_file=file)
    assert (ring.current, list(ring.keys)) == (second, [second, first])
    keyfile.drop(file, first)
    assert list(Keyring.from_settings(key_file=file).keys) == [second]
    assert file.read_text().startswith("# The key that seals")
    assert file.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.key"]


def test_several_keys_on_one_line_are_left_to_their_owner(tmp_path: Path) -> None:
    file = tmp_path / "data.key"
    keyfile.create(file, database_folder=None)
    line = file.read_text().splitlines()[-1]
    file.write_text(f"{line},other:{line.partition(':')[2]}\n")
    with pytest.raises(KeyProblem, match="a line of its own"):
        keyfile.add(file)
