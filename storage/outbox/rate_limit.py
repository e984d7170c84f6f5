"""How fast one may send: so many a second in all and to one chat, counted by all replicas together.

Telegram bears a short burst to a chat, and about one message a second for long. Answers may use the whole
burst, prompts and strangers only a tenth of it in all, and prompts none of it to one chat, so an answer never waits
behind the morning's prompts. Each slot of the common line goes to the most urgent rank. But while answers have used
up half of the burst, which only a flood of them does, one slot in ten is reserved for prompts and one in ten for
strangers, so that it starves neither. An emergency takes any slot. Each line is one number in the database (GCRA): the
microsecond at which it has caught up with its rate. Real seconds, not the coach's clock; if that clock is set back, a
line starts anew.

>>> RateLimits(per_second=30, per_chat=1).chat.wait(1_000_000, at=0, share=0.0)  # microseconds
1000000
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from storage.db.upsert import Insert, Upsert
from storage.records import EMERGENCY, PROMPT, REPLY, STRANGER
from storage.tables import paces

SECOND = 1_000_000
CHAT_BURST_S = 6.0
ALL_BURST_S = 1.0
LONGEST_HOLD_S = 60.0
# By rank: how much of the burst in all, and to one chat.
BURST_SHARES = {EMERGENCY: (1.0, 1.0), REPLY: (1.0, 1.0), PROMPT: (0.1, 0.0), STRANGER: (0.1, 1.0)}
RESERVED_FROM = 0.5  # of the burst in all
SLOTS_A_ROUND = 10
RESERVED = {0: PROMPT, 5: STRANGER}  # by the number of the slot in its round
GLOBAL = 0  # the line of all together: no chat has this id
HEALTH_CHECK = (
    -1
)  # no line: the row that a health check writes; no chat has this id, and the purge deletes it
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_READ = select(paces.c.free_at).where(paces.c.person == GLOBAL).with_for_update()
_LOOK = select(paces.c.free_at).where(paces.c.person == GLOBAL)


def _upsert(new: Insert) -> Insert:
    return new.on_conflict_do_update(index_elements=["person"], set_={"free_at": new.excluded.free_at})


_NOTE = Upsert(paces, _upsert)


def microseconds(wall: datetime) -> int:
    """An instant as a line counts it."""
    return round((wall - EPOCH).total_seconds() * SECOND)


class GcraLimit:
    """One limit: `rate` a second, and `burst_s` seconds' worth of it at once."""

    __slots__ = ("_burst", "interval", "longest")

    def __init__(self, rate: float, burst_s: float) -> None:
        self.interval = round(SECOND / rate)
        self._burst = round(burst_s * SECOND)
        self.longest = self._burst + round(LONGEST_HOLD_S * SECOND) + 2 * self.interval

    def wait(self, free_at: int, *, at: int, share: float) -> int:
        """Microseconds until one more may go, 0 for now. `share` of the burst may be used."""
        ahead = free_at - at
        if ahead > self.longest:  # no rate leads there: the clock was set back
            return 0
        return max(0, ahead - round(self._burst * share))

    def opens_at(self, free_at: int, *, share: float) -> int:
        """When one more may go."""
        return free_at - round(self._burst * share)

    def closed_until(self, at: int) -> int:
        """The line on which nothing goes before `at`."""
        return at + self._burst

    def after(self, free_at: int, *, at: int) -> int:
        """The line once one more has gone at `at`."""
        caught_up = at if free_at - at > self.longest else max(free_at, at)
        return caught_up + self.interval


class RateLimits:
    """The limits of all processes that send with this token, by rank."""

    __slots__ = ("all", "chat")

    def __init__(self, *, per_second: float, per_chat: float) -> None:
        self.all = GcraLimit(per_second, ALL_BURST_S)
        self.chat = GcraLimit(per_chat, CHAT_BURST_S)

    def wait(self, free_at: int, rank: int, *, at: int) -> int:
        """Microseconds until the global limit allows one more of this rank."""
        return self.all.wait(free_at, at=at, share=BURST_SHARES[rank][0])

    def wait_chat(self, free_at: int, rank: int, *, at: int) -> int:
        """Microseconds until one more of this rank may go to this chat."""
        return self.chat.wait(free_at, at=at, share=BURST_SHARES[rank][1])

    def reserved(self, free_at: int, *, at: int) -> int | None:
        """The rank for which the next slot is reserved; `None` for no rank, as always without a flood of answers."""
        if not self.all.wait(free_at, at=at, share=RESERVED_FROM):
            return None
        return RESERVED.get(free_at // self.all.interval % SLOTS_A_ROUND)

    def opens_at(self, free_at: int, rank: int) -> datetime:
        """The instant from which the global limit allows one more of this rank."""
        return EPOCH + timedelta(microseconds=self.all.opens_at(free_at, share=BURST_SHARES[rank][0]))


def read_all(connection: Connection) -> int:
    """The line of all together, locked until the end of the transaction."""
    return int(connection.execute(_READ).scalar_one())


def peek(connection: Connection) -> int:
    """The same, without a lock."""
    return int(connection.execute(_LOOK).scalar_one())


def write_lines(connection: Connection, lines: Mapping[int, int]) -> None:
    """Set lines, by person. That of all was read in the same transaction, so it is locked; those of single chats
    are the caller's, because their next messages are locked.
    """
    rows = [{"person": person, "free_at": free_at} for person, free_at in sorted(lines.items())]
    connection.execute(_NOTE[connection.dialect.name], rows)


class RateLimiter:
    """The lines as one transaction sees them and moves them. The line of all is locked when it is first asked for."""

    __slots__ = ("_chats", "_connection", "_free_at", "_pace")

    def __init__(self, connection: Connection, pace: RateLimits) -> None:
        self._connection = connection
        self._pace = pace
        self._free_at: int | None = None
        self._chats: dict[int, int] = {}

    def try_acquire(self, person: int, rank: int, *, hers: int, at: int) -> bool:
        """Whether one more of this rank may go to her chat, whose line is `hers`, and to anybody; then it counts."""
        if self._pace.wait_chat(hers, rank, at=at) or not self.is_open(rank, at=at):
            return False
        self._free_at = self._pace.all.after(self._line(), at=at)
        self._chats[person] = self._pace.chat.after(hers, at=at)
        return True

    def is_open(self, rank: int, *, at: int) -> bool:
        """Whether the global limit allows one more of this rank. A reserved slot may use the whole burst."""
        as_rank = REPLY if rank == self._pace.reserved(self._line(), at=at) else rank
        return not self._pace.wait(self._line(), as_rank, at=at)

    def reserved(self, *, at: int, waiting: Collection[int], before: int) -> int | None:
        """The rank among `waiting` for which the next slot is reserved against the more urgent rank `before`."""
        if before == EMERGENCY or not waiting:
            return None
        rank = self._pace.reserved(self._line(), at=at)
        return rank if rank is not None and rank in waiting and rank > before else None

    def _line(self) -> int:
        if self._free_at is None:
            self._free_at = read_all(self._connection)
        return self._free_at

    def opens_at(self, rank: int) -> datetime | None:
        """The instant from which the global limit allows one more of this rank; `None` if it was never asked."""
        return None if self._free_at is None else self._pace.opens_at(self._free_at, rank)

    def write(self) -> None:
        """Note what was let through."""
        if self._chats:
            assert self._free_at is not None
            write_lines(self._connection, self._chats | {GLOBAL: self._free_at})
