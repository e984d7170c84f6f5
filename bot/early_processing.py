"""How far ahead alarms ring: not at all, unless so many are due together that they could not be decided in time.

A thousand messages a second can be bought from Telegram; nobody decides a thousand prompts a second on one core. So
of such a crowd each is decided a little before its instant, at leisure, and waits in the outbox for it. Who may send
less than can be decided never rings ahead. Must not ring.

>>> crowded_until(noon, [(noon + timedelta(seconds=30), 9_000), (noon + timedelta(seconds=90), 9_000)])  # noon + 30 s
datetime.datetime(2026, 5, 4, 12, 0, 30)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.people.store import Store

A_SECOND = 200.0  # what one core decides, and still answers at once whoever presses a button
FURTHEST = timedelta(minutes=10)
LOOK_S = 1.0
CROWD_S = 1.0  # who can be decided in that time is no crowd
EARLY_S = 2.0  # all are decided that long before their instant, when the sending begins


class EarlyProcessing:
    """The horizon of one process. `per_second`: how fast messages can be sent; `None`: nobody waits for that."""

    __slots__ = ("_horizon", "_looked_at", "_never", "_store")

    def __init__(self, *, store: Store, per_second: float | None) -> None:
        self._store = store
        self._never = per_second is None or per_second <= A_SECOND
        self._horizon: datetime | None = None
        self._looked_at = float("-inf")

    async def horizon(self, now: datetime, *, at: float) -> datetime:
        """Alarms until then ring now. `at`: now, by a clock that is never set; it looks once a second."""
        if self._never:
            return now
        if at - self._looked_at >= LOOK_S:
            self._looked_at = at
            crowds = await self._store.crowds(now, now + FURTHEST)
            begun = self._horizon if self._horizon in dict(crowds) else None  # it is brought to its end
            self._horizon = max(filter(None, (begun, overloaded_until(now, crowds))), default=None)
        return max(now, self._horizon or now)


def overloaded_until(now: datetime, crowds: Iterable[tuple[datetime, int]]) -> datetime | None:
    """The last instant for which it would be too late if ringing waited. `crowds`: how many, in their order."""
    until, people = None, 0
    for at, number in crowds:
        people += number
        if people > A_SECOND * max(CROWD_S, (at - now).total_seconds() - EARLY_S):
            until = at
    return until
