"""Looks every minute whether prompts are late or the clock was set back, and tells the operator in the same hour.

Must not know what is late for whom: it has numbers only. While nothing is wrong it says nothing; an outage is
told when it begins, every ten minutes, and when it is over.

>>> await Watch(store=store, clock=clock, tell=operator.tell).look()  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from storage.store import Store

log = structlog.get_logger(__name__)
REMIND = timedelta(minutes=10)
SLACK_S = 5.0


class Watch:
    """One who looks. `tell`: a line for the operator, without a word about health."""

    __slots__ = ("_clock", "_store", "_tell", "_told_at")

    def __init__(self, *, store: Store, clock: Clock, tell: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell
        self._told_at: datetime | None = None

    async def look(self) -> None:
        """Once."""
        now = self._clock.now()
        overdue = (await self._store.status(now)).overdue
        if overdue and (self._told_at is None or abs(now - self._told_at) >= REMIND):
            log.warning("prompts are late", overdue=overdue)
            if self._told_at is None:
                self._tell(f"{overdue} prompts are more than ten minutes late. See restride status.")
            self._told_at = now
        elif not overdue and self._told_at is not None:
            log.info("prompts are on time again")
            self._tell("Prompts are on time again.")
            self._told_at = None


class Backwards:
    """Notices that the wall clock was set back, by a clock that cannot be."""

    __slots__ = ("_steady", "_wall")

    def __init__(self) -> None:
        self._wall: datetime | None = None
        self._steady = 0.0

    def by(self, wall: datetime, steady: float) -> float:
        """Seconds that the wall was set back since the last look; 0 if it was not."""
        before, self._wall = self._wall, wall
        passed, self._steady = steady - self._steady, steady
        if before is None:
            return 0.0
        back = passed - (wall - before).total_seconds()
        return back if back > SLACK_S else 0.0
