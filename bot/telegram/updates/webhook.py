"""Updates that Telegram brings to our webhook: set at start, taken off again when the bot goes back to polling.

An update is answered for only when its turn is committed; otherwise Telegram brings it again. Every replica sets the
same webhook, so it does not matter who starts last.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.telegram.bot_client import BotClient, asked_to_wait_s
from bot.telegram.updates.identity import KINDS
from bot.telegram.updates.polling import TokenRefused
from bot.telegram.updates.receive import RedeliverLater

log = structlog.get_logger(__name__)
PATIENCE_S = 5.0  # then Telegram is asked to come again, perhaps to another replica
FINISH_WITHIN_S = 10.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0


class UpdateHandler(Protocol):
    """What is done with an update; raises `RedeliverLater`."""

    async def __call__(self, raw: object, *, patience_s: float | None = None) -> None: ...


class WebhookReceiver:
    """Takes what is brought, while it is open. Until then, and from then on, Telegram is asked to come again."""

    __slots__ = ("_idle", "_take", "working")

    def __init__(self) -> None:
        self._take: UpdateHandler | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self.working = 0

    @contextmanager
    def open(self, take: UpdateHandler) -> Iterator[None]:
        """For as long as this lasts, updates go to `take`."""
        self._take = take
        try:
            yield
        finally:
            self._take = None

    async def drain(self) -> None:
        """Takes nothing more, and waits for what has begun, at most `FINISH_WITHIN_S`."""
        self._take = None
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_WITHIN_S):
                await self._idle.wait()

    async def take(self, raw: dict[str, Any]) -> bool:
        """Whether it is done with: committed, or nothing that can ever be done."""
        take = self._take
        if take is None:
            return False
        self.working += 1
        self._idle.clear()
        try:
            await take(raw, patience_s=PATIENCE_S)
        except RedeliverLater:
            return False
        finally:
            self.working -= 1
            if not self.working:
                self._idle.set()
        return True


def webhook_secret(token: str, chosen: str) -> str:
    """What Telegram shows at the webhook: as chosen, or made from the token, the same in every replica."""
    return chosen or hmac.new(token.encode(), b"restride webhook", hashlib.sha256).hexdigest()


async def set_webhook(wire: BotClient, url: str, secret: str, connections: int) -> None:
    """Tell Telegram where to bring updates; patient while it is away."""
    given = {
        "url": url,
        "secret_token": secret,
        "allowed_updates": list(KINDS),
        "max_connections": connections,
        "drop_pending_updates": False,
    }
    await _patiently(wire, "setWebhook", given)
    log.info("the webhook is set")


async def delete_webhook(wire: BotClient) -> None:
    """Back to polling: a webhook that was set goes, and what waits for it is polled."""
    told = await _patiently(wire, "getWebhookInfo", {})
    if told.get("url"):
        log.warning("this bot had a webhook: it is taken off, because WEBHOOK_URL is empty here")
        await _patiently(wire, "deleteWebhook", {"drop_pending_updates": False})


async def _patiently(wire: BotClient, method: str, given: dict[str, object]) -> Any:
    pause, failures = FIRST_PAUSE_S, 0
    while True:
        try:
            return await wire.call(method, given)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            failures += 1
            if failures == 1:
                log.warning(
                    "Telegram did not take it yet, trying again", method=method, error=type(error).__name__
                )
            asked = asked_to_wait_s(error) if isinstance(error, RetryAfter) else 0.0
            await asyncio.sleep(max(pause, asked))
            pause = min(LONGEST_PAUSE_S, pause * 2)
