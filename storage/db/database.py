"""A database as the rest of the program sees it: work is handed in, and comes back done.

`write` is a transaction that holds the write lock from its first moment: without that, concurrent read-modify-writes
are lost in silence. `read` sees one moment and blocks no other work. Broken worlds (no folder, locked, full, refused)
come out as `DatabaseUnavailable`, a sentence that says how to mend it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.db.errors import Conflict, DatabaseUnavailable, SchemaMissing, is_retryable, translate_errors
from storage.db.moved_marker import moved_message, moved_to

Result = TypeVar("Result")

TRIES = 5


class Database(ABC):
    """One database, of either kind.

    `engine` is the plain one below: to hold a transaction open at length (`storage/transfer/copy.py`), and to listen
    to.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # Called with each `DatabaseUnavailable`: the bot's health reads it.
        self.on_problem: Callable[[str], None] = _ignore

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work` in one transaction that may write: all of it or nothing, and after a lost race again.

        `work` must be repeatable: nothing but the transaction may remember that it ran.
        """
        return await self._reported(lambda: self._written(work))

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work`, which only reads, on one moment of the database; it neither waits nor makes others wait."""
        return await self._reported(lambda: self._seen(work))

    @abstractmethod
    async def dispose(self) -> None:
        """Close every connection and thread. Later work opens them again."""

    @abstractmethod
    async def _written(self, work: Callable[[Connection], Result]) -> Result:
        """`write`, once. A caller that is cancelled leaves no lock behind."""

    @abstractmethod
    async def _seen(self, work: Callable[[Connection], Result]) -> Result:
        """`read`, once. A caller that is cancelled leaves no connection behind."""

    async def _reported(self, once: Callable[[], Awaitable[Result]]) -> Result:
        try:
            return await self._here(once)
        except DatabaseUnavailable as problem:
            self.on_problem(str(problem))
            raise

    async def _here(self, once: Callable[[], Awaitable[Result]]) -> Result:
        """If the tables are missing because the people were moved away, the error says where to."""
        try:
            return await _until_done(once)
        except SchemaMissing as problem:
            with translate_errors():
                address = await self._seen(moved_to)
            if address is None:
                raise
            raise DatabaseUnavailable(moved_message(address)) from problem


def _ignore(problem: str) -> None:
    pass


async def _until_done(once: Callable[[], Awaitable[Result]]) -> Result:
    for _ in range(TRIES):
        try:
            with translate_errors():
                return await once()
        except (Conflict, DBAPIError) as error:
            if not is_retryable(error):
                raise
            lost = error
    raise DatabaseUnavailable(
        f"the database turned this away {TRIES} times in a row, try again later"
    ) from lost
