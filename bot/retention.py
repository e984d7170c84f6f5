"""How long silent people are kept: sees to it that each of them has the alarm that asks her, then forgets her.

The core asks and forgets (`flows/dialogue/interruptions/data_retention.py`). This only sets alarms that are missing,
at the start and once a day: an operator may have shortened the time, or just begun to set one.
"""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from flows.rulebook import RuleBook
from flows.schedule import KEEP, LET_GO
from storage.people.retention import RetentionLimit
from storage.people.store import Store

A_NIGHT = timedelta(days=1)  # the alarm may have waited for the end of her quiet hours


class Retention:
    """One who looks after those who have gone silent."""

    __slots__ = ("_book", "_clock", "_store")

    def __init__(self, *, store: Store, clock: Clock, book: RuleBook) -> None:
        self._store = store
        self._clock = clock
        self._book = book

    async def people_without_alarm(self) -> int:
        """How many have been silent for too long without an alarm about it."""
        return 0 if self._book.keep_days == 0 else len(await self._store.people_without_alarm(self._limit()))

    async def look(self) -> int:
        """Gives it to them; how many they were."""
        return 0 if self._book.keep_days == 0 else await self._store.wake_overlooked(self._limit())

    def _limit(self) -> RetentionLimit:
        now, warn = self._clock.now(), timedelta(days=self._book.number("R-DAY-10", "warn_days"))
        asked = timedelta(days=self._book.keep_days) - warn + A_NIGHT
        return RetentionLimit(now=now, heard_before=now - asked, ask=KEEP, ends=LET_GO, ends_by=now + warn)
