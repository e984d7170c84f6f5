"""Decides when to poll the outbox: each poll is a commit, and most of what happens needs none.

A reply is polled for at once; a prompt not before its instant, nor before the pace lets one go, and neither while no
more may be in flight. While something waits, the outbox is polled each second at least, because other processes store
messages and wall clocks are set without a notice.

>>> schedule = PollSchedule()
>>> schedule.request_poll()
>>> schedule.is_due(at=0.0, room=0)
True
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.outbox.outbox import SOON
from storage.records import PROMPT, RANKS, ClaimResult

POLL_AGAIN_S = 1.0
SHORTEST_S = 0.005
NEVER_S = float("inf")
NEVER = datetime.max.replace(tzinfo=UTC)


class PollSchedule:
    """What this process knows of the outbox. `at`: seconds of a clock that is never set."""

    __slots__ = ("_has_pending", "_nothing_before", "_prompts_at", "_requested", "_waiting")

    def __init__(self) -> None:
        self._requested = True
        # By rank: from when on a message without a lease may be sent. Then no message before
        # `_nothing_before`, by what the last poll found and until something happens; and by the pace none that is
        # less urgent than a reply before `_prompts_at`.
        self._waiting = dict.fromkeys(RANKS, 0.0)
        self._nothing_before = 0.0
        self._prompts_at = 0.0
        self._has_pending = True

    @property
    def has_pending(self) -> bool:
        """Whether a waiting message can go within a minute."""
        return self._has_pending and bool(self._waiting)

    @property
    def waiting(self) -> frozenset[int]:
        """The ranks of which messages may wait in the outbox."""
        return frozenset(self._waiting)

    def blocked_for(self, rank: int) -> bool:
        """Whether a message waits that goes before a new message of this rank."""
        return min(self._waiting, default=rank + 1) <= rank

    def request_poll(self) -> None:
        """There may be something to send, whatever is known."""
        self._requested = True

    def on_stored(self, rank: int, *, at: float) -> None:
        """A message of this rank was stored, not to be sent before `at`."""
        self._waiting[rank] = min(at, self._waiting.get(rank, at))
        self._nothing_before = min(at, self._nothing_before)
        self._has_pending = True

    def on_delivered(self) -> None:
        """A message in flight has arrived: the next one of the same person may have waited for it."""
        self._nothing_before = 0.0

    def on_direct_send(self, *, interval_s: float) -> None:
        """A message went without a poll, and by the pace the next prompt goes so much later."""
        self._prompts_at += interval_s

    def is_due(self, *, at: float, room: int) -> bool:
        """Whether to poll now. `room`: how many more may be in flight."""
        return self._requested or (room > 0 and at >= self._opens_at)

    def on_poll_started(self) -> None:
        """A poll begins: what is stored from now on, it may not see."""
        self._requested, self._has_pending, self._waiting, self._nothing_before = False, False, {}, NEVER_S

    def on_poll_finished(self, found: ClaimResult, *, wall: datetime, at: float) -> None:
        """What a poll has found, `wall` and `at` being now."""
        for rank, first in found.left.items():
            self._waiting[rank] = min(at + _seconds_to(first, wall), self._waiting.get(rank, NEVER_S))
        self._nothing_before = min(
            self._nothing_before, 0.0 if found.taken else at + _seconds_to(found.next_at, wall)
        )
        self._has_pending |= bool(found.taken) or (found.next_at or NEVER) <= wall + SOON
        self._prompts_at = at + _seconds_to(found.prompts_at, wall)

    def sleep_s(self, *, at: float, room: int) -> float:
        """How long nothing is due, if nothing happens."""
        return min(POLL_AGAIN_S, max(SHORTEST_S, self._opens_at - at)) if room > 0 else POLL_AGAIN_S

    @property
    def _opens_at(self) -> float:
        """When a waiting message can go."""
        return max(
            self._nothing_before,
            min(
                (max(at, self._prompts_at) if rank >= PROMPT else at for rank, at in self._waiting.items()),
                default=NEVER_S,
            ),
        )


def _seconds_to(instant: datetime | None, wall: datetime) -> float:
    """No more than until the next poll in any case."""
    return 0.0 if instant is None else min(POLL_AGAIN_S, (instant - wall) / timedelta(seconds=1))
