"""Sends the operator's chat what the log says too: dead letters, and health conditions. Never about anybody's health.

It holds nothing up: lines wait here, and many become one message. A line that Telegram does not take now is tried
again, so that after an outage the operator still reads when it began. A chat that refuses is named in the log.
"""

from __future__ import annotations

import asyncio
from collections import deque

import structlog

from bot.monitoring import metrics
from bot.telegram.bot_client import BotClient
from bot.telegram.delivery.send import Rejected, RetryLater, Sent, send

log = structlog.get_logger(__name__)
BETWEEN_S = 60.0
NEW_ID = "This group has a new id. Set OPERATOR_CHAT_ID={chat} and restart the bot, or the next start uses the old id."
MOST_LINES = 20


class OperatorNotifier:
    """The operator's chat; 0 for none."""

    __slots__ = ("_between_s", "_chat", "_lines", "_wanted", "_wire")

    def __init__(self, wire: BotClient, chat: int, *, between_s: float = BETWEEN_S) -> None:
        self._wire = wire
        self._chat = chat
        self._between_s = between_s
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
        """This line, soon. The oldest lines go when too many wait."""
        if self._chat:
            self._lines.append(line)
            self._wanted.set()

    async def run(self) -> None:
        """Until cancelled: one message a minute at most."""
        failures = 0
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            lines = list(dict.fromkeys(self._lines))
            self._lines.clear()
            outcome = await send(self._wire, "sendMessage", {"chat_id": self._chat, "text": "\n".join(lines)})
            metrics.OPERATOR_MESSAGES.labels(type(outcome).__name__.lower()).inc()
            match outcome:
                case Sent():
                    failures = 0
                case RetryLater():
                    failures += 1
                    if failures == 1:
                        log.error("the operator's chat cannot be reached, trying again", why=outcome.why)
                    self._again(lines)
                case Rejected(moved_to=int() as chat):
                    self.follow(chat)
                    self._again(lines)
                case _:
                    log.error(
                        "the operator's chat refuses messages: check OPERATOR_CHAT_ID, and write /start to the bot",
                        why=outcome.why,
                    )
            await asyncio.sleep(self._between_s)

    def _again(self, lines: list[str]) -> None:
        """These lines with the next message, before newer ones, as far as there is room."""
        room = MOST_LINES - len(self._lines)
        self._lines.extendleft(reversed(lines[len(lines) - room :] if room else []))
        self._wanted.set()
