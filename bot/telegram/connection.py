"""One connection to a server, for one call at a time: bytes out, an answer in, and never for ever.

Must not know what is asked, nor whether it may be asked again. A connection on which anything was out of order
is closed, so that nobody can get somebody else's answer.

>>> connection = await connect(Place(host="127.0.0.1", port=8081, tls=False), trust)  # doctest: +SKIP
>>> await connection.ask(b"POST / HTTP/1.1 ...", silence_s=20)  # doctest: +SKIP
Answer(status=200, body=b'{}', keep=True)
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from aiohappyeyeballs import start_connection

from bot.telegram.answer import END, Answer, Unreadable, reading

NEXT_ADDRESS_S = 0.25  # a name has several addresses, and one of them leads nowhere: RFC 8305


class Dropped(ConnectionError):
    """The connection ended before a byte of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a server is, and whether it is spoken to in secret."""

    host: str
    port: int
    tls: bool


async def connect(place: Place, trust: Callable[[], ssl.SSLContext]) -> Connection:
    """A new connection, if in secret then with whom `trust` says; raises `OSError`."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    reached = await start_connection(found, happy_eyeballs_delay=NEXT_ADDRESS_S)
    _, connection = await loop.create_connection(
        Connection,
        sock=reached,
        ssl=trust() if place.tls else None,
        server_hostname=place.host if place.tls else None,
    )
    return connection


class Connection(asyncio.Protocol):
    """Kept between calls while `usable`. `rested_at`: since when it has been, by the loop's time."""

    __slots__ = (
        "_heard",
        "_loop",
        "_outcome",
        "_patience",
        "_reading",
        "_stirred",
        "_transport",
        "_unsent",
        "rested_at",
    )

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._outcome: asyncio.Future[Answer | Exception] | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._reading = reading()
        self._heard = False
        self._stirred = 0.0  # when bytes went or came last
        self._unsent = 0
        self.rested_at = 0.0

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes, *, silence_s: float) -> Answer:
        """The answer. Raises `Dropped`, `Unreadable`, or `TimeoutError` after so long without a byte out or in."""
        if self._transport is None:
            raise Dropped
        self._reading, self._heard, self._stirred = reading(), False, self._loop.time()
        next(self._reading)
        outcome: asyncio.Future[Answer | Exception] = self._loop.create_future()
        self._outcome = outcome
        self._transport.write(request)
        self._unsent = self._transport.get_write_buffer_size()
        self._patience = self._loop.call_later(silence_s, self._look, silence_s)
        kept = False
        try:
            found = await outcome
            if isinstance(found, Exception):
                raise found
            kept = found.keep and self._idle
            return found
        finally:
            self._patience.cancel()
            self._outcome = None
            if not kept:
                self.close()

    def close(self) -> None:
        """At once: what is under way is `Dropped`."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def _idle(self) -> bool:
        return self._transport is not None and not self._transport.get_write_buffer_size()

    # --- what the loop calls -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # uvloop's is of no class of asyncio

    def data_received(self, data: bytes) -> None:
        if self._outcome is None or self._outcome.done():
            self.close()  # nobody asked: whatever came next on it would be of no known call
            return
        self._heard = True
        self._stirred = self._loop.time()
        self._feed(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self._heard:
            self._end(Dropped())
        elif exc is None:
            self._feed(END)  # an answer may be as long as the connection
        else:
            self._end(Unreadable("it was torn in the middle"))

    def resume_writing(self) -> None:
        self._stirred = self._loop.time()  # the end of a large request has left

    def _feed(self, data: bytes) -> None:
        try:
            self._reading.send(data)
        except StopIteration as end:
            self._end(end.value)
        except Unreadable as problem:
            self._end(problem)

    def _end(self, found: Answer | Exception) -> None:
        if self._outcome is not None and not self._outcome.done():
            self._outcome.set_result(found)

    def _look(self, silence_s: float) -> None:
        """Whether anything has moved meanwhile: a large request that still leaves is not silence."""
        if self._transport is None:
            return
        now, unsent = self._loop.time(), self._transport.get_write_buffer_size()
        if 0 < unsent < self._unsent:
            self._unsent, self._stirred = unsent, now
        left_s = self._stirred + silence_s - now
        if left_s > 0:
            self._patience = self._loop.call_later(left_s, self._look, silence_s)
        else:
            self._end(TimeoutError())
