"""People side by side, each in her own order, and never more turns at once than the database likes.

Must not know what is done. Who waits for her own earlier turn takes nobody's place, and alarms have places of their
own: who presses a button does not wait for a morning.

>>> await Ordered(at_once=16).run(7, turn)  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Ordered:
    """A queue for each person, and a bound for all together; the same again for alarms."""

    __slots__ = ("_alarms", "_bound", "_queues")

    def __init__(self, at_once: int) -> None:
        self._bound = asyncio.Semaphore(at_once)
        self._alarms = asyncio.Semaphore(at_once)
        self._queues: dict[int, tuple[asyncio.Lock, int]] = {}

    async def run(self, person: int, turn: Callable[[], Awaitable[None]], *, alarm: bool = False) -> None:
        """Does it after everything that was given before for the same person."""
        lock, waiting = self._queues.get(person, (asyncio.Lock(), 0))
        self._queues[person] = (lock, waiting + 1)
        try:
            async with lock, self._alarms if alarm else self._bound:
                await turn()
        finally:
            lock, waiting = self._queues[person]
            if waiting > 1:
                self._queues[person] = (lock, waiting - 1)
            else:
                del self._queues[person]

    @property
    def busy(self) -> bool:
        """Whether anything is waiting or being done."""
        return bool(self._queues)
