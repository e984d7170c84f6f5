"""HTTP for python-telegram-bot over aiohttp: the way through a proxy, and the one to compare `plain.py` with.

Must not know what is sent. aiohttp instead of the default httpx: a third of the time for a call.

>>> Bot("1:a", request=AiohttpRequest(connections=32))  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import math
import ssl
from functools import cache
from io import BytesIO

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.encoding import body_of

CONNECT_S = 10.0
READ_S = 20.0
KEPT_S = 60.0
LARGE = 2**16  # aiohttp wants more than so much in pieces


class AiohttpRequest(BaseRequest):
    """`connections`: how many calls may be under way at once. `tls`: whom to trust, if not the usual ones."""

    __slots__ = ("_connections", "_proxy", "_session", "_tls", "answered_at")

    def __init__(
        self, *, connections: int, proxy: str | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None
        self.answered_at = -math.inf  # by the loop's time: when Telegram itself answered last

    @property
    def read_timeout(self) -> float | None:
        return READ_S

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=KEPT_S, ssl=self._tls or True
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),  # Telegram sets none
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
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
        body, kind = body_of(request_data)
        problem: NetworkError
        try:
            async with self._session.request(
                method,
                url,
                data=BytesIO(body) if len(body) > LARGE else body or None,
                headers={"Content-Type": kind} if kind else {},
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                told = await answer.read()
                if answer.status < 500:
                    self.answered_at = asyncio.get_running_loop().time()
                return answer.status, told
        except TimeoutError:
            problem = TimedOut()
        except (aiohttp.ClientError, OSError) as error:
            problem = NetworkError(type(error).__name__)
        raise problem  # out here: what aiohttp raises may hold the address, and with it the token


@cache
def _timeout(read_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=float(read_s))
