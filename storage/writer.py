"""The one writer of a SQLite file: a thread with one connection, where all that waits shares one commit.

SQLite has one writer, and a commit costs as much for sixty turns as for one. So whoever wants to write hands in
its work and is answered after the commit in which it took part; works of one sort may be done as one. When one work of
a commit fails, all are undone
and each is done again by itself: a failure is nobody else's, and works are repeatable anyway (`storage/engine.py`).
A thread, so that a slow disk or a locked file holds up no one who only listens. Must not know what is written.

>>> await Writer(engine).do(lambda connection: connection.execute(...))  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine

Given = TypeVar("Given")
Result = TypeVar("Result")
Work = Callable[[Connection], Any]

MOST = 64  # works in one commit: no one waits long for the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint(Generic[Given, Result]):
    """A work that is cheaper together with its like: `do` takes what was given to each, and answers each in order."""

    do: Callable[[Connection, Sequence[Given]], Sequence[Result]]
    given: Given

    def __call__(self, connection: Connection) -> Result:
        """By itself."""
        (outcome,) = self.do(connection, (self.given,))
        return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    error: Exception


_Outcome = _Done | _Failed


class Writer:
    """Does works in the order in which they come, over an engine that no one else uses."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection: Connection | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: list[tuple[Work, asyncio.Future[Any]]] = []
        self._busy: asyncio.Future[None] | None = None

    async def do(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` returns, once it is committed; raises what it raises, and then it is undone.

        Whoever is cancelled while it waits is so when the work is settled.
        """
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, answer))
        if self._busy is None or self._busy.done():
            self._busy = asyncio.ensure_future(self._until_nothing_waits())
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            await asyncio.wait((answer,))
            answer.exception()  # seen, so that it is not reported as forgotten: the caller has gone
            raise

    def close(self) -> None:
        """Let go of the file. Whoever writes after that opens it again."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.submit(self._hang_up).result()
            thread.shutdown()

    async def _until_nothing_waits(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            if self._thread is None:  # at first, and when it was closed while some still waited
                self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
            together, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            works = [work for work, _ in together]
            outcomes = await loop.run_in_executor(self._thread, self._commit, works)
            for (_, answer), outcome in zip(together, outcomes, strict=True):
                match outcome:
                    case _Done():
                        answer.set_result(outcome.value)
                    case _Failed():
                        answer.set_exception(outcome.error)

    def _commit(self, works: Sequence[Work]) -> list[_Outcome]:
        """All in one transaction; if one fails, each in its own."""
        try:
            connection = self._connected()
            transaction = connection.begin()
        except Exception as error:  # the file is locked, or gone: it is for all of them
            self._hang_up()
            return [_Failed(error=error)] * len(works)
        try:
            with transaction:
                return [_Done(value=value) for value in _values(connection, works)]
        except Exception as error:
            if connection.invalidated:
                self._hang_up()
            if len(works) == 1:
                return [_Failed(error=error)]
        return [outcome for work in works for outcome in self._commit([work])]

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self.engine.connect()
        return self._connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self.engine.dispose()


def _values(connection: Connection, works: Sequence[Work]) -> Iterator[Any]:
    """What they return, in order; those that join and stand side by side are done as one."""
    for do, some in groupby(works, key=lambda work: work.do if isinstance(work, Joint) else None):
        if do is None:
            yield from (work(connection) for work in some)
        else:
            yield from do(connection, [work.given for work in some if isinstance(work, Joint)])
