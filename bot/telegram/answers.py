"""Reads an answer of the Bot API: a result, a refusal in Telegram's own words, or an answer that is not Telegram's.

The Bot API answers with a JSON object, always: `{"ok": true, "result": ...}`, or `{"ok": false, "error_code": 400,
"description": "Bad Request: ..."}` under the same HTTP status. Whatever looks otherwise comes from something on the
way: the login page of a network, a proxy, another server. Nothing of such an answer is believed, stored or logged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.monitoring.logs import redact
from bot.telegram.updates.identity import update_number

MAX_WAIT_S = 300  # longest wait that Telegram may ask for: a wrong answer must not silence the bot for hours
MAX_ASKED_S = 10**9  # thirty years; a larger number is no wait
MAX_WORDS = 150  # of a description
TOKEN_REFUSED = {401: "unauthorized", 404: "not found"}
UNREACHABLE = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation with a user",
    "bot can't send messages to bots",
    "bot was kicked from",
    "bot is not a member of",
    "chat was deleted",
)


class NotTelegram(NetworkError):
    """The answer is not one of the Bot API. `kind` says what it is, in fixed words: nothing of it is in them."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Throttled(RetryAfter):
    """Telegram asks to wait. It is waited for `MAX_WAIT_S` at most; `asked_s` is what Telegram said."""

    __slots__ = ("asked_s",)

    def __init__(self, asked_s: int) -> None:
        super().__init__(min(max(1, asked_s), MAX_WAIT_S))
        self.asked_s = asked_s


def read_success(body: bytes) -> dict[str, Any]:
    """An answer under a status that says yes; raises `NotTelegram`."""
    answer = _read_json(body)
    if isinstance(answer, str):
        raise NotTelegram(answer)
    if not isinstance(answer[0], dict) or answer[0].get("ok") is not True:
        raise NotTelegram("JSON that is no answer of the Bot API")
    if "result" not in answer[0]:
        raise NotTelegram("an answer without its result")
    return answer[0]


def read_refusal(status: int, body: bytes, *, token: str) -> TelegramError:
    """The error that an answer under any other status means."""
    if 300 <= status < 400:
        return NotTelegram(f"a redirect (HTTP {status})")
    found = _read_json(body)
    if isinstance(found, str):
        return NotTelegram(f"{found} (HTTP {status})")
    answer = found[0]
    if not (
        isinstance(answer, dict)
        and answer.get("ok") is False
        and answer.get("error_code") == status
        and isinstance(answer.get("description"), str)
    ):
        return NotTelegram(f"JSON that is no answer of the Bot API (HTTP {status})")
    parameters = answer.get("parameters")
    return _refusal(
        status,
        _without_secrets(answer["description"], token),
        parameters if isinstance(parameters, dict) else {},
    )


def _refusal(status: int, words: str, parameters: Mapping[str, object]) -> TelegramError:
    match status:
        case HTTPStatus.BAD_REQUEST | HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            moved = parameters.get("migrate_to_chat_id")
            return ChatMigrated(moved) if type(moved) is int else BadRequest(words)
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            if TOKEN_REFUSED[status] in words.lower():
                return InvalidToken(words)
            return NotTelegram(f"a refusal in words that Telegram does not use (HTTP {status})")
        case HTTPStatus.FORBIDDEN:
            return Forbidden(words)
        case HTTPStatus.CONFLICT:
            return Conflict(words)
        case HTTPStatus.TOO_MANY_REQUESTS:
            asked = _seconds(parameters.get("retry_after"))
            return (
                NotTelegram("a retry_after that is no number of seconds")
                if asked is None
                else Throttled(asked)
            )
    return NetworkError(words)


def is_unreachable(error: Forbidden) -> bool:
    """Whether Telegram says, in words that it is known to use, that this person cannot be written to."""
    words = error.message.lower()
    return any(known in words for known in UNREACHABLE)


def is_from_telegram(error: TelegramError) -> bool:
    """Whether Telegram itself said so, about the request: it is there, and understands us."""
    return isinstance(error, BadRequest | ChatMigrated | Conflict | Forbidden | InvalidToken | RetryAfter)


# --- results ------------------------------------------------------------------------------------------


def check_result(method: str, result: object, *, bot: int) -> None:
    """Raises `NotTelegram` for a result that this method never has. `bot`: whose token it is."""
    if not _CHECKS.get(method, _is_anything)(result):
        raise NotTelegram(f"a result that {method} never has")
    if method == "getMe" and isinstance(result, dict) and result["id"] != bot:
        raise NotTelegram("the answer of another bot")


def is_update(raw: object) -> bool:
    """Whether this has the number by which an update is confirmed."""
    return update_number(raw) is not None


def _is_anything(result: object) -> bool:
    return True


def _is_true(result: object) -> bool:
    return result is True


def _is_list(result: object) -> bool:
    return isinstance(result, list)


def _is_message(result: object) -> bool:
    return isinstance(result, dict) and type(result.get("message_id")) is int


def _is_message_or_true(result: object) -> bool:
    return result is True or _is_message(result)


def _is_bot(result: object) -> bool:
    return (
        isinstance(result, dict)
        and type(result.get("id")) is int
        and result.get("is_bot") is True
        and isinstance(result.get("first_name"), str)
        and isinstance(result.get("username"), str)
    )


def _is_webhook(result: object) -> bool:
    return isinstance(result, dict) and isinstance(result.get("url"), str)


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "getMe": _is_bot,
    "getUpdates": _is_list,
    "getWebhookInfo": _is_webhook,
    **dict.fromkeys(("sendMessage", "sendDocument", "sendPhoto", "sendAudio", "sendVoice"), _is_message),
    **dict.fromkeys(("editMessageText", "editMessageReplyMarkup"), _is_message_or_true),
    **dict.fromkeys(("answerCallbackQuery", "deleteMessage", "leaveChat"), _is_true),
    **dict.fromkeys(("setWebhook", "deleteWebhook"), _is_true),
    **dict.fromkeys(("setMyCommands", "setMyDescription", "setMyShortDescription"), _is_true),
}


# --- parts --------------------------------------------------------------------------------------------


def _read_json(body: bytes) -> tuple[object] | str:
    """The JSON, or in fixed words what the body is instead."""
    text = body.decode("utf-8", "replace").strip()
    if not text:
        return "an empty answer"
    try:
        return (json.loads(text),)
    except (ValueError, RecursionError):
        pass
    if text.startswith("<"):
        return "HTML instead of JSON"
    return "JSON that breaks off" if text[0] in "{[" else "text instead of JSON"


def _seconds(given: object) -> int | None:
    """What `retry_after` says, if it is a number of seconds."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= MAX_ASKED_S:
        return None
    return math.ceil(given)


def _without_secrets(description: str, token: str) -> str:
    """A description as it may be logged and stored: short, and without a token, however it is written."""
    for written in {token, quote(token, safe=""), quote(token)} - {""}:
        description = description.replace(written, "<token>")
    return redact(description)[:MAX_WORDS]
