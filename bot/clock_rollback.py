"""Detects that the wall clock was set back, by comparing it with a monotonic clock."""

from __future__ import annotations

from datetime import datetime

TOLERANCE_S = 5.0


class ClockRollback:
    """Compares two readings of the wall clock with the monotonic time between them."""

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
        return back if back > TOLERANCE_S else 0.0
