"""The virtual clock: real speed from where it starts, until somebody moves it; then it stands still.

Every move raises `rev`, so that a follower can say which instant it has played.

    clock = VirtualClock(at=datetime(2026, 3, 2, 7, 30, tzinfo=UTC)); clock.set(tomorrow)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """An instant in UTC. `at=None` starts at the real now and runs; otherwise it stands at `at`."""

    __slots__ = ("_anchor", "_base", "_tick", "rev", "running")

    def __init__(self, at: datetime | None = None, *, tick: Callable[[], float] = time.monotonic) -> None:
        if at is not None and at.tzinfo is None:
            raise ValueError("the virtual clock wants an instant with a zone")
        # The one place that reads the wall: a simulator that nobody has moved shows the time on her wrist.
        self._base = datetime.now(UTC) if at is None else at.astimezone(UTC)  # noqa: TID251
        self._tick = tick
        self._anchor = tick()
        self.running = at is None
        self.rev = 1

    def now(self) -> datetime:
        if not self.running:
            return self._base
        return self._base + timedelta(seconds=self._tick() - self._anchor)

    def set(self, to: datetime) -> None:
        """Stand still at `to`, or where it is when `to` is earlier: this clock never goes back."""
        self._base = max(self.now(), to.astimezone(UTC))
        self.running = False
        self.rev += 1

    def begin_again(self, at: datetime) -> None:
        """Stand at `at`, earlier or later: only for a stage that has been cleared of everybody."""
        self._base = at.astimezone(UTC)
        self.running = False
        self.rev += 1
