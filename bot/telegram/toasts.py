"""Answers to taps, and the marks of what was chosen: each is called once, after its turn is committed, and never again.

An answer stops the button's spinner and may say a word over it; a mark leaves her choice in the message. Neither is
a row of the outbox: a process that is killed loses it, and nothing else. Must not know turns or people.

>>> toasts.give(tasks, Message(method="answerCallbackQuery", params={...}, kind="toast"))  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot import metrics
from bot.logs import where
from bot.telegram.sending import Send
from storage.shapes import Message

log = structlog.get_logger(__name__)
MOST = (
    512  # at once: in a flood of taps the rest of the spinners end by themselves, and some marks are missing
)


class Toasts:
    """Those that are on their way. `rested` is called when there is none any more."""

    __slots__ = ("_number", "_rested", "_send")

    def __init__(self, send: Send, *, rested: Callable[[], None]) -> None:
        self._send = send
        self._rested = rested
        self._number = 0

    @property
    def busy(self) -> bool:
        """Whether one is on its way."""
        return self._number > 0

    def give(self, tasks: asyncio.TaskGroup, toast: Message) -> None:
        """Begin to call it, unless there are too many."""
        if self._number < MOST:
            self._number += 1
            tasks.create_task(self._call(toast))

    async def _call(self, toast: Message) -> None:
        try:
            outcome = await self._send(toast.method, dict(toast.params))
            metrics.SENDS.labels(toast.kind, type(outcome).__name__.lower()).inc()
        except Exception as error:
            log.error("the answer to a tap could not be given", method=toast.method, **where(error))
        finally:
            self._number -= 1
            if not self._number:
                self._rested()
