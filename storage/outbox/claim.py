"""Which messages go next: the head of each person's queue, the most urgent rank first, no faster than the pace.

Runs inside the one transaction of a claim. The heads are locked (PostgreSQL: skipping what another replica has
locked), so the line of a chat is read and written by one process at a time; the line of all together is locked only
when something is there to be sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select, update

from storage.outbox.rate_limit import RateLimiter, RateLimits, microseconds
from storage.records import EMERGENCY, PROMPT, RANKS
from storage.tables import outbox, paces

_earlier = outbox.alias("earlier")
is_first_for_person = ~exists().where(_earlier.c.person == outbox.c.person, _earlier.c.id < outbox.c.id)

_HEADS = (
    select(*outbox.c, paces.c.free_at)
    .outerjoin(paces, paces.c.person == outbox.c.person)
    .where(outbox.c.rank == bindparam("rank_"), outbox.c.at <= bindparam("wall"), is_first_for_person)
    .order_by(outbox.c.at, outbox.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True, of=outbox)
)
_HARMLESS_HEADS = _HEADS.where(outbox.c.method.in_(bindparam("methods", expanding=True)))
_LEASE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(at=bindparam("until"), leased=True, attempts=outbox.c.attempts + 1)
)
_WAIT = update(outbox).where(outbox.c.id == bindparam("row")).values(at=bindparam("until"), leased=False)


class Claim:
    """One claim. `room`: how many sends, and beside them how many calls that may harmlessly be made twice."""

    def __init__(
        self,
        connection: Connection,
        *,
        pace: RateLimits | None,
        wall: datetime,
        room: tuple[int, int],
        harmless: frozenset[str],
    ) -> None:
        self._connection = connection
        self._pace = pace
        self._gate = None if pace is None else RateLimiter(connection, pace)
        self._wall = wall
        self._at = microseconds(wall)
        self._sends, self._spare = room
        self._harmless = harmless
        self._heads: dict[int, deque[Row[Any]]] = {}
        self._waits: list[dict[str, object]] = []
        self.picked: list[Row[Any]] = []

    def pick(self) -> None:
        """Fill the room, slot by slot."""
        while (row := self._next()) is not None:
            self.picked.append(row)
            if row.method in self._harmless:
                self._spare -= 1
            else:
                self._sends -= 1

    def write(self, *, until: datetime) -> None:
        """Lease what was picked until `until`, and note how fast it went."""
        if self.picked:
            self._connection.execute(_LEASE, [{"row": row.id, "until": until} for row in self.picked])
        if self._waits:
            self._connection.execute(_WAIT, self._waits)
        if self._gate is not None:
            self._gate.write()

    def opens_at(self, rank: int) -> datetime | None:
        """When the rate limit allows the next message of this rank; `None` if the limit was not asked."""
        return None if self._gate is None else self._gate.opens_at(rank)

    def _next(self) -> Row[Any] | None:
        """The message for the next slot: of the most urgent rank, unless the slot is reserved for another one."""
        reserved: int | None = None
        for rank in RANKS:
            if reserved is None:
                reserved = self._reserved(before=rank)
                if reserved is not None and (row := self._first(reserved)) is not None:
                    return row
            if (row := self._first(rank)) is not None:
                return row
        return None

    def _reserved(self, *, before: int) -> int | None:
        """The less urgent rank that has the next slot, although a message of the rank `before` waits."""
        if self._gate is None or before == EMERGENCY or not self._queue(before):
            return None
        return self._gate.reserved(at=self._at, waiting=RANKS, before=before)

    def _first(self, rank: int) -> Row[Any] | None:
        """The oldest of this rank that there is room for and that the pace allows."""
        queue = self._queue(rank)
        while queue and (self._gate is None or self._gate.is_open(rank, at=self._at)):
            row = queue.popleft()
            room = self._spare if row.method in self._harmless else self._sends
            if room > 0 and self._paced(rank, row):
                return row
        return None

    def _queue(self, rank: int) -> deque[Row[Any]]:
        """The messages of this rank that could go now, as many as there may be room for, the oldest first."""
        if rank not in self._heads:
            rows = sorted(self._look(rank), key=lambda row: (row.made_at, row.id))
            self._heads[rank] = deque(rows)
        return self._heads[rank]

    def _look(self, rank: int) -> Sequence[Row[Any]]:
        room = self._sends + self._spare
        if room <= 0:
            return []
        given = {"rank_": rank, "wall": self._wall, "at_most": room}
        if self._sends > 0:
            return list(self._connection.execute(_HEADS, given))
        if rank >= PROMPT:
            return []  # nearly always a new message: nothing that could be made twice without harm
        given["methods"] = sorted(self._harmless)
        return list(self._connection.execute(_HARMLESS_HEADS, given))

    def _paced(self, rank: int, row: Row[Any]) -> bool:
        """Whether the pace lets it go now; if her own line forbids it, it waits for that."""
        if self._pace is None or self._gate is None:
            return True
        hers = row.free_at or 0
        if self._gate.try_acquire(row.person, rank, hers=hers, at=self._at):
            return True
        if wait := self._pace.wait_chat(hers, rank, at=self._at):
            self._waits.append({"row": row.id, "until": self._wall + timedelta(microseconds=wait)})
        return False
