"""Calls to the Bot API: any method by name, with the errors of python-telegram-bot.

Calls are made by name, because the outbox stores them so, and a result that is not used is not turned into
objects. An answer that is not Telegram's raises `NotTelegram`, whatever it looks like.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import structlog
from telegram import Bot, InputFile, User
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.monitoring import metrics
from bot.telegram.answers import NotTelegram, check_result, is_from_telegram, is_update
from bot.telegram.delivery.in_flight_limit import MAX_IN_FLIGHT
from bot.telegram.http_client import CONNECT_S, HttpClient, json_data
from bot.telegram.outages import Outages
from bot.telegram.proxy import find_proxy

log = structlog.get_logger(__name__)
LONG_POLL_S = 30
CONNECTIONS = 2 * MAX_IN_FLIGHT  # each message in flight, and as many answers to taps beside them
FRESH_S = 45.0
ASKED_S = 3.0


def asked_to_wait_s(error: RetryAfter) -> float:
    """How many seconds Telegram asks to wait."""
    return float(error.retry_after.total_seconds())  # type: ignore[union-attr]  # PTB_TIMEDELTA


class BotClient(Bot):
    """A bot whose methods are called by name, as they are stored in the outbox. Raises `UnusableProxy`."""

    def __init__(self, token: str, api: str) -> None:
        proxy = find_proxy(api)
        self._lines = (
            HttpClient(connections=CONNECTIONS, proxy=proxy),
            HttpClient(connections=2, proxy=proxy),
        )
        self._bot_number = int(token.partition(":")[0])
        self._outages = Outages()
        super().__init__(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._lines[0],
            get_updates_request=self._lines[1],
        )

    @property
    def outages(self) -> Outages:
        """The wrong answers so far, and when Telegram itself answered last."""
        return self._outages

    async def initialize(self) -> None:
        """Opens the connections and asks who this bot is; raises `InvalidToken`, never with the token in it."""
        try:
            await super().initialize()
            return
        except InvalidToken:
            pass
        raise InvalidToken

    async def get_me(self, **given: Any) -> User:
        """Who this bot is; an answer for another bot is not believed."""
        user = await self.call("getMe", {})
        told = {name: user[name] for name in ("id", "is_bot", "first_name", "username")}
        self._bot_user = User.de_json(told, self)
        return self._bot_user

    async def reached(self) -> bool:
        """Whether Telegram answers: it did a moment ago, or it does now."""
        if asyncio.get_running_loop().time() - self.outages.last_answer_at < FRESH_S:
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
            return await self._checked(method, self._post(method, dict(params)))
        return await self._checked(
            method, self._lines[0].post(f"{self.base_url}/{method}", json_data(params))
        )

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int = LONG_POLL_S) -> list[Any]:
        """What happened since, as it came, after at most `wait_s`; confirms everything before `offset`.

        A member without a number cannot be confirmed: it is passed over, or Telegram would never give another.
        """
        asked = {"offset": offset, "timeout": wait_s, "allowed_updates": list(kinds)}
        request = self._lines[1].post(
            f"{self.base_url}/getUpdates", json_data(asked), read_timeout=wait_s + CONNECT_S
        )
        updates: list[Any] = await self._checked("getUpdates", request)
        return updates

    async def _checked(self, method: str, request: Awaitable[Any]) -> Any:
        """The result, if it is one that this method has; whatever else comes is said once per outage."""
        try:
            result = await request
            check_result(method, result, bot=self._bot_number)
            if method == "getUpdates":
                result = _numbered(result)
        except TelegramError as error:
            if is_from_telegram(error):
                self.outages.answered(method)
            self.outages.failed(method, error)
            raise
        self.outages.answered(method)
        return result


def _numbered(found: list[Any]) -> list[Any]:
    """The updates that have a number; raises `NotTelegram` if there are none among what came."""
    updates = [raw for raw in found if is_update(raw)]
    if found and not updates:
        raise NotTelegram("updates without numbers")
    for _ in range(len(found) - len(updates)):
        metrics.BAD_UPDATES.inc()
        log.warning("an update could not be read, it is passed over", why="it has no number")
    return updates
