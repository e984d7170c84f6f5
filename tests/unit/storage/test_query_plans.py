"""The hot queries use their indexes on both databases, so that they cost the same at a million people.

Each is caught while it is really run, and then explained with the parameters it had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event

from storage.db.database import Database
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from tests.unit.storage.life import ANA, LEASE, NOON, count, prompt, reply

Hot = Callable[[Store, Outbox], Coroutine[None, None, object]]

HOT: dict[str, Hot] = {
    "the alarms that ring": lambda store, outbox: store.due(NOON),
    "a claim of alarms": lambda store, outbox: store.claim_due(NOON, lease=LEASE, limit=10),
    "the next alarm": lambda store, outbox: store.next_due(),
    "a claim of messages": lambda store, outbox: outbox.claim(NOON, lease=LEASE, limit=10),
    "the next message": lambda store, outbox: outbox.next_at(),
    "a turn": lambda store, outbox: store.turn(ANA, count(reply("hi"), wake_at=NOON), now=NOON, update_id=99),
    "her journal": lambda store, outbox: store.journal(ANA),
    "all that is hers": lambda store, outbox: store.kept(ANA),
    "her session": lambda store, outbox: store.session(ANA),
    "her open message": lambda store, outbox: store.open_message(ANA),
    "all that waits for her is dropped": lambda store, outbox: outbox.drop_person(ANA),
    "a page of people": lambda store, outbox: store.people(after=3, limit=2),
}


@pytest.mark.parametrize("name", HOT)
async def test_no_hot_query_reads_a_whole_table(
    store: Store, outbox: Outbox, database: Database, name: str
) -> None:
    for person in range(9):
        await store.turn(person, count(prompt("hi"), wake_at=NOON), now=NOON)
    await outbox.claim(NOON, lease=LEASE, limit=1)
    caught: list[tuple[str, Any]] = []

    def catch(connection: object, cursor: object, statement: str, given: Any, *more: object) -> None:
        if re.match("SELECT|UPDATE|DELETE|WITH", statement):
            caught.append((statement, given[0] if isinstance(given, list) else given))

    event.listen(database.engine, "before_cursor_execute", catch)
    await HOT[name](store, outbox)
    event.remove(database.engine, "before_cursor_execute", catch)
    explain = sqlite_plan if database.engine.dialect.name == "sqlite" else postgresql_plan
    assert caught
    for statement, given in caught:
        plan = await database.read(partial(explain, statement=statement, given=given))
        assert [step for step in plan if is_slow(step)] == [], f"{statement}\n{plan}"


def is_slow(step: str) -> bool:
    """Whether a step of a plan reads a table from end to end, or sorts what an index could give in order.

    `due` has no rows of its own: read from its start, it *is* the index, and a LIMIT stops the reading. What
    was picked already (`picked`, `anon_1`) is short.
    """
    if re.fullmatch(r"SCAN \w+", step):
        return not re.fullmatch(r"SCAN (due|picked|anon_\d)", step)
    return "TEMP B-TREE" in step or "Seq Scan" in step


def sqlite_plan(connection: Connection, statement: str, given: Any) -> list[str]:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return [row.detail for row in rows]


def postgresql_plan(connection: Connection, statement: str, given: Any) -> list[str]:
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # five rows would be read whole
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", given)
    return [row[0].strip() for row in rows]
