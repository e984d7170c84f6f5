"""What stands before the first turn: the database, its tables, the key. Whatever is wrong is a line.

Used by `restride run`, `check` and `status` alike.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from bot.settings import Settings, SettingsProblem
from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.url import database_for, parse_url, sqlite_file
from storage.encryption import keyfile
from storage.encryption.crypto import KeyProblem, Keyring
from storage.encryption.database_secrets import has_sealed_data
from storage.encryption.reloading_keyring import AnyKeyring, ReloadingKeyring
from storage.migrations import migrate
from storage.outbox.outbox import Outbox
from storage.outbox.rate_limit import RateLimits
from storage.people.store import Store

MADE_A_KEY = (
    "made a data key: what people tell is sealed with it. Keep a copy apart from the database and its backups; "
    "without it nobody can read them, you neither"
)
KEY_WITHOUT_DATABASE = (
    "the key file exists, but its database does not: an empty one is made. If people were here before, stop, mend "
    "DATABASE_URL or bring a backup back"
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The store and the outbox, and what they stand on. `alone`: no other bot may share them (SQLite)."""

    store: Store
    outbox: Outbox
    database: Database
    keyring: AnyKeyring
    alone: bool


@asynccontextmanager
async def open_store(settings: Settings, *, make: bool) -> AsyncIterator[Storage]:
    """The store, migrated; `make` lets it create what is missing. Raises `SettingsProblem`."""
    try:
        file = sqlite_file(parse_url(settings.database_url))
        if make and file is not None:
            _folder(file)
        keyring = await keys(settings, make=make)
        if make and file is not None:
            _private_file(file)
        for revision in await migrate(settings.database_url) if make else ():
            log.info("database migrated", revision=revision)
        database = database_for(settings.database_url)
    except (DatabaseUnavailable, KeyProblem) as problem:
        raise SettingsProblem(str(problem)) from None
    try:
        store = Store(database, keyring, repeats=_repeats(settings))
        await _checked(store, make=make)
        yield Storage(
            store=store,
            outbox=Outbox(database, keyring, _pace(settings)),
            database=database,
            keyring=keyring,
            alone=file is not None,
        )
    finally:
        await database.dispose()


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """A database with today's tables, made if need be, and nothing more: for people to be brought into."""
    file = sqlite_file(parse_url(url))
    if file is not None:
        _folder(file)
        _private_file(file)
    await migrate(url)
    database = database_for(url)
    try:
        yield database
    finally:
        await database.dispose()


async def keys(settings: Settings, *, make: bool) -> AnyKeyring:
    """The data keys. A new database gets a new key file, explained in the log; an old one never does."""
    given, place = settings.data_key.reveal(), settings.data_key_file
    if given.strip():
        return Keyring.from_settings(given)
    file = sqlite_file(parse_url(settings.database_url))
    if make and not has_file(place) and await is_new(settings.database_url):
        keyfile.create(place, database_folder=file.absolute().parent if file is not None else None)
        log.info(MADE_A_KEY, file=str(place.absolute()))
    elif make and file is not None and not has_file(file):
        log.warning(KEY_WITHOUT_DATABASE, file=str(place.absolute()), database=str(file.absolute()))
    return ReloadingKeyring(place)


async def is_new(url: str) -> bool:
    """Whether nothing has been sealed in there yet."""
    file = sqlite_file(parse_url(url))
    if file is not None and not has_file(file):
        return True
    database = database_for(url)
    try:
        return not await database.read(has_sealed_data)
    finally:
        await database.dispose()


def _counted(settings: Settings, *names: str) -> bool:
    """Whether limits of real seconds hold: always, except in a simulation that sets none."""
    return not settings.sim_clock or bool(settings.given.intersection(names))


def _pace(settings: Settings) -> RateLimits | None:
    if not _counted(settings, "sends_per_second", "sends_per_chat"):
        return None
    return RateLimits(per_second=settings.sends_per_second, per_chat=settings.sends_per_chat)


def _repeats(settings: Settings) -> timedelta | None:
    if not _counted(settings, "repeats_after_s") or settings.repeats_after_s == 0:
        return None
    return timedelta(seconds=settings.repeats_after_s)


async def _checked(store: Store, *, make: bool) -> None:
    try:
        await (store.begin() if make else store.check_key())
    except (DatabaseUnavailable, KeyProblem) as problem:
        raise SettingsProblem(str(problem)) from None


def has_file(path: Path) -> bool:
    """As `Path.exists`; a folder on the way that this user may not enter is a `SettingsProblem`."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise SettingsProblem(
            f"{path.absolute()} cannot be reached ({error.strerror}): let this user enter its folder"
        ) from None
    return True


def _folder(file: Path) -> None:
    folder = file.absolute().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsProblem(
            f"the folder {folder} cannot be made ({error.strerror}): make it, or mend DATABASE_URL"
        ) from None


def _private_file(file: Path) -> None:
    """A new database may be read by its owner only (0600). What SQLite makes beside it gets the same mode."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise SettingsProblem(
            f"{file.absolute()} cannot be made ({error.strerror}): give this user the right to write in its "
            "folder, or mend DATABASE_URL"
        ) from None
