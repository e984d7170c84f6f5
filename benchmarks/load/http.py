"""Just enough HTTP/1.1 to be a fast server: keep-alive, pipelining, bodies of a known length.

Written by hand on `asyncio.Protocol`, because a server that is slower than what it measures measures itself. Answers
keep the order of their requests, and may all come after a delay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

Respond = Callable[[bytes], None]
Answer = Callable[[bytes, bytes, bytes, Respond], None]  # path, content type, body, and whom to tell
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
HEAD_429 = b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
REFUSAL = b'{"ok":false,"error_code":429'


def header(head: bytes, name: bytes) -> bytes:
    """The value of a header; empty if there is none. `name` in lower case, as in `head`."""
    start = head.find(b"\r\n" + name + b":")
    if start < 0:
        return b""
    start += len(name) + 3
    return head[start : head.find(b"\r\n", start)].strip()


class Connection(asyncio.Protocol):
    """One client, who may send requests before the earlier ones are answered."""

    __slots__ = ("_answer", "_buffer", "_busy", "_transport", "_waiting")

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._buffer = b""
        self._busy = False
        self._waiting: list[tuple[bytes, bytes, bytes]] = []
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # uvloop's is of no class of asyncio

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        while (end := buffer.find(b"\r\n\r\n")) >= 0:
            head = buffer[:end].lower() + b"\r\n"
            length = int(header(head, b"content-length") or 0)
            if len(buffer) < end + 4 + length:
                break
            path = buffer[: buffer.find(b"\r\n")].split(b" ", 2)[1]
            kind = header(buffer[:end] + b"\r\n", b"Content-Type") or header(head, b"content-type")
            self._waiting.append((path, kind, buffer[end + 4 : end + 4 + length]))
            buffer = buffer[end + 4 + length :]
        self._buffer = buffer
        self._next()

    def _next(self) -> None:
        while self._waiting and not self._busy:
            self._busy = True
            self._answer(*self._waiting.pop(0), self._respond)

    def _respond(self, body: bytes) -> None:
        if self._transport is not None:
            head = HEAD_429 if body.startswith(REFUSAL) else HEAD
            self._transport.write(head % len(body) + body)
        self._busy = False
        self._next()
