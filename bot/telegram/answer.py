"""One answer of an HTTP/1.1 server, from the bytes as they come: however they are cut, the answer is the same.

Must not know sockets, time or who asked. What the standard leaves open is refused here rather than guessed:
two lengths, a length that is no number, an encoding nobody asked for.

>>> answer = reading()
>>> next(answer)
>>> answer.send(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{")
>>> answer.send(b"}")
Traceback (most recent call last):
StopIteration: Answer(status=200, body=b'{}', keep=True)
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass

MOST_HEAD = 64 * 1024
MOST_BODY = 32 * 1024 * 1024  # a hundred updates of the longest kind are a tenth of it
MOST_LINE = 1024  # of a chunk's length
STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?(?:\r\n|\Z)")
FIELD = re.compile(
    rb"\r\n(content-length|transfer-encoding|content-encoding|connection):[ \t]*([^\r\n]*)", re.IGNORECASE
)
WITHOUT_BODY = (204, 304)
END = b""  # in place of bytes: the server has closed
Bytes = Generator[None, bytes, bytes]


class Unreadable(Exception):
    """No answer that we understand. Its text never holds anything of what came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`keep`: the connection can be used again."""

    status: int
    body: bytes
    keep: bool


def reading() -> Generator[None, bytes, Answer]:
    """To be begun with `next`, and fed; `END` when there is no more. Returns the answer, raises `Unreadable`."""
    held = bytearray()
    while True:
        head = yield from _until(held, b"\r\n\r\n", MOST_HEAD)
        begins = STATUS.match(head)
        if begins is None:
            raise Unreadable("no status")
        status = int(begins[2])
        if status >= 200:
            break
        if status == 101:
            raise Unreadable("another protocol")
    fields: dict[bytes, set[bytes]] = {}
    for name, value in FIELD.findall(head):
        fields.setdefault(name.lower(), set()).add(value.strip().lower())
    if fields.get(b"content-encoding", {b"identity"}) != {b"identity"}:
        raise Unreadable("an encoding nobody asked for")
    keep = begins[1] == b"1" and not any(b"close" in said for said in fields.get(b"connection", ()))
    coding, lengths = fields.get(b"transfer-encoding"), fields.get(b"content-length")
    if status in WITHOUT_BODY:
        body = b""
    elif coding is not None:
        if coding != {b"chunked"} or lengths is not None:
            raise Unreadable("a transfer nobody asked for")
        body = yield from _chunks(held)
    elif lengths is not None:
        body = yield from _exactly(held, _length(lengths))
    else:
        body, keep = (yield from _rest(held)), False
    return Answer(status=status, body=body, keep=keep and not held)


def _length(given: set[bytes]) -> int:
    text = given.pop()
    if given or not text.isdigit() or len(text) > 18:
        raise Unreadable("no length")
    return int(text)


def _more(held: bytearray) -> Generator[None, bytes, None]:
    data = yield
    if not data:
        raise Unreadable("it ended in the middle")
    held += data


def _until(held: bytearray, mark: bytes, most: int) -> Bytes:
    start = 0
    while (end := held.find(mark, start)) < 0:
        if len(held) > most:
            raise Unreadable("too long")
        start = max(0, len(held) - len(mark) + 1)
        yield from _more(held)
    found = bytes(held[:end])
    del held[: end + len(mark)]
    return found


def _exactly(held: bytearray, length: int) -> Bytes:
    if length > MOST_BODY:
        raise Unreadable("too long")
    while len(held) < length:
        yield from _more(held)
    found = bytes(held[:length])
    del held[:length]
    return found


def _chunks(held: bytearray) -> Bytes:
    body = bytearray()
    while True:
        line = yield from _until(held, b"\r\n", MOST_LINE)
        digits = line.partition(b";")[0].strip()
        if re.fullmatch(rb"[0-9A-Fa-f]{1,8}", digits) is None:
            raise Unreadable("no length of a chunk")
        length = int(digits, 16)
        if length == 0:
            break
        body += yield from _exactly(held, length)
        if len(body) > MOST_BODY:
            raise Unreadable("too long")
        if (yield from _exactly(held, 2)) != b"\r\n":
            raise Unreadable("a chunk longer than its length")
    trailers = 0
    while line := (yield from _until(held, b"\r\n", MOST_HEAD)):
        trailers += len(line)
        if trailers > MOST_HEAD:
            raise Unreadable("too long")
    return bytes(body)


def _rest(held: bytearray) -> Bytes:
    """Until the server closes."""
    while data := (yield):
        held += data
        if len(held) > MOST_BODY:
            raise Unreadable("too long")
    body = bytes(held)
    held.clear()
    return body
