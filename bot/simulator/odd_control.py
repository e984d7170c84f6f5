"""The control interface for messages that are not plainly hers: `/forward`, `/reply`, `/album`, `/message`, `/edit`.

OddControl(world).routes()
"""

from __future__ import annotations

import base64

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.api.method_schema import Upload
from bot.simulator.control.http import chat_from_path, make_routes
from bot.simulator.control.request_body import BadRequest, RequestBody
from bot.simulator.odd import OddHand, Origin
from bot.simulator.state import TelegramState
from bot.simulator.user import SimulatedUser

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PHOTO = Upload(name="x.png", mime_type="image/png", content=PIXEL)


class OddControl:
    """What she sends beside plain text, taps, places and files."""

    def __init__(self, world: TelegramState) -> None:
        self._world = world
        self._odd = OddHand(world)

    def routes(self) -> list[Route]:
        return make_routes(
            [
                ("POST", "/sim/chats/{id}/forward", self._forward),
                ("POST", "/sim/chats/{id}/reply", self._reply),
                ("POST", "/sim/chats/{id}/album", self._album),
                ("POST", "/sim/chats/{id}/message", self._message),
                ("POST", "/sim/chats/{id}/edit", self._edit),
            ]
        )

    async def _forward(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"text", "origin", "photo"})
        try:
            origin = Origin(body.text("origin", Origin.USER))
        except ValueError:
            raise BadRequest(f"origin is one of {', '.join(Origin)}") from None
        file = PHOTO if body.flag("photo") else None
        chat = chat_from_path(self._world, request)
        return _sent(self._odd.forward(chat, body.text("text", ""), origin=origin, file=file))

    async def _reply(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"text", "to", "quote", "elsewhere"})
        return _sent(
            self._odd.reply(
                chat_from_path(self._world, request),
                body.text("text"),
                to=body.whole("to", 0) or None,
                quote=body.text("quote", ""),
                elsewhere=body.flag("elsewhere"),
            )
        )

    async def _album(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"number", "caption"})
        photos = [PHOTO] * body.whole("number", 3)
        sent = self._odd.album(chat_from_path(self._world, request), photos, body.text("caption", ""))
        return JSONResponse({"update_id": sent[-1], "update_ids": sent})

    async def _message(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"text", "fields", "edits"})
        fields = body.fields.get("fields", {})
        if not isinstance(fields, dict):
            raise BadRequest("fields must be a JSON object: the fields of a message of the Bot API")
        edits = body.whole("edits", 0) or None
        return _sent(
            self._odd.raw(
                chat_from_path(self._world, request), fields, text=body.text("text", ""), edits=edits
            )
        )

    async def _edit(self, request: Request) -> Response:
        """The text of her message or, where it has a file, its caption."""
        body = await RequestBody.of(request, {"text", "message_id"})
        message_id = body.whole("message_id", 0) or None
        chat = chat_from_path(self._world, request)
        return _sent(SimulatedUser(self._world).edit(chat, body.text("text"), message_id=message_id))


def _sent(update_id: int) -> Response:
    return JSONResponse({"update_id": update_id})
