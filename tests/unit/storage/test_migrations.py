"""The migrations make exactly the tables the code uses, from any point, once, whoever starts first."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.db.errors import DatabaseUnavailable
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate, pending
from storage.people.store import Store
from storage.tables import metadata
from tests.unit.storage.life import ANA, NOON, count


async def test_from_nothing_they_make_the_tables_the_code_uses(empty_database_url: str) -> None:
    assert await pending(empty_database_url) == ["0001", "0002", "0003", "0004", "0005", "0006"]
    assert await migrate(empty_database_url) == ["0001", "0002", "0003", "0004", "0005", "0006"]
    database = database_for(empty_database_url)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert await database.read(differences) == []
    await database.dispose()


async def test_twice_in_a_row_the_second_does_nothing(empty_database_url: str, keyring: Keyring) -> None:
    await migrate(empty_database_url)
    database = database_for(empty_database_url)
    await Store(database, keyring).turn(ANA, count(), now=NOON)
    assert await migrate(empty_database_url) == []
    assert await pending(empty_database_url) == []
    assert await Store(database, keyring).session(ANA) == "1"
    await database.dispose()


async def test_two_at_once_one_works_and_the_other_waits(empty_database_url: str) -> None:
    for _ in range(3):
        applied = await asyncio.gather(*(migrate(empty_database_url) for _ in range(4)))
        assert sorted(applied)[:3] == [[], [], []]
    assert await pending(empty_database_url) == []


async def test_a_schema_newer_than_the_code_is_left_alone(database_url: str) -> None:
    database = database_for(database_url)
    await database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await database.dispose()
    assert await pending(database_url) == []
    assert await migrate(database_url) == []


async def test_asking_what_is_pending_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    assert await pending(f"sqlite:///{file}") == ["0001", "0002", "0003", "0004", "0005", "0006"]
    assert not os.path.exists(file)  # noqa: ASYNC240, PTH110


async def test_without_migrations_the_store_says_so(empty_database_url: str, keyring: Keyring) -> None:
    database = database_for(empty_database_url)
    with pytest.raises(DatabaseUnavailable, match="restride check makes them"):
        await Store(database, keyring).session(ANA)
    await database.dispose()
