"""What stands before the first turn: the database, its tables, the key. Whatever is wrong is a line.

Must not know Telegram. Used by `restride run`, `check` and `status` alike.

>>> async with open_store(settings, make=True) as ground: ...  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from bot.settings import Settings, SettingsProblem
from storage import keyfile
from storage.crypto import KeyProblem, Keyring
from storage.engine import DatabaseProblem, make_engine, read_url, sqlite_file
from storage.migrations import migrate
from storage.outbox import Outbox
from storage.pace import Pace
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The store and the outbox. `alone`: no other process may share them (SQLite)."""

    store: Store
    outbox: Outbox
    alone: bool


@asynccontextmanager
async def open_store(settings: Settings, *, make: bool) -> AsyncIterator[Ground]:
    """The store, migrated; `make` lets it create what is missing. Raises `SettingsProblem`."""
    try:
        file = sqlite_file(read_url(settings.database_url))
        if make and file is not None:
            _folder(file)
        keyring = keys(settings, make=make)
        for revision in await migrate(settings.database_url) if make else ():
            log.info("database migrated", revision=revision)
        engine = make_engine(settings.database_url)
    except (DatabaseProblem, KeyProblem) as problem:
        raise SettingsProblem(str(problem)) from None
    try:
        store = Store(engine, keyring, repeats=_repeats(settings))
        await _checked(store)
        yield Ground(store=store, outbox=Outbox(engine, keyring, _pace(settings)), alone=file is not None)
    finally:
        await engine.dispose()


def keys(settings: Settings, *, make: bool) -> Keyring:
    """The data keys. A new database gets a new key file, explained in the log; an old one never does."""
    given, place = settings.data_key.get_secret_value(), settings.data_key_file
    file = sqlite_file(read_url(settings.database_url))
    is_new = not given.strip() and not place.exists() and (file is None or not file.exists())
    if make and is_new:
        keyring = keyfile.create(place, database_folder=file.absolute().parent if file is not None else None)
        log.info("made a data key: keep a copy, without it nobody can read the database", file=str(place))
        return keyring
    return Keyring.from_settings(given, place)


def _counted(settings: Settings, *names: str) -> bool:
    """Whether limits of real seconds hold: always, but in a simulation, where nobody counts them, only if set."""
    return not settings.sim_clock or bool(settings.model_fields_set.intersection(names))


def _pace(settings: Settings) -> Pace | None:
    if not _counted(settings, "sends_per_second", "sends_per_chat"):
        return None
    return Pace(per_second=settings.sends_per_second, per_chat=settings.sends_per_chat)


def _repeats(settings: Settings) -> timedelta | None:
    if not _counted(settings, "repeats_after_s") or settings.repeats_after_s == 0:
        return None
    return timedelta(seconds=settings.repeats_after_s)


async def _checked(store: Store) -> None:
    try:
        await store.check_key()
    except (DatabaseProblem, KeyProblem) as problem:
        raise SettingsProblem(str(problem)) from None


def _folder(file: Path) -> None:
    folder = file.absolute().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsProblem(
            f"the folder {folder} cannot be made ({error.strerror}): make it, or mend DATABASE_URL"
        ) from None
