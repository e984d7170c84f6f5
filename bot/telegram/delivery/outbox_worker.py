"""Drains the outbox: what is committed there reaches Telegram at least once, each person's messages in their order.

The life of a message, which is a row of the outbox from the turn that makes it until it has an end:

    turn ---> queued ------ lease -----> leased ----- call -----> in flight
                ^    (by a claim, or by    |                        |   |
                |     the turn itself)     |                        |   +--> sent: the row is deleted
                +---- the lease runs out <-+                        |   +--> dead: it moves to the dead letters
                |     (10 s after a kill)                           |   +--> dropped: she blocked the bot
                +---- retry: not before an instant <----------------+        (all that waits for her is deleted)

A kill between "Telegram has it" and "the row is deleted" sends a message again, so a kill doubles at most what is in
flight (`in_flight_limit.py`). `deliver.py` takes one message from leased to its end or to retry, `poll_schedule.py`
decides when to claim, `storage/outbox/claim.py` which messages and `storage/outbox/rate_limit.py` how fast. All waits
are real seconds, so a simulated clock that stands still stops nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import structlog

from bot.clock import Clock, SystemClock
from bot.clock_rollback import ClockRollback
from bot.telegram.delivery.callback_answers import CallbackAnswers
from bot.telegram.delivery.deliver import GIVE_UP_AFTER, Deliverer, with_retry
from bot.telegram.delivery.in_flight_limit import InFlightLimit
from bot.telegram.delivery.poll_schedule import PollSchedule
from bot.telegram.delivery.send import HARMLESS, Send
from storage.outbox.enqueue import SendSlot
from storage.outbox.outbox import Outbox
from storage.records import (
    EMERGENCY,
    PROMPT,
    REPLY,
    STRANGER,
    TOAST,
    ClaimResult,
    LeasedMessage,
    Message,
    SentMessage,
    TurnResult,
)

log = structlog.get_logger(__name__)
MAX_IDEMPOTENT = 24  # calls that may be made twice: these do not count as in flight
LEASE = timedelta(seconds=10)
RENEW_S = 4.0
SHUTDOWN_TIMEOUT_S = 5.0
BATCH_WINDOW_S = 0.008  # a commit for each of a thousand messages a second would take a third of a core


class OutboxWorker:
    """The one sender of this process. `blocked` is called when a person cannot be reached any more."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        clock: Clock,
        send: Send,
        per_second: float,
        blocked: Callable[[int], Awaitable[object]],
        alarmed: Callable[[str], None] = lambda line: None,
        alone: bool,
        give_up_after: int = GIVE_UP_AFTER,
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._wall = SystemClock()
        self._backwards = ClockRollback()
        self._alone = alone
        self._deliverer = Deliverer(
            outbox=outbox, send=send, blocked=blocked, alarmed=alarmed, give_up_after=give_up_after
        )
        self._schedule = PollSchedule()
        self._interval_s = 1 / per_second
        self._limit = InFlightLimit(per_second=per_second)
        self._callback_answers = CallbackAnswers(send, drained=self._signal)
        self._signalled = asyncio.Event()
        self._drained = asyncio.Event()
        self._in_flight: dict[int, tuple[LeasedMessage, float]] = {}
        self._idempotent = 0  # of those in flight
        self._arrived: list[SentMessage] = []  # but not confirmed yet
        self._claimed_at = 0.0
        self._batched_at = 0.0
        self._deliveries: asyncio.TaskGroup | None = None  # while it runs

    @property
    def sending(self) -> bool:
        """Whether anything is in flight."""
        return bool(self._in_flight) or self._callback_answers.sending

    def wake(self) -> None:
        """There may be something to send."""
        self._schedule.request_poll()
        self._signal()

    @contextmanager
    def reserve_slot(self, *, prompt: bool) -> Iterator[SendSlot | None]:
        """Keeps a place in flight for the first message of a turn, while the turn runs.

        How urgent the message is, only the turn knows: the `SimulatedUser` says which ranks may have the place. None
        that a
        message in the outbox goes before; and prompts and strangers leave some places to replies.
        """
        room = self._limit.available(at=_seconds())
        last_rank = STRANGER if room > self._limit.reply_reserve else REPLY
        waiting = self._schedule.waiting
        last_rank = min(last_rank, min(waiting, default=STRANGER + 1) - 1)
        if self._deliveries is None or room <= 0 or last_rank < (PROMPT if prompt else EMERGENCY):
            yield None
            return
        with self._limit.reserve(1):
            yield self._outbox.hand(self._wall.now(), lease=LEASE, last_rank=last_rank, waiting=waiting)

    def turn_committed(self, turn: TurnResult) -> None:
        """Sends what the turn has leased to this process, and sees to it that the rest is polled for."""
        if self._deliveries is not None:
            for message in turn.messages:
                if message.kind == TOAST:
                    self._callback_answers.submit(self._deliveries, message)
            if turn.leased_message is not None:
                self._schedule.on_direct_send(interval_s=self._interval_s)
                self._start(self._deliveries, turn.leased_message, at=_seconds())
                for message in turn.choices:  # last: she looks at what comes next
                    self._callback_answers.submit(self._deliveries, message)
        if stored := turn.spoken[1:] if turn.leased_message is not None else [*turn.spoken, *turn.choices]:
            self._poll_for(turn, stored)

    def _poll_for(self, turn: TurnResult, stored: Sequence[Message]) -> None:
        at = _seconds()
        self._schedule.on_stored(min(turn.rank_of(message) for message in stored), at=at)
        if any(message.method in HARMLESS for message in stored):  # needs no place in flight
            self._schedule.request_poll()
        self._signal()

    def _signal(self) -> None:
        self._signalled.set()
        self._drained.clear()

    async def drained(self) -> None:
        """Returns when everything that could be sent has been."""
        self.wake()
        await self._drained.wait()

    async def run(self) -> None:
        """Sends until cancelled, and then waits for what is in flight: asked to stop, it doubles nothing.

        A process that alone uses the outbox takes over at once what an earlier one had leased.
        """
        async with asyncio.TaskGroup() as deliveries:
            try:
                self._deliveries = deliveries
                deliveries.create_task(self._keep_leases())
                if self._alone:
                    await with_retry(self._outbox.recover)
                while True:
                    await self._batch()
                    self._signalled.clear()
                    for message in await self._confirm_and_claim():
                        if (
                            message.id not in self._in_flight
                        ):  # else its lease ran out before it was confirmed
                            self._start(deliveries, message, at=self._claimed_at)
                    await self._wait()
            except asyncio.CancelledError:
                self._deliveries = None
                await self._land()
                raise

    async def _batch(self) -> None:
        """Where many may be in flight at once, what happens in the same moment shares a commit."""
        if self._limit.limit > 1:
            await asyncio.sleep(max(0.0, self._batched_at + BATCH_WINDOW_S - _seconds()))
            self._batched_at = _seconds()

    async def _confirm_and_claim(self) -> list[LeasedMessage]:
        """Confirms what has arrived, and claims what can be sent now if a poll is due, in one transaction."""
        at = _seconds()
        if not self._schedule.is_due(at=at, room=self._limit.available(at=at) + len(self._arrived)):
            if self._arrived:
                await self._confirm()
            return []
        arrived, self._arrived = self._arrived, []
        for one in arrived:
            self._release(one.waiting)
        self._schedule.on_poll_started()
        found = await with_retry(
            partial(self._claim, arrived)
        )  # while the database is away nothing is sent twice
        self._schedule.on_poll_finished(found, wall=self._wall.now(), at=_seconds())
        for one in arrived:
            del self._in_flight[one.waiting.id]
        return found.taken

    async def _claim(self, arrived: list[SentMessage]) -> ClaimResult:
        wall = self._wall.now()
        if self._backwards.by(wall, _seconds()):
            await self._outbox.make_all_due(wall)
        self._claimed_at = _seconds()
        room = self._limit.available(at=self._claimed_at)
        claimed = room - room // 2  # the turns beside it have the rest: together no more than the limit
        with self._limit.reserve(claimed):
            return await self._outbox.confirm_and_claim(
                arrived,
                self._clock.now(),
                wall=wall,
                lease=LEASE,
                limit=claimed,
                harmless=HARMLESS,
                spare=MAX_IDEMPOTENT - self._idempotent,
            )

    async def _wait(self) -> None:
        """Until something happens, until the next message may go, or until a slow one no longer counts."""
        if not (self._schedule.has_pending or self.sending or self._signalled.is_set()):
            self._drained.set()
        at = _seconds()
        pause = self._schedule.sleep_s(at=at, room=self._limit.available(at=at))
        free_in = self._limit.next_free_in(at=at)
        try:
            async with asyncio.timeout(pause if free_in is None else min(pause, free_in)):
                await self._signalled.wait()
        except TimeoutError:
            pass

    def _start(self, deliveries: asyncio.TaskGroup, message: LeasedMessage, *, at: float) -> None:
        if self._wall.now() >= message.until:  # the database was slow: another process may have it by now
            self._schedule.request_poll()
            return
        if message.method in HARMLESS:
            self._idempotent += 1
        else:
            self._limit.acquire(message.id, at=at)
        self._in_flight[message.id] = (message, _seconds())
        deliveries.create_task(self._deliver(message))

    async def _deliver(self, message: LeasedMessage) -> None:
        arrived: SentMessage | None = None
        try:
            arrived = await self._deliverer.deliver(message)
        finally:
            if arrived is not None:
                self._arrived.append(arrived)
                self._schedule.on_delivered()
            else:  # it waits in the outbox again, or those behind it are free
                self._release(message)
                del self._in_flight[message.id]
                self._schedule.request_poll()
            self._signal()

    def _release(self, message: LeasedMessage) -> None:
        if message.method in HARMLESS:
            self._idempotent -= 1
        else:
            self._limit.release(message.id, at=_seconds())

    async def _confirm(self) -> None:
        """Confirms what has arrived, although nothing is claimed."""
        arrived, self._arrived = self._arrived, []
        await with_retry(partial(self._outbox.sent, *arrived))
        for one in arrived:
            self._release(one.waiting)
            del self._in_flight[one.waiting.id]

    async def _land(self) -> None:
        """Nothing new is begun; what is in flight arrives and is confirmed."""
        try:
            async with asyncio.timeout(SHUTDOWN_TIMEOUT_S):
                while self.sending:
                    self._signalled.clear()
                    if self._arrived:
                        await self._confirm()
                    else:
                        await self._signalled.wait()
        except TimeoutError:
            log.warning("stopped before Telegram had answered", messages=len(self._in_flight))

    async def _keep_leases(self) -> None:
        """A message that is long in flight stays leased to this process."""
        while True:
            await asyncio.sleep(RENEW_S)
            for message, begun in list(self._in_flight.values()):
                if _seconds() - begun >= RENEW_S:
                    await with_retry(partial(self._renew, message))

    async def _renew(self, message: LeasedMessage) -> None:
        await self._outbox.renew(message, until=self._wall.now() + LEASE)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
