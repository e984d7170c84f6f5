"""The schema's history, and how a database is brought to its newest point at start.

The whole upgrade is one transaction under a lock, so two processes may start at once. Rolling upgrades: a
revision that adds (expand) ships before the code that needs it; one that removes (contract) ships a release
after the code has stopped using it. So a replica that meets a schema newer than its own leaves it alone.
Revisions are never edited once shipped. They follow each other by the number in their file's name. Alembic is loaded
only when there is something to do, so that a start does not wait for it, nor a bot hold it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.db.errors import DatabaseUnavailable
from storage.db.url import database_for, parse_url, sqlite_file

VERSIONS = Path(__file__).parent / "versions"
ONE_AT_A_TIME = 7_278_347_433  # any number of our own, for PostgreSQL's advisory lock


async def migrate(url: str) -> list[str]:
    """Bring the database at `url` to the newest revision; returns the revisions that were applied."""
    database = database_for(url)
    try:
        return await database.write(_upgrade)
    finally:
        await database.dispose()


async def pending(url: str) -> list[str]:
    """The revisions that `migrate` would apply; creates nothing."""
    file = sqlite_file(parse_url(url))
    database = database_for(url)
    try:
        if file is not None and not file.exists():
            return _missing(set())
        return await database.read(lambda connection: _missing(_heads(connection)))
    finally:
        await database.dispose()


def _upgrade(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    missing = _missing(_heads(connection))
    if missing:
        _run(connection)
    return missing


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def assert_current(connection: Connection) -> None:
    """Raise `DatabaseUnavailable` unless the tables are exactly those of this release: copying needs every column."""
    heads = _heads(connection)
    if heads - set(_missing(set())):
        raise DatabaseUnavailable("this database belongs to a newer release: use that one")
    if _missing(heads):
        raise DatabaseUnavailable(
            "this database belongs to an older release: restride check brings it up to date, then try again"
        )


def _heads(connection: Connection) -> set[str]:
    """What Alembic has noted; nothing in a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def _missing(current: set[str]) -> list[str]:
    """Our revisions after `current`, oldest first; none when the database is newer than we are."""
    ours = sorted(file.name[1:5] for file in VERSIONS.glob("v*.py"))
    if not current:
        return ours
    known = [ours.index(name) for name in current if name in ours]
    return ours[max(known) + 1 :] if known else []
