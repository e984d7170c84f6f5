"""Long polling that loses nothing: an update is confirmed to Telegram only when its turn is committed.

The library's own Updater confirms what it has merely queued in memory, so a kill would lose an answer. Here
the next request, which confirms, waits for the turns of the last one; what is handed out twice is known by
its number. Must not know what an update means.

>>> await Poller(wire, handle).run()  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.inbound import KINDS
from bot.telegram.watched import Source
from bot.telegram.wire import LONG_POLL_S, asked_to_wait_s

log = structlog.get_logger(__name__)
SHORTEST_S = 0.5
LONGEST_S = 30.0


SECOND_POLLER = (
    "another process polls with this token: only one may, so stop one of them; replicas on PostgreSQL "
    "need a webhook (WEBHOOK_URL)"
)
WEBHOOK_SET = (
    "another process has set a webhook for this token, so this one cannot poll: stop it, "
    "or set WEBHOOK_URL here too"
)


class TokenRefused(Exception):
    """Telegram does not know this token (any more)."""


class Poller:
    """Asks for updates, hands them on in order, and waits for all of them before it asks again."""

    __slots__ = ("_handle", "_wire", "offset", "working")

    def __init__(self, wire: Source, handle: Callable[[object], Coroutine[Any, Any, None]]) -> None:
        self._wire = wire
        self._handle = handle
        self.offset = 0
        self.working = False

    async def run(self) -> None:
        """Until cancelled; raises `TokenRefused`. One log line for an outage, one when it is over."""
        failures = 0
        while True:
            try:
                found = await self._wire.updates(self.offset, KINDS, wait_s=0 if failures else LONG_POLL_S)
            except InvalidToken:
                raise TokenRefused from None
            except TelegramError as error:
                failures += 1
                await asyncio.sleep(_pause(error, failures))
                continue
            if failures:
                log.info("polling goes on", after_failures=failures)
                failures = 0
            await self._take(found)

    async def _take(self, found: list[Any]) -> None:
        self.working = True
        try:
            async with asyncio.TaskGroup() as turns:
                for raw in found:
                    turns.create_task(self._handle(raw))
            if found:
                self.offset = max(self.offset, *(_number(raw) + 1 for raw in found))
        finally:
            self.working = False


def _number(raw: Any) -> int:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else -1


def _pause(error: TelegramError, failures: int) -> float:
    """How long to wait before asking again; says what is wrong the first time."""
    if failures == 1:
        if isinstance(error, Conflict):
            log.error(WEBHOOK_SET if "webhook" in error.message else SECOND_POLLER)
        else:
            log.warning("Telegram cannot be reached, trying again", error=type(error).__name__)
    if isinstance(error, RetryAfter):
        return asked_to_wait_s(error)
    return float(min(LONGEST_S, SHORTEST_S * 2 ** min(failures - 1, 8)))
