"""The hot queries that `tests/store/test_plans.py` does not run: one person's rows, and what a start looks up."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import writes_through
from storage.outbox import Outbox
from storage.store import Store
from tests.store.life import ANA, LEASE, NOON, count, prompt, reply
from tests.store.test_plans import is_slow, postgresql_plan, sqlite_plan

Hot = Callable[[Store, Outbox], Coroutine[None, None, object]]

HOT: dict[str, Hot] = {
    "her session": lambda store, outbox: store.session(ANA),
    "her open message": lambda store, outbox: store.open_message(ANA),
    "a press while a prompt waits for her": lambda store, outbox: store.turn(
        ANA, count(reply("hi"), wake_at=NOON), now=NOON, update_id=99
    ),
    "all that waits for her is dropped": lambda store, outbox: outbox.drop_person(ANA),
    "a page of people": lambda store, outbox: store.people(after=3, limit=2),
}


@pytest.mark.parametrize("name", HOT)
async def test_no_hot_query_reads_a_whole_table(
    store: Store, outbox: Outbox, engine: AsyncEngine, name: str
) -> None:
    for person in range(9):
        await store.turn(person, count(prompt("hi"), wake_at=NOON), now=NOON)
    await outbox.claim(NOON, lease=LEASE, limit=1)
    caught: list[tuple[str, Any]] = []

    def catch(connection: object, cursor: object, statement: str, given: Any, *more: object) -> None:
        if re.match("SELECT|UPDATE|DELETE|WITH", statement):
            caught.append((statement, given[0] if isinstance(given, list) else given))

    ways_in = {engine.sync_engine, writes_through(engine)}
    for way in ways_in:
        event.listen(way, "before_cursor_execute", catch)
    await HOT[name](store, outbox)
    for way in ways_in:
        event.remove(way, "before_cursor_execute", catch)
    assert caught
    async with engine.connect() as connection:
        explain = sqlite_plan if engine.dialect.name == "sqlite" else postgresql_plan
        for statement, given in caught:
            plan = await explain(connection, statement, given)
            assert [step for step in plan if is_slow(step)] == [], f"{statement}\n{plan}"
