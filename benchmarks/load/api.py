"""The Bot API, as far as the bots that are measured call it: at once, or after a delay, or with a limit a second.

It echoes a message as Telegram does, because a library parses what comes back.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl

from benchmarks.load.http import Respond

BOT = b'{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true,' + (
    b'"can_read_all_group_messages":false,"supports_inline_queries":false}'
)
OK = b'{"ok":true,"result":true}'
NO_WEBHOOK = b'{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}'
MOST_UPDATES = 100
MESSAGES = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "sendDocument")
PART = re.compile(rb'name="([^"]+)"[^\r]*(?:\r\n[^\r]+)*\r\n\r\n(.*?)\r\n--', re.DOTALL)

Shown = Callable[[int, bytes, Any], None]


class Api:
    """One bot's Bot API. `shown`: a message reached a chat; `presses`: whether this is one of those who press."""

    def __init__(self, shown: Shown, *, delay_s: float, presses: Callable[[int], bool]) -> None:
        self.delay_s = delay_s
        self.per_second: float | None = None
        self.calls: dict[str, int] = {}
        self.refused = 0
        self.sent: dict[int, int] = {}  # how many messages each chat got
        self.doubled = 0
        self.arrivals: list[float] | None = None  # when messages came to people who do not press
        self.polled = asyncio.Event()
        self._shown = shown
        self._presses = presses
        self._texts: dict[int, str] = {}
        self._numbers = 1
        self._waiting: deque[bytes] = deque()
        self._poll: tuple[Respond, asyncio.TimerHandle] | None = None
        self._free_at = 0.0

    # --- updates ---------------------------------------------------------------------------------

    def hand_over(self, update: bytes) -> None:
        """An update, for whoever polls."""
        self._waiting.append(update)
        if self._poll is not None:
            respond, timer = self._poll
            self._poll = None
            timer.cancel()
            # Not at once: whoever presses in this same moment comes with it.
            asyncio.get_running_loop().call_soon(self._give, respond)

    def _give(self, respond: Respond) -> None:
        some = [self._waiting.popleft() for _ in range(min(MOST_UPDATES, len(self._waiting)))]
        respond(b'{"ok":true,"result":[%b]}' % b",".join(some))

    def _updates(self, given: dict[str, Any], respond: Respond) -> None:
        self.polled.set()
        if self._waiting or not float(given.get("timeout", 0)):
            self._give(respond)
            return
        later = asyncio.get_running_loop().call_later(float(given["timeout"]), self._nothing, respond)
        self._poll = (respond, later)

    def _nothing(self, respond: Respond) -> None:
        self._poll = None
        self._give(respond)

    # --- calls -----------------------------------------------------------------------------------

    def answer(self, path: bytes, kind: bytes, body: bytes, respond: Respond) -> None:
        """One request of the bot."""
        method = path.rpartition(b"/")[2].partition(b"?")[0].decode()
        given = read(kind, body)
        if method == "getUpdates":
            self._updates(given, respond)
            return
        result = self.call(method, given)
        if self.delay_s:
            asyncio.get_running_loop().call_later(self.delay_s, respond, result)
        else:
            respond(result)

    def call(self, method: str, given: dict[str, Any]) -> bytes:
        """What Telegram would answer; also for a call that came in a webhook's reply."""
        self.calls[method] = self.calls.get(method, 0) + 1
        if method in MESSAGES:
            if (wait := self._over_the_limit()) is not None:
                self.refused += 1
                said = b"Too Many Requests: retry after %d" % wait
                return b'{"ok":false,"error_code":429,"description":"%b","parameters":{"retry_after":%d}}' % (
                    said,
                    wait,
                )
            return b'{"ok":true,"result":%b}' % self._message(method, given)
        if method == "getMe":
            return b'{"ok":true,"result":%b}' % BOT
        if method == "getWebhookInfo":
            return NO_WEBHOOK
        return OK

    def _over_the_limit(self) -> int | None:
        """Whole seconds to wait, as Telegram says it: no more than `per_second`, a second's worth at once."""
        if self.per_second is None:
            return None
        now = perf_counter()
        free_at = max(self._free_at, now - 1.0)
        if free_at > now:
            return max(1, round(free_at - now))
        self._free_at = free_at + 1 / self.per_second
        return None

    def _message(self, method: str, given: dict[str, Any]) -> bytes:
        chat = int(given["chat_id"])
        text = str(given.get("text", given.get("caption", "")))
        markup = given.get("reply_markup")
        if isinstance(markup, str):
            markup = json.loads(markup)
        if method == "sendMessage":
            self._numbers += 1
            number = self._numbers
            if not self._presses(chat):
                self.sent[chat] = self.sent.get(chat, 0) + 1
                if self.arrivals is not None:
                    self.arrivals.append(perf_counter())
            self.doubled += self._texts.get(chat) == text
            self._texts[chat] = text
        else:
            number = int(given.get("message_id", 1))
        shown = b',"reply_markup":%b' % json.dumps(markup).encode() if markup else b""
        message = (
            b'{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Ana","username":"ana","type":"private"},'
            b'"date":1767225600,"text":%b%b}' % (number, BOT, chat, json.dumps(text).encode(), shown)
        )
        if markup or method == "sendMessage":  # an edit without buttons only marks what she chose
            self._shown(chat, message, markup)
        return message


def read(kind: bytes, body: bytes) -> dict[str, Any]:
    """The parameters of a call, in each of the three ways in which libraries write them."""
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        found: dict[str, Any] = json.loads(body)
        return found
    if kind.startswith(b"multipart/"):
        return {name.decode(): value.decode("utf-8", "replace") for name, value in PART.findall(body)}
    return dict(parse_qsl(body.decode()))
