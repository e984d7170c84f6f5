"""The databases of a test: each test that asks for `database_url` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from storage.db.database import Database
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.outbox.outbox import Outbox
from storage.outbox.rate_limit import RateLimits
from storage.people.store import Store
from tests.kit.postgres import in_thread

BACKENDS = ("sqlite", "postgresql")
WITHIN = timedelta(seconds=3)  # what is said again so soon is a repeat


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "restride.db"
    in_thread(migrate(f"sqlite:///{file}"))
    return file


@contextmanager
def migrated_url(backend: str, request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    """A migrated database of that kind without anybody in it; on SQLite it is `file`."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    postgres = request.getfixturevalue("postgres")
    address = postgres.create()
    yield address.render_as_string(hide_password=False)
    postgres.drop(address)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without anybody in it."""
    with migrated_url(request.param, request, tmp_path / "restride.db") as url:
        yield url


@pytest.fixture(params=BACKENDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'restride.db'}"
        return
    postgres = request.getfixturevalue("postgres")
    address = postgres.create(template="template0")
    yield address.render_as_string(hide_password=False)
    postgres.drop(address)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """As one process has it."""
    database = database_for(database_url)
    yield database
    await database.dispose()


@pytest.fixture
async def other_database(database_url: str) -> AsyncIterator[Database]:
    """The same, as another process has it."""
    database = database_for(database_url)
    yield database
    await database.dispose()


@pytest.fixture
def keyring() -> Keyring:
    """The data key of the tests."""
    return Keyring({"test": bytes(range(32))}, "test")


@pytest.fixture
def store(database: Database, keyring: Keyring) -> Store:
    """What is stored."""
    return Store(database, keyring)


@pytest.fixture
def other_store(other_database: Database, keyring: Keyring) -> Store:
    """The same, as another replica sees it."""
    return Store(other_database, keyring)


@pytest.fixture
def outbox(database: Database, keyring: Keyring) -> Outbox:
    """What waits to be sent."""
    return Outbox(database, keyring)


@pytest.fixture
def other_outbox(other_database: Database, keyring: Keyring) -> Outbox:
    """The same, as another replica sees it."""
    return Outbox(other_database, keyring)


@pytest.fixture
def calm(database: Database, keyring: Keyring) -> Store:
    """A store that says the same thing once in three seconds."""
    return Store(database, keyring, repeats=WITHIN)


@pytest.fixture
def paced(database: Database, keyring: Keyring) -> Outbox:
    """An outbox that may send ten a second, and one to a chat."""
    return Outbox(database, keyring, RateLimits(per_second=10, per_chat=1))
