"""The control interface under `/sim/`: for whoever plays the people and the weather of a demo or a test.

POST /sim/users {"first_name": "Ana", "language_code": "en"}  ->  {"chat_id": 1001, "user_id": 1001}
"""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.api.entities import to_html
from bot.simulator.api.errors import ApiError
from bot.simulator.api.faults import Fault
from bot.simulator.api.method_schema import Upload
from bot.simulator.api.types import ChatKind, FileKind, Json, Message, Place
from bot.simulator.api.update_queue import MAX_UPDATE_ID, StillWaiting
from bot.simulator.broken_answers import ANY_STATUS, BrokenAnswer
from bot.simulator.control.http import chat_from_path, make_routes
from bot.simulator.control.request_body import BadRequest, RequestBody
from bot.simulator.state import BOT, TOKEN, TelegramState
from bot.simulator.user import SimulatedUser


class Control:
    """People, what they see, the weather, and the list of calls."""

    def __init__(self, world: TelegramState) -> None:
        self._world = world
        self._hand = SimulatedUser(world)

    def routes(self) -> list[Route]:
        return make_routes(
            [
                ("POST", "/sim/users", self._newcomer),
                ("GET", "/sim/chats", self._chats),
                ("POST", "/sim/chats/{id}/text", self._text),
                ("POST", "/sim/chats/{id}/tap", self._tap),
                ("POST", "/sim/chats/{id}/location", self._location),
                ("POST", "/sim/chats/{id}/file", self._file),
                ("POST", "/sim/chats/{id}/block", self._block),
                ("POST", "/sim/chats/{id}/unblock", self._unblock),
                ("GET", "/sim/chats/{id}/messages", self._messages),
                ("GET", "/sim/chats/{id}/toasts", self._toasts),
                ("POST", "/sim/updates/restart", self._restart_numbers),
                ("POST", "/sim/faults", self._fault),
                ("DELETE", "/sim/faults", self._fair_weather),
                ("GET", "/sim/calls", self._calls),
            ]
        )

    async def _newcomer(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"first_name", "language_code", "chat_type"})
        try:
            kind = ChatKind(body.text("chat_type", "private"))
        except ValueError:
            raise BadRequest(f"chat_type is one of {', '.join(ChatKind)}") from None
        chat = self._world.newcomer(
            first_name=body.text("first_name", "Ana"),
            language_code=body.text("language_code", "") or None,
            kind=kind,
        )
        return JSONResponse({"chat_id": chat.chat_id, "user_id": chat.person.id})

    async def _chats(self, request: Request) -> Response:
        rows: list[Json] = [
            {
                "chat_id": chat.chat_id,
                "title": chat.title,
                "type": chat.kind.value,
                "blocked": chat.blocked,
                "last_message_id": max(chat.messages, default=0),
            }
            for chat in self._world.chats.values()
        ]
        return JSONResponse(rows)

    async def _text(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"text"})
        return _sent(self._hand.type(chat_from_path(self._world, request), body.text("text")))

    async def _tap(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"label", "message_id", "data"})
        label, data = body.text("label", "") or None, body.text("data", "") or None
        message_id = body.whole("message_id", 0) or None
        if (label is None) == (data is None) or (data is not None and message_id is None):
            raise BadRequest("a tap is a label, a message_id and a label, or a message_id and data")
        return _sent(
            self._hand.tap(
                chat_from_path(self._world, request), label=label, message_id=message_id, data=data
            )
        )

    async def _location(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"latitude", "longitude"})
        place = Place(latitude=body.number("latitude"), longitude=body.number("longitude"))
        if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
            raise BadRequest("there is no such place on Earth")
        return _sent(self._hand.share_place(chat_from_path(self._world, request), place))

    async def _file(self, request: Request) -> Response:
        chat = chat_from_path(self._world, request)
        async with request.form() as form:
            given = next((item for _, item in form.multi_items() if isinstance(item, UploadFile)), None)
            if given is None:
                raise BadRequest("the file comes as multipart")
            upload = Upload(
                name=given.filename or "", mime_type=given.content_type or "", content=await given.read()
            )
            try:
                kind = FileKind(str(form.get("kind", "document")))
            except ValueError:
                raise BadRequest(f"kind is one of {', '.join(FileKind)}") from None
            return _sent(self._hand.send_file(chat, upload, kind, str(form.get("caption", ""))))

    async def _block(self, request: Request) -> Response:
        self._hand.block(chat_from_path(self._world, request), blocked=True)
        return JSONResponse({"blocked": True})

    async def _unblock(self, request: Request) -> Response:
        self._hand.block(chat_from_path(self._world, request), blocked=False)
        return JSONResponse({"blocked": False})

    async def _messages(self, request: Request) -> Response:
        chat, after = chat_from_path(self._world, request), _after(request)
        base = str(request.base_url)
        return JSONResponse(
            [seen(message, base) for message in chat.messages.values() if message.message_id > after]
        )

    async def _toasts(self, request: Request) -> Response:
        rows: list[Json] = [
            {
                "callback_query_id": toast.query_id,
                "text": toast.text,
                "alert": toast.alert,
                "url": toast.url,
                "at": toast.at.isoformat(),
            }
            for toast in chat_from_path(self._world, request).toasts
        ]
        return JSONResponse(rows)

    async def _restart_numbers(self, request: Request) -> Response:
        body = await RequestBody.of(request, {"next_id"})
        next_id = body.whole("next_id") if body.has("next_id") else None
        if next_id is not None and not 1 <= next_id <= MAX_UPDATE_ID:
            raise BadRequest(
                f"next_id is a number from 1 to {MAX_UPDATE_ID}; without it, a lower one is taken"
            )
        try:
            started_at = self._world.mailbox.restart_numbers(next_id)
        except StillWaiting as error:
            raise ApiError(409, str(error)) from None
        return JSONResponse({"next_update_id": started_at})

    async def _fault(self, request: Request) -> Response:
        known = {"method", "status", "retry_after", "drop", "after", "delay_s", "times", "answer"}
        body = await RequestBody.of(request, known)
        fault = Fault(
            method=body.text("method", "*"),
            status=body.whole("status", 0) or None,
            retry_after=body.fields.get("retry_after"),
            answer=_broken_answer(body),
            drop=body.flag("drop"),
            after=body.flag("after"),
            delay_s=body.number("delay_s", 0.0),
            times=body.whole("times", 1),
        )
        if fault.status is None and fault.retry_after is not None:
            fault = _throttled(fault)
        if not (fault.drop or fault.status or fault.delay_s or fault.answer):
            raise BadRequest("a fault has a status, drop, delay_s, or answer")
        if fault.answer is not None and fault.status is not None and fault.answer not in ANY_STATUS:
            raise BadRequest(f"only {' and '.join(ANY_STATUS)} take a status")
        if fault.status is not None and not (200 if fault.answer else 400) <= fault.status <= 599:
            raise BadRequest("a fault's status is from 400 to 599, and from 200 with an answer")
        self._world.faults.add(fault)
        self._world.changed()
        return JSONResponse({"faults": fault.times})

    async def _fair_weather(self, request: Request) -> Response:
        self._world.faults.clear()
        self._world.changed()
        return JSONResponse({"faults": 0})

    async def _calls(self, request: Request) -> Response:
        after = _after(request)
        rows: list[Json] = [
            {
                "n": call.n,
                "method": call.method,
                "parameters": call.parameters,
                "status": call.status,
                "answer": call.answer,
                "at": call.at.isoformat(),
            }
            for call in self._world.calls
            if call.n > after
        ]
        return JSONResponse(rows)


def _broken_answer(body: RequestBody) -> BrokenAnswer | None:
    if not body.has("answer"):
        return None
    name = body.text("answer")
    if name not in set(BrokenAnswer):
        raise BadRequest(f"there is no answer {name!r}; there are {', '.join(BrokenAnswer)}")
    return BrokenAnswer(name)


def _throttled(fault: Fault) -> Fault:
    return Fault(
        method=fault.method,
        status=429,
        retry_after=fault.retry_after,
        delay_s=fault.delay_s,
        times=fault.times,
    )


def _sent(update_id: int) -> Response:
    return JSONResponse({"update_id": update_id})


def _after(request: Request) -> int:
    try:
        return int(request.query_params.get("after", "0"))
    except ValueError:
        raise BadRequest("after is a number") from None


def seen(message: Message, base: str) -> Json:
    """A message as she sees it."""
    file: Json | None = None
    if message.file is not None:
        file = {
            "name": message.file.name,
            "kind": message.file.kind.value,
            "bytes": len(message.file.content),
            "url": f"{base}file/bot{TOKEN}/{message.file.path}",
        }
    shown: Json = {
        "message_id": message.message_id,
        "from": "bot" if message.sender == BOT else "user",
        "text": message.text,
        "html": to_html(message.text, message.entities),
        "buttons": [[button.label for button in row] for row in message.inline],
        "reply_keyboard": [[button.label for button in row] for row in message.reply],
        "file": file,
        "edited": message.edited_at is not None,
        "at": message.at.isoformat(),
    }
    shown |= {"location": message.place.json()} if message.place else {}
    return shown | ({"beside": sorted(message.beside)} if message.beside else {})
