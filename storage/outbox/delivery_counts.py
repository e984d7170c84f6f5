"""Counting deliveries per day and kind, in the very transaction that decides their fate.

Only what ended is counted; what was planned is that plus what still waits, so a turn pays nothing for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, select

from storage.db.upsert import Insert, Upsert
from storage.records import CHOICE, DeliveryCounts
from storage.tables import delivery_counts, outbox

SHARDS = 16
# Each planned message ends as one of these; as expired only toasts did, in counts that 0.1.0 left.
FINAL_OUTCOMES = ("sent", "failed", "expired", "dropped")
EXTRA_OUTCOMES = ("seen", "late", "skipped")  # and these are counted beside it


def _add(statement: Insert) -> Insert:
    return statement.on_conflict_do_update(
        index_elements=["day", "kind", "outcome", "slot"],
        set_={"number": delivery_counts.c.number + statement.excluded.number},
    )


_ADD = Upsert(delivery_counts, _add)
_ENDED = select(
    delivery_counts.c.day,
    delivery_counts.c.kind,
    delivery_counts.c.outcome,
    func.sum(delivery_counts.c.number).label("number"),
).group_by(delivery_counts.c.day, delivery_counts.c.kind, delivery_counts.c.outcome)
_WAITING = select(outbox.c.made_at, outbox.c.kind).where(outbox.c.kind != CHOICE)


def count(connection: Connection, outcome: str, ended: Iterable[tuple[datetime, str, int]]) -> None:
    """Count messages (when they were planned, kind, person) that ended as `outcome`. An edit of a choice is none.

    Must come last in its transaction, and in one order: that is what keeps it from ever deadlocking.
    """
    numbers = Counter(
        (made_at.astimezone(UTC).date(), kind, person % SHARDS)
        for made_at, kind, person in ended
        if kind != CHOICE
    )
    if numbers:
        connection.execute(
            _ADD[connection.dialect.name],
            [
                {"day": day, "kind": kind, "outcome": outcome, "slot": slot, "number": number}
                for (day, kind, slot), number in sorted(numbers.items())
            ],
        )


def by_day(connection: Connection, since: date) -> list[DeliveryCounts]:
    """What was planned on each day from `since` on, by kind, and what became of it."""
    ended: dict[tuple[date, str], Counter[str]] = {}
    for row in connection.execute(_ENDED.where(delivery_counts.c.day >= since)):
        ended.setdefault((row.day, row.kind), Counter())[row.outcome] += int(row.number)
    start = datetime(since.year, since.month, since.day, tzinfo=UTC)
    for made_at, kind in connection.execute(_WAITING.where(outbox.c.made_at >= start)):
        ended.setdefault((made_at.date(), kind), Counter())["waiting"] += 1
    return [
        DeliveryCounts(
            day=day,
            kind=kind,
            planned=numbers.total() - sum(numbers[outcome] for outcome in EXTRA_OUTCOMES),
            **{outcome: numbers[outcome] for outcome in (*FINAL_OUTCOMES, *EXTRA_OUTCOMES)},
        )
        for (day, kind), numbers in sorted(ended.items())
    ]
