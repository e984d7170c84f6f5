"""Telegram's webhook: who comes with the secret may bring one update; 200 means that its turn is committed.

Behind any balancer: nothing is kept between two requests, and any replica may get any update. Must not know
what an update means. What an outsider can learn is that there is a webhook here, and nothing else.

    POST /telegram  X-Telegram-Bot-Api-Secret-Token: ...  {"update_id": 7, ...}  ->  200, or 503: bring it again
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.monitoring import metrics

MOST_BYTES = 1_000_000
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True, kw_only=True)
class Traffic:
    """How many requests were taken, and how many showed a wrong secret: the health check compares the two."""

    taken: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """`url` is where Telegram comes; `take` says whether an update is done with."""

    url: str
    secret: str
    handle: Callable[[dict[str, Any]], Awaitable[bool]]
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.url).path or "/"

    async def take(self, request: Request) -> Response:
        """One request: the secret first, before a byte of it is read."""
        shown = request.headers.get(SECRET, "")
        if not hmac.compare_digest(shown.encode(), self.secret.encode()):
            self.traffic.refused += 1
            return _no(403, "this is not for you")
        body = await _body(request)
        if body is None:
            return _no(413, "too long")
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return _no(400, "this is not JSON")
        if not isinstance(raw, dict):
            return _no(400, "this is no update")
        if not await self.handle(raw):
            return _no(503, "not now")
        self.traffic.taken += 1
        metrics.WEBHOOK.labels("200").inc()
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """The whole of it, or `None` as soon as it is too long."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _no(status: int, why: str) -> Response:
    metrics.WEBHOOK.labels(str(status)).inc()
    return PlainTextResponse(why, status_code=status)
