"""One bell for the whole simulator: whatever changes rings it, whoever waits looks again.

Waiting is always for a fact, never for a length of time:

    await bell.until(lambda: mailbox.empty, timeout_s=5)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class ClientConnection:
    """The connection that a long answer is waited for on: knows when the client has hung up."""

    __slots__ = ("_receive", "hung_up")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.hung_up = False

    async def listen(self, bell: ChangeNotifier) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.hung_up = True
        bell.ring()


class ChangeNotifier:
    """Rings for everybody at once. Everything runs on one event loop, so check-then-wait loses nothing."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        rung, self._event = self._event, asyncio.Event()
        rung.set()

    async def until(
        self, fact: Callable[[], bool], *, timeout_s: float | None, line: ClientConnection | None = None
    ) -> bool:
        """Wait until `fact()` holds (True), or time is up or the client on the `line` hung up (False)."""
        if fact():
            return True
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(line.listen(self)) if line else None
            try:
                async with asyncio.timeout(timeout_s):
                    while not fact() and not (line and line.hung_up):
                        await self._event.wait()
            except TimeoutError:
                pass
            finally:
                if watch:
                    watch.cancel()
        return fact()
