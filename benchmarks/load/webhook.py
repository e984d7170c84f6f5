"""Brings updates to webhooks over connections that stay open, the next one in turn, as a balancer would.

What a webhook answers with may be a call of the Bot API: it is made.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from benchmarks.load.http import header

CONNECTIONS = 64  # to each: Telegram's own most is 100


class Line(asyncio.Protocol):
    """One connection; one update is under way on it at a time."""

    def __init__(self, done: Callable[[Line, bytes, bytes], None]) -> None:
        self._done = done
        self._buffer = b""
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # uvloop's is of no class of asyncio

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = int(header(self._buffer[:end].lower() + b"\r\n", b"content-length") or 0)
        if len(self._buffer) < end + 4 + length:
            return
        status, body = self._buffer[9:12], self._buffer[end + 4 : end + 4 + length]
        self._buffer = self._buffer[end + 4 + length :]
        self._done(self, status, body)


class Pusher:
    """All connections to all replicas, and the updates that wait for one."""

    def __init__(self, urls: list[str], call: Callable[[str, dict[str, Any]], bytes]) -> None:
        self._call = call
        self._targets = deque((urlsplit(url), secret) for url, _, secret in (u.partition("#") for u in urls))
        self._free: deque[Line] = deque()
        self._heads: dict[Line, bytes] = {}
        self._under_way: dict[Line, bytes] = {}
        self._waiting: deque[bytes] = deque()
        self._opening = 0
        self.turned_away = 0

    def push(self, update: bytes) -> None:
        """This update, as soon as a connection is free."""
        if self._free:
            self._send(self._free.popleft(), update)
            return
        self._waiting.append(update)
        if len(self._heads) + self._opening < CONNECTIONS * len(self._targets):
            self._opening += 1
            task = asyncio.ensure_future(self._open())
            task.add_done_callback(lambda done: done.result())

    async def _open(self) -> None:
        url, secret = self._targets[0]
        self._targets.rotate(-1)
        loop = asyncio.get_running_loop()
        while True:
            try:
                _, line = await loop.create_connection(
                    lambda: Line(self._done), url.hostname or "", url.port or 80
                )
                break
            except OSError:  # it does not listen yet
                await asyncio.sleep(0.05)
        self._opening -= 1
        self._heads[line] = (
            f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._idle(line)

    def _idle(self, line: Line) -> None:
        if self._waiting:
            self._send(line, self._waiting.popleft())
        else:
            self._free.append(line)

    def _send(self, line: Line, update: bytes) -> None:
        if line.transport is None:
            del self._heads[line]
            self.push(update)
            return
        self._under_way[line] = update
        line.transport.write(self._heads[line] + b"%d\r\n\r\n" % len(update) + update)

    def _done(self, line: Line, status: bytes, body: bytes) -> None:
        update = self._under_way.pop(line)
        if status != b"200":
            self.turned_away += 1
            self._waiting.append(update)
        elif body.startswith(b"{") and b'"method"' in body:
            given = json.loads(body)
            self._call(str(given.pop("method")), given)
        self._idle(line)
