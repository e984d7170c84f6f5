"""How many messages may be in flight at once: as many as the allowed rate needs at the measured latency.

Rate times latency (Little's law). A message that reached Telegram and is not confirmed in the outbox yet is sent
again after a kill, so each message in flight may be doubled by a kill and fewer are better: at most 8 at the
ordinary rate of 30 a second. A message that Telegram has not answered for `SLOW_S` no longer holds up the others:
beside such slow ones up to `limit` more may begin, but never more than twice the most in all.

>>> InFlightLimit(per_second=30).available(at=0.0)
2
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

ORDINARY_RATE = 30.0  # messages a second that Telegram allows to everybody
MAX_AT_ORDINARY_RATE = 8
MAX_IN_FLIGHT = 128  # at any rate
SLOW_S = 2.0
NEWEST_WEIGHT = 0.1  # of the newest latency in the moving average
FIRST_GUESS_S = 0.02
BATCH_S = 0.024  # messages are leased in batches of turns: the last are in flight while the next are made
FOR_REPLIES = 2  # places that prompts leave to replies, where there are many


class InFlightLimit:
    """Counts the messages in flight, and measures how long one takes until it is confirmed."""

    __slots__ = ("_begun", "_latency_s", "_max", "_rate", "_reserved")

    def __init__(self, *, per_second: float) -> None:
        self._rate = per_second
        self._max = min(
            MAX_IN_FLIGHT,
            max(MAX_AT_ORDINARY_RATE, math.ceil(per_second * MAX_AT_ORDINARY_RATE / ORDINARY_RATE)),
        )
        self._latency_s = FIRST_GUESS_S  # exponentially weighted moving average
        self._begun: dict[int, float] = {}
        self._reserved = 0

    @property
    def limit(self) -> int:
        """How many may be in flight, not counting slow ones."""
        return min(self._max, math.ceil(self._rate * (self._latency_s + BATCH_S)))

    @property
    def reply_reserve(self) -> int:
        """How many places prompts leave to replies."""
        return min(FOR_REPLIES, self.limit // 4)

    def available(self, *, at: float) -> int:
        """How many more may begin now."""
        quick = sum(1 for begun in self._begun.values() if at - begun < SLOW_S)
        in_all = min(MAX_IN_FLIGHT, 2 * self._max) - len(self._begun)
        return max(0, min(self.limit - quick, in_all) - self._reserved)

    def next_free_in(self, *, at: float) -> float | None:
        """Seconds until the next of those in flight counts as slow; `None` if there is none."""
        quick = [SLOW_S - (at - begun) for begun in self._begun.values() if at - begun < SLOW_S]
        return min(quick, default=None)

    @contextmanager
    def reserve(self, places: int) -> Iterator[None]:
        """Keeps so many places meanwhile, for the messages of a turn or of a claim."""
        self._reserved += places
        try:
            yield
        finally:
            self._reserved -= places

    def acquire(self, message: int, *, at: float) -> None:
        """This message is in flight."""
        self._begun[message] = at

    def release(self, message: int, *, at: float) -> None:
        """It is confirmed, or given back to the outbox."""
        begun = self._begun.pop(message)
        self._latency_s += NEWEST_WEIGHT * (min(at - begun, SLOW_S) - self._latency_s)
