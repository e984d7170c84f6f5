"""What shares a commit with what: who waits for an answer goes before the turns that nobody waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import Connection

from storage.db.database import Database
from storage.db.group_commit import MAX_LOW_PRIORITY, BatchableWork

PRESS, ALARM = "press", "alarm"


class Commits:
    """Works that note in which company they were done."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.seen: list[list[str]] = []

    def _together(self, connection: Connection, given: Sequence[str]) -> Sequence[str]:
        self.seen.append(list(given))
        return given

    async def ask(self, kind: str) -> str:
        return await self.database.write(
            BatchableWork(do=self._together, given=kind, low_priority=kind == ALARM)
        )


async def test_a_press_is_committed_before_the_alarms_that_came_first(database: Database) -> None:
    commits = Commits(database)
    kinds = [*[ALARM] * (MAX_LOW_PRIORITY + 1), PRESS, PRESS]
    assert await asyncio.gather(*map(commits.ask, kinds)) == kinds
    assert commits.seen == [[PRESS, PRESS], [ALARM] * MAX_LOW_PRIORITY, [ALARM]]


async def test_alarms_get_on_although_presses_never_cease(database: Database) -> None:
    commits, number = Commits(database), 2 * MAX_LOW_PRIORITY + 1

    def alarms() -> list[int]:
        return [some.count(ALARM) for some in commits.seen]

    async def presses() -> None:
        while sum(alarms()) < number and len(commits.seen) < 100:
            await commits.ask(PRESS)

    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(commits.ask(ALARM))
        for _ in range(2):
            group.create_task(presses())
    assert [some for some in alarms() if some] == [MAX_LOW_PRIORITY, MAX_LOW_PRIORITY, 1]
    assert len(commits.seen) < 20


async def test_alarms_that_fail_hold_up_no_press(database: Database) -> None:
    commits = Commits(database)

    def broken(connection: Connection, given: Sequence[str]) -> Sequence[str]:
        raise LookupError("a bug with one person")

    bad = database.write(BatchableWork(do=broken, given=ALARM, low_priority=True))
    answers = await asyncio.gather(bad, commits.ask(ALARM), commits.ask(PRESS), return_exceptions=True)
    assert isinstance(answers[0], LookupError)
    assert answers[1:] == [ALARM, PRESS]
