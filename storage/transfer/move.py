"""From one database into another, for good, also while a bot runs on the old one.

The old one is locked until the new one is committed: other processes wait. Then it is marked as moved. Killed
before the end, the new one is empty and the old one as it was; or, in the moment between the two commits, both are
whole and the old one counts.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.moved_marker import mark_moved, moved_message, moved_to
from storage.encryption.reloading_keyring import AnyKeyring
from storage.migrations import assert_current
from storage.transfer.copy import CopyResult, copy, delete_all, lock_tables, prepare_target, with_retry

SAME_DATABASE = "that is the database in use: name another one to move to"
NOT_EMPTY = "the database to move to is not empty: name an empty one, or say --replace to lose what is in it"


async def move(old: Database, new: Database, keyring: AnyKeyring, *, replace: bool = False) -> CopyResult:
    """All rows, compared one by one. Raises `DatabaseUnavailable`, and then nothing was moved."""
    if old.engine.url == new.engine.url:
        raise DatabaseUnavailable(SAME_DATABASE)
    return await with_retry(lambda: _move(old.engine, new.engine, keyring, replace=replace))


def _move(old: Engine, new: Engine, keyring: AnyKeyring, *, replace: bool) -> CopyResult:
    with old.begin() as source:
        _hold(source)
        with new.begin() as target:
            copied = _copy(source, target, keyring, replace=replace)
        address = new.url.set(drivername=new.url.get_backend_name(), password=None)
        mark_moved(source, address.render_as_string())
    return copied


def _hold(source: Connection) -> None:
    """Readers wait too, so that marking the database as moved needs no further lock."""
    if (address := moved_to(source)) is not None:
        raise DatabaseUnavailable(moved_message(address))
    assert_current(source)
    lock_tables(source, "ACCESS EXCLUSIVE")


def _copy(reading: Connection, into: Connection, keyring: AnyKeyring, *, replace: bool) -> CopyResult:
    assert_current(into)
    if prepare_target(into, unless_empty=None if replace else NOT_EMPTY, wait=False):
        delete_all(into)
    return copy(reading, into, keyring)
