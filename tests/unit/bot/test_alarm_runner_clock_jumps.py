"""The wall clock is set back, forward, or stands still in a suspended machine: no alarm waits for it.

The real scheduler runs, on a wall clock that a test moves; the monotonic clock is the real one, as in life.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from bot.alarm_runner import MAX_SET_BACK_S, AlarmRunner
from bot.clock import SystemClock
from bot.monitoring import metrics
from bot.open_storage import Storage
from bot.origin import EventOrigin
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.turns import TurnHandler
from flows.vocabulary import Event
from storage.records import NewJournalEntry, TurnResult
from tests.kit.bot import MONDAY, fresh_store

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Wall:
    """The wall clock: the real one, and an offset that a test sets."""

    def __init__(self) -> None:
        self.offset = MONDAY - datetime.now(UTC)  # noqa: TID251 - the clock that is replaced

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset  # noqa: TID251 - the clock that is replaced


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """Everything that reads the wall reads this one, APScheduler too."""
    made = Wall()

    class Datetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return made.now().astimezone(tz)

    monkeypatch.setattr(SystemClock, "now", lambda self: made.now())
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Datetime)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", Datetime)
    return made


@pytest.fixture
async def ground(tmp_path: Path, wall: Wall) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


class Turns(TurnHandler):
    """Takes alarms: notes whose. Each alarm is taken once."""

    def __init__(self, ground: Storage) -> None:
        self._ground = ground
        self.rung: list[int] = []
        self.one = asyncio.Event()

    async def handle(
        self,
        person: int,
        event: Event,
        origin: EventOrigin = EventOrigin(),  # noqa: B008
    ) -> TurnResult | None:
        assert origin.alarm is not None
        await self._ground.store.turn(person, lambda stored: turn(None), now=origin.alarm.at)
        self.rung.append(person)
        self.one.set()
        return None


def turn(wake_at: datetime | None) -> TurnResult:
    return TurnResult(
        session="{}",
        seq=1,
        state="new",
        wake_at=wake_at,
        wake_kind="daily" if wake_at else "",
        messages=(),
        entry=NewJournalEntry(event="{}", decisions="[]", book_version="1"),
    )


async def due(ground: Storage, person: int, at: datetime) -> None:
    await ground.store.turn(person, lambda stored: turn(at), now=at - HOUR)


def bell(ground: Storage, turns: Turns) -> AlarmRunner:
    return AlarmRunner(
        store=ground.store,
        coach=turns,
        clock=SystemClock(),
        ordered=PerPersonQueue(at_once=4),
        alone=True,
    )


@asynccontextmanager
async def ringing(alarms: AlarmRunner) -> AsyncIterator[None]:
    """The scheduler as in life."""

    async def nothing() -> None:
        pass

    alarms.start(lambda: None, nothing)
    watching = asyncio.ensure_future(alarms.watch_clock())
    try:
        yield
    finally:
        watching.cancel()
        alarms.stop()


@pytest.mark.parametrize(
    "jump", [-HOUR, -timedelta(minutes=10), HOUR], ids=["back", "back a little", "forward"]
)
async def test_alarms_go_on_when_the_clock_is_set(ground: Storage, wall: Wall, jump: timedelta) -> None:
    """APScheduler alone would ring again when the old instant comes, an hour later."""
    turns = Turns(ground)
    async with ringing(bell(ground, turns)):
        await due(ground, 1, wall.now())
        await asyncio.wait_for(turns.one.wait(), 30)
        turns.one.clear()
        wall.offset += jump
        await due(ground, 2, wall.now() + SECOND)
        await asyncio.wait_for(turns.one.wait(), 30)
    assert turns.rung == [1, 2]


async def test_what_was_due_before_the_clock_was_set_back_is_still_run(ground: Storage, wall: Wall) -> None:
    turns = Turns(ground)
    alarms = bell(ground, turns)
    await alarms.run_due()
    await due(ground, 1, wall.now() - SECOND)
    wall.offset -= HOUR
    await alarms.run_due()
    assert turns.rung == [1]
    await due(ground, 2, wall.now() + HOUR / 2)
    await alarms.run_due()
    assert turns.rung == [1], "what was never due is not"


async def test_an_alarm_that_is_leased_when_the_clock_is_set_back_is_rung_again(
    ground: Storage, wall: Wall
) -> None:
    turns = Turns(ground)
    alarms = bell(ground, turns)
    await alarms.run_due()
    await due(ground, 1, wall.now() - SECOND)
    await ground.store.claim_due(wall.now(), lease=timedelta(seconds=30), limit=5)
    await alarms.run_due()
    assert turns.rung == []
    wall.offset -= HOUR
    await alarms.run_due()
    assert turns.rung == [1]


async def test_a_clock_that_was_days_ahead_owes_nothing(ground: Storage, wall: Wall) -> None:
    turns = Turns(ground)
    alarms = bell(ground, turns)
    wall.offset += timedelta(days=2)
    await alarms.run_due()
    await due(ground, 1, wall.now() - SECOND)
    wall.offset -= timedelta(days=2)
    await alarms.run_due()
    assert turns.rung == []
    assert MAX_SET_BACK_S < 2 * 86_400


async def test_after_a_suspended_night_everything_that_is_due_is_rung(ground: Storage, wall: Wall) -> None:
    """The monotonic clock stood still, the wall went on."""
    turns = Turns(ground)
    alarms = bell(ground, turns)
    await due(ground, 1, wall.now() + 3 * HOUR)
    await alarms.run_due()
    assert turns.rung == []
    wall.offset += 8 * HOUR
    before = _lateness_sum_s()
    await alarms.run_due()
    assert turns.rung == [1]
    assert _lateness_sum_s() - before == pytest.approx(5 * 3600, abs=60), "how late it was is measured"


def _lateness_sum_s() -> float:
    return metrics.REGISTRY.get_sample_value("restride_alarm_lateness_seconds_sum") or 0.0
