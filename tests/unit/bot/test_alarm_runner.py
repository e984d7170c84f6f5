"""The alarm runner: what is due fires at its instant and not before, claimed together, behind button presses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.event import listen, remove

from benchmarks.bulk_insert import bulk_insert
from benchmarks.load_test import to_row
from benchmarks.synthetic_people import Profile, simulate
from bot.alarm_runner import AlarmRunner
from bot.open_storage import Storage
from bot.rendering.texts import renderer
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.turns import NullSender, TurnHandler
from flows.rulebook import load
from storage.records import SentMessage
from tests.kit.bot import MONDAY, FixedClock, fresh_store

BOOK = load()
SECOND = timedelta(seconds=1)
A_MOMENT = timedelta(milliseconds=5)
THREE = (1, 2, 3)
LEASE = timedelta(seconds=30)


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    """Three people whose session of the day is due at half past seven."""
    person = Profile(
        begins=MONDAY - timedelta(weeks=3), zone="UTC+0", hour="07:30", days=("monday", "wednesday", "friday")
    )
    life = simulate(person, MONDAY - SECOND, BOOK)
    assert life.wake is not None and life.wake.at == MONDAY
    async with fresh_store(tmp_path) as made:
        await bulk_insert(made.database, made.keyring, [(one, to_row(life, BOOK)) for one in THREE])
        yield made


def coach_at(ground: Storage, at: datetime) -> TurnHandler:
    return TurnHandler(
        store=ground.store,
        clock=FixedClock(at),  # type: ignore[arg-type]  # a clock is what has now()
        book=BOOK,
        words={"en": renderer("en")},
        default_locale="en",
        sender=NullSender(),
    )


def bell(ground: Storage, at: datetime, per_second: float | None = 1000) -> AlarmRunner:
    """The alarms of a bot for which it is that instant."""
    return AlarmRunner(
        store=ground.store,
        coach=coach_at(ground, at),
        clock=FixedClock(at),  # type: ignore[arg-type]
        ordered=PerPersonQueue(at_once=16),
        alone=True,
        per_second=per_second,
    )


async def rung(ground: Storage, at: datetime, per_second: float | None = 1000) -> None:
    """The bell, once, at that instant."""
    await bell(ground, at, per_second).run_due()


async def sent(ground: Storage, at: datetime) -> list[tuple[int, str]]:
    """What can be sent then, to whom: its first words."""
    found = []
    while waiting := await ground.outbox.claim(at, wall=at, lease=LEASE, limit=10):
        for one in waiting:
            found.append((one.person, str(one.params["text"]).partition("\n")[0]))
        await ground.outbox.sent(*(SentMessage(waiting=one) for one in waiting))
    return found


async def states(ground: Storage) -> list[str | None]:
    return [await ground.store.session(one) for one in THREE]


async def test_a_knock_comes_on_the_whole_second_as_prompts_do(ground: Storage) -> None:
    async def nothing() -> None:
        pass

    alarms = bell(ground, MONDAY)
    alarms.start(lambda: None, nothing)
    try:
        knock = alarms._scheduler.get_job("ring")
        assert knock.next_run_time.microsecond == 0
    finally:
        alarms.stop()


@pytest.mark.parametrize("per_second", [None, 30, 1000])
async def test_alarms_fire_at_their_instant_and_not_before(ground: Storage, per_second: float | None) -> None:
    before = await states(ground)
    await rung(ground, MONDAY - A_MOMENT, per_second)
    assert await states(ground) == before
    await rung(ground, MONDAY, per_second)
    assert sorted(one for one, _ in await sent(ground, MONDAY)) == [1, 2, 3]


async def test_what_rings_soon_is_claimed_together_and_rings_one_by_one(ground: Storage) -> None:
    commits: list[object] = []
    note = commits.append
    listen(ground.database.engine, "commit", note)
    await rung(ground, MONDAY, 30)
    remove(ground.database.engine, "commit", note)
    claims, recovery = 2, 1
    assert len(commits) == recovery + claims + len(THREE), "the second claim finds that there is nobody else"


async def test_everybody_is_rung_however_long_somebody_presses(ground: Storage) -> None:
    alarms, pressing = bell(ground, MONDAY), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(alarms._ordered.run(99, pressing.wait))  # type: ignore[arg-type]  # nobody reads it
        await asyncio.sleep(0)
        await alarms.run_due()
        pressing.set()
    assert sorted(one for one, _ in await sent(ground, MONDAY)) == [1, 2, 3]
