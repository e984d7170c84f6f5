"""How many sends may be on their way at once: no more than it takes to reach the allowed rate.

A message that reached Telegram and whose mark is not committed yet is sent again after a kill. So each send
on its way may become one duplicate, and fewer at once is better. Up to Telegram's ordinary rate it is one:
a kill doubles one message at most. Who is allowed more (paid broadcasts) needs several at once to use it.
A send that Telegram keeps waiting for longer than `SLOW_S` no longer holds up the others. Must not know what is sent.

>>> Window(per_second=30).room(at=0.0)
1
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

ORDINARY_RATE = 30.0  # messages a second that Telegram allows to everybody
SLOW_S = 2.0
MOST = 128  # a thousand a second, a tenth of a second each until it is noted, and a batch besides
WEIGHT = 0.1  # of the newest send in the running mean
FIRST_GUESS_S = 0.02
TURNS_S = 0.024  # messages come a batch of turns at a time: the last are on their way while the next are made
FOR_ANSWERS = 2  # places that prompts leave free, where there are many


class Window:
    """Counts the sends on their way, and how long one takes until it is noted."""

    __slots__ = ("_begun", "_mean_s", "_rate", "_reserved")

    def __init__(self, *, per_second: float) -> None:
        self._rate = per_second
        self._mean_s = FIRST_GUESS_S
        self._begun: dict[int, float] = {}
        self._reserved = 0

    @property
    def size(self) -> int:
        """How many may be on their way at once."""
        if self._rate <= ORDINARY_RATE:
            return 1
        return min(MOST, math.ceil(self._rate * self._mean_s) + round(self._rate * TURNS_S))

    @property
    def spare(self) -> int:
        """How many places prompts leave to answers."""
        return min(FOR_ANSWERS, self.size // 4)

    def room(self, *, at: float) -> int:
        """How many more may begin now."""
        quick = sum(1 for begun in self._begun.values() if at - begun < SLOW_S)
        return max(0, min(self.size - quick, MOST - len(self._begun)) - self._reserved)

    def opens_in(self, *, at: float) -> float | None:
        """Seconds until the first of those on their way counts as slow; `None` if there is none."""
        quick = [SLOW_S - (at - begun) for begun in self._begun.values() if at - begun < SLOW_S]
        return min(quick, default=None)

    @contextmanager
    def kept(self, places: int) -> Iterator[None]:
        """So many places are kept meanwhile, for messages that may come of a turn or of a claim."""
        self._reserved += places
        try:
            yield
        finally:
            self._reserved -= places

    def begin(self, message: int, *, at: float) -> None:
        """This message is on its way."""
        self._begun[message] = at

    def end(self, message: int, *, at: float) -> None:
        """It is noted, or given back."""
        begun = self._begun.pop(message)
        self._mean_s += WEIGHT * (min(at - begun, SLOW_S) - self._mean_s)
