"""Calls to the Bot API: any method by name, over aiohttp, with the errors of python-telegram-bot.

Must not know what is sent. aiohttp instead of the default httpx: a third of the time for a call. Calls are
made by name, because the outbox stores them so, and a result that nobody reads is not turned into objects.

>>> await Wire("1:a", "http://127.0.0.1:8081").call("getMe", {})  # doctest: +SKIP
{'id': 1, 'is_bot': True, ...}
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_S = 10.0
READ_S = 20.0
LONG_POLL_S = 30
FRESH_S = 45.0
ASKED_S = 3.0
FIELDS = {"Content-Type": "application/x-www-form-urlencoded"}


class AiohttpRequest(BaseRequest):
    """HTTP for python-telegram-bot. `connections`: how many calls may be under way at once."""

    __slots__ = ("_connections", "_session", "answered_at")

    def __init__(self, *, connections: int) -> None:
        self._connections = connections
        self.answered_at = -math.inf  # by the loop's time: when Telegram itself answered last
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_S

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),  # Telegram sets none
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"
        timeout = _timeout(read_timeout if isinstance(read_timeout, int | float) else READ_S)
        try:
            body, headers = _body(request_data)
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout
            ) as answer:
                told = await answer.read()
                if answer.status < 500:
                    self.answered_at = asyncio.get_running_loop().time()
                return answer.status, told
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            # The message of an error may hold the address, and with it the token.
            raise NetworkError(type(error).__name__) from None


@cache
def _timeout(read_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=float(read_s))


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str]]:
    """Fields as a web form sends them; only an upload needs the parts of a multipart message."""
    if data is None:
        return None, {}
    if not data.contains_files:
        return urlencode(data.json_parameters).encode("ascii"), FIELDS
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, part in data.multipart_data.items():
        file_name, content, kind = part
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form, {}


def asked_to_wait_s(error: RetryAfter) -> float:
    """How many seconds Telegram asks to wait."""
    return float(error.retry_after.total_seconds())  # type: ignore[union-attr]  # PTB_TIMEDELTA


class Wire(Bot):
    """A bot whose methods are called by name, as they are stored in the outbox."""

    def __init__(self, token: str, api: str, *, connections: int = 32) -> None:
        self._lines = (AiohttpRequest(connections=connections), AiohttpRequest(connections=2))
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
        return await self._post(method, dict(params))

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int = LONG_POLL_S) -> list[Any]:
        """What happened since, as it came, after at most `wait_s`; confirms everything before `offset`."""
        asked = {"offset": offset, "timeout": wait_s, "allowed_updates": list(kinds)}
        found = await self._post("getUpdates", asked, read_timeout=wait_s + CONNECT_S)
        return found if isinstance(found, list) else []
