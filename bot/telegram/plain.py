"""HTTP for python-telegram-bot, written by hand: one request, one answer, connections that are kept.

Must not know what is sent. No redirects, no cookies, no pipelining, no proxy (`over_aiohttp.py` has that).
Nothing that may have arrived is sent again from here: the outbox alone decides that, and counts it. Only what
merely reads (`get...`) is asked once more, when a kept connection turns out to be dead.

>>> Bot("1:a", request=PlainRequest(connections=32))  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

from bot.telegram.answer import Answer, Unreadable
from bot.telegram.carrier import KEPT_S, Call, Carrier
from bot.telegram.connection import Connection, Dropped, Place, connect

AS_THEY_ARE = "/?&=:@!$'()*+,;~%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes, and how it begins. `reads`: it changes nothing at the server."""

    place: Place
    begins: bytes
    reads: bool


class PlainRequest(Carrier):
    """`connections`: how many calls may be under way at once. `tls`: whom to trust, if not the usual ones."""

    __slots__ = ("_open", "_resting", "_room", "_tls")

    troubles = (OSError, Unreadable, ValueError)  # ValueError: an address that is none

    def __init__(self, *, connections: int, tls: ssl.SSLContext | None = None) -> None:
        super().__init__()
        self._tls = tls
        self._open = False
        self._room = asyncio.Semaphore(connections)
        self._resting: dict[Place, list[Connection]] = {}

    async def initialize(self) -> None:
        self._open = True

    async def shutdown(self) -> None:
        self._open = False
        for kept in self._resting.values():
            for connection in kept:
                connection.close()
        self._resting.clear()
        await asyncio.sleep(0)  # in which they close

    async def carry(self, call: Call) -> tuple[int, bytes]:
        assert self._open, "initialize() comes first"
        target = _target(call.method, call.url, self.USER_AGENT)
        said = (
            f"Content-Type: {call.kind}\r\nContent-Length: {len(call.body)}\r\n\r\n" if call.kind else "\r\n"
        )
        request = b"%b%b%b" % (target.begins, said.encode("ascii"), call.body)
        async with asyncio.timeout(call.pool_s):
            await self._room.acquire()
        try:
            answer = await self._ask(target, request, connect_s=call.connect_s, silence_s=call.read_s)
        finally:
            self._room.release()
        return answer.status, answer.body

    async def _ask(self, target: Target, request: bytes, *, connect_s: float, silence_s: float) -> Answer:
        connection = self._rested(target.place)
        if connection is not None:
            try:
                return await self._over(connection, target, request, silence_s)
            except Dropped:
                if not target.reads:
                    raise
        async with asyncio.timeout(connect_s):
            connection = await connect(target.place, self._trusted)
        return await self._over(connection, target, request, silence_s)

    async def _over(self, connection: Connection, target: Target, request: bytes, silence_s: float) -> Answer:
        answer = await connection.ask(request, silence_s=silence_s)
        if not self._open:
            connection.close()
        else:
            connection.rested_at = asyncio.get_running_loop().time()
            self._resting.setdefault(target.place, []).append(connection)
        return answer

    def _rested(self, place: Place) -> Connection | None:
        """The connection that rested last. Those that rested too long are closed."""
        kept = self._resting.get(place, [])
        oldest = asyncio.get_running_loop().time() - KEPT_S
        while kept and kept[0].rested_at < oldest:
            kept.pop(0).close()
        while kept:
            connection = kept.pop()
            if connection.usable:
                return connection
        return None

    def _trusted(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = _usual()
        return self._tls


@cache
def _usual() -> ssl.SSLContext:
    """Whom this machine trusts: SSL_CERT_FILE and SSL_CERT_DIR, or what it came with."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


@lru_cache(maxsize=256)
def _target(method: str, url: str, agent: str) -> Target:
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    host = (parts.hostname or "").encode("idna").decode("ascii")
    port = parts.port
    named = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe=AS_THEY_ARE) + (
        f"?{quote(parts.query, safe=AS_THEY_ARE)}" if parts.query else ""
    )
    begins = (
        f"{method} {path} HTTP/1.1\r\nHost: {named if port is None else f'{named}:{port}'}\r\n"
        f"User-Agent: {agent}\r\nAccept: application/json\r\n"
    )
    return Target(
        place=Place(host=host, port=port or (443 if tls else 80), tls=tls),
        begins=begins.encode("ascii"),
        reads=path.rpartition("/")[2].startswith("get"),
    )
