"""What time it is: the wall clock, or in a simulation the simulator's clock, which a person moves.

The shell asks `now()`; nothing sleeps until an instant of this clock, because a simulated one stands still. This is
the only place that reads the wall.

>>> SystemClock().now().tzinfo is UTC
True
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

LONG_POLL_S = 20.0
GONE_S = 5.0
RETRY_S = 0.2


class SystemClock:
    """The wall clock, in UTC."""

    __slots__ = ()

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the shell reads the wall here only


@dataclass(frozen=True, slots=True, kw_only=True)
class BotStatus:
    """How things stand with the bot: its earliest alarm, and whether anything is still to be done or sent."""

    next_alarm: datetime | None
    pending: bool


class SimulatorDisconnected(Exception):
    """The simulator no longer answers, so its bot stops."""


class SimulatedClock:
    """The simulator's clock. Each time it is moved, what is due then is played before it moves on.

    `url` is the simulator's control address. `rev` counts the moves; telling a `rev` means "played".
    """

    __slots__ = ("_anchor", "_base", "_curious", "_http", "_url", "rev", "running")

    def __init__(self, url: str) -> None:
        self._url = f"{url}/sim/bot/sync"
        self._http = httpx.AsyncClient(timeout=httpx.Timeout(10.0, read=LONG_POLL_S + 10), trust_env=False)
        self._base = datetime.fromtimestamp(0, UTC)
        self._anchor = time.monotonic()
        self._curious: list[str] = []
        self.running = False
        self.rev = 0

    def now(self) -> datetime:
        if not self.running:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._anchor)

    async def start(self) -> None:
        """Learns the time, waiting for the simulator if it is not there yet."""
        await self._sync(BotStatus(next_alarm=None, pending=True), {})

    async def follow(
        self,
        play: Callable[[], Awaitable[None]],
        standing: Callable[[], Awaitable[BotStatus]],
        show: Callable[[str], Awaitable[dict[str, object]]],
    ) -> None:
        """Until cancelled: tells how things stand, adopts each new instant, and plays it to its end.

        `describe` answers what the simulator's page is curious about, by its name.
        """
        await play()
        while True:
            curious, self._curious = self._curious, []
            if await self._sync(await standing(), {name: await show(name) for name in curious}):
                await play()

    async def _sync(self, standing: BotStatus, shown: dict[str, dict[str, object]]) -> bool:
        """One exchange; whether the clock was moved. Tries again for `GONE_S`, then raises `SimulatorDisconnected`."""
        alarm = standing.next_alarm.isoformat() if standing.next_alarm is not None else None
        told = {"rev": self.rev, "next_alarm": alarm, "pending": standing.pending, "insights": shown}
        refused = 0
        while True:
            try:
                answer = await self._http.post(self._url, json=told)
                answer.raise_for_status()
                break
            except httpx.HTTPError as error:
                refused = refused + 1 if isinstance(error, httpx.ConnectError) else 0
                if refused * RETRY_S > GONE_S:
                    raise SimulatorDisconnected(self._url) from None
                await asyncio.sleep(RETRY_S)
        return self._adopt(answer.json())

    def _adopt(self, answer: dict[str, object]) -> bool:
        moved = answer["rev"] != self.rev
        curious = answer.get("curious")
        self._curious = [str(name) for name in curious] if isinstance(curious, list) else []
        if moved:
            self._base = datetime.fromisoformat(str(answer["now"])).astimezone(UTC)
            self._anchor = time.monotonic()
            self.running = bool(answer["running"])
            self.rev = int(str(answer["rev"]))
        return moved

    async def close(self) -> None:
        await self._http.aclose()


Clock = SystemClock | SimulatedClock
