"""`restride restore FILE`: a backup into the database at DATABASE_URL, all of it or nothing.

restride restore /backups/2026-03-02.restride --replace
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.clock import SystemClock
from bot.open_storage import keys, open_database
from bot.settings import Settings
from storage.transfer.backup import restore

RESTORE_WARNING = (
    "Whoever was deleted after this backup was taken is back, because this database cannot tell: "
    "restride forget ID for each that you know of."
)


async def work(settings: Settings, tell: Callable[[str], None], *, file: Path, replace: bool) -> int:
    """Says what came back and what did not; nothing about anybody."""
    keyring = await keys(settings, make=False)
    async with open_database(settings.database_url) as database:
        done = await restore(file, database, keyring, now=SystemClock().now(), replace=replace)
    copied = done.copied
    tell(f"{copied.rows['people']} people, {copied.total} rows are back, each compared and opened.")
    if done.stale:
        tell(f"Messages that waited in it for more than an hour, and are not sent any more: {done.stale}.")
    if done.deleted is None:
        tell(RESTORE_WARNING)
    elif done.deleted:
        tell(f"People who were deleted after the backup, and were deleted again: {done.deleted}.")
    return 0
