"""Finds people who have been silent for very long without a retention alarm, and sets one for now.

Each turn sets that alarm. Missing it are people from before there was a limit, and too late is what was set under a
longer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from storage.db.upsert import insert_into
from storage.records import DueAlarm
from storage.tables import due, people


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionLimit:
    """A person last heard before `heard_before` needs an alarm of kind `ask` by `now`, or of `ends` by `ends_by`."""

    now: datetime
    heard_before: datetime
    ask: str
    ends: str
    ends_by: datetime


def people_without_alarm(connection: Connection, limit: RetentionLimit) -> Sequence[int]:
    """Who has no such alarm."""
    return connection.execute(_among(limit, people.c.person).order_by(people.c.person)).scalars().all()


def set_alarms(connection: Connection, some: Sequence[int], limit: RetentionLimit) -> None:
    """Sets an alarm for now for each of them who still has none. A turn that runs at the same time wins."""
    columns = ("ring_at", "person", "at", "kind", "seq")
    now = literal(limit.now, due.c.at.type)
    wanted = _among(limit, now, people.c.person, now, literal(limit.ask), people.c.seq)
    found = wanted.where(people.c.person.in_(some)).with_for_update(of=people)
    statement = insert_into(due, connection.dialect.name).from_select(list(columns), found)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["person"],
            set_={name: new[name] for name in columns if name != "person"},
            where=due.c.seq == new.seq,
        )
    )


def due_of_kind(connection: Connection, now: datetime, kinds: Sequence[str]) -> list[DueAlarm]:
    """The alarms of these kinds that are due."""
    wanted = select(due.c.person, due.c.seq, due.c.at, due.c.kind).where(
        due.c.at <= now, due.c.kind.in_(kinds)
    )
    return [DueAlarm(**row._mapping) for row in connection.execute(wanted.order_by(due.c.at, due.c.person))]


def _among(limit: RetentionLimit, *columns: ColumnElement[Any] | Any) -> Select[*tuple[Any, ...]]:
    late = and_(due.c.kind == limit.ask, due.c.at > limit.now)
    too_late = and_(due.c.kind == limit.ends, due.c.at > limit.ends_by)
    return (
        select(*columns)
        .outerjoin_from(people, due, due.c.person == people.c.person)
        .where(people.c.heard_at < limit.heard_before, or_(due.c.person.is_(None), late, too_late))
    )
