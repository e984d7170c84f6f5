"""When to look into the outbox: each look is a commit, and most of what happens calls for none.

An answer is looked for at once; a prompt not before its instant, nor before the pace lets one go, and neither while no
more may be on their way. While something is left, a look comes each second at least: what other processes leave there,
and a wall clock that is set, nobody tells. Must not know what is sent.

>>> looking = Looking()
>>> looking.ask()
>>> looking.due(at=0.0, room=0)
True
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.outbox import SOON
from storage.posting import PROMPT, RANKS
from storage.shapes import Claimed

LOOK_AGAIN_S = 1.0
SHORTEST_S = 0.005
NEVER_S = float("inf")
NEVER = datetime.max.replace(tzinfo=UTC)


class Looking:
    """What this process knows of the outbox. `at`: seconds of a clock that is never set."""

    __slots__ = ("_asked", "_left", "_nothing_before", "_prompts_at", "_soon")

    def __init__(self) -> None:
        self._asked = True
        # Of which ranks something may stand there that nobody has taken, and from when on it may be sent; then by
        # what the last look has found, until something happens; then by the pace.
        self._left = dict.fromkeys(RANKS, 0.0)
        self._nothing_before = 0.0
        self._prompts_at = 0.0
        self._soon = True

    @property
    def soon(self) -> bool:
        """Whether something that is left can go within a minute."""
        return self._soon and bool(self._left)

    def stands_before(self, rank: int) -> bool:
        """Whether something is left that goes before a new message of this rank."""
        return min(self._left, default=rank + 1) <= rank

    def ask(self) -> None:
        """There may be something to send, whatever is known."""
        self._asked = True

    def left(self, rank: int, *, at: float) -> None:
        """A message of this rank was left there, not to be sent before `at`."""
        self._left[rank] = min(at, self._left.get(rank, at))
        self._nothing_before = min(at, self._nothing_before)
        self._soon = True

    def arrived(self) -> None:
        """Something that was on its way has arrived: what is left may have stood behind it."""
        self._nothing_before = 0.0

    def went(self, *, interval_s: float) -> None:
        """A message went without a look, and by the pace the next prompt goes so much later."""
        self._prompts_at += interval_s

    def due(self, *, at: float, room: int) -> bool:
        """Whether to look now. `room`: how many more may be on their way."""
        return self._asked or (room > 0 and at >= self._opens_at)

    def begun(self) -> None:
        """A look begins: what is left from now on, it may not see."""
        self._asked, self._soon, self._left, self._nothing_before = False, False, {}, NEVER_S

    def seen(self, found: Claimed, *, wall: datetime, at: float) -> None:
        """What a look has found, `wall` and `at` being now."""
        for rank, first in found.left.items():
            self._left[rank] = min(at + _seconds_to(first, wall), self._left.get(rank, NEVER_S))
        self._nothing_before = min(
            self._nothing_before, 0.0 if found.taken else at + _seconds_to(found.next_at, wall)
        )
        self._soon |= bool(found.taken) or (found.next_at or NEVER) <= wall + SOON
        self._prompts_at = at + _seconds_to(found.prompts_at, wall)

    def pause_s(self, *, at: float, room: int) -> float:
        """How long nothing is due, if nothing happens."""
        return min(LOOK_AGAIN_S, max(SHORTEST_S, self._opens_at - at)) if room > 0 else LOOK_AGAIN_S

    @property
    def _opens_at(self) -> float:
        """When something that is left can go."""
        return max(
            self._nothing_before,
            min(
                (max(at, self._prompts_at) if rank == PROMPT else at for rank, at in self._left.items()),
                default=NEVER_S,
            ),
        )


def _seconds_to(instant: datetime | None, wall: datetime) -> float:
    """No more than until the next look in any case."""
    return 0.0 if instant is None else min(LOOK_AGAIN_S, (instant - wall) / timedelta(seconds=1))
