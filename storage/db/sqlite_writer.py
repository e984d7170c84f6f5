"""The one writer of a SQLite file: a thread with one connection, where all that waits shares one commit.

SQLite has one writer in any case. A thread, so that a slow disk or a locked file holds up no one who only listens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, Engine

from storage.db.group_commit import GroupCommitter, TransactionNotStarted, UnitOfWork, run_all


class SqliteWriter(GroupCommitter):
    """Over an engine, of which it keeps one connection."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._connection: Connection | None = None
        self._thread: ThreadPoolExecutor | None = None

    def close(self) -> None:
        """Close the file. The next write opens it again."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.submit(self._hang_up).result()
            thread.shutdown()

    def run_outside_transaction(self, work: Callable[[Connection], object]) -> None:
        """Do `work` between two commits, outside any transaction. Its result and its errors are dropped."""
        if self._thread is not None:
            self._thread.submit(lambda: work(self._connected()))

    async def commit(self, works: Sequence[UnitOfWork]) -> Sequence[Any]:
        if self._thread is None:  # at first, and when it was closed while some still waited
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, works)

    def _commit(self, works: Sequence[UnitOfWork]) -> Sequence[Any]:
        try:
            connection = self._connected()
            transaction = connection.begin()
        except Exception as problem:  # the file is locked, or gone
            self._hang_up()
            raise TransactionNotStarted(problem) from problem
        try:
            with transaction:
                return run_all(connection, works)
        except Exception:
            if connection.invalidated:
                self._hang_up()
            raise

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # never kept for another: whatever was wrong with it would be wrong again
            connection.close()
