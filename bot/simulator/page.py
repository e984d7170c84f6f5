"""The page at `/`: plain files from `static/`, and what a browser may do with them.

GET /            ->  static/index.html
GET /page/x.js   ->  static/x.js
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "media-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_HERE = ("127.0.0.1", "localhost", "[::1]")


def routes() -> list[Route]:
    return [
        Route("/", _index, methods=["GET"]),
        Route("/page/{name}", _file, methods=["GET"]),
        Route("/favicon.ico", _icon, methods=["GET"]),
    ]


async def _index(request: Request) -> Response:
    return _static("index.html")


async def _icon(request: Request) -> Response:
    return _static("icon.svg")


async def _file(request: Request) -> Response:
    return _static(request.path_params["name"])


def _static(name: str) -> Response:
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in _KINDS or not path.is_file():
        return Response("there is no such page", status_code=404, headers=_HEADERS)
    return FileResponse(path, media_type=_KINDS[path.suffix], headers=_HEADERS)


class OriginGuard:
    """Lets nobody in by another name than this machine's, and no other site's page.

    Another site open in the same browser could otherwise reach a server on loopback, by a name of its own that
    leads here or by posting blindly.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _welcome(dict(scope["headers"])):
            await Response("this server is for this machine only", status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _welcome(headers: dict[bytes, bytes]) -> bool:
    host = headers.get(b"host", b"").decode("latin-1")
    origin = headers.get(b"origin", b"").decode("latin-1")
    return host.rsplit(":", 1)[0] in _HERE and origin in ("", f"http://{host}")
