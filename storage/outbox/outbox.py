"""What still has to reach Telegram: handed out under a lease, at least once, in order for each person.

A person's later message is never leased while an earlier one is unsent. Across people the most urgent rank goes first
(emergencies, answers, prompts, strangers), no faster than the pace that all replicas share. A sent row is deleted, so
the table holds work. Leases, pauses and the pace are real seconds (`wall`). Most of what is said is handed out in the
turn that says it (`storage/outbox/enqueue.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)

from storage.db.database import Database
from storage.db.upsert import Insert, Upsert
from storage.encryption.crypto import Unreadable
from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox import rate_limit as lines
from storage.outbox.claim import Claim, is_first_for_person
from storage.outbox.delivery_counts import count
from storage.outbox.enqueue import SendSlot
from storage.outbox.rate_limit import EPOCH, RateLimits, microseconds
from storage.records import PROMPT, RANKS, REPLIES, ClaimResult, LeasedMessage, SentMessage
from storage.tables import dead_letters, open_messages, outbox, people

Ended = tuple[datetime, str, int]  # when it was planned, its kind, whose it is

SOON = timedelta(minutes=1)

_ours = (
    outbox.c.id == bindparam("row"),
    outbox.c.attempts == bindparam("lease"),
)  # attempts tell leases apart

_RENEW = update(outbox).where(*_ours).values(at=bindparam("until"))
_SENT = (
    delete(outbox)
    .where(outbox.c.id.in_(bindparam("rows", expanding=True)))
    .returning(outbox.c.id, outbox.c.farewell)
)
_UNSEEN = (
    update(people)
    .where(people.c.person == bindparam("her"))
    .values(unseen_at=bindparam("planned"), unseen_kind=bindparam("what"))
)
_DROP = delete(outbox).where(outbox.c.person == bindparam("her")).returning(outbox.c.made_at, outbox.c.kind)
_RETRY = (
    update(outbox)
    .where(*_ours)
    .values(
        at=bindparam("next_at"),
        leased=False,
        why=bindparam("reason"),
        failures=outbox.c.failures + bindparam("more"),
    )
)
_RECOVER = update(outbox).where(outbox.c.leased).values(at=EPOCH, leased=False)
_HURRY_UP = update(outbox).where(~outbox.c.leased, outbox.c.at > bindparam("wall")).values(at=EPOCH)
_DEAD = delete(outbox).where(*_ours).returning(*outbox.c)
_BURY = insert(dead_letters).inline()
_ITS_ID = dead_letters.c.id == bindparam("row")
_BEHIND = select(func.max(dead_letters.c.id) + 1).where(select(dead_letters.c.id).where(_ITS_ID).exists())
_BURIED = tuple(column.name for column in dead_letters.c if column.name in outbox.c and column.name != "why")
_PENDING = select(func.count()).where(outbox.c.at <= bindparam("soon"), is_first_for_person)
_soonest = [
    select(
        literal(rank).label("rank"),
        select(outbox.c.at)
        .where(outbox.c.rank == rank, is_first_for_person)
        .order_by(outbox.c.at)
        .limit(1)
        .scalar_subquery()
        .label("at"),
    )
    for rank in RANKS
]
_NEXT = union_all(*_soonest)
_LEFT = select(
    *(
        select(outbox.c.at)
        .where(outbox.c.rank == rank, or_(~outbox.c.leased, outbox.c.at <= bindparam("wall")))
        .order_by(outbox.c.at)
        .limit(1)
        .scalar_subquery()
        for rank in RANKS
    )
)
_WAITING_SINCE = select(func.count()).where(outbox.c.at <= bindparam("since"), is_first_for_person)
_COUNTS = select(outbox.c.kind, func.count().label("number")).group_by(outbox.c.kind)


def _remember(statement: Insert) -> Insert:
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["person"],
        set_={"message_id": new.message_id, "seq": new.seq},
        where=open_messages.c.seq <= new.seq,
    )


_REMEMBER = Upsert(open_messages, _remember)


class Outbox:
    """The queue, over a database and the keys that open the messages."""

    def __init__(self, database: Database, keyring: AnyKeyring, pace: RateLimits | None = None) -> None:
        self._database = database
        self._keyring = keyring
        self._pace = pace

    async def claim(
        self,
        now: datetime,
        *,
        lease: timedelta,
        limit: int,
        wall: datetime | None = None,
        harmless: Collection[str] = (),
        spare: int = 0,
    ) -> list[LeasedMessage]:
        """Up to `limit` messages to send at once, the most urgent first, at most one a person; ours for `lease`.

        Beside them up to `spare` calls of the methods in `harmless`, which may be made twice without harm.
        """
        found = await self.confirm_and_claim(
            (), now, lease=lease, limit=limit, wall=wall, harmless=harmless, spare=spare
        )
        return found.taken

    async def confirm_and_claim(
        self,
        arrived: Sequence[SentMessage],
        now: datetime,
        *,
        lease: timedelta,
        limit: int,
        wall: datetime | None = None,
        harmless: Collection[str] = (),
        spare: int = 0,
    ) -> ClaimResult:
        """Note what has arrived and hand out what comes next, as `confirm` and `claim`, in one transaction."""
        room = (limit, spare)

        def work(connection: Connection) -> ClaimResult:
            counted = _note(connection, arrived)
            picking = Claim(
                connection, pace=self._pace, wall=wall or now, room=room, harmless=frozenset(harmless)
            )
            picking.pick()
            until = (wall or now) + lease
            picking.write(until=until)
            taken = self._open(connection, picking.picked, now, until)
            left = _left(connection, wall or now)
            next_at = self._next(connection) if left and not taken else None
            count(connection, "sent", counted)
            return ClaimResult(taken=taken, next_at=next_at, prompts_at=picking.opens_at(PROMPT), left=left)

        return await self._database.write(work)

    def hand(
        self,
        wall: datetime,
        *,
        lease: timedelta,
        last_rank: int = max(RANKS),
        waiting: frozenset[int] = frozenset(),
    ) -> SendSlot:
        """For a turn whose caller can send one message at once: it has it for himself as long as a claimed one."""
        return SendSlot(wall=wall, until=wall + lease, pace=self._pace, last_rank=last_rank, waiting=waiting)

    async def renew(self, waiting: LeasedMessage, *, until: datetime) -> None:
        """It takes longer than the lease: still ours, until `until`."""
        given = {"row": waiting.id, "lease": waiting.attempts, "until": until}
        await self._do(lambda connection: connection.execute(_RENEW, given))

    async def sent(self, *arrived: SentMessage) -> None:
        """They have arrived: count them, forget them, and remember the open questions' message ids."""
        await self._do(lambda connection: count(connection, "sent", _note(connection, arrived)))

    async def retry(self, waiting: LeasedMessage, *, at: datetime, why: str, failed: bool = True) -> None:
        """Not now: try again from `at` on. `why` is a plain word for the operator, never what was said.

        `failed`: it counts against the message; what Telegram only asked to wait for does not.
        """
        given = {
            "row": waiting.id,
            "lease": waiting.attempts,
            "next_at": at,
            "reason": why[:200],
            "more": int(failed),
        }
        await self._do(lambda connection: connection.execute(_RETRY, given))

    async def hold(self, until: datetime) -> None:
        """No replica sends anything before `until`: Telegram asked the whole bot to wait."""
        if self._pace is None:
            return
        closed = self._pace.all.closed_until(microseconds(until))

        def work(connection: Connection) -> None:
            free_at = lines.read_all(connection)
            lines.write_lines(connection, {lines.GLOBAL: max(free_at, closed)})

        await self._database.write(work)

    async def recover(self) -> None:
        """Release every lease: at the start of a process that alone uses the outbox."""
        await self._do(lambda connection: connection.execute(_RECOVER))

    async def make_all_due(self, wall: datetime) -> None:
        """The clock was set back to `wall`: what waits for an instant of the old one is free at once."""
        await self._do(lambda connection: connection.execute(_HURRY_UP, {"wall": wall}))

    async def dead(self, waiting: LeasedMessage, *, why: str) -> None:
        """Never: it moves, still sealed, to the dead letters, and her next message may go."""
        await self._database.write(lambda c: _bury(c, waiting, why))

    async def drop_person(self, person: int) -> int:
        """Forget all that waits for her (she blocked the bot); returns how many."""

        def work(connection: Connection) -> int:
            gone = connection.execute(_DROP, {"her": person}).all()
            count(connection, "dropped", ((made_at, kind, person) for made_at, kind in gone))
            return len(gone)

        return await self._database.write(work)

    async def pending(self, wall: datetime) -> int:
        """How many are being sent or could be within a minute; 0 means that the outbox rests."""
        return await self._database.read(
            lambda c: int(c.execute(_PENDING, {"soon": wall + SOON}).scalar_one())
        )

    async def unclaimed(self, since: datetime) -> int:
        """How many messages could have been sent since that instant (real time) and are not claimed."""
        return await self._database.read(
            lambda c: int(c.execute(_WAITING_SINCE, {"since": since}).scalar_one())
        )

    async def next_at(self) -> datetime | None:
        """The earliest instant (of the wall) at which there is something to claim; `None` when it is empty."""

        return await self._database.read(self._next)

    async def counts(self) -> dict[str, int]:
        """How many wait, by kind."""
        return await self._database.read(lambda c: {row.kind: row.number for row in c.execute(_COUNTS)})

    async def _do(self, work: Callable[[Connection], object]) -> None:
        await self._database.write(work)

    def _next(self, connection: Connection) -> datetime | None:
        found = {rank: at for rank, at in connection.execute(_NEXT) if at is not None}
        if self._pace is not None and found:
            free_at = lines.peek(connection)
            found = {rank: max(at, self._pace.opens_at(free_at, rank)) for rank, at in found.items()}
        return min(found.values(), default=None)

    def _open(
        self, connection: Connection, rows: list[Row[Any]], now: datetime, until: datetime
    ) -> list[LeasedMessage]:
        opened = []
        for row in rows:
            waiting = LeasedMessage(
                id=row.id,
                person=row.person,
                seq=row.seq,
                method=row.method,
                params={},
                kind=row.kind,
                rank=row.rank,
                opens=row.opens,
                attempts=row.attempts + 1,
                failures=row.failures,
                made_at=row.made_at,
                claimed_at=now,
                until=until,
            )
            try:
                name = f"{row.person}:{row.seq}:{row.place}"
                params = json.loads(self._keyring.open("outbox", name, "params", row.sealed))
            except Unreadable:
                _bury(connection, waiting, "unreadable")  # one damaged row must not stop all messages
            else:
                opened.append(replace(waiting, params=params))
        return opened


def _left(connection: Connection, wall: datetime) -> dict[int, datetime]:
    """By rank the first instant of what stands there of a message without a lease, or with one that has run out."""
    found = connection.execute(_LEFT, {"wall": wall}).one()
    return {rank: at for rank, at in zip(RANKS, found, strict=True) if at is not None}


def _note(connection: Connection, arrived: Sequence[SentMessage]) -> list[Ended]:
    """Take out what has arrived, people before the outbox, as a turn locks them; what is to be counted."""
    if not arrived:
        return []
    by_person = sorted((one.waiting for one in arrived), key=lambda waiting: waiting.person)
    prompts = [one for one in by_person if one.opens and one.kind not in REPLIES and one.rank >= PROMPT]
    if prompts:
        unseen = [{"her": one.person, "planned": one.made_at, "what": one.kind} for one in prompts]
        connection.execute(_UNSEEN, unseen)
    deleted = connection.execute(_SENT, {"rows": [one.id for one in by_person]})
    gone = {row.id: row.farewell for row in deleted}
    # What is not there any more was sent by a second lease too, or she was erased meanwhile: counted there.
    ours = sorted((one for one in arrived if one.waiting.id in gone), key=lambda one: one.waiting.person)
    opened = [
        {"person": one.waiting.person, "message_id": one.message_id, "seq": one.waiting.seq}
        for one in ours
        if one.waiting.opens and one.message_id is not None and not gone[one.waiting.id]
    ]
    if opened:
        connection.execute(_REMEMBER[connection.dialect.name], opened)
    return [(one.waiting.made_at, one.waiting.kind, one.waiting.person) for one in ours]


def _bury(connection: Connection, waiting: LeasedMessage, why: str) -> None:
    row = connection.execute(_DEAD, {"row": waiting.id, "lease": waiting.attempts}).one_or_none()
    if row is None:
        return  # the lease is lost: the process that holds it now decides
    if not row.farewell:  # of someone who was erased nothing is kept
        kept = {name: row._mapping[name] for name in _BURIED}
        # In a database that was restored the numbers of messages begin anew: then this letter goes behind the last.
        kept["id"] = connection.execute(_BEHIND, {"row": row.id}).scalar_one() or row.id
        connection.execute(_BURY, kept | {"died_at": waiting.claimed_at, "why": why[:200]})
    count(connection, "failed", [(waiting.made_at, waiting.kind, waiting.person)])
