"""Drains the outbox: what is committed there reaches Telegram, at least once, each person in order.

Must not know why anything is said. It may be killed at any point: a message is leased while it is being
sent, and whoever comes next takes it up. How many are on their way at once decides how many a kill doubles,
see `window.py`. A turn of this process hands its message over as it is committed; what could not be handed over,
and what other processes left, is claimed. All waits are real seconds, so a clock that stands still is no harm.

>>> with outbound.free_hand(prompt=False) as hand:  # doctest: +SKIP
...     outbound.said(await store.turn(7, decide, now=now, hand=hand))
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - jitter, so that replicas do not come back in step
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TypeVar, assert_never

import structlog

from bot import metrics
from bot.clock import Clock, SystemClock
from bot.logs import where
from bot.telegram.looking import LOOK_AGAIN_S, Looking
from bot.telegram.sending import HARMLESS, Delivery, Later, Refused, Send, Sent, Unreachable
from bot.telegram.toasts import Toasts
from bot.telegram.window import Window
from bot.watch import Backwards
from storage.outbox import Outbox
from storage.posting import PROMPT, REPLY, Hand
from storage.problems import DatabaseProblem
from storage.shapes import CHOICE, REPLIES, TOAST, Arrived, Claimed, Message, Turn, Waiting

log = structlog.get_logger(__name__)
HARMLESS_AT_ONCE = 24
LEASE = timedelta(seconds=10)
RENEW_S = 4.0
FIRST_BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 60.0
AFTER_A_BUG_S = 300.0
GIVE_UP_AFTER = 1440  # failures: with a minute between them about a day
ALL_WAIT_AFTER = 3  # so many 429 in a row are meant for everybody
LANDING_S = 5.0
TOGETHER_S = 0.008  # a commit for each of a thousand messages a second would take a third of a core

Result = TypeVar("Result")


class Outbound:
    """The one sender of this process. `blocked` is called when she cannot be reached any more."""

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
        self._backwards = Backwards()
        self._send = send
        self._blocked = blocked
        self._alarmed = alarmed
        self._alone = alone
        self._give_up_after = give_up_after
        self._looking = Looking()
        self._stirred = asyncio.Event()
        self._interval_s = 1 / per_second
        self._window = Window(per_second=per_second)
        self._flying: dict[int, tuple[Waiting, float]] = {}
        self._arrived: list[Arrived] = []  # but not yet noted
        self._asked_at = 0.0
        self._exchanged_at = 0.0
        self._harmless = 0
        self._throttled = 0
        self._rested = asyncio.Event()
        self._deliveries: asyncio.TaskGroup | None = None  # while it runs
        self._toasts = Toasts(send, rested=self._stir)

    @property
    def busy(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._flying) or self._toasts.busy

    def nudge(self) -> None:
        """There may be something to send."""
        self._looking.ask()
        self._stir()

    @contextmanager
    def free_hand(self, *, prompt: bool) -> Iterator[Hand | None]:
        """For the length of a turn a place is kept for its message, unless others stand before it.

        Prompts leave some places to answers.
        """
        rank = PROMPT if prompt else REPLY
        free = self._deliveries is not None and not self._looking.stands_before(rank)
        if not free or self._window.room(at=_seconds()) <= (self._window.spare if prompt else 0):
            yield None
            return
        with self._window.kept(1):
            yield self._outbox.hand(self._wall.now(), lease=LEASE)

    def said(self, turn: Turn) -> None:
        """A turn is committed: what it handed over is sent, and the rest of it looked for."""
        if self._deliveries is not None:
            for message in turn.messages:
                if message.kind == TOAST:
                    self._toasts.give(self._deliveries, message)
            if turn.handed is not None:
                self._looking.went(interval_s=self._interval_s)
                self._begin(self._deliveries, turn.handed, at=_seconds())
                for message in turn.choices:  # last: she looks at what comes next
                    self._toasts.give(self._deliveries, message)
        if waits := turn.spoken[1:] if turn.handed is not None else [*turn.spoken, *turn.choices]:
            self._leave(turn, waits)

    def _leave(self, turn: Turn, waits: Sequence[Message]) -> None:
        rank = REPLY if any(message.kind in REPLIES for message in waits) else PROMPT
        at = _seconds()
        if turn.not_before is not None:
            at += (turn.not_before - self._wall.now()).total_seconds()
        self._looking.left(rank, at=at)
        if any(message.method in HARMLESS for message in waits):  # goes beside what is on its way
            self._looking.ask()
        self._stir()

    def _stir(self) -> None:
        self._stirred.set()
        self._rested.clear()

    async def rested(self) -> None:
        """Returns when everything that could be sent has been."""
        self.nudge()
        await self._rested.wait()

    async def run(self) -> None:
        """Sends until cancelled, and then waits for what is on its way: asked to stop, it doubles nothing.

        The only process takes up at once what an earlier one left behind.
        """
        async with asyncio.TaskGroup() as deliveries:
            try:
                self._deliveries = deliveries
                deliveries.create_task(self._keep_leases())
                if self._alone:
                    await self._patiently(self._outbox.recover)
                while True:
                    await self._gather()
                    self._stirred.clear()
                    for waiting in await self._exchange():
                        if waiting.id not in self._flying:  # else its lease ran out before it was noted
                            self._begin(deliveries, waiting, at=self._asked_at)
                    await self._wait()
            except asyncio.CancelledError:
                self._deliveries = None
                await self._land()
                raise

    async def _gather(self) -> None:
        """Where many may be on their way at once, what happens in the same moment shares a commit."""
        if self._window.size > 1:
            await asyncio.sleep(max(0.0, self._exchanged_at + TOGETHER_S - _seconds()))
            self._exchanged_at = _seconds()

    async def _exchange(self) -> list[Waiting]:
        """Notes what has arrived; what can be sent at once, if it is time to look."""
        at = _seconds()
        if not self._looking.due(at=at, room=self._window.room(at=at) + len(self._arrived)):
            if self._arrived:
                await self._note()
            return []
        arrived, self._arrived = self._arrived, []
        for one in arrived:
            self._make_room(one.waiting)
        self._looking.begun()
        found = await self._patiently(partial(self._claim, arrived))  # while it is away nothing is sent again
        self._looking.seen(found, wall=self._wall.now(), at=_seconds())
        for one in arrived:
            del self._flying[one.waiting.id]
        return found.taken

    async def _claim(self, arrived: list[Arrived]) -> Claimed:
        wall = self._wall.now()
        if self._backwards.by(wall, _seconds()):
            await self._outbox.hurry(wall)
        self._asked_at = _seconds()
        room = self._window.room(at=self._asked_at)
        claimed = room - room // 2  # the turns beside it have the rest: together no more than the window
        with self._window.kept(claimed):
            return await self._outbox.exchange(
                arrived,
                self._clock.now(),
                wall=wall,
                lease=LEASE,
                limit=claimed,
                harmless=HARMLESS,
                spare=HARMLESS_AT_ONCE - self._harmless,
            )

    async def _wait(self) -> None:
        """Until something happens, until the next message may go, or until a slow one no longer counts."""
        if not (self._looking.soon or self.busy or self._stirred.is_set()):
            self._rested.set()
        at = _seconds()
        pause = self._looking.pause_s(at=at, room=self._window.room(at=at))
        opens_in = self._window.opens_in(at=at)
        try:
            async with asyncio.timeout(pause if opens_in is None else min(pause, opens_in)):
                await self._stirred.wait()
        except TimeoutError:
            pass

    async def _patiently(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """The outcome of `work` on the outbox, again and again while the database is away."""
        failures = 0
        while True:
            try:
                return await work()
            except DatabaseProblem as problem:
                failures += 1
                if failures == 1:
                    log.error("the outbox cannot be used, trying again", problem=str(problem))
                await asyncio.sleep(LOOK_AGAIN_S)

    def _begin(self, deliveries: asyncio.TaskGroup, waiting: Waiting, *, at: float) -> None:
        if self._wall.now() >= waiting.until:  # the database was slow: somebody else may have it by now
            self._looking.ask()
            return
        if waiting.method in HARMLESS:
            self._harmless += 1
        else:
            self._window.begin(waiting.id, at=at)
        self._flying[waiting.id] = (waiting, _seconds())
        deliveries.create_task(self._deliver(waiting))

    async def _land(self) -> None:
        """Nothing new is begun; what is on its way arrives and is noted."""
        try:
            async with asyncio.timeout(LANDING_S):
                while self.busy:
                    self._stirred.clear()
                    if self._arrived:
                        await self._note()
                    else:
                        await self._stirred.wait()
        except TimeoutError:
            log.warning("stopped before Telegram had answered", messages=len(self._flying))

    async def _note(self) -> None:
        """What has arrived, although nothing follows."""
        arrived, self._arrived = self._arrived, []
        await self._patiently(partial(self._outbox.sent, *arrived))
        for one in arrived:
            self._make_room(one.waiting)
            del self._flying[one.waiting.id]

    async def _deliver(self, waiting: Waiting) -> None:
        settled = True
        try:
            settled = await self._settle(waiting, await self._send(waiting.method, dict(waiting.params)))
        except DatabaseProblem as problem:
            log.error("what became of a message could not be noted, it is tried again", problem=str(problem))
        except Exception as error:  # a bug of ours with one message must not stop all others
            log.error("a message could not be handled", method=waiting.method, **where(error))
            at = self._wall.now() + timedelta(seconds=AFTER_A_BUG_S)
            await self._patiently(partial(self._outbox.retry, waiting, at=at, why=type(error).__name__))
        finally:
            if settled:  # it waits in the outbox again, or those behind it are free
                self._make_room(waiting)
                del self._flying[waiting.id]
                self._looking.ask()
            self._stir()

    def _make_room(self, waiting: Waiting) -> None:
        if waiting.method in HARMLESS:
            self._harmless -= 1
        else:
            self._window.end(waiting.id, at=_seconds())

    async def _keep_leases(self) -> None:
        """What is long on its way stays ours."""
        while True:
            await asyncio.sleep(RENEW_S)
            for waiting, begun in list(self._flying.values()):
                if _seconds() - begun >= RENEW_S:
                    await self._patiently(partial(self._renew, waiting))

    async def _renew(self, waiting: Waiting) -> None:
        await self._outbox.renew(waiting, until=self._wall.now() + LEASE)

    async def _settle(self, waiting: Waiting, outcome: Delivery) -> bool:
        """Notes what became of it; `False` for what has arrived: that is noted with the next exchange."""
        metrics.SENDS.labels(waiting.kind, type(outcome).__name__.lower()).inc()
        if waiting.kind == CHOICE and not isinstance(outcome, Unreachable):
            outcome = Sent()  # tried once: a mark that is missing is no reason to keep her next message back
        if not isinstance(outcome, Later):
            self._throttled = 0
        match outcome:
            case Sent():
                self._arrived.append(Arrived(waiting=waiting, message_id=outcome.message_id))
                self._looking.arrived()
                return False
            case Later():
                await self._later(waiting, outcome)
            case Unreachable():
                await self._outbox.drop_person(waiting.person)
                await self._blocked(waiting.person)
            case Refused():
                await self._bury(waiting, outcome.why)
            case _ as never:
                assert_never(never)
        return True

    async def _later(self, waiting: Waiting, outcome: Later) -> None:
        """Given back until then. What Telegram asks to wait for is no failure, and may be meant for all."""
        failures = waiting.failures + (outcome.after_s is None)
        if failures >= self._give_up_after:
            await self._bury(waiting, f"{outcome.why}, {failures} times")
            return
        pause = outcome.after_s if outcome.after_s is not None else self._backoff(failures)
        if waiting.attempts == 1:
            log.warning(
                "not sent, trying again", method=waiting.method, why=outcome.why, after_s=round(pause, 1)
            )
        at = self._wall.now() + timedelta(seconds=pause)
        await self._outbox.retry(waiting, at=at, why=outcome.why, failed=outcome.after_s is None)
        self._throttled = self._throttled + 1 if outcome.after_s is not None else 0
        if outcome.after_s is not None and self._throttled >= ALL_WAIT_AFTER:
            log.warning("Telegram asks everybody to wait", after_s=round(outcome.after_s, 1))
            await self._outbox.hold(
                self._wall.now() + timedelta(seconds=min(outcome.after_s, LONGEST_BACKOFF_S))
            )

    async def _bury(self, waiting: Waiting, why: str) -> None:
        log.error(
            "Telegram refused a message: it is a dead letter",
            method=waiting.method,
            kind=waiting.kind,
            why=why,
        )
        await self._outbox.dead(waiting, why=why)
        metrics.DEAD_LETTERS.labels(waiting.kind).inc()
        self._alarmed(f"Telegram refused a message ({waiting.method}, {waiting.kind}): {why}")

    @staticmethod
    def _backoff(failures: int) -> float:
        """Doubling, with jitter from half to the whole."""
        longest: float = min(LONGEST_BACKOFF_S, FIRST_BACKOFF_S * 2 ** min(failures - 1, 10))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret


def _seconds() -> float:
    return asyncio.get_running_loop().time()
