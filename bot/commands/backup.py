"""`restride backup FILE`: everything, as it is at one moment, while the bot goes on. The key is not in it.

Into a folder it gets a name made of the time; `--keep-days` then deletes the older backups of that folder.

restride backup /var/backups/restride --keep-days 29
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem
from storage.transfer.backup import backup

NEXT_STEPS = (
    "The key {key} opens this file and is not in it: keep a copy of the key in another place. To bring it "
    "back: restride restore {file}"
)
NAME = "%Y-%m-%dT%H%M%SZ.restride"
NAMED_SO = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z\.restride")


async def work(
    settings: Settings, tell: Callable[[str], None], *, file: Path, keep_days: int | None = None
) -> int:
    """Says how much it is; nothing about anybody."""
    now = SystemClock().now().astimezone(UTC)
    target = _name_target(file, keep_days, now)
    async with open_store(settings, make=False) as ground:
        copied = await backup(ground.database, ground.keyring, target)
        tell(f"{target}: {copied.rows['people']} people, {copied.total} rows, each compared and opened.")
        tell(NEXT_STEPS.format(key=ground.keyring.current, file=target))
    if keep_days is not None:
        deleted = _delete_older(file, than=now - timedelta(days=keep_days))
        tell(f"Backups older than {keep_days} days, and deleted now: {deleted}.")
    return 0


def _name_target(file: Path, keep_days: int | None, now: datetime) -> Path:
    """The file to write; raises `SettingsProblem` for options that do not fit together."""
    is_folder = os.path.isdir(file)  # noqa: PTH112 - quiet where it may not look: writing says it
    if keep_days is not None and not is_folder:
        raise SettingsProblem(f"{file} is no folder: --keep-days needs one, in which the backups are")
    if keep_days is not None and keep_days < 1:
        raise SettingsProblem("--keep-days is a number of days from 1 on")
    return file / now.strftime(NAME) if is_folder else file


def _delete_older(folder: Path, *, than: datetime) -> int:
    """How many backups were deleted: those that this command named, by the time in their names."""
    old = [
        path
        for path in folder.iterdir()
        if NAMED_SO.fullmatch(path.name) and datetime.strptime(path.name, NAME).replace(tzinfo=UTC) < than
    ]
    for path in old:
        try:
            path.unlink()
        except OSError as error:
            raise SettingsProblem(
                f"the backup is made, but the old {path} cannot be deleted ({error.strerror}): delete it by hand"
            ) from None
    return len(old)
