"""What still has to reach Telegram: handed out under a lease, at least once, in order for each person.

Nobody's later message is handed out while an earlier one is unsent; across people, replies go before prompts.
A sent row is deleted, so the table holds only work. Must not know Telegram, or how fast one may send.

>>> for waiting in await outbox.claim(now, lease=timedelta(seconds=30), limit=20): ...  # doctest: +SKIP
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, func, insert, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.crypto import Keyring, Unreadable
from storage.engine import read, write
from storage.shapes import Waiting
from storage.tables import dead_letters, open_messages, outbox
from storage.tally import INSERTS, Insert, tally
from storage.turns import PROMPT, REPLY

_earlier = outbox.alias("earlier")
_is_head = ~exists().where(_earlier.c.person == outbox.c.person, _earlier.c.id < outbox.c.id)
_ours = (
    outbox.c.id == bindparam("row"),
    outbox.c.attempts == bindparam("lease"),
)  # attempts tell leases apart

_picked = (
    select(outbox.c.id)
    .where(outbox.c.rank == bindparam("rank_"), outbox.c.at <= bindparam("now"), _is_head)
    .order_by(outbox.c.at, outbox.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True, of=outbox)
    .cte("picked")
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(select(_picked.c.id)))
    .values(at=bindparam("until"), leased=True, attempts=outbox.c.attempts + 1)
    .returning(*outbox.c)
)
_SENT = delete(outbox).where(outbox.c.id == bindparam("row")).returning(outbox.c.farewell)
_DROP = delete(outbox).where(outbox.c.person == bindparam("her")).returning(outbox.c.made_at, outbox.c.kind)
_RETRY = update(outbox).where(*_ours).values(at=bindparam("next_at"), leased=False, why=bindparam("reason"))
_DEAD = delete(outbox).where(*_ours).returning(*outbox.c)
_BURY = insert(dead_letters).inline()
_BURIED = tuple(column.name for column in dead_letters.c if column.name in outbox.c and column.name != "why")
_PENDING = select(
    select(func.count()).where(outbox.c.at <= bindparam("now"), _is_head).scalar_subquery()
    + select(func.count()).where(outbox.c.at > bindparam("now"), outbox.c.leased).scalar_subquery()
)
_soonest = [
    select(
        select(outbox.c.at)
        .where(outbox.c.rank == rank, _is_head)
        .order_by(outbox.c.at)
        .limit(1)
        .subquery()
        .c.at
    )
    for rank in (REPLY, PROMPT)
]
_NEXT = union_all(*_soonest)
_COUNTS = select(outbox.c.kind, func.count().label("number")).group_by(outbox.c.kind)


def _remember(statement: Insert) -> Insert:
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["person"],
        set_={"message_id": new.message_id, "seq": new.seq},
        where=open_messages.c.seq <= new.seq,
    )


_REMEMBER = {name: _remember(make(open_messages)) for name, make in INSERTS.items()}


class Outbox:
    """The queue, over an engine and the keys that open the messages."""

    def __init__(self, engine: AsyncEngine, keyring: Keyring) -> None:
        self._engine = engine
        self._keyring = keyring

    async def claim(self, now: datetime, *, lease: timedelta, limit: int) -> list[Waiting]:
        """Up to `limit` messages to send now, replies first, at most one a person; ours for `lease`."""
        return await write(self._engine, partial(self._claim, now=now, lease=lease, limit=limit))

    async def sent(self, waiting: Waiting, *, telegram_message_id: int | None, now: datetime) -> None:
        """It has arrived: count it, forget it, and remember the open question's message id."""

        def work(connection: Connection) -> None:
            farewell = connection.execute(_SENT, {"row": waiting.id}).scalar_one_or_none()
            if farewell is None:
                return  # sent by a second lease too, or she was erased meanwhile: counted there
            if waiting.opens and telegram_message_id is not None and not farewell:
                given = {"person": waiting.person, "message_id": telegram_message_id, "seq": waiting.seq}
                connection.execute(_REMEMBER[connection.dialect.name], given)
            tally(connection, "sent", [(waiting.made_at, waiting.kind, waiting.person)])

        await write(self._engine, work)

    async def retry(self, waiting: Waiting, *, at: datetime, why: str) -> None:
        """Not now: try again from `at` on. `why` is a plain word for the operator, never what was said."""
        given = {"row": waiting.id, "lease": waiting.attempts, "next_at": at, "reason": why[:200]}

        def work(connection: Connection) -> None:
            connection.execute(_RETRY, given)

        await write(self._engine, work)

    async def dead(self, waiting: Waiting, *, why: str) -> None:
        """Never: it moves, still sealed, to the dead letters, and her next message may go."""
        await write(self._engine, lambda c: _bury(c, waiting, why))

    async def drop_person(self, person: int) -> int:
        """Forget all that waits for her (she blocked the bot); returns how many."""

        def work(connection: Connection) -> int:
            gone = connection.execute(_DROP, {"her": person}).all()
            tally(connection, "dropped", ((made_at, kind, person) for made_at, kind in gone))
            return len(gone)

        return await write(self._engine, work)

    async def pending(self, now: datetime) -> int:
        """How many could be sent now or are being sent; 0 means that the outbox rests."""
        return await read(self._engine, lambda c: int(c.execute(_PENDING, {"now": now}).scalar_one()))

    async def next_at(self) -> datetime | None:
        """The earliest instant at which there is something to claim; `None` when it is empty."""
        return await read(self._engine, lambda c: min(c.execute(_NEXT).scalars(), default=None))

    async def counts(self) -> dict[str, int]:
        """How many wait, by kind."""
        return await read(self._engine, lambda c: {row.kind: row.number for row in c.execute(_COUNTS)})

    def _claim(self, connection: Connection, *, now: datetime, lease: timedelta, limit: int) -> list[Waiting]:
        taken: list[Waiting] = []
        late: list[Row[Any]] = []
        for rank in (REPLY, PROMPT):
            given = {"rank_": rank, "now": now, "until": now + lease}
            while len(taken) < limit:
                rows = connection.execute(_CLAIM, given | {"at_most": limit - len(taken)}).all()
                rows = sorted(rows, key=lambda row: (row.made_at, row.id))
                expired = [row for row in rows if row.expires_at is not None and row.expires_at <= now]
                taken += self._open(connection, [row for row in rows if row not in expired], now)
                if not expired:
                    break
                connection.execute(_SENT, [{"row": row.id} for row in expired])
                late += expired  # what stood behind them may go now: look again
        tally(connection, "expired", ((row.made_at, row.kind, row.person) for row in late))
        return taken

    def _open(self, connection: Connection, rows: list[Row[Any]], now: datetime) -> list[Waiting]:
        opened = []
        for row in rows:
            waiting = Waiting(
                id=row.id,
                person=row.person,
                seq=row.seq,
                method=row.method,
                params={},
                kind=row.kind,
                opens=row.opens,
                attempts=row.attempts,
                made_at=row.made_at,
                claimed_at=now,
            )
            try:
                name = f"{row.person}:{row.seq}:{row.place}"
                params = json.loads(self._keyring.open("outbox", name, "params", row.sealed))
            except Unreadable:
                _bury(connection, waiting, "unreadable")  # one damaged row must not stop everybody's messages
            else:
                opened.append(replace(waiting, params=params))
        return opened


def _bury(connection: Connection, waiting: Waiting, why: str) -> None:
    row = connection.execute(_DEAD, {"row": waiting.id, "lease": waiting.attempts}).one_or_none()
    if row is None:
        return  # the lease is lost: whoever holds it now decides
    if not row.farewell:  # of someone who was erased nothing is kept
        kept = {name: row._mapping[name] for name in _BURIED}
        connection.execute(_BURY, kept | {"died_at": waiting.claimed_at, "why": why[:200]})
    tally(connection, "failed", [(waiting.made_at, waiting.kind, waiting.person)])
