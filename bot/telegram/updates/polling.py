"""Long polling that loses nothing: an update is confirmed to Telegram only when its turn is committed.

The library's own Updater confirms what it has merely queued in memory, so a kill would lose an answer. Here
the next request, which confirms, waits for the turns of the last one (`bot/telegram/updates/offset.py`). What Telegram
delivers twice is recognised by the database (`storage/people/seen_updates.py`). The poller reads no wall clock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.monitoring import metrics
from bot.telegram.bot_client import LONG_POLL_S, asked_to_wait_s
from bot.telegram.updates.identity import KINDS, update_number
from bot.telegram.updates.offset import Offset
from bot.telegram.watched import Source

log = structlog.get_logger(__name__)
SHORTEST_S = 0.5
LONGEST_S = 30.0
LONGEST_STALL_S = 5.0  # between polls that bring nothing new: an update in the middle of them waits no longer
EARLY_S = 1.0  # an empty answer to a long poll that comes sooner was not waited for


SECOND_POLLER = (
    "another process polls with this token: only one may, so stop one of them; replicas on PostgreSQL "
    "need a webhook (WEBHOOK_URL)"
)
WEBHOOK_SET = (
    "another process has set a webhook for this token, so this one cannot poll: stop it, "
    "or set WEBHOOK_URL here too"
)
STALLED = (
    "Telegram answers polls at once but without anything new, so the poller pauses between polls: "
    "nobody can be heard unless new updates come; check BOT_API_URL, and whether a proxy repeats answers"
)


class TokenRefused(Exception):
    """Telegram does not know this token (any more)."""


class Poller:
    """Asks for updates, hands them on in order, and waits for all of them before it asks again."""

    __slots__ = ("_handle", "_offset", "_sleep", "_stalled", "_stalls", "_tick", "_wire", "working")

    def __init__(
        self,
        wire: Source,
        handle: Callable[[object], Coroutine[Any, Any, None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wire = wire
        self._handle = handle
        self._sleep = sleep
        self._tick = tick
        self._offset = Offset()
        self._stalls = 0  # polls in a row that were answered at once with nothing new
        self._stalled = 0  # all such polls since Telegram last waited for an update as it should
        self.working = False

    async def run(self) -> None:
        """Until cancelled; raises `TokenRefused`. One log line for an outage, one when it is over."""
        failures = 0
        while True:
            wait_s = 0 if failures else LONG_POLL_S
            asked_at = self._tick()
            try:
                found = await self._wire.updates(self._offset.next, KINDS, wait_s=wait_s)
            except InvalidToken:
                raise TokenRefused from None
            except TelegramError as error:
                failures += 1
                if isinstance(error, BadRequest):
                    self._offset.restart()
                await self._sleep(_pause(error, failures))
                continue
            if failures:
                log.info("polling goes on", after_failures=failures)
                failures = 0
            waited = self._tick() - asked_at >= EARLY_S
            progress = await self._take(found) if found else waited or wait_s == 0
            if waited:
                self._goes_well()
            await self._pace(progress, len(found))

    async def _take(self, found: list[Any]) -> bool:
        """Handle what is new of an answer; whether the next poll will confirm anything of it."""
        new = self._offset.take(found)
        self.working = True
        try:
            async with asyncio.TaskGroup() as turns:
                for raw in new:
                    turns.create_task(self._handle(raw))
            self._offset.confirm()
        finally:
            self.working = False
        return any(update_number(raw) is not None for raw in new)

    def _goes_well(self) -> None:
        """Telegram has waited for an update, or for the end of the poll."""
        if self._stalled:
            log.info("Telegram waits for new updates again", after_polls=self._stalled)
        self._stalled = 0

    async def _pace(self, progress: bool, updates: int) -> None:
        """A poll that brought nothing new is not repeated at once. Said once, until Telegram waits again."""
        if progress:
            self._stalls = 0
            return
        self._stalls += 1
        self._stalled += 1
        metrics.STALLED_POLLS.inc()
        if self._stalled == 1:
            log.warning(STALLED, updates=updates)
        await self._sleep(_backoff(self._stalls, LONGEST_STALL_S))


def _pause(error: TelegramError, failures: int) -> float:
    """How long to wait before asking again; says what is wrong the first time."""
    if failures == 1:
        if isinstance(error, Conflict):
            log.error(WEBHOOK_SET if "webhook" in error.message else SECOND_POLLER)
        else:
            log.warning("Telegram cannot be reached, trying again", error=type(error).__name__)
    if isinstance(error, RetryAfter):
        return asked_to_wait_s(error)
    return _backoff(failures, LONGEST_S)


def _backoff(times: int, longest_s: float) -> float:
    """Seconds, doubled each time."""
    return float(min(longest_s, SHORTEST_S * 2 ** min(times - 1, 8)))
