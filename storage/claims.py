"""Which messages go next: the head of each person's queue and toasts, answers first, no faster than the pace.

Runs inside the one transaction of a claim. The heads are locked (PostgreSQL: skipping what another replica
has locked), so the line of a chat is read and written by one process at a time; the line of all together is
locked only when something is there to be sent. Must not know what a message says.

>>> picking = Picking(pace=pace, wall=wall, room=(1, 8), harmless=frozenset())  # doctest: +SKIP
>>> picking.pick(connection, REPLY, picking.heads(connection, REPLY))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select, update

from storage import pace as lines
from storage.pace import Pace, microseconds
from storage.tables import outbox, paces

TOAST = "toast"  # answers to taps are not counted by Telegram

_earlier = outbox.alias("earlier")
# Nobody waits behind a toast: it is no message, and the answer to her tap may be there at the same moment.
is_head = ~exists().where(
    _earlier.c.person == outbox.c.person, _earlier.c.id < outbox.c.id, _earlier.c.kind != TOAST
)

_HEADS = (
    select(*outbox.c, paces.c.free_at)
    .outerjoin(paces, paces.c.person == outbox.c.person)
    .where(outbox.c.rank == bindparam("rank_"), outbox.c.at <= bindparam("wall"), is_head)
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
_WAIT = update(outbox).where(outbox.c.id == bindparam("row")).values(at=bindparam("until"))


class Picking:
    """One claim. `room`: how many sends, and beside them how many calls that may harmlessly be made twice."""

    def __init__(
        self, *, pace: Pace | None, wall: datetime, room: tuple[int, int], harmless: frozenset[str]
    ) -> None:
        self._pace = pace
        self._wall = wall
        self._at = microseconds(wall)
        self._sends, self._spare = room
        self._harmless = harmless
        self._free_at: int | None = None
        self._chats: dict[int, int] = {}
        self._waits: list[dict[str, object]] = []
        self.picked: list[Row[Any]] = []

    def heads(self, connection: Connection, rank: int) -> Sequence[Row[Any]]:
        """The messages of this rank that could go now, as many as there may be room for."""
        room = self._sends + self._spare
        if room <= 0:
            return []
        given = {"rank_": rank, "wall": self._wall, "at_most": room}
        if self._sends > 0:
            return list(connection.execute(_HEADS, given))
        return list(connection.execute(_HARMLESS_HEADS, given | {"methods": sorted(self._harmless)}))

    def pick(self, connection: Connection, rank: int, heads: Sequence[Row[Any]]) -> None:
        """Of these, the oldest that there is room for and that the pace allows."""
        for row in sorted(heads, key=lambda row: (row.made_at, row.id)):
            harmless = row.method in self._harmless
            if (self._spare if harmless else self._sends) <= 0:
                continue
            if self._pace is not None and row.kind != TOAST and not self._paced(connection, rank, row):
                continue
            self.picked.append(row)
            if harmless:
                self._spare -= 1
            else:
                self._sends -= 1

    def write(self, connection: Connection, *, until: datetime) -> None:
        """Lease what was picked until `until`, and note how fast it went."""
        if self.picked:
            connection.execute(_LEASE, [{"row": row.id, "until": until} for row in self.picked])
        if self._waits:
            connection.execute(_WAIT, self._waits)
        lines.write_chats(connection, self._chats)
        if self._free_at is not None:
            lines.write_all(connection, self._free_at)

    def _paced(self, connection: Connection, rank: int, row: Row[Any]) -> bool:
        """Whether the pace lets it go now; if so it counts, and if only her own line forbids it, it waits."""
        assert self._pace is not None
        hers = row.free_at or 0
        if wait := self._pace.wait_chat(hers, rank, at=self._at):
            self._waits.append({"row": row.id, "until": self._wall + timedelta(microseconds=wait)})
            return False
        if self._free_at is None:
            self._free_at = lines.read_all(connection)
        if self._pace.wait(self._free_at, rank, at=self._at):
            return False
        self._free_at = self._pace.all.after(self._free_at, at=self._at)
        self._chats[row.person] = self._pace.chat.after(hers, at=self._at)
        return True
