"""DATABASE_URL: what it may say, and the database it names.

SQLite is for one process and the default, PostgreSQL for any number; what the other one needs is never loaded. Must
not know what the tables are.

>>> parse_url("postgres://db.example.org/restride").drivername
'postgresql+asyncpg'
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable

EXAMPLES = "sqlite:///restride.db or postgresql://name:password@host/database"
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+aiosqlite": "sqlite",  # as settings of 0.1 may say it
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
PARAMETERS = ("host", "port", "user", "password", "ssl", "sslmode", "timeout", "command_timeout", "passfile")


def database_for(url: str, *, busy: timedelta = timedelta(seconds=5)) -> Database:
    """The database at DATABASE_URL; raises `DatabaseUnavailable`. `busy`: how long to wait for another process."""
    address = parse_url(url)
    if address.drivername == "sqlite":
        from storage.db.sqlite import SQLite

        return SQLite(address, busy=busy)
    from storage.db.postgres import PostgreSQL

    return PostgreSQL(address)


def parse_url(url: str) -> URL:
    """The address with its driver filled in; raises `DatabaseUnavailable`."""
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise DatabaseUnavailable(f"DATABASE_URL is not an address like {EXAMPLES}") from None
    driver = DRIVERS.get(address.drivername)
    if driver is None:
        raise DatabaseUnavailable(f"DATABASE_URL starts with {address.drivername!r}: use {EXAMPLES}")
    if driver == "sqlite" and address.database in (None, "", ":memory:"):
        raise DatabaseUnavailable("DATABASE_URL names no file: use for example sqlite:///restride.db")
    address = address.set(drivername=driver)
    return _for_sqlite(address) if driver == "sqlite" else _for_postgresql(address)


def _for_sqlite(address: URL) -> URL:
    if address.query:
        raise DatabaseUnavailable(
            "DATABASE_URL has something behind a question mark: SQLite needs the path only"
        )
    return address


def _for_postgresql(address: URL) -> URL:
    """As hosts hand it out, `?sslmode=require`, is `?ssl=require` for asyncpg."""
    query = {"ssl" if name == "sslmode" else name: value for name, value in address.query.items()}
    if strange := query.keys() - PARAMETERS:
        raise DatabaseUnavailable(
            f"DATABASE_URL has the parameter {min(strange)!r}: take it out; known are {', '.join(PARAMETERS)}"
        )
    return address.set(query=query)


def sqlite_file(address: URL) -> Path | None:
    """The file of a SQLite database, or `None` on PostgreSQL."""
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None
