"""`restride drill PATH`: proves that the newest backup can be brought back, and touches nothing.

The backup goes into a scratch database in a folder of its own, which is migrated, compared and read with the key like
the real one, and deleted. Exit code 0 says that all of it worked, so a timer can run it.

    restride drill /var/backups/restride
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.open_storage import keys, open_database, open_store
from bot.settings import Settings, SettingsProblem
from flows import upcasters
from storage.counting import count_rows
from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.url import parse_url, sqlite_file
from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.announcements import read_page
from storage.transfer.backup import restore
from storage.transfer.backup_file import is_backup

COMPARED = ("people", "journal", "outbox")
STOPPED = 143  # the exit code of a process that was asked to stop
NO_BACKUP = "{path} holds no backup: name a file that restride backup made, or the folder of these files"
NO_PATH = "{path} cannot be read ({why}): name a file that restride backup made, or the folder of these files"
TOO_OLD = (
    "the newest backup, {file}, is {age} old: look why restride backup did not run, or raise --max-age-hours"
)
BAD_AGE = "--max-age-hours is a number of hours from 1 on"
FEWER = "{file} has {wanted} rows of {table}, and {found} came back: take another backup and keep this one for a look"
UNREADABLE = "{file} came back, but {number} of {people} people cannot be read: take another backup now"
NOBODY = "{file} holds nobody, and the database at DATABASE_URL holds {people}: it is the backup of another database"


async def work(settings: Settings, tell: Callable[[str], None], *, path: Path, max_age_hours: int) -> int:
    """Says what came back, how long it took, and how old the backup is; nothing about anybody."""
    if max_age_hours < 1:
        raise SettingsProblem(BAD_AGE)
    now = SystemClock().now()
    file = _newest(path)
    age = now - datetime.fromtimestamp(file.stat().st_mtime, UTC)
    keyring = await keys(settings, make=False)
    began = time.perf_counter()
    with _scratch() as folder:
        async with open_database(f"sqlite:///{folder}/scratch.db") as scratch:
            back = await _brought_back(file, scratch, keyring, now)
            unread = await _unreadable(scratch, keyring)
    took = time.perf_counter() - began
    if unread:
        raise SettingsProblem(UNREADABLE.format(file=file, number=unread, people=back["people"]))
    tell(f"{file} can be brought back: {_counts(back)}, all compared, opened and read.")
    tell(f"It took {took:.1f} s. The backup is {_age(age)} old.")
    await _compare_with_today(settings, tell, file, back)
    if age > timedelta(hours=max_age_hours):
        raise SettingsProblem(TOO_OLD.format(file=file, age=_age(age)))
    return 0


@contextmanager
def _scratch() -> Iterator[str]:
    """A folder in which everything temporary goes; it is deleted also when the process is asked to stop."""
    usual, before = tempfile.tempdir, signal.getsignal(signal.SIGTERM)
    with tempfile.TemporaryDirectory(prefix="restride-drill-") as folder:

        def stop(*_: object) -> None:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(STOPPED)  # an exception would be lost in the middle of the copying

        signal.signal(signal.SIGTERM, stop)
        tempfile.tempdir = folder
        try:
            yield folder
        finally:
            tempfile.tempdir = usual
            signal.signal(signal.SIGTERM, before)


def _newest(path: Path) -> Path:
    """The backup at this path, or the newest in this folder."""
    try:
        if not stat.S_ISDIR(path.stat().st_mode):
            return path
        found = [file for file in path.iterdir() if file.is_file() and is_backup(file)]
    except OSError as error:
        raise SettingsProblem(NO_PATH.format(path=path, why=error.strerror)) from None
    if not found:
        raise SettingsProblem(NO_BACKUP.format(path=path))
    return max(found, key=lambda file: (file.stat().st_mtime, file.name))


async def _brought_back(
    file: Path, scratch: Database, keyring: AnyKeyring, now: datetime
) -> Mapping[str, int]:
    """How many rows of each table came back; raises if it is not all of them."""
    done = await restore(file, scratch, keyring, now=now, replace=False)
    wanted = done.copied.rows
    found = await scratch.read(count_rows)
    stale = {"outbox": done.stale}  # a restore leaves out messages that waited for more than an hour
    for table in COMPARED:
        if found[table] + stale.get(table, 0) != wanted[table]:
            raise SettingsProblem(
                FEWER.format(file=file, wanted=wanted[table], table=table, found=found[table])
            )
    return wanted


async def _unreadable(scratch: Database, keyring: AnyKeyring) -> int:
    """How many sessions this release cannot read, opened and carried on as at her next message."""
    unread = after = 0
    while page := await scratch.read(lambda c, after=after: read_page(c, keyring, after)):  # type: ignore[misc]
        unread += sum(not _is_readable(known.session) for known in page)
        after = page[-1].person
    return unread


def _is_readable(session: str | None) -> bool:
    try:
        return session is not None and upcasters.load(session) is not None
    except ValueError:  # no session, or one of a newer release
        return False


async def _compare_with_today(
    settings: Settings, tell: Callable[[str], None], file: Path, back: Mapping[str, int]
) -> None:
    """Beside it the database as it is now, where it can be reached: a drill may run on another machine."""
    file_of_today = sqlite_file(parse_url(settings.database_url))
    if file_of_today is not None and not file_of_today.exists():
        tell(f"The database at DATABASE_URL was not compared: there is no file {file_of_today}")
        return
    try:
        async with open_store(settings, make=False) as ground:
            today = await ground.database.read(count_rows)
    except (SettingsProblem, DatabaseUnavailable) as problem:
        tell(f"The database at DATABASE_URL was not compared: {problem}")
        return
    tell(f"The database at DATABASE_URL has now: {_counts(today)}.")
    if today["people"] and not back["people"]:
        raise SettingsProblem(NOBODY.format(file=file, people=f"{today['people']} people"))


def _counts(rows: Mapping[str, int]) -> str:
    return f"{rows['people']} people, {rows['journal']} lines of journals, {rows['outbox']} messages waiting"


def _age(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours * 60:.0f} minutes" if hours < 1 else f"{hours:.1f} hours"
