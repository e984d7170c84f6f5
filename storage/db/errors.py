"""What can be wrong with a database, each with the sentence that says how to mend it.

A bug of ours keeps its traceback; only the world's faults are put into words.

>>> with translate_errors(): raise OSError("connection refused")  # doctest: +ELLIPSIS
Traceback (most recent call last):
storage.db.errors.DatabaseUnavailable: PostgreSQL cannot be reached: ...
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.encryption.crypto import UnknownKey

NO_TABLES = "the database has no tables of ours: restride check makes them"
UNREACHABLE = "PostgreSQL cannot be reached: check that it runs, and its host and port in DATABASE_URL"

# By the words of SQLite's message.
SQLITE = {
    "database is locked": "another process holds the database: stop the other bot, or use PostgreSQL",
    "unable to open": "the database file cannot be opened: check that its folder exists and is writable",
    "readonly database": "the database file cannot be written: give this user the right to write it",
    "disk is full": "the disk is full: free some space, nothing that was confirmed is lost",
    "disk I/O error": "the disk fails, or it is full: free some space or check it; restore a backup if need be",
    "not a database": "the file at DATABASE_URL is not a SQLite database: name another file",
    "Could not decode": "the database file is damaged: restore a backup",
    "image is malformed": "the database file is damaged: restore a backup",
    "no such table": NO_TABLES,
}
# By PostgreSQL's error code, or its class (the first two characters).
POSTGRESQL = {
    "42P01": NO_TABLES,
    "55P03": "another process is at work in that database: stop the bot that uses it, then try again",
    "3D000": "PostgreSQL has no database of that name: create it, or mend DATABASE_URL",
    "28": "PostgreSQL refused the name or the password: mend DATABASE_URL",
    "42501": "PostgreSQL lets this user make no tables: give it the database, ALTER DATABASE name OWNER TO user",
    "53100": "the disk of PostgreSQL is full: free some space, nothing that was confirmed is lost",
    "08": UNREACHABLE,
    "53": UNREACHABLE,
    "57": UNREACHABLE,
}


class Conflict(Exception):
    """Someone else was faster: the transaction is undone and done again on what is stored now."""


class DatabaseUnavailable(Exception):
    """The database cannot be used; the message is one line that says how to mend it, without any secret."""


class SchemaMissing(DatabaseUnavailable):
    """The tables were never made, or all people were moved to another database."""


def is_retryable(error: Exception) -> bool:
    """Whether doing the whole transaction again may help: a lost race, a deadlock, a connection that died."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlstate", "") in ("40001", "40P01")
    return isinstance(error, Conflict)


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn the world's faults into `DatabaseUnavailable`; what trying again may mend passes as it is."""
    try:
        yield
    except UnknownKey as error:  # until the key reaches this machine nothing is confirmed, so nothing is lost
        raise DatabaseUnavailable(str(error)) from error
    except _of_the_world() as error:
        if is_retryable(error) or (sentence := _mend(error)) is None:
            raise
        raise (SchemaMissing if sentence == NO_TABLES else DatabaseUnavailable)(sentence) from error


def _of_the_world() -> tuple[type[Exception], ...]:
    """Also asyncpg's own, where it is in use at all: SQLite should not wait for it to load, nor hold it."""
    asyncpg = sys.modules.get("asyncpg")
    ours = (DBAPIError, PoolTimeout, OSError)
    return ours if asyncpg is None else (*ours, asyncpg.PostgresError)


def _mend(error: Exception) -> str | None:
    """What to do about it; `None` for a bug of ours, which keeps its traceback."""
    if isinstance(error, PoolTimeout):
        return "the database answers too slowly: all connections have been busy for 30 s"
    origin = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(origin, "sqlstate", None)
    if isinstance(state, str):
        return POSTGRESQL.get(state) or POSTGRESQL.get(state[:2])
    if isinstance(origin, OSError):
        return UNREACHABLE
    return next((sentence for words, sentence in SQLITE.items() if words in str(origin)), None)
