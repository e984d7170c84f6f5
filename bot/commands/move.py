"""`restride move --to URL`: everything from the database at DATABASE_URL into another, SQLite or PostgreSQL.

The key stays where it is. A bot that still runs on the old database can store nothing there any more and is told
where to go.

    restride move --to postgresql://restride:PASSWORD@localhost/restride
"""

from __future__ import annotations

from collections.abc import Callable

from bot.open_storage import open_database, open_store
from bot.settings import Settings, SettingsProblem
from storage.db.errors import DatabaseUnavailable
from storage.db.url import parse_url
from storage.transfer.move import SAME_DATABASE, move

NEXT_STEPS = (
    "Now set DATABASE_URL to it and start the bot again. Nothing uses the old database any more: delete it when "
    "you are sure, for nobody is forgotten in it."
)


async def work(settings: Settings, tell: Callable[[str], None], *, to: str, replace: bool) -> int:
    """Says how much was moved; nothing about anybody."""
    try:
        same = parse_url(to) == parse_url(settings.database_url)
    except DatabaseUnavailable as problem:
        raise SettingsProblem(_about_target(problem)) from None
    if same:
        raise SettingsProblem(SAME_DATABASE)
    async with open_store(settings, make=False) as ground:
        try:
            async with open_database(to) as target:
                copied = await move(ground.database, target, ground.keyring, replace=replace)
        except (DatabaseUnavailable, SettingsProblem) as problem:
            raise SettingsProblem(_about_target(problem)) from None
    tell(f"{copied.rows['people']} people, {copied.total} rows are moved, each compared and opened.")
    tell(NEXT_STEPS)
    return 0


def _about_target(problem: Exception) -> str:
    return str(problem).replace("DATABASE_URL", "--to")
