"""What every part of the interface under `/sim/` shares: its routes, whose chat an address names, trouble as answers.

Trouble is plain JSON: `{"error": "..."}` with 400, 404, 409 or 504.

    routes([("GET", "/sim/chats", control.chats)])
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.api.errors import ApiError
from bot.simulator.control.request_body import BadRequest
from bot.simulator.state import Chat, TelegramState
from bot.simulator.user import ActionImpossible

Endpoint = Callable[[Request], Awaitable[Response]]


class NotFound(Exception):
    """The address names something that does not exist."""


def make_routes(table: Iterable[tuple[str, str, Endpoint]]) -> list[Route]:
    """Method, path and endpoint of each call."""
    return [Route(path, _trouble_told(endpoint), methods=[method]) for method, path, endpoint in table]


def chat_from_path(world: TelegramState, request: Request) -> Chat:
    """The chat that the address names; raises `NotFound`."""
    name: str = request.path_params["id"]
    chat = world.chats.get(int(name)) if re.fullmatch(r"-?\d{1,18}", name) else None
    if chat is None:
        raise NotFound(f"there is no chat {name}")
    return chat


def _trouble_told(endpoint: Endpoint) -> Endpoint:
    """Expected trouble becomes an answer; anything else is a bug and a 500."""

    async def told(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ActionImpossible as error:
            if error.labels is None:
                return JSONResponse({"error": str(error)}, status_code=409)
            return JSONResponse({"error": str(error), "labels": list(error.labels)}, status_code=404)
        except NotFound as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        except ApiError as error:
            return JSONResponse({"error": error.description}, status_code=error.status)
        except BadRequest as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return told
