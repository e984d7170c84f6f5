"""Runs turns in the order of each person, with a limit for all together.

A turn that waits for an earlier turn of the same person does not use a place. Alarms have separate places and wait
while button presses are being handled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

HEARD_S = 0.002  # a press that arrived during another turn has been read by then


class PerPersonQueue:
    """A queue for each person, and a bound for all together; the same again for alarms."""

    __slots__ = ("_alarms", "_bound", "_people", "_queues", "_still")

    def __init__(self, at_once: int) -> None:
        self._bound = asyncio.Semaphore(at_once)
        self._alarms = asyncio.Semaphore(at_once)
        self._queues: dict[int, tuple[asyncio.Lock, int]] = {}
        self._people = 0  # whose own turn waits or is being done
        self._still = asyncio.Event()
        self._still.set()

    async def run(self, person: int, turn: Callable[[], Awaitable[None]], *, alarm: bool = False) -> None:
        """Does it after everything that was given before for the same person."""
        lock, waiting = self._queues.get(person, (asyncio.Lock(), 0))
        self._queues[person] = (lock, waiting + 1)
        self._count(0 if alarm else 1)
        try:
            async with lock, self._alarms if alarm else self._bound:
                await turn()
        finally:
            self._count(0 if alarm else -1)
            lock, waiting = self._queues[person]
            if waiting > 1:
                self._queues[person] = (lock, waiting - 1)
            else:
                del self._queues[person]

    async def wait_idle(self, *, patience_s: float) -> None:
        """Returns when no turn of a person runs or is about to, or after the given time."""
        if not self._people:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                while self._people:
                    await self._still.wait()
                    await asyncio.sleep(HEARD_S)

    def _count(self, people: int) -> None:
        self._people += people
        if self._people:
            self._still.clear()
        else:
            self._still.set()

    @property
    def busy(self) -> bool:
        """Whether anything is waiting or being done."""
        return bool(self._queues)
