"""Delivers one leased message, and settles it: what Telegram answered decides what becomes of its row.

Sent: the caller confirms it together with others, in one commit. Asked to wait, or not reached: back to the outbox
until then. Refused for good: a dead letter. Person unreachable: everything that waits for her is deleted. Must not
know which message comes next, nor how many are in flight.
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - jitter, so that replicas do not come back in step
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar, assert_never

import structlog

from bot.clock import SystemClock
from bot.monitoring import metrics
from bot.monitoring.logs import error_location
from bot.telegram.delivery.send import Rejected, RetryLater, Send, SendResult, Sent, Unreachable
from storage.db.errors import DatabaseUnavailable
from storage.outbox.outbox import Outbox
from storage.records import CHOICE, LeasedMessage, SentMessage

log = structlog.get_logger(__name__)
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 60.0
RETRY_AFTER_BUG_S = 300.0
GIVE_UP_AFTER = 1440  # failures: with a minute between them about a day
GLOBAL_BACKOFF_AFTER = 3  # this many 429 in a row apply to all chats
TRY_DATABASE_AGAIN_S = 1.0

Result = TypeVar("Result")


class Deliverer:
    """`blocked` is called when a person cannot be reached any more, `alarmed` with a line for the operator."""

    __slots__ = ("_alarmed", "_blocked", "_give_up_after", "_outbox", "_send", "_throttled", "_wall")

    def __init__(
        self,
        *,
        outbox: Outbox,
        send: Send,
        blocked: Callable[[int], Awaitable[object]],
        alarmed: Callable[[str], None],
        give_up_after: int,
    ) -> None:
        self._outbox = outbox
        self._wall = SystemClock()
        self._send = send
        self._blocked = blocked
        self._alarmed = alarmed
        self._give_up_after = give_up_after
        self._throttled = 0  # how many 429 in a row

    async def deliver(self, message: LeasedMessage) -> SentMessage | None:
        """What has arrived and is not confirmed yet; `None` when its row is settled already."""
        try:
            return await self._settle(message, await self._send(message.method, dict(message.params)))
        except DatabaseUnavailable as problem:
            log.error("what became of a message could not be noted, it is tried again", problem=str(problem))
        except Exception as error:  # a bug of ours with one message must not stop all others
            log.error("a message could not be handled", method=message.method, **error_location(error))
            at = self._wall.now() + timedelta(seconds=RETRY_AFTER_BUG_S)
            await with_retry(partial(self._outbox.retry, message, at=at, why=type(error).__name__))
        return None

    async def _settle(self, message: LeasedMessage, outcome: SendResult) -> SentMessage | None:
        metrics.SENDS.labels(message.kind, type(outcome).__name__.lower()).inc()
        if message.kind == CHOICE and not isinstance(outcome, Unreachable):
            outcome = Sent()  # tried once: a mark that is missing is no reason to keep her next message back
        if not isinstance(outcome, RetryLater):
            self._throttled = 0
        match outcome:
            case Sent():
                return SentMessage(waiting=message, message_id=outcome.message_id)
            case RetryLater():
                await self._retry_later(message, outcome)
            case Unreachable():
                await self._outbox.drop_person(message.person)
                await self._blocked(message.person)
            case Rejected():
                await self._dead_letter(message, outcome.why)
            case _ as never:
                assert_never(never)
        return None

    async def _retry_later(self, message: LeasedMessage, outcome: RetryLater) -> None:
        """Given back until then. What Telegram asks to wait for is no failure, and may be meant for all."""
        failed = outcome.counts and outcome.after_s is None
        failures = message.failures + failed
        if failed and failures >= self._give_up_after:
            await self._dead_letter(message, f"{outcome.why}, {failures} times")
            return
        pause = outcome.after_s
        if pause is None:
            pause = _backoff_s(failures if failed else max(1, message.attempts))
        if message.attempts == 1:
            log.warning(
                "not sent, trying again", method=message.method, why=outcome.why, after_s=round(pause, 1)
            )
        at = self._wall.now() + timedelta(seconds=pause)
        await self._outbox.retry(message, at=at, why=outcome.why, failed=failed)
        self._throttled = self._throttled + 1 if outcome.after_s is not None else 0
        if outcome.after_s is not None and self._throttled >= GLOBAL_BACKOFF_AFTER:
            log.warning("Telegram asks everybody to wait", after_s=round(outcome.after_s, 1))
            await self._outbox.hold(
                self._wall.now() + timedelta(seconds=min(outcome.after_s, LONGEST_BACKOFF_S))
            )

    async def _dead_letter(self, message: LeasedMessage, why: str) -> None:
        log.error(
            "Telegram refused a message: it is a dead letter",
            method=message.method,
            kind=message.kind,
            why=why,
        )
        await self._outbox.dead(message, why=why)
        metrics.DEAD_LETTERS.labels(message.kind).inc()
        self._alarmed(f"Telegram refused a message ({message.method}, {message.kind}): {why}")


async def with_retry(work: Callable[[], Awaitable[Result]]) -> Result:
    """The result of `work` on the outbox, tried again while the database is unavailable."""
    failures = 0
    while True:
        try:
            return await work()
        except DatabaseUnavailable as problem:
            failures += 1
            if failures == 1:
                log.error("the outbox cannot be used, trying again", problem=str(problem))
            await asyncio.sleep(TRY_DATABASE_AGAIN_S)


def _backoff_s(failures: int) -> float:
    """Doubling, with jitter from half to the whole."""
    longest: float = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(failures - 1, 10))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
