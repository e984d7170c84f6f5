"""The Bot API over HTTP: `/bot<token>/<method>` in JSON, form or multipart, and `/file/bot<token>/<path>`.

Every call is read by the table, meets its fault if one is set, is played on the world, and is written down with its
answer.

    POST /bot7000000001:.../sendMessage {"chat_id": 1001, "text": "Hi"}  ->  {"ok": true, "result": {...}}
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.simulator.api import methods_account, methods_edit, methods_send
from bot.simulator.api.errors import ApiError, bad_request, injected_error
from bot.simulator.api.faults import Fault
from bot.simulator.api.method_schema import METHODS, Call, Upload, canonical_method, read
from bot.simulator.api.types import Json
from bot.simulator.broken_answers import broken_answer
from bot.simulator.control.notifier import ClientConnection
from bot.simulator.state import TelegramState

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_LONGEST_POLL_S = 50
_MOST_UPDATES = 100

_PLAYED: dict[str, Callable[[TelegramState, Call], object]] = {
    "getMe": methods_account.get_me,
    "logOut": methods_account.done,
    "close": methods_account.done,
    "setWebhook": methods_account.set_webhook,
    "deleteWebhook": methods_account.delete_webhook,
    "getWebhookInfo": methods_account.get_webhook_info,
    "setMyCommands": methods_account.set_commands,
    "getMyCommands": methods_account.get_commands,
    "deleteMyCommands": methods_account.delete_commands,
    "setMyDescription": methods_account.set_about,
    "getMyDescription": methods_account.get_about,
    "setMyShortDescription": methods_account.set_about,
    "getMyShortDescription": methods_account.get_about,
    "setChatMenuButton": methods_account.set_menu_button,
    "getFile": methods_account.get_file,
    "getChat": methods_account.get_chat,
    "leaveChat": methods_account.leave_chat,
    "sendMessage": methods_send.send_message,
    "sendDocument": methods_send.send_file,
    "sendPhoto": methods_send.send_file,
    "sendAudio": methods_send.send_file,
    "sendVoice": methods_send.send_file,
    "sendLocation": methods_send.send_location,
    "sendChatAction": methods_send.send_chat_action,
    "editMessageText": methods_edit.edit_text,
    "editMessageCaption": methods_edit.edit_caption,
    "editMessageReplyMarkup": methods_edit.edit_markup,
    "deleteMessage": methods_edit.delete_message,
    "deleteMessages": methods_edit.delete_messages,
    "answerCallbackQuery": methods_edit.answer_callback_query,
}


class Dropped(Response):
    """A connection that ends in the middle of its answer: what a network failure looks like from the bot."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


class BotApi:
    """Telegram's side of the wire, for one world."""

    def __init__(self, world: TelegramState) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download, methods=["GET"]),
        ]

    async def _call(self, request: Request) -> Response:
        try:
            _check_token(request)
            method = canonical_method(request.path_params["method"])
        except ApiError as refusal:
            return JSONResponse(refusal.answer(), status_code=refusal.status)
        if method == "getUpdates":
            return await self._answered(method, request)
        self._world.in_flight += 1
        self._world.changed()
        try:
            return await self._answered(method, request)
        finally:
            self._world.in_flight -= 1
            self._world.changed()

    async def _answered(self, method: str, request: Request) -> Response:
        values: Json = {}
        files: dict[str, Upload] = {}
        fault = self._world.faults.take(method)
        try:
            values, files = await _parameters(request)
            if fault is not None:
                await _weather(fault)
            if fault is not None and not fault.after and (lost := self._lost(fault, request)):
                status = 0 if fault.answer is None else lost.status_code
                self._world.record(method, _shown(values, files), status=status, answer=None)
                return lost
            call = read(method, values, files)
            values = dict(call.values)
            status, answer = 200, {"ok": True, "result": await self._play(call, request)}
        except ApiError as refusal:
            status, answer = refusal.status, refusal.answer()
        if fault is not None and (lost := self._lost(fault, request)):
            self._world.record(method, _shown(values, files), status=0, answer=None)
            return lost
        self._world.record(method, _shown(values, files), status=status, answer=answer)
        return JSONResponse(answer, status_code=status)

    @staticmethod
    def _lost(fault: Fault, request: Request) -> Response | None:
        """What comes in the place of the answer, if its fault wants that."""
        if fault.answer is not None:
            return broken_answer(fault.answer, path=request.url.path, status=fault.status)
        return Dropped() if fault.drop else None

    async def _play(self, call: Call, request: Request) -> object:
        if call.method == "getMe":  # the number of a bot stands before the colon of its token
            me = methods_account.get_me(self._world, call)
            return me | {"id": int(request.path_params["token"].partition(":")[0])}
        if call.method != "getUpdates":
            return _PLAYED[call.method](self._world, call)
        mailbox = self._world.mailbox
        mailbox.want(call.items("allowed_updates"))
        updates = await mailbox.poll(
            offset=call.whole("offset"),
            limit=min(max(call.whole("limit", _MOST_UPDATES), 1), _MOST_UPDATES),
            timeout_s=min(max(call.whole("timeout"), 0), _LONGEST_POLL_S),
            line=ClientConnection(request.receive),
        )
        return [update.json() for update in updates]

    async def _download(self, request: Request) -> Response:
        try:
            _check_token(request)
        except ApiError as refusal:
            return JSONResponse(refusal.answer(), status_code=refusal.status)
        for stored in self._world.files.values():
            if stored.path == request.path_params["path"]:
                return Response(stored.content, media_type="application/octet-stream")
        return JSONResponse(ApiError(404, "Not Found").answer(), status_code=404)


def _check_token(request: Request) -> None:
    if not _TOKEN.fullmatch(request.path_params["token"]):
        raise ApiError(401, "Unauthorized")


async def _weather(fault: Fault) -> None:
    if fault.delay_s:
        await asyncio.sleep(fault.delay_s)
    if fault.status is not None and not fault.drop and fault.answer is None:
        raise injected_error(fault.status, fault.retry_after)


async def _parameters(request: Request) -> tuple[Json, dict[str, Upload]]:
    """Values by name and files by name, from wherever Telegram takes them."""
    values: Json = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        try:
            body: object = json.loads(await request.body() or b"{}")
        except ValueError:
            raise bad_request("can't parse request JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("request JSON must be an Object")
        return values | body, files
    async with request.form() as form:
        for name, item in form.multi_items():
            if isinstance(item, UploadFile):
                content = await item.read()
                files[name] = Upload(
                    name=item.filename or "", mime_type=item.content_type or "", content=content
                )
            else:
                values[name] = item
    return values, files


def _shown(values: Json, files: dict[str, Upload]) -> Json:
    """Parameters for the list of calls: files by name and size."""
    return values | {
        name: {"name": upload.name, "bytes": len(upload.content)} for name, upload in files.items()
    }


assert set(_PLAYED) | {"getUpdates"} == set(METHODS), "every method of the table is played, and no other"
