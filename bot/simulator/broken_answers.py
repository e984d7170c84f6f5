"""Answers that are not Telegram's: what a login page, a proxy or another server says in its place.

Each has a name, for a fault to ask for it. Those that quote do it as such pages do: the address is in them, and in it
the token.

    broken_answer(BrokenAnswer.HTML, method="getMe", path="/bot1:a/getMe", status=403)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from enum import StrEnum

from starlette.responses import Response, StreamingResponse

from bot.simulator.api.types import Json

_OTHER_BOT: Json = {"id": 42, "is_bot": True, "first_name": "Another", "username": "another_bot"}
_DRIP_EVERY_S = 1.0
_PIECE = b" " * 2**20
_PIECES = 1024


class BrokenAnswer(StrEnum):
    """The names. `HTML` and `OTHER_JSON` take any status."""

    NO_RESULT = "no-result"
    LIST = "list"
    NULL = "null"
    STRING = "string"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    HTML = "html"
    OTHER_JSON = "other-json"
    REDIRECT = "redirect"
    DRIP = "drip"
    GIGABYTE = "gigabyte"
    WRONG_RESULT = "wrong-result"
    BROKEN_UPDATES = "broken-updates"
    OTHER_BOT = "other-bot"


ANY_STATUS = {BrokenAnswer.HTML: 200, BrokenAnswer.OTHER_JSON: 404}

_BODIES: dict[BrokenAnswer, bytes] = {
    BrokenAnswer.NO_RESULT: b'{"ok":true}',
    BrokenAnswer.LIST: b"[]",
    BrokenAnswer.NULL: b"null",
    BrokenAnswer.STRING: b'"x"',
    BrokenAnswer.TRUNCATED: b'{"ok":true,"result":{"message_id":1,"da',
    BrokenAnswer.EMPTY: b"",
    BrokenAnswer.WRONG_RESULT: b'{"ok":true,"result":"x"}',
    BrokenAnswer.BROKEN_UPDATES: b'{"ok":true,"result":[null,7,"x",[],{},{"update_id":"7"},{"update_id":true}]}',
    BrokenAnswer.OTHER_BOT: json.dumps({"ok": True, "result": _OTHER_BOT}).encode(),
}


def status_of(kind: BrokenAnswer, status: int | None) -> int:
    """The HTTP status that this answer has. `status`: what the fault asks for."""
    if kind is BrokenAnswer.REDIRECT:
        return 302
    return status or ANY_STATUS.get(kind, 200)


def broken_answer(kind: BrokenAnswer, *, path: str, status: int | None) -> Response:
    """The answer. `path` is the one that was asked for."""
    code = status_of(kind, status)
    match kind:
        case BrokenAnswer.HTML:
            return Response(_page(path), status_code=code, media_type="text/html")
        case BrokenAnswer.OTHER_JSON:
            return _json(json.dumps({"ok": False, "error": "not here", "path": path}).encode(), code)
        case BrokenAnswer.REDIRECT:
            return Response(status_code=code, headers={"Location": f"http://login.invalid/?next={path}"})
        case BrokenAnswer.DRIP:
            return StreamingResponse(_drip(), media_type="application/json")
        case BrokenAnswer.GIGABYTE:
            return StreamingResponse(_gigabyte(), media_type="application/json")
    return _json(_BODIES[kind], code)


def _json(body: bytes, code: int) -> Response:
    return Response(body, status_code=code, media_type="application/json")


def _page(path: str) -> str:
    return f"<!doctype html><title>Log in</title><p>{path} is not available before you log in.</p>"


async def _drip() -> AsyncIterator[bytes]:
    for letter in b'{"ok":true,"result":"' + b"x" * 3600:
        yield bytes((letter,))
        await asyncio.sleep(_DRIP_EVERY_S)


async def _gigabyte() -> AsyncIterator[bytes]:
    for _ in range(_PIECES):
        yield _PIECE
