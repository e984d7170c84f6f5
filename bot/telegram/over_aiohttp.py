"""HTTP for python-telegram-bot over aiohttp: the way through a proxy, and the one to compare `plain.py` with.

Must not know what is sent. aiohttp instead of the default httpx: a third of the time for a call.

>>> Bot("1:a", request=AiohttpRequest(connections=32))  # doctest: +SKIP
"""

from __future__ import annotations

import ssl
from functools import cache
from io import BytesIO

import aiohttp

from bot.telegram.carrier import CONNECT_S, KEPT_S, Call, Carrier

LARGE = 2**16  # aiohttp wants more than so much in pieces


class AiohttpRequest(Carrier):
    """`connections`: how many calls may be under way at once. `tls`: whom to trust, if not the usual ones."""

    __slots__ = ("_connections", "_proxy", "_session", "_tls")

    troubles = (aiohttp.ClientError, OSError)

    def __init__(
        self, *, connections: int, proxy: str | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__()
        self._connections = connections
        self._proxy = proxy
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None

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

    async def carry(self, call: Call) -> tuple[int, bytes]:
        assert self._session is not None, "initialize() comes first"
        async with self._session.request(
            call.method,
            call.url,
            data=BytesIO(call.body) if len(call.body) > LARGE else call.body or None,
            headers={"Content-Type": call.kind} if call.kind else {},
            timeout=_timeout(call.read_s),
            allow_redirects=False,
        ) as answer:
            return answer.status, await answer.read()


@cache
def _timeout(read_s: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=float(read_s))
