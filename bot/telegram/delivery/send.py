"""One message to Telegram, and what became of it: a closed set of outcomes instead of exceptions.

Errors that mean "she has it already" or "the query has expired" count as sent.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.telegram.answers import NotTelegram, is_unreachable
from bot.telegram.bot_client import BotClient, asked_to_wait_s
from bot.telegram.http_client import IDEMPOTENT_METHODS

HARMLESS = IDEMPOTENT_METHODS
NOT_MODIFIED = ("message is not modified",)
QUERY_EXPIRED = ("query is too old", "query id is invalid")
CHAT_NOT_FOUND = ("chat not found", "user not found", "peer_id_invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It has arrived."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryLater:
    """Not now. `after_s`: what Telegram asked for; without it, the sender backs off.

    `counts`: whether it is a failure of this message. What something else than Telegram has answered is none.
    """

    why: str
    after_s: float | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """She blocked the bot, or deleted her account."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Telegram will never take this message: a bug of ours.

    `moved_to`: the group became a supergroup, and this is its id now.
    """

    why: str
    moved_to: int | None = None


SendResult = Sent | RetryLater | Unreachable | Rejected
Send = Callable[[str, dict[str, object]], Awaitable[SendResult]]


async def send(wire: BotClient, method: str, params: Mapping[str, object]) -> SendResult:
    """One call, and its outcome. An edit that asks, and cannot be made, becomes a new message."""
    outcome = await _attempt(wire, method, params)
    if method == "editMessageText" and "reply_markup" in params and isinstance(outcome, Rejected):
        anew = {name: value for name, value in params.items() if name != "message_id"}
        return await _attempt(wire, "sendMessage", anew)
    return outcome


async def _attempt(wire: BotClient, method: str, params: Mapping[str, object]) -> SendResult:
    try:
        result = await wire.call(method, _with_files(params))
    except RetryAfter as error:
        return RetryLater(why="429", after_s=asked_to_wait_s(error))
    except Forbidden as error:
        words = f"403: {error.message}"
        return Unreachable(why=words) if is_unreachable(error) else RetryLater(why=words)
    except ChatMigrated as error:
        return Rejected(why="the chat has become another one", moved_to=error.new_chat_id)
    except BadRequest as error:
        return _refused(method, error.message)
    except InvalidToken:
        return RetryLater(why="the token is refused")
    except NotTelegram as error:
        return RetryLater(why=f"an answer that is not Telegram's: {error.kind}", counts=False)
    except TelegramError as error:
        return RetryLater(why=type(error).__name__)
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return Sent(message_id=message_id if isinstance(message_id, int) else None)


def _refused(method: str, said: str) -> SendResult:
    words = said.lower()
    if any(phrase in words for phrase in NOT_MODIFIED):
        return Sent()
    if method == "answerCallbackQuery" and any(phrase in words for phrase in QUERY_EXPIRED):
        return Sent()
    if any(phrase in words for phrase in CHAT_NOT_FOUND):
        return Unreachable(why="400: no such chat")
    return Rejected(why=f"400: {said}")


def _with_files(params: Mapping[str, object]) -> dict[str, object]:
    """Stored bytes become an upload."""
    document = params.get("document")
    if not isinstance(document, dict):
        return dict(params)
    content = base64.b64decode(str(document["base64"]))
    return {**params, "document": InputFile(content, filename=str(document["file_name"]))}
