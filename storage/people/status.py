"""What an operator may see without the key: numbers and lateness, and the purge of what is no longer needed.

Must not open anything sealed, nor name a person.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, func, select

from storage.outbox.delivery_counts import count
from storage.outbox.rate_limit import GLOBAL, HEALTH_CHECK, microseconds, write_lines
from storage.people.seen_updates import UPDATES_KEPT
from storage.records import PROMPT, REPLIES, STRANGER, Lateness, Status
from storage.tables import dead_letters, due, outbox, paces, people, seen_updates

FAREWELLS_KEPT = timedelta(hours=48)
PACES_KEPT = timedelta(hours=1)
OVERDUE = timedelta(minutes=10)
LONGEST_LEASE = timedelta(minutes=1)  # a leased alarm fires again after this time at the latest
LETTERS_KEPT = timedelta(days=30)

_LATENESS = (
    select(func.min(due.c.at))
    .where(due.c.ring_at <= bindparam("leased"), due.c.at <= bindparam("now"))
    .scalar_subquery()
    .label("oldest_alarm"),
    select(func.min(outbox.c.made_at)).scalar_subquery().label("oldest_message"),
    (
        select(func.count())
        .where(due.c.ring_at <= bindparam("leased"), due.c.at <= bindparam("overdue"))
        .scalar_subquery()
        + select(func.count())
        .where(
            outbox.c.rank.in_((PROMPT, STRANGER)),
            outbox.c.kind.not_in(REPLIES),
            outbox.c.made_at <= bindparam("overdue"),
        )
        .scalar_subquery()
    ).label("overdue"),
)
_LATE = select(*_LATENESS)
_ANYBODY = select(people.c.person).limit(1)
_STATUS = select(
    select(func.count()).select_from(people).scalar_subquery().label("people"),
    select(func.count()).select_from(due).scalar_subquery().label("alarms"),
    select(func.count()).where(due.c.ring_at <= bindparam("now")).scalar_subquery().label("ringing"),
    select(func.count()).select_from(outbox).scalar_subquery().label("waiting"),
    select(func.count()).select_from(dead_letters).scalar_subquery().label("dead_letters"),
    *_LATENESS,
)
_OLD = (
    (seen_updates, seen_updates.c.at < bindparam("update")),
    (dead_letters, dead_letters.c.died_at < bindparam("letter")),
    (outbox, and_(outbox.c.farewell, outbox.c.made_at < bindparam("farewell"))),
)
_LEFTOVERS = [select(func.count()).select_from(table).where(old) for table, old in _OLD]
_COUNTED = (outbox.c.made_at, outbox.c.kind, outbox.c.person)
_OLD_UPDATES, _OLD_LETTERS, _OLD_FAREWELLS = (delete(table).where(old) for table, old in _OLD)
_OLD_PACES = delete(paces).where(paces.c.free_at < bindparam("before"), paces.c.person != GLOBAL)


def status(connection: Connection, now: datetime) -> Status:
    """The numbers at `now`; `oldest_alarm` is the instant of the oldest one that still has to be played."""
    row = connection.execute(_STATUS, _lateness_at(now)).one()
    return Status(**row._mapping)


def lateness(connection: Connection, now: datetime) -> Lateness:
    """How late the oldest work is at `now`. It reads a person too, so that it fails wherever a turn would."""
    connection.execute(_ANYBODY).first()
    row = connection.execute(_LATE, _lateness_at(now)).one()
    return Lateness(**row._mapping)


def write_probe(connection: Connection, wall: datetime) -> None:
    """Write one row, as a turn would: the transaction fails when the disk is full or the file is read-only.

    The value differs each time, because SQLite writes no page whose content stays the same.
    """
    write_lines(connection, {HEALTH_CHECK: microseconds(wall)})


def _lateness_at(now: datetime) -> dict[str, datetime]:
    return {"now": now, "leased": now + LONGEST_LEASE, "overdue": now - OVERDUE}


def count_purgeable(connection: Connection, now: datetime) -> int:
    """How many rows `purge` would delete, but for those that say how fast one may send."""
    given = _before(now)
    return sum(int(connection.execute(number, given).scalar_one()) for number in _LEFTOVERS)


def purge(connection: Connection, now: datetime) -> int:
    """Delete what has served its time; returns how many rows."""
    given = _before(now)
    updates = connection.execute(_OLD_UPDATES, given).rowcount
    letters = connection.execute(_OLD_LETTERS, given).rowcount
    connection.execute(_OLD_PACES, {"before": microseconds(now - PACES_KEPT)})
    farewells = connection.execute(
        _OLD_FAREWELLS.returning(outbox.c.made_at, outbox.c.kind, outbox.c.person), given
    ).all()
    count(connection, "dropped", ((made_at, kind, person) for made_at, kind, person in farewells))
    return updates + letters + len(farewells)


def _before(now: datetime) -> dict[str, datetime]:
    return {"update": now - UPDATES_KEPT, "letter": now - LETTERS_KEPT, "farewell": now - FAREWELLS_KEPT}
