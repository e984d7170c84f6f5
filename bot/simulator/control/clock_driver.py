"""Moves the virtual clock with the bot in step, and knows when nothing is left to be done at this instant.

The bot keeps one `POST /sim/bot/sync` open, telling the clock revision it has played, its next alarm, and whether
work is pending; the answer tells it the time. The same line carries what somebody is curious about, and the bot's
insight into it, which only the page reads.

    await timeline.move(clock.now() + timedelta(days=1))  # fires every alarm on the way
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.api.types import Json
from bot.simulator.control.notifier import ClientConnection, Receive
from bot.simulator.state import TelegramState

HELD_S = 20.0
_BETWEEN_LOOKS_S = 0.005
_STEP_S = 60.0
_INSIGHT_WITHIN_S = 5.0
_MOST_STEPS = 20_000
_MOST_AT_ONE_INSTANT = 200


class DidNotSettle(Exception):
    """The bot did not come to rest. The message says what was still going on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotStatus:
    """What the bot last said; `asked` counts the questions that it had been asked by then."""

    rev: int
    next_alarm: datetime | None
    pending: bool
    asked: int


class ClockDriver:
    """The clock's one mover. A bot that never syncs is not waited for."""

    def __init__(self, world: TelegramState) -> None:
        self._world = world
        self._clock = world.clock
        self._moving = asyncio.Lock()
        self._at_this_instant = 0
        self._wanted = 0
        self._told = 0
        self._curious: set[str] = set()
        self._insights: dict[str, Json] = {}
        self.status: BotStatus | None = None
        self.expected = False
        self.bot_is_down: Callable[[], bool] = lambda: False

    # --- the bot's side

    async def sync(
        self,
        *,
        rev: int,
        next_alarm: datetime | None,
        pending: bool,
        insights: Mapping[str, Json],
        receive: Receive,
    ) -> Json:
        """Take the bot's status and hold the line until there is something to tell it."""
        self._insights |= insights
        mine = self.status = BotStatus(rev=rev, next_alarm=next_alarm, pending=pending, asked=self._told)
        self.expected = False
        self._world.changed()
        line = ClientConnection(receive)
        await self._world.bell.until(
            lambda: self._clock.rev != rev or self._wanted > self._told or self._world.mailbox.closing,
            timeout_s=HELD_S,
            line=line,
        )
        curious = sorted(self._curious)
        if line.hung_up:
            self._lost(mine)
        else:
            self._told = self._wanted
            self._curious.clear()
        return {
            "rev": self._clock.rev,
            "now": self._clock.now().isoformat(),
            "running": self._clock.running,
        } | ({"curious": curious} if curious else {})

    def expect(self) -> None:
        """A bot that syncs is being started: wait for its first word before the clock moves."""
        self.status, self.expected = None, True

    def forget(self) -> None:
        """The bot is gone."""
        self.status, self.expected = None, False
        self._world.changed()

    def _lost(self, status: BotStatus) -> None:
        if self.status is status:
            self.forget()

    async def insight(self, name: str) -> Json | None:
        """What the bot shows of a chat (its id) or of the dialogue, as it stands now; None: it shows nothing."""
        self._insights.pop(name, None)
        self._curious.add(name)
        try:
            async with asyncio.timeout(_INSIGHT_WITHIN_S):
                status = await self._fresh()
        except TimeoutError:
            return None
        return self._insights.get(name) if status is not None else None

    # --- coming to rest

    async def settle(self, timeout_s: float) -> None:
        """Return when every update is handled, every call answered and the bot has nothing pending."""
        try:
            async with asyncio.timeout(timeout_s):
                while not await self._rested():  # noqa: ASYNC110  the bot tells when it is asked
                    await asyncio.sleep(_BETWEEN_LOOKS_S)
        except TimeoutError:
            raise DidNotSettle(self._unrest(timeout_s)) from None

    async def _rested(self) -> bool:
        await self._world.bell.until(lambda: self._world.quiet() or self.bot_is_down(), timeout_s=None)
        if not self._world.quiet() and self.bot_is_down():
            waiting = len(self._world.mailbox.waiting())
            raise DidNotSettle(f"the bot is not running, and {waiting} updates wait for it")
        before = self._world.activity()
        status = await self._fresh()
        at_rest = status is None or (not status.pending and status.rev == self._clock.rev)
        return at_rest and self._world.quiet() and self._world.activity() == before

    async def _fresh(self) -> BotStatus | None:
        """A status that the bot has worked out after this question; None when there is no bot that syncs."""
        self._wanted += 1
        question = self._wanted
        self._world.changed()

        def told() -> bool:
            return not self.expected and (self.status is None or self.status.asked >= question)

        await self._world.bell.until(told, timeout_s=None)
        return self.status

    def _unrest(self, timeout_s: float) -> str:
        status = self.status
        facts = [
            f"{len(self._world.mailbox.waiting())} updates not yet taken by the bot",
            f"{self._world.in_flight} calls not yet answered",
        ]
        if self.expected:
            facts.append("the bot has not said anything yet")
        elif status is not None:
            facts.append(f"the bot {'has work pending' if status.pending else 'says it is idle'}")
            facts.append(f"it has played clock revision {status.rev} of {self._clock.rev}")
        return f"the bot did not come to rest within {timeout_s:g} s: {', '.join(facts)}"

    # --- moving

    async def move(self, to: datetime, *, line: str = "@", step_s: float = _STEP_S) -> int:
        """Go forward to `to`, stopping at each alarm on the way; how many stops there were.

        `line` is how a `.chat` file would say it, where it says more than the instant.
        """
        async with self._moving:
            if to < self._clock.now():
                raise ValueError("the clock does not go back")
            self._world.note(line, to=to)
            follows = self.status is not None or self.expected
            if follows:
                await self.settle(step_s)
            self._at_this_instant = stops = 0
            while (alarm := self.next_alarm) is not None and alarm <= to:
                stops += 1
                self._count(alarm, stops)
                self._clock.set(alarm)
                self._world.changed()
                await self.settle(step_s)
            self._clock.set(to)
            self._world.changed()
            if follows:
                await self.settle(step_s)
            return stops

    def _count(self, alarm: datetime, stops: int) -> None:
        self._at_this_instant = self._at_this_instant + 1 if alarm <= self._clock.now() else 0
        if self._at_this_instant > _MOST_AT_ONE_INSTANT or stops > _MOST_STEPS:
            raise DidNotSettle(f"the alarm of {alarm.isoformat()} is still there after {stops} stops")

    @property
    def next_alarm(self) -> datetime | None:
        return self.status.next_alarm if self.status else None

    async def to_next_alarm(self) -> int | None:
        """Go to the next alarm; None when the bot has set none."""
        if self.status is not None or self.expected:
            await self.settle(_STEP_S)
        alarm = self.next_alarm
        return None if alarm is None else await self.move(max(alarm, self._clock.now()), line="@ next")
