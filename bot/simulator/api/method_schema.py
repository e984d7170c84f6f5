"""The Bot API's methods with their parameters: a table, and the strict reading of a request by it.

Names mean the same in every method, so their kinds stand in one place; `!` marks a required one. Parameters of the
real API that are not played here (business accounts, topics) are refused like misspelt ones: a bot that leans on them
should hear of it.

    read("sendMessage", {"chat_id": "7", "text": "Hi"}, {}).text("text") == "Hi"
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.simulator.api.errors import ApiError, bad_request

Kind = type[str] | type[int] | type[float] | type[bool] | type[list[object]] | type[dict[str, object]]

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("chat_id", "message_id", "offset", "limit", "timeout", "max_connections"), int),
    **dict.fromkeys(("duration", "cache_time"), int),
    **dict.fromkeys(("latitude", "longitude", "horizontal_accuracy"), float),
    **dict.fromkeys(("disable_notification", "protect_content", "show_alert", "drop_pending_updates"), bool),
    **dict.fromkeys(("disable_content_type_detection", "has_spoiler", "show_caption_above_media"), bool),
    "allow_paid_broadcast": bool,
    **dict.fromkeys(("entities", "caption_entities", "allowed_updates", "message_ids", "commands"), list),
    **dict.fromkeys(
        ("reply_markup", "reply_parameters", "link_preview_options", "scope", "menu_button"), dict
    ),
}

_SENDS = "chat_id! disable_notification protect_content allow_paid_broadcast reply_parameters reply_markup"
_WORDS = "caption parse_mode caption_entities"

METHODS: dict[str, tuple[str, ...]] = {
    name: tuple(parameters.split())
    for name, parameters in {
        "getMe": "",
        "logOut": "",
        "close": "",
        "getUpdates": "offset limit timeout allowed_updates",
        "setWebhook": "url! certificate ip_address max_connections allowed_updates drop_pending_updates "
        "secret_token",
        "deleteWebhook": "drop_pending_updates",
        "getWebhookInfo": "",
        "sendMessage": f"{_SENDS} text! parse_mode entities link_preview_options",
        "sendDocument": f"{_SENDS} {_WORDS} document! thumbnail disable_content_type_detection",
        "sendPhoto": f"{_SENDS} {_WORDS} photo! has_spoiler show_caption_above_media",
        "sendAudio": f"{_SENDS} {_WORDS} audio! duration performer title thumbnail",
        "sendVoice": f"{_SENDS} {_WORDS} voice! duration",
        "sendLocation": f"{_SENDS} latitude! longitude! horizontal_accuracy",
        "sendChatAction": "chat_id! action!",
        "editMessageText": "chat_id message_id text parse_mode entities link_preview_options reply_markup",
        "editMessageCaption": f"chat_id message_id {_WORDS} show_caption_above_media reply_markup",
        "editMessageReplyMarkup": "chat_id message_id reply_markup",
        "deleteMessage": "chat_id! message_id!",
        "deleteMessages": "chat_id! message_ids!",
        "answerCallbackQuery": "callback_query_id! text show_alert url cache_time",
        "setMyCommands": "commands! scope language_code",
        "getMyCommands": "scope language_code",
        "deleteMyCommands": "scope language_code",
        "setMyDescription": "description language_code",
        "getMyDescription": "language_code",
        "setMyShortDescription": "short_description language_code",
        "getMyShortDescription": "language_code",
        "setChatMenuButton": "chat_id menu_button",
        "getFile": "file_id!",
        "getChat": "chat_id!",
        "leaveChat": "chat_id!",
    }.items()
}
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "file_id": "file_id not specified",
    "callback_query_id": "query_id is empty",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that fits the table: each value has the kind its name promises."""

    method: str
    values: Mapping[str, object]
    files: Mapping[str, Upload]

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else default

    def whole(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        return value if isinstance(value, int) else default

    def number(self, name: str, default: float = 0.0) -> float:
        value = self.values.get(name)
        return float(value) if isinstance(value, int | float) else default

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def items(self, name: str) -> list[object] | None:
        value = self.values.get(name)
        return value if isinstance(value, list) else None

    def fields(self, name: str) -> dict[str, object] | None:
        value = self.values.get(name)
        return value if isinstance(value, dict) else None


def canonical_method(name: str) -> str:
    """Telegram's spelling of a method (it takes any case), or its 404."""
    try:
        return _BY_LOWER_NAME[name.lower()]
    except KeyError:
        raise ApiError(404, "Not Found: method not found") from None


def read(method: str, values: Mapping[str, object], files: Mapping[str, Upload]) -> Call:
    """The call as typed values; refuses what the table does not have."""
    allowed = METHODS[method]
    names = {name.rstrip("!") for name in allowed}
    attached = {str(value).removeprefix("attach://") for value in values.values()}
    for name in (*values, *(name for name in files if name not in attached)):
        if name not in names:
            raise bad_request(f'unknown parameter "{name}" of {method}')
    for name in allowed:
        bare = name.removesuffix("!")
        if name != bare and values.get(bare) in (None, "") and bare not in files and (method, bare) != _UNSET:
            raise bad_request(_MISSING.get(bare, f'parameter "{bare}" is required'))
    given = {name: value for name, value in values.items() if value is not None}
    return Call(
        method=method, values={name: _typed(name, value) for name, value in given.items()}, files=files
    )


_UNSET = ("setWebhook", "url")  # an empty address takes the webhook away


def _typed(name: str, value: object) -> object:
    kind = _KINDS.get(name, str)
    if kind is str and isinstance(value, str):
        return value
    if isinstance(value, str) and kind is not str:
        if name == "chat_id" and value.startswith("@"):
            raise bad_request("chat not found")
        value = _decoded(name, value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise bad_request(f'parameter "{name}" must be {_IN_WORDS[kind]}')
    return value


_IN_WORDS: dict[Kind, str] = {
    str: "a String",
    int: "an Integer",
    float: "a Float",
    bool: "a Boolean",
    list: "an Array",
    dict: "an Object",
}


def _decoded(name: str, value: str) -> object:
    if _KINDS[name] is bool and value.lower() in ("true", "yes", "1", "false", "no", "0"):
        return value.lower() in ("true", "yes", "1")
    try:
        decoded: object = json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    return decoded
