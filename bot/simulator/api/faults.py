"""Faults to order: the next calls of a method fail, are dropped, come late, or get an answer that is not Telegram's.

`*` is any method but getUpdates, so that polling in the background does not use up what a test has set; a poll can be
failed by its own name. `**` is every method.

    faults.add(Fault(method="sendMessage", status=429, retry_after=3)); faults.take("sendMessage")
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.simulator.broken_answers import BrokenAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`drop` cuts the connection with nothing done; with `after` the call is done, its answer lost.

    `answer`: what comes in the place of an answer; with `after`, too, the call is done. `retry_after` is sent
    as it is, whatever it is.
    """

    method: str
    status: int | None = None
    retry_after: object = None
    answer: BrokenAnswer | None = None
    drop: bool = False
    after: bool = False
    delay_s: float = 0.0
    times: int = 1

    def hits(self, method: str) -> bool:
        return self.method in (method, "**") or (self.method == "*" and method != "getUpdates")


class Faults:
    """The faults still to come, the oldest first."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._coming.append(fault)

    def clear(self) -> None:
        self._coming.clear()

    @property
    def left(self) -> int:
        """How many calls will still fail."""
        return sum(fault.times for fault in self._coming)

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, used once."""
        for at, fault in enumerate(self._coming):
            if fault.hits(method):
                self._coming[at : at + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                return fault
        return None
