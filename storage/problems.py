"""What can be wrong with a database, each with the sentence that says how to mend it.

A bug of ours keeps its traceback; only the world's faults are put into words. Must not know tables or people.

>>> with mending(): raise OSError("connection refused")  # doctest: +ELLIPSIS
Traceback (most recent call last):
storage.problems.DatabaseProblem: PostgreSQL cannot be reached: ...
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg import PostgresError  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Conflict(Exception):
    """Someone else was faster: the transaction is undone and done again on what is stored now."""


class DatabaseProblem(Exception):
    """The database cannot be used; the message is one line that says how to mend it, without any secret."""


def again(error: Exception) -> bool:
    """Whether doing the whole transaction again may help: a lost race, a deadlock, a connection that died."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlstate", "") in ("40001", "40P01")
    return isinstance(error, Conflict)


@contextmanager
def mending() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout, PostgresError, OSError) as error:
        if again(error) or (sentence := _mend(error)) is None:
            raise
        raise DatabaseProblem(sentence) from error


def _mend(error: Exception) -> str | None:
    """What to do about it; `None` for a bug of ours, which keeps its traceback."""
    if isinstance(error, PoolTimeout):
        return "the database answers too slowly: all connections have been busy for 30 s"
    origin = error.orig if isinstance(error, DBAPIError) else error
    said = str(origin)
    for words, sentence in (
        ("database is locked", "another process holds the database: stop the other bot, or use PostgreSQL"),
        (
            "unable to open",
            "the database file cannot be opened: check that its folder exists and is writable",
        ),
        ("readonly database", "the database file cannot be written: give this user the right to write it"),
        ("disk is full", "the disk is full: free some space, nothing that was confirmed is lost"),
        ("disk I/O error", "the disk fails: check it, and restore a backup if need be"),
        ("not a database", "the file at DATABASE_URL is not a SQLite database: name another file"),
        ("malformed", "the database file is damaged: restore a backup"),
        ("no such table", "the database has no tables yet: run the migrations first"),
    ):
        if words in said:
            return sentence
    state = getattr(origin, "sqlstate", None) or ""
    if state == "42P01":
        return "the database has no tables yet: run the migrations first"
    if state == "3D000":
        return "PostgreSQL has no database of that name: create it, or mend DATABASE_URL"
    if state.startswith("28"):
        return "PostgreSQL refused the name or the password: mend DATABASE_URL"
    if state == "53100":
        return "the disk of PostgreSQL is full: free some space, nothing that was confirmed is lost"
    if state[:2] in ("08", "53", "57") or isinstance(origin, OSError):
        return "PostgreSQL cannot be reached: check that it runs, and its host and port in DATABASE_URL"
    return None
