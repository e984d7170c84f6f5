"""The pages: the webhook's path (if there is a webhook), /healthz, /readyz and /metrics. Nothing else exists.

GET /healthz         ->  200 "alive"
GET /readyz          ->  200 or 503 {"status": "ready", "ready": true, "problems": [], "database": true, ...}
GET /readyz/updates  ->  200 or 503, the same body: whether this replica can handle an update
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.web.health import DatabaseMetrics, Health
from bot.web.prometheus import CONTENT_TYPE, MetricsExporter
from bot.web.webhook import Webhook


def create_app(
    *,
    health: Callable[[], Awaitable[Health]],
    figures: Callable[[], Awaitable[DatabaseMetrics | None]],
    webhook: Webhook | None,
) -> Starlette:
    """`health`: how it does now. `figures`: what the database tells for /metrics."""
    numbers = MetricsExporter()

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("alive")

    async def readyz(request: Request) -> Response:
        now = await health()
        return _shown(now, ok=now.ready)

    async def takes_updates(request: Request) -> Response:
        now = await health()
        return _shown(now, ok=now.takes_updates)

    async def metrics(request: Request) -> Response:
        page = numbers.page(await health(), await figures())
        return Response(page, media_type=CONTENT_TYPE)

    routes = [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
        Route("/readyz/updates", takes_updates, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
    ]
    if webhook is not None:
        routes.append(Route(webhook.path, webhook.take, methods=["POST"]))
    return Starlette(routes=routes)


def _shown(now: Health, *, ok: bool) -> Response:
    return JSONResponse(asdict(now) | {"ready": now.ready}, status_code=200 if ok else 503)
