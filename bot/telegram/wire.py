"""Calls to the Bot API: any method by name, with the errors of python-telegram-bot.

Must not know what is sent. Calls are made by name, because the outbox stores them so, and a result that nobody
reads is not turned into objects. Who carries them: `plain.py`, or `over_aiohttp.py` where there is a proxy.

>>> await Wire("1:a", "http://127.0.0.1:8081").call("getMe", {})  # doctest: +SKIP
{'id': 1, 'is_bot': True, ...}
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from telegram import Bot, InputFile
from telegram.error import RetryAfter, TelegramError

from bot.telegram.carrier import CONNECT_S
from bot.telegram.delivery.in_flight_limit import MAX_IN_FLIGHT
from bot.telegram.encoding import fields
from bot.telegram.line import line

if TYPE_CHECKING:
    from bot.settings import HttpClient

LONG_POLL_S = 30
CONNECTIONS = 2 * MAX_IN_FLIGHT  # each message in flight, and as many answers to taps beside them
FRESH_S = 45.0
ASKED_S = 3.0


def asked_to_wait_s(error: RetryAfter) -> float:
    """How many seconds Telegram asks to wait."""
    return float(error.retry_after.total_seconds())  # type: ignore[union-attr]  # PTB_TIMEDELTA


class Wire(Bot):
    """A bot whose methods are called by name, as they are stored in the outbox."""

    def __init__(self, token: str, api: str, *, client: HttpClient = "plain") -> None:
        self._lines = (
            line(api, client, connections=CONNECTIONS),
            line(api, client, connections=2),
        )
        super().__init__(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._lines[0],
            get_updates_request=self._lines[1],
        )

    async def reached(self) -> bool:
        """Whether Telegram answers: it did a moment ago, or it does now."""
        last = max(line.answered_at for line in self._lines)
        if asyncio.get_running_loop().time() - last < FRESH_S:
            return True
        try:
            async with asyncio.timeout(ASKED_S):
                await self.call("getMe", {})
        except (TelegramError, TimeoutError):
            return False
        return True

    async def call(self, method: str, params: Mapping[str, object]) -> Any:
        """The result as it came; raises `telegram.error.TelegramError`."""
        if any(isinstance(value, InputFile) for value in params.values()):
            return await self._post(method, dict(params))
        return await self._lines[0].post(f"{self.base_url}/{method}", fields(params))

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int = LONG_POLL_S) -> list[Any]:
        """What happened since, as it came, after at most `wait_s`; confirms everything before `offset`."""
        asked = {"offset": offset, "timeout": wait_s, "allowed_updates": list(kinds)}
        found = await self._lines[1].post(
            f"{self.base_url}/getUpdates", fields(asked), read_timeout=wait_s + CONNECT_S
        )
        return found if isinstance(found, list) else []
