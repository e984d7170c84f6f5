"""PostgreSQL by asyncpg, for any number of processes: each work has a transaction of its own, joint works share one.

Loaded only where the address says so: SQLAlchemy's asyncio brings its whole ORM.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.db.database import Database
from storage.db.group_commit import BatchableWork, GroupCommitter, TransactionNotStarted, UnitOfWork, run_all

Result = TypeVar("Result")

POOL = 8  # connections that are kept


class PostgreSQL(Database):
    """An engine of SQLAlchemy's asyncio, and the plain one in it."""

    def __init__(self, address: URL) -> None:
        self._async = create_async_engine(address, hide_parameters=True, pool_size=POOL, pool_timeout=30)
        super().__init__(self._async.sync_engine)
        self._company = _PostgresGroupCommitter(self._async)

    async def dispose(self) -> None:
        await self._async.dispose()

    async def _written(self, work: Callable[[Connection], Result]) -> Result:
        if isinstance(work, BatchableWork):
            return await self._company.do(work)

        async def once() -> Result:
            async with self._async.begin() as connection:
                return await connection.run_sync(work)

        return await _whole(once())

    async def _seen(self, work: Callable[[Connection], Result]) -> Result:
        async def once() -> Result:
            async with self._async.connect() as connection:
                return await connection.run_sync(work)

        return await _whole(once())


class _PostgresGroupCommitter(GroupCommitter):
    """Joint works share a transaction; any other has its own, at the same time."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__()
        self._engine = engine

    async def commit(self, works: Sequence[UnitOfWork]) -> Sequence[Any]:
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self._engine.begin())
            except Exception as problem:  # the server is away, or all connections are taken
                raise TransactionNotStarted(problem) from problem
            return await connection.run_sync(run_all, works)


async def _whole(transaction: Coroutine[None, None, Result]) -> Result:
    """Finish a transaction that has begun, even when its caller is cancelled meanwhile.

    If it were cancelled in the middle, nothing would release its locks.
    """
    task = asyncio.ensure_future(transaction)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # seen, so that it is not reported as forgotten: the caller has gone
        raise
