"""The schedule: one next alarm a person, read and claimed in the order of their instants.

A claim moves `ring_at` to the end of the lease, so replicas do not fire the same alarm, and it fires again after
a crash; that it changes nothing twice is the work of `seq`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from storage.records import DueAlarm
from storage.tables import due

_RINGING = (
    select(due.c.person)
    .where(due.c.ring_at <= bindparam("now"))
    .order_by(due.c.ring_at, due.c.person)
    .limit(bindparam("at_most"))
)
_READ = (
    select(due.c.person, due.c.seq, due.c.at, due.c.kind)
    .where(due.c.ring_at <= bindparam("now"))
    .order_by(due.c.ring_at, due.c.person)
    .limit(bindparam("at_most"))
)
_picked = _RINGING.with_for_update(skip_locked=True).cte("picked")
_CLAIM = (
    update(due)
    .where(due.c.person.in_(select(_picked.c.person)))
    .values(ring_at=bindparam("until"))
    .returning(due.c.person, due.c.seq, due.c.at, due.c.kind)
)
_RECOVER = update(due).where(due.c.ring_at > due.c.at).values(ring_at=due.c.at)
_NEXT = select(due.c.ring_at).order_by(due.c.ring_at).limit(1)


def due_alarms(connection: Connection, now: datetime, limit: int) -> list[DueAlarm]:
    """The alarms that are due at `now`, oldest first."""
    return _alarms(connection.execute(_READ, {"now": now, "at_most": limit}))


def claim(connection: Connection, now: datetime, *, lease: timedelta, limit: int) -> list[DueAlarm]:
    """The same, leased until `now + lease`, so that no other process gets them."""
    given = {"now": now, "at_most": limit, "until": now + lease}
    return sorted(_alarms(connection.execute(_CLAIM, given)), key=attrgetter("at", "person"))


def next_due(connection: Connection) -> datetime | None:
    """When the next alarm is due, or a lease ends; `None` when there is none."""
    moment: datetime | None = connection.execute(_NEXT).scalar()
    return moment


def release_leases(connection: Connection) -> None:
    """End every lease, because its holder is gone. An alarm that fires twice changes nothing the second time."""
    connection.execute(_RECOVER)


def _alarms(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[DueAlarm]:
    return list(map(DueAlarm._make, rows))
