"""Group commit: units of work that wait at the same moment share one transaction, and equal kinds share statements.

A commit costs as much for sixty turns as for one. Callers submit a unit of work and get the result after the shared
commit. Alarm turns have low priority, because no user waits for them: they go a few at a time, so that a button press
waits for those few and not for a whole morning. When one unit of a commit fails, all are rolled back and each is done
again in a commit of its own: one failure does not affect the others, and units are repeatable anyway
(`storage/db/database.py`).
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

Argument = TypeVar("Argument")
Result = TypeVar("Result")
UnitOfWork = Callable[[Connection], Any]

MAX_BATCH = 64  # units of work in one commit, so that none waits long for the others
MAX_LOW_PRIORITY = 4  # low-priority units of work in one commit


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchableWork(Generic[Argument, Result]):
    """A work that is cheaper together with its like: `do` takes what was given to each, and answers each in order.

    `low_priority`: no user waits for it.
    """

    do: Callable[[Connection, Sequence[Argument]], Sequence[Result]]
    given: Argument
    low_priority: bool = False

    def __call__(self, connection: Connection) -> Result:
        """By itself."""
        (outcome,) = self.do(connection, (self.given,))
        return outcome


class TransactionNotStarted(Exception):
    """No transaction could even be begun, for `problem`: it would be the same for each of the works."""

    def __init__(self, problem: Exception) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    error: Exception


_Outcome = _Done | _Failed
_Asked = tuple[UnitOfWork, asyncio.Future[Any]]


class GroupCommitter(ABC):
    """Does works in the order in which they come, patient ones behind; while some are done, the next ones gather."""

    def __init__(self) -> None:
        self._waiting: list[_Asked] = []
        self._patient: list[_Asked] = []
        self._passed_over = False
        self._busy: asyncio.Future[None] | None = None

    async def do(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` returns, once it is committed; raises what it raises, and then it is undone.

        If the caller is cancelled, the cancellation is raised after the work has finished.
        """
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        patient = isinstance(work, BatchableWork) and work.low_priority
        (self._patient if patient else self._waiting).append((work, answer))
        if self._busy is None or self._busy.done():
            self._busy = asyncio.ensure_future(self._until_nothing_waits())
        try:
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            await asyncio.wait((answer,))
            answer.exception()  # seen, so that it is not reported as forgotten: the caller has gone
            raise

    @abstractmethod
    async def commit(self, works: Sequence[UnitOfWork]) -> Sequence[Any]:
        """What `values` says of them, all in one transaction; raises what any of them raises, and
        `TransactionNotStarted`.
        """

    async def _until_nothing_waits(self) -> None:
        while together := self._next():
            outcomes = await self._settled([work for work, _ in together])
            for (_, answer), outcome in zip(together, outcomes, strict=True):
                match outcome:
                    case _Done():
                        answer.set_result(outcome.value)
                    case _Failed():
                        answer.set_exception(outcome.error)

    def _next(self) -> list[_Asked]:
        """For one commit. Turns go without the patient, but never twice in a row: those get on too."""
        some, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
        hurry = any(isinstance(work, BatchableWork) for work, _ in some)
        if hurry and self._patient and not self._passed_over:
            self._passed_over = True
            return some
        few, self._patient = self._patient[:MAX_LOW_PRIORITY], self._patient[MAX_LOW_PRIORITY:]
        self._passed_over = False
        return some + few

    async def _settled(self, works: Sequence[UnitOfWork]) -> list[_Outcome]:
        """All in one transaction; if one fails, each in its own."""
        try:
            return [_Done(value=value) for value in await self.commit(works)]
        except TransactionNotStarted as closed:
            return [_Failed(error=closed.problem)] * len(works)
        except Exception as error:
            if len(works) == 1:
                return [_Failed(error=error)]
        return [outcome for work in works for outcome in await self._settled([work])]


def run_all(connection: Connection, works: Sequence[UnitOfWork]) -> list[Any]:
    """What the works return, in order; those that join and stand side by side are done as one."""
    found: list[Any] = []
    for do, some in groupby(works, key=lambda work: work.do if isinstance(work, BatchableWork) else None):
        if do is None:
            found += [work(connection) for work in some]
        else:
            found += do(connection, [work.given for work in some if isinstance(work, BatchableWork)])
    return found
