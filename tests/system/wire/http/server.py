"""A server that answers with the very bytes it is given, cut where it is told, and then does what it is told.

Must not know the Bot API. Each request takes the next of `plays`; the last one is played for all that follow.

    async with serving([b"HTTP/1.1 200 OK\\r\\n...", DROP]) as server: ...
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from enum import Enum, auto


class Then(Enum):
    """What is done in the place of bytes."""

    DROP = auto()  # the connection is closed
    RESET = auto()  # it is torn
    HANG = auto()  # nothing comes any more
    DRIP = auto()  # a blank every few milliseconds, for as long as the client stays
    FLOOD = auto()  # megabytes, for as long as the client stays


DROP, RESET, HANG, DRIP, FLOOD = Then
DRIP_S = 0.02
Play = Sequence[bytes | Then]


class Server:
    """What it was asked, as it came, and by how many connections."""

    def __init__(self, plays: Sequence[Play]) -> None:
        self._plays = list(plays)
        self.requests: list[bytes] = []
        self.connections = 0
        self.open = 0
        self.most_open = 0
        self.asked = asyncio.Event()
        self.left = asyncio.Event()  # a client has gone
        self.port = 0
        self.flooded_mb = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            self.left.set()
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        self.requests.append(head + await reader.readexactly(length))
        play = self._plays.pop(0) if len(self._plays) > 1 else self._plays[0]
        self.asked.set()
        for piece in play:
            if piece is DROP:
                return False
            if piece is RESET:
                writer.transport.abort()
                return False
            if piece is HANG:
                await reader.read()
                return False
            while piece is DRIP:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(DRIP_S)
            while piece is FLOOD:
                writer.write(b" " * 2**20)
                await writer.drain()
                self.flooded_mb += 1
            assert isinstance(piece, bytes)
            writer.write(piece)
            await writer.drain()
        return True


@asynccontextmanager
async def serving(
    plays: Sequence[Play], *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """A server on a port of its own."""
    server = Server(plays)
    listening = await asyncio.start_server(server.serve, host, 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
