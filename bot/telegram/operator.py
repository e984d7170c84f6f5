"""Tells the operator in a chat what the log says too: dead letters, late prompts. Never about anybody's health.

Must not hold anything up: lines wait here, many become one message, and when Telegram does not take it they
stay in the log only.

>>> operator.tell("3 prompts are more than ten minutes late.")  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
from collections import deque

import structlog

from bot.telegram.sending import Refused, Sent, send
from bot.telegram.wire import Wire

log = structlog.get_logger(__name__)
BETWEEN_S = 60.0
NEW_ID = "This group has a new id. Set OPERATOR_CHAT_ID={chat} and restart the bot, or the next start uses the old id."
MOST_LINES = 20


class Operator:
    """The operator's chat; 0 for none."""

    __slots__ = ("_chat", "_lines", "_wanted", "_wire")

    def __init__(self, wire: Wire, chat: int) -> None:
        self._wire = wire
        self._chat = chat
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._wanted = asyncio.Event()

    def is_here(self, chat: int) -> bool:
        """Whether this is the operator's chat."""
        return bool(self._chat) and chat == self._chat

    def follow(self, chat: int) -> None:
        """The operator's group became a supergroup with this id. Until the next start, lines go there."""
        log.warning("the operator's group has a new id: set OPERATOR_CHAT_ID to it", chat=chat)
        self._chat = chat
        self.tell(NEW_ID.format(chat=chat))

    def tell(self, line: str) -> None:
        """This line, soon."""
        if self._chat:
            self._lines.append(line)
            self._wanted.set()

    async def run(self) -> None:
        """Until cancelled: one message a minute at most."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            text = "\n".join(dict.fromkeys(self._lines))
            self._lines.clear()
            await self._send(text)
            await asyncio.sleep(BETWEEN_S)

    async def _send(self, text: str) -> None:
        sent = await send(self._wire, "sendMessage", {"chat_id": self._chat, "text": text})
        if isinstance(sent, Refused) and sent.moved_to is not None:
            self.follow(sent.moved_to)
            self._lines.appendleft(text)  # again, to the new id
        elif not isinstance(sent, Sent):
            log.warning("the operator's chat could not be told", why=type(sent).__name__)
