"""Drains the outbox: what is committed there reaches Telegram, at least once, each person in order.

Must not know why anything is said. It may be killed at any point: a message is leased while it is being
sent, and whoever comes next takes it up. Waits are in real seconds and keep the lease, so a clock that
stands still is no harm.

>>> await outbound.run()  # until cancelled; `outbound.nudge()` after each commit  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - jitter, so that replicas do not come back in step
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import assert_never

import structlog

from bot import metrics
from bot.clock import Clock, SystemClock
from bot.logs import where
from bot.telegram.pace import Pace
from bot.telegram.sending import Delivery, Later, Refused, Sent, Unreachable
from storage.engine import DatabaseProblem
from storage.outbox import Outbox
from storage.shapes import Waiting

log = structlog.get_logger(__name__)
AT_ONCE = 24
LEASE = timedelta(minutes=5)
LONGEST_HOLD_S = 60.0  # a longer wait gives the message back
FIRST_BACKOFF_S = 0.5
TRIES_HERE = 4
GIVE_UP = timedelta(hours=24)
UNPACED = ("answerCallbackQuery",)

Settled = Sent | Unreachable | Refused
Send = Callable[[str, dict[str, object]], Awaitable[Delivery]]


class Outbound:
    """The one sender of this process. `blocked` is called when she cannot be reached any more."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        clock: Clock,
        send: Send,
        pace: Pace,
        blocked: Callable[[int], Awaitable[object]],
        alone: bool,
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._send = send
        self._pace = pace
        self._blocked = blocked
        self._alone = alone
        self._wanted = asyncio.Event()
        self._free = asyncio.Semaphore(AT_ONCE)
        self._flying = 0
        self._rested = asyncio.Event()

    def nudge(self) -> None:
        """There may be something to send."""
        self._wanted.set()
        self._rested.clear()

    async def rested(self) -> None:
        """Returns when everything that could be sent has been."""
        self.nudge()
        await self._rested.wait()

    async def run(self) -> None:
        """Sends until cancelled. The only process takes up at once what an earlier one left behind."""
        ahead = LEASE if self._alone else timedelta(0)
        async with asyncio.TaskGroup() as deliveries:
            while True:
                self._wanted.clear()
                taken = await self._claim(ahead)
                if taken is None:
                    continue
                ahead = timedelta(0)
                for waiting in taken:
                    await self._free.acquire()
                    self._flying += 1
                    deliveries.create_task(self._deliver(waiting))
                if not taken:
                    if not self._flying and not self._wanted.is_set():
                        self._rested.set()
                    await self._wanted.wait()

    async def _claim(self, ahead: timedelta) -> list[Waiting] | None:
        try:
            now = self._clock.now() + ahead
            return await self._outbox.claim(now, lease=LEASE - ahead, limit=AT_ONCE)
        except DatabaseProblem as problem:
            log.error("the outbox cannot be read, trying again", problem=str(problem))
            await asyncio.sleep(1)
            return None

    async def _deliver(self, waiting: Waiting) -> None:
        try:
            await self._until_settled(waiting)
        except (
            DatabaseProblem
        ) as problem:  # the lease ends, and it is sent again: once too often, never not at all
            log.error("what was sent could not be noted", problem=str(problem))
        except Exception as error:  # a bug of ours with one message must not stop all others
            log.error("a message could not be handled", method=waiting.method, **where(error))
        finally:
            self._flying -= 1
            self._free.release()
            self.nudge()

    async def _until_settled(self, waiting: Waiting) -> None:
        tries = TRIES_HERE * (waiting.attempts - 1)
        while True:
            if waiting.method not in UNPACED:
                now = asyncio.get_running_loop().time()
                hurry = waiting.kind != "prompt"
                await asyncio.sleep(self._pace.wait(waiting.person, at=now, hurry=hurry))
            outcome = await self._send(waiting.method, dict(waiting.params))
            if not isinstance(outcome, Later):
                await self._settle(waiting, outcome)
                return
            tries += 1
            pause = outcome.after_s if outcome.after_s is not None else self._backoff(tries)
            metrics.SENDS.labels(kind=waiting.kind, outcome="later").inc()
            if tries == 1:
                log.warning(
                    "not sent, trying again", method=waiting.method, why=outcome.why, after_s=round(pause, 1)
                )
            if self._clock.now() - waiting.made_at > GIVE_UP:
                await self._settle(waiting, Refused(why=f"{outcome.why} for {GIVE_UP}"))
                return
            if self._given_back(pause, tries):
                at = self._clock.now() + timedelta(seconds=pause)
                await self._outbox.retry(waiting, at=at, why=outcome.why)
                return
            await asyncio.sleep(pause)

    def _given_back(self, pause: float, tries: int) -> bool:
        """Held and tried again here, or given back; by a clock that stands still, later never comes."""
        if not isinstance(self._clock, SystemClock):
            return False
        return pause > LONGEST_HOLD_S or tries % TRIES_HERE == 0

    async def _settle(self, waiting: Waiting, outcome: Settled) -> None:
        metrics.SENDS.labels(kind=waiting.kind, outcome=type(outcome).__name__.lower()).inc()
        match outcome:
            case Sent():
                now = self._clock.now()
                await self._outbox.sent(waiting, telegram_message_id=outcome.message_id, now=now)
            case Unreachable():
                await self._outbox.drop_person(waiting.person)
                await self._blocked(waiting.person)
            case Refused():
                log.error(
                    "Telegram refused a message", method=waiting.method, kind=waiting.kind, why=outcome.why
                )
                await self._outbox.dead(waiting, why=outcome.why)
            case _ as never:
                assert_never(never)

    @staticmethod
    def _backoff(tries: int) -> float:
        """Doubling, with jitter from half to the whole."""
        longest: float = min(LONGEST_HOLD_S, FIRST_BACKOFF_S * 2 ** min(tries - 1, 10))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
