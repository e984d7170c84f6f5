"""Health checks of the database, the schedule and the turns. Those of Telegram are in `bot/telegram/watched.py`.

Each check returns the conditions that it sees now. Lateness is read from the database, so it also covers work that
other replicas left undone.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Clock, SystemClock
from bot.monitoring.health import Condition, HealthMonitor, Sighting
from storage.db.errors import DatabaseUnavailable
from storage.people.store import Store

LATE_S = 180.0  # an alarm that is later than this is late; with its grace under five minutes
FAILED_IN_A_ROW = 3


class DatabaseCheck:
    """Writes a row and reads the lateness: a full disk takes reads and refuses writes."""

    __slots__ = ("_clock", "_store", "_wall")

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._wall = SystemClock()

    async def __call__(self) -> Iterable[Sighting]:
        try:
            await self._store.write_probe(self._wall.now())
        except DatabaseUnavailable as problem:
            return [(Condition.DATABASE, f"The database cannot be used: {problem}.")]
        return await self._late()

    async def _late(self) -> list[Sighting]:
        now = self._clock.now()
        try:
            found = await self._store.lateness(now)
        except DatabaseUnavailable as problem:
            return [(Condition.DATABASE, f"The database cannot be used: {problem}.")]
        oldest_s = 0.0 if found.oldest_alarm is None else (now - found.oldest_alarm).total_seconds()
        if found.overdue:
            return [
                (
                    Condition.LATE_PROMPTS,
                    f"Alarms or prompts are more than ten minutes late ({found.overdue}).",
                )
            ]
        if oldest_s > LATE_S:
            return [(Condition.LATE_PROMPTS, f"The oldest alarm is {oldest_s:.0f} s late.")]
        return []


class TurnHealth:
    """Turns that failed since the last one that worked: updates arrive and none is answered."""

    __slots__ = ("_failed", "_monitor", "_why")

    def __init__(self, monitor: HealthMonitor) -> None:
        self._monitor = monitor
        self._failed = 0
        self._why = ""

    def worked(self) -> None:
        """A turn was taken and is committed."""
        self._failed = 0
        self._monitor.clear(Condition.TURNS_FAILING)

    def failed(self, why: str) -> None:
        """An update could not be read, or its turn failed by a bug. `why`: the kind of error."""
        self._failed += 1
        self._why = why

    async def __call__(self) -> Iterable[Sighting]:
        if self._failed < FAILED_IN_A_ROW:
            return []
        reason = f"The last {self._failed} turns all failed, the newest with {self._why}; the log says where."
        return [(Condition.TURNS_FAILING, reason)]
