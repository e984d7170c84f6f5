"""SQLite's one writer: what waits together is committed together, and a failure is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, insert, select

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.group_commit import BatchableWork
from storage.db.url import database_for
from storage.tables import seen_updates
from tests.unit.storage.life import NOON


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """SQLite only: PostgreSQL has as many writers as there are connections."""
    file = tmp_path / "restride.db"
    file.write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{file}"


def remember(number: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        connection.execute(insert(seen_updates), {"update_id": number, "at": NOON})
        return number

    return work


def remembered(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(seen_updates)).scalar_one())


async def all_of(database: Database, *works: Callable[[Connection], int]) -> list[int | BaseException]:
    return await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)


async def test_what_waits_at_the_same_moment_shares_a_commit(database: Database) -> None:
    await database.write(remember(0))
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    assert await all_of(database, *map(remember, range(1, 41))) == list(range(1, 41))
    assert len(commits) == 1
    assert await database.read(remembered) == 41


async def test_a_work_that_fails_is_undone_and_nobody_else_notices(database: Database) -> None:
    def breaks(connection: Connection) -> int:
        remember(7)(connection)
        raise LookupError("mine alone")

    answers = await all_of(database, remember(1), breaks, remember(2))
    assert [answers[0], answers[2]] == [1, 2]
    assert isinstance(answers[1], LookupError)
    assert await database.read(remembered) == 2


async def test_nobody_is_answered_before_the_commit(database: Database) -> None:
    seen: list[int] = []

    async def look_at_once(number: int) -> None:
        await database.write(remember(number))
        seen.append(await database.read(remembered))

    await asyncio.gather(*map(look_at_once, range(5)))
    assert seen == [5] * 5


async def test_a_work_that_was_handed_in_is_done_although_its_caller_has_gone(database: Database) -> None:
    async with asyncio.TaskGroup() as group:
        caller = group.create_task(database.write(remember(1)))
        await asyncio.sleep(0)
        caller.cancel()
    assert await database.read(remembered) == 1


async def test_a_database_that_was_let_go_can_be_used_again(database_url: str) -> None:
    database = database_for(database_url)
    await database.write(remember(1))
    await database.dispose()
    await database.write(remember(2))
    assert await database.read(remembered) == 2
    await database.dispose()


async def test_a_server_that_is_away_is_tried_once_for_all_that_wait() -> None:
    database = database_for("postgresql://nobody@127.0.0.1:1/nothing")
    tried: list[object] = []

    def note(*asked: object) -> None:
        tried.append(asked)

    event.listen(database.engine, "do_connect", note)
    work = BatchableWork(do=lambda connection, given: list(given), given=1)
    answers = await asyncio.gather(*(database.write(work) for _ in range(5)), return_exceptions=True)
    assert all(isinstance(answer, DatabaseUnavailable) for answer in answers)
    assert len(tried) == 1
