"""Health conditions: what can be wrong with a running bot, since when, and who is told.

Services and checks call `HealthMonitor.report` each time they see a condition. A condition becomes active when it has
been seen for its grace period, and is over when it has not been seen for `QUIET_S`. `/readyz`, the metrics and the
operator's chat all read the same state. Only a monotonic clock is used, so a wall clock that is set changes nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import structlog

from bot.monitoring.logs import error_location

log = structlog.get_logger(__name__)

LOOK_S = 15.0  # between two rounds of checks
CHECK_WITHIN_S = 10.0  # a check that takes longer has failed
LEAST_SIGHTINGS = 3  # two short faults a minute apart are no condition that lasts
QUIET_S = 90.0  # longer than the longest pause between two sightings of a condition that lasts
ROUNDS_STOPPED_S = 120.0  # no round of checks for so long: the check itself has stopped


class Condition(StrEnum):
    """What can be wrong. The values are public: `/readyz`, the metric's label and the alert rules use them."""

    DATABASE = "database"
    TELEGRAM = "telegram"
    POLLING_CONFLICT = "polling_conflict"
    UPDATES_STUCK = "updates_stuck"
    TURNS_FAILING = "turns_failing"
    WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - the condition's name
    WEBHOOK_ELSEWHERE = "webhook_elsewhere"
    WEBHOOK_FAILING = "webhook_failing"
    SENDING = "sending"
    LATE_PROMPTS = "late_prompts"
    HEALTH_CHECK = "health_check"


# How long a condition is seen before it is active. With the time until it is first seen, all stay under five minutes.
GRACE_S: dict[Condition, float] = {
    Condition.DATABASE: 45.0,
    Condition.TELEGRAM: 120.0,
    Condition.POLLING_CONFLICT: 60.0,  # longer than the overlap of a restart
    Condition.UPDATES_STUCK: 30.0,
    Condition.TURNS_FAILING: 30.0,
    Condition.WEBHOOK_SECRET: 60.0,
    Condition.WEBHOOK_ELSEWHERE: 60.0,
    Condition.WEBHOOK_FAILING: 60.0,
    Condition.SENDING: 45.0,
    Condition.LATE_PROMPTS: 30.0,
    Condition.HEALTH_CHECK: 45.0,
}

Sighting = tuple[Condition, str]
# A check looks once and returns what it saw. It must not block; it is cancelled after `CHECK_WITHIN_S`.
Check = Callable[[], Awaitable[Iterable[Sighting]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An active condition. `reason` is one plain sentence; `for_s`: how long it has been seen."""

    condition: Condition
    reason: str
    for_s: float


@dataclass(slots=True, kw_only=True)
class _Streak:
    """A condition that has been seen without a break of `QUIET_S`."""

    reason: str
    first_at: float
    last_at: float
    sightings: int = 0
    active: bool = False


class HealthMonitor:
    """The state of all conditions. `tell` gets a line for the operator when one begins and when it is over."""

    __slots__ = ("_checks", "_looked_at", "_seconds", "_streaks", "_tell")

    def __init__(
        self,
        *,
        tell: Callable[[str], None] = lambda line: None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell = tell
        self._seconds = seconds
        self._checks: list[tuple[Condition, Check]] = []
        self._streaks: dict[Condition, _Streak] = {}
        self._looked_at: float | None = None

    def notify(self, tell: Callable[[str], None]) -> None:
        """From now on `tell` gets the lines for the operator."""
        self._tell = tell

    def add_check(self, check: Check, *, late: Condition = Condition.HEALTH_CHECK) -> None:
        """Run `check` in each round. If it does not finish in time, `late` is reported."""
        self._checks.append((late, check))

    def report(self, condition: Condition, reason: str) -> None:
        """This condition was seen now. `reason`: one sentence without a name, a token or a health word."""
        at = self._seconds()
        streak = self._streaks.get(condition)
        if streak is None or at - streak.last_at >= QUIET_S:
            self._settle()
            streak = self._streaks[condition] = _Streak(reason=reason, first_at=at, last_at=at)
        streak.reason, streak.last_at, streak.sightings = reason, at, streak.sightings + 1

    def clear(self, condition: Condition) -> None:
        """The opposite was seen. A condition that is not active yet starts again; an active one ends by quiet."""
        streak = self._streaks.get(condition)
        if streak is not None and not streak.active:
            del self._streaks[condition]

    def problems(self) -> tuple[Problem, ...]:
        """The active conditions, in the order of their declaration."""
        self._settle()
        at = self._seconds()
        return tuple(
            Problem(condition=condition, reason=streak.reason, for_s=round(at - streak.first_at, 1))
            for condition in Condition
            if (streak := self._streaks.get(condition)) is not None and streak.active
        )

    async def run(self) -> None:
        """Until cancelled: a round of checks every `LOOK_S`."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """One round of checks. A check that fails is a condition too, and does not stop the others."""
        for late, check in list(self._checks):
            try:
                async with asyncio.timeout(CHECK_WITHIN_S):
                    seen = await check()
            except TimeoutError:
                self.report(late, f"A health check had no answer within {CHECK_WITHIN_S:.0f} s.")
            except Exception as error:
                log.error("a health check failed", condition=late.value, **error_location(error))
                self.report(late, f"A health check failed ({type(error).__name__}).")
            else:
                for condition, reason in seen:
                    self.report(condition, reason)
        self._looked_at = self._seconds()
        self._settle()

    def _settle(self) -> None:
        """Begins what has lasted for its grace period and ends what was quiet: one log line and one message each."""
        at = self._seconds()
        if self._looked_at is not None and at - self._looked_at >= ROUNDS_STOPPED_S:
            stopped = _Streak(
                reason="The health checks have stopped.",
                first_at=self._looked_at,
                last_at=at,
                sightings=LEAST_SIGHTINGS,
            )
            self._streaks.setdefault(Condition.HEALTH_CHECK, stopped).last_at = at
        for condition, streak in list(self._streaks.items()):
            if at - streak.last_at >= QUIET_S:
                del self._streaks[condition]
                if streak.active:
                    self._end(condition, streak)
            elif not streak.active and _lasts(condition, streak):
                streak.active = True
                log.error("not healthy", condition=condition.value, reason=streak.reason)
                self._tell(f"Problem ({condition.value}): {streak.reason}")

    def _end(self, condition: Condition, streak: _Streak) -> None:
        lasted_s = round(streak.last_at - streak.first_at)
        log.info("healthy again", condition=condition.value, lasted_s=lasted_s)
        self._tell(f"Over ({condition.value}), after {_span(lasted_s)}.")


def _lasts(condition: Condition, streak: _Streak) -> bool:
    return streak.sightings >= LEAST_SIGHTINGS and streak.last_at - streak.first_at >= GRACE_S[condition]


def _span(seconds: int) -> str:
    """A length of time for a person to read."""
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"
