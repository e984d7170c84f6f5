"""What the pages say of the bot: ready or not and why, and the numbers that the database has.

While the bot starts there is no database to ask yet: then `/readyz` says "starting".

>>> Health(status="ready", database=True, telegram=True, oldest_alarm_s=0.0, oldest_message_s=0.0).ready
True
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.monitoring.health import HealthMonitor, Problem
from storage.db.errors import DatabaseUnavailable
from storage.people.store import Store
from storage.records import DeliveryCounts, Lateness

ANSWERS_WITHIN_S = 3.0
DAYS_SHOWN = ("today", "yesterday")
STARTING, STOPPING, READY, NOT_READY = "starting", "stopping", "ready", "not ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What /readyz shows. `telegram`: Telegram answers. The seconds are `None` when the database does not answer."""

    status: str
    database: bool
    telegram: bool
    oldest_alarm_s: float | None
    oldest_message_s: float | None
    problems: tuple[Problem, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether everything works."""
        return self.status == READY

    @property
    def takes_updates(self) -> bool:
        """Whether an update that is brought here would be handled: what a load balancer needs to know."""
        return self.status in (READY, NOT_READY) and self.database and self.telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseMetrics:
    """What the database tells for /metrics. `buried`: dead letters; `delivered`: with the day's name."""

    people: int = 0
    oldest_alarm_s: float = 0.0
    oldest_message_s: float = 0.0
    overdue: int = 0
    waiting: int = 0
    buried: int = 0
    delivered: tuple[tuple[str, DeliveryCounts], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attached:
    store: Store
    clock: Clock
    reaches_telegram: Callable[[], Awaitable[bool]]


class HealthChecker:
    """Looks, when it is asked. It is starting until it is attached, and stopping when it is detached."""

    __slots__ = ("_attached", "_idle", "_monitor")

    def __init__(self, monitor: HealthMonitor) -> None:
        self._monitor = monitor
        self._attached: _Attached | None = None
        self._idle = STARTING

    def attach(self, *, store: Store, clock: Clock, reaches_telegram: Callable[[], Awaitable[bool]]) -> None:
        """The bot has started. `reaches_telegram`: whether Telegram answers."""
        self._attached = _Attached(store=store, clock=clock, reaches_telegram=reaches_telegram)

    def detach(self) -> None:
        """The bot stops: the database must not be asked any more."""
        self._attached, self._idle = None, STOPPING

    async def health(self) -> Health:
        """How it does now."""
        attached = self._attached
        if attached is None:
            return Health(
                status=self._idle,
                database=False,
                telegram=False,
                oldest_alarm_s=None,
                oldest_message_s=None,
                problems=self._monitor.problems(),
            )
        found = await _lateness(attached)
        reached = await attached.reaches_telegram()
        now = attached.clock.now()
        problems = self._monitor.problems()
        return Health(
            status=READY if found is not None and reached and not problems else NOT_READY,
            database=found is not None,
            telegram=reached,
            oldest_alarm_s=None if found is None else seconds_since(found.oldest_alarm, now),
            oldest_message_s=None if found is None else seconds_since(found.oldest_message, now),
            problems=problems,
        )

    async def figures(self) -> DatabaseMetrics | None:
        """The numbers of /metrics that are the database's; `None` when it does not answer."""
        attached = self._attached
        if attached is None:
            return None
        now = attached.clock.now()
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                status = await attached.store.status(now)
                delivered = await attached.store.delivered((now - timedelta(days=1)).date())
        except (DatabaseUnavailable, TimeoutError):
            return None
        return DatabaseMetrics(
            people=status.people,
            oldest_alarm_s=seconds_since(status.oldest_alarm, now),
            oldest_message_s=seconds_since(status.oldest_message, now),
            overdue=status.overdue,
            waiting=status.waiting,
            buried=status.dead_letters,
            delivered=tuple((DAYS_SHOWN[(now.date() - row.day).days > 0], row) for row in delivered),
        )


async def _lateness(attached: _Attached) -> Lateness | None:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            return await attached.store.lateness(attached.clock.now())
    except (DatabaseUnavailable, TimeoutError):
        return None


def seconds_since(moment: datetime | None, now: datetime) -> float:
    """How long ago, 0 if nothing waits."""
    return 0.0 if moment is None else max(0.0, round((now - moment).total_seconds(), 1))
