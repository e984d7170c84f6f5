"""`restride backup FILE`: everything, as it is at one moment, while the bot goes on. The key is not in it.

restride backup /backups/2026-03-02.restride
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.ground import open_store
from bot.settings import Settings
from storage.backup import backup

THEN = "To read it one needs the key {key}, which is not in it: keep that apart. Bring it back: restride restore {file}"


async def work(settings: Settings, tell: Callable[[str], None], *, file: Path) -> int:
    """Says how much it is; nothing about anybody."""
    async with open_store(settings, make=False) as ground:
        copied = await backup(ground.database, ground.keyring, file)
        tell(f"{file}: {copied.rows['people']} people, {copied.total} rows, each compared and opened.")
        tell(THEN.format(key=ground.keyring.current, file=file))
    return 0
