"""Answers to taps, and the marks of what was chosen: each is called once, after its turn is committed, never again.

An answer stops the button's spinner and may show a short note; a mark leaves her choice in the message. Neither is a
row of the outbox: a process that is killed loses it, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.monitoring import metrics
from bot.monitoring.logs import error_location
from bot.telegram.delivery.send import Send
from storage.records import Message

log = structlog.get_logger(__name__)
MAX_IN_FLIGHT = 512  # in a flood of taps the other spinners end by themselves, and some marks are missing


class CallbackAnswers:
    """The answers in flight. `drained` is called when there is none any more."""

    __slots__ = ("_drained", "_in_flight", "_send")

    def __init__(self, send: Send, *, drained: Callable[[], None]) -> None:
        self._send = send
        self._drained = drained
        self._in_flight = 0

    @property
    def sending(self) -> bool:
        """Whether one is in flight."""
        return self._in_flight > 0

    def submit(self, tasks: asyncio.TaskGroup, answer: Message) -> None:
        """Begin to call it, unless there are too many."""
        if self._in_flight < MAX_IN_FLIGHT:
            self._in_flight += 1
            tasks.create_task(self._call(answer))

    async def _call(self, answer: Message) -> None:
        try:
            outcome = await self._send(answer.method, dict(answer.params))
            metrics.SENDS.labels(answer.kind, type(outcome).__name__.lower()).inc()
        except Exception as error:
            log.error("the answer to a tap could not be given", method=answer.method, **error_location(error))
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._drained()
