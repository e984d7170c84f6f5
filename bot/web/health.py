"""How the bot does: whether it reaches the database and Telegram, and how late the oldest work is.

Late work is told and does not make a replica unready: taking it from the balancer would make it later. Must
not know how the answers are shown.

>>> Health(database=True, telegram=True, oldest_alarm_s=0.0, oldest_message_s=0.0).ready
True
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from storage.problems import DatabaseProblem
from storage.shapes import Delivered, Status
from storage.store import Store

ANSWERS_WITHIN_S = 3.0
DAYS_SHOWN = ("today", "yesterday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What /readyz shows. The seconds are `None` when the database does not tell."""

    database: bool
    telegram: bool
    oldest_alarm_s: float | None
    oldest_message_s: float | None

    @property
    def ready(self) -> bool:
        """Whether it can do its work."""
        return self.database and self.telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the database tells for /metrics. `buried`: dead letters; `delivered`: with the day's name."""

    people: int = 0
    oldest_alarm_s: float = 0.0
    oldest_message_s: float = 0.0
    overdue: int = 0
    waiting: int = 0
    buried: int = 0
    delivered: tuple[tuple[str, Delivered], ...] = ()


class Doctor:
    """Looks, when it is asked. `reaches_telegram` says whether Telegram answers."""

    __slots__ = ("_clock", "_reaches_telegram", "_store")

    def __init__(
        self, *, store: Store, clock: Clock, reaches_telegram: Callable[[], Awaitable[bool]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._reaches_telegram = reaches_telegram

    async def health(self) -> Health:
        """How it does now."""
        status = await self._status()
        now = self._clock.now()
        return Health(
            database=status is not None,
            telegram=await self._reaches_telegram(),
            oldest_alarm_s=None if status is None else seconds_since(status.oldest_alarm, now),
            oldest_message_s=None if status is None else seconds_since(status.oldest_message, now),
        )

    async def figures(self) -> Figures | None:
        """The numbers of /metrics that are the database's; `None` when it does not answer."""
        now = self._clock.now()
        status = await self._status()
        if status is None:
            return None
        delivered = await self._store.delivered((now - timedelta(days=1)).date())
        return Figures(
            people=status.people,
            oldest_alarm_s=seconds_since(status.oldest_alarm, now),
            oldest_message_s=seconds_since(status.oldest_message, now),
            overdue=status.overdue,
            waiting=status.waiting,
            buried=status.dead_letters,
            delivered=tuple((DAYS_SHOWN[(now.date() - row.day).days > 0], row) for row in delivered),
        )

    async def _status(self) -> Status | None:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                return await self._store.status(self._clock.now())
        except (DatabaseProblem, TimeoutError):
            return None


def seconds_since(moment: datetime | None, now: datetime) -> float:
    """How long ago, 0 if nothing waits."""
    return 0.0 if moment is None else max(0.0, round((now - moment).total_seconds(), 1))
