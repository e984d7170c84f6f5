"""From one database into another, for good, also while a bot runs on the old one.

The old one is held until the new one is committed: whoever is at work there waits. Then it is fenced off. Killed
before the end, the new one is empty and the old one as it was; or, in the moment between the two commits, both are
whole and the old one counts. Must not know commands.

>>> await move(old, new, keyring)  # doctest: +SKIP
Copied(rows={'people': 12, ...})
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.copying import Copied, copy, empty, hold, patiently, take_over
from storage.fence import fence, moved_to, says
from storage.keys import Keys
from storage.migrations import assert_current
from storage.problems import DatabaseProblem

SAME = "that is the database in use: name another one to move to"
NOT_EMPTY = "the database to move to is not empty: name an empty one, or say --replace to lose what is in it"


async def move(old: AsyncEngine, new: AsyncEngine, keyring: Keys, *, replace: bool = False) -> Copied:
    """All rows, compared one by one. Raises `DatabaseProblem`, and then nothing was moved."""
    if old.url == new.url:
        raise DatabaseProblem(SAME)
    return await patiently(lambda: _move(old, new, keyring, replace=replace))


async def _move(old: AsyncEngine, new: AsyncEngine, keyring: Keys, *, replace: bool) -> Copied:
    async with old.begin() as source:
        await source.run_sync(_hold)
        reading = source.sync_connection
        assert reading is not None
        async with new.begin() as target:
            copied = await target.run_sync(lambda into: _copy(reading, into, keyring, replace=replace))
        address = new.url.set(drivername=new.url.get_backend_name(), password=None)
        await source.run_sync(fence, address.render_as_string())
    return copied


def _hold(source: Connection) -> None:
    """Readers wait too: so the fence needs no lock that somebody else could be waiting behind."""
    if (address := moved_to(source)) is not None:
        raise DatabaseProblem(says(address))
    assert_current(source)
    hold(source, "ACCESS EXCLUSIVE")


def _copy(reading: Connection, into: Connection, keyring: Keys, *, replace: bool) -> Copied:
    assert_current(into)
    if take_over(into, unless_empty=None if replace else NOT_EMPTY, wait=False):
        empty(into)
    return copy(reading, into, keyring)
