"""Health conditions: begun after their grace period, over after a quiet time, each said once."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.monitoring import health
from bot.monitoring.health import (
    GRACE_S,
    LOOK_S,
    QUIET_S,
    ROUNDS_STOPPED_S,
    Condition,
    HealthMonitor,
    Sighting,
)
from bot.monitoring.health_checks import LATE_S, DatabaseCheck, TurnHealth
from bot.open_storage import Storage
from bot.web.health import HealthChecker
from storage.db.errors import DatabaseUnavailable
from storage.records import NewJournalEntry, TurnResult
from tests.kit.bot import MONDAY, FixedClock, fresh_store, post

FIVE_MINUTES_S = 300.0


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class Watched:
    """A monitor on such a clock, with what it said to the operator and a fault to see."""

    def __init__(self) -> None:
        self.time = Time()
        self.told: list[str] = []
        self.monitor = HealthMonitor(tell=self.told.append, seconds=self.time)
        self.seen: list[Sighting] = []
        self.monitor.add_check(self._check)

    async def _check(self) -> Iterable[Sighting]:
        return self.seen

    async def rounds(self, seconds: float) -> None:
        """Rounds of checks for so long."""
        end = self.time.at + seconds
        while self.time.at < end:
            self.time.at += LOOK_S
            await self.monitor.look()

    @property
    def active(self) -> list[str]:
        return [problem.condition.value for problem in self.monitor.problems()]


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


@pytest.mark.parametrize("condition", Condition)
async def test_each_condition_is_said_once_within_five_minutes_and_once_when_it_is_over(
    condition: Condition,
) -> None:
    one = Watched()
    await one.rounds(60)
    with capture_logs() as log:
        one.seen = [(condition, "It is broken.")]
        await one.rounds(FIVE_MINUTES_S)
        assert one.active == [condition.value]
        await one.rounds(FIVE_MINUTES_S)
        assert one.told == [f"Problem ({condition.value}): It is broken."]
        one.seen = []
        await one.rounds(QUIET_S + LOOK_S)
        await one.rounds(FIVE_MINUTES_S)
    assert one.active == []
    assert len(one.told) == 2 and one.told[1].startswith(f"Over ({condition.value}), after 10 min")
    assert [line["event"] for line in log] == ["not healthy", "healthy again"]


async def test_what_passes_within_its_grace_period_is_not_said() -> None:
    one = Watched()
    one.seen = [(Condition.TELEGRAM, "It is away.")]
    await one.rounds(GRACE_S[Condition.TELEGRAM] - LOOK_S)
    one.seen = []
    await one.rounds(FIVE_MINUTES_S)
    assert one.active == [] == one.told


async def test_two_short_faults_a_minute_apart_are_none() -> None:
    one = Watched()
    one.monitor.report(Condition.DATABASE, "It is locked.")
    await one.rounds(60)
    one.monitor.report(Condition.DATABASE, "It is locked.")
    assert one.active == []
    one.monitor.report(Condition.DATABASE, "It is locked.")
    assert one.active == ["database"]


async def test_what_comes_and_goes_is_one_problem_and_not_many() -> None:
    """Two pollers displace each other: every second call succeeds."""
    one = Watched()
    for _ in range(20):
        one.seen = [(Condition.POLLING_CONFLICT, "Another process polls.")]
        await one.rounds(LOOK_S)
        one.seen = []
        await one.rounds(QUIET_S - 2 * LOOK_S)
    assert len(one.told) == 1
    assert one.active == ["polling_conflict"]


async def test_good_news_starts_a_condition_again_until_it_is_active() -> None:
    one = Watched()
    for _ in range(20):
        one.monitor.report(Condition.SENDING, "One attempt failed.")
        one.time.at += LOOK_S
        one.monitor.clear(Condition.SENDING)
    assert one.active == []
    one.seen = [(Condition.SENDING, "None arrived.")]
    await one.rounds(FIVE_MINUTES_S)
    one.monitor.clear(Condition.SENDING)
    assert one.active == ["sending"]


async def test_a_check_that_hangs_or_fails_is_a_condition_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "CHECK_WITHIN_S", 0.01)
    one = Watched()

    async def hangs() -> Iterable[Sighting]:
        await asyncio.Event().wait()
        return ()

    async def fails() -> Iterable[Sighting]:
        raise ValueError("her name")

    one.monitor.add_check(hangs, late=Condition.DATABASE)
    one.monitor.add_check(fails)
    one.monitor.add_check(one._check)
    one.seen = [(Condition.SENDING, "None arrived.")]
    with capture_logs() as log:
        await one.rounds(FIVE_MINUTES_S)
    assert one.active == ["database", "sending", "health_check"]
    assert "her name" not in str(log) + str(one.told)


async def test_checks_that_have_stopped_are_a_condition_for_whoever_asks() -> None:
    one = Watched()
    await one.rounds(LOOK_S)
    one.time.at += ROUNDS_STOPPED_S - 1
    assert one.active == []
    one.time.at += 1
    assert one.active == ["health_check"]


# --- the database ---------------------------------------------------------------------------------


def check(ground: Storage, clock: FixedClock) -> DatabaseCheck:
    return DatabaseCheck(store=ground.store, clock=clock)  # type: ignore[arg-type]  # it has now()


async def conditions(found: Iterable[Sighting]) -> list[Condition]:
    return [condition for condition, _ in found]


async def test_a_database_that_works_is_no_condition(ground: Storage) -> None:
    looks = check(ground, FixedClock())
    assert [list(await looks()) for _ in range(3)] == [[], [], []]


async def test_a_disk_that_takes_no_more_is_seen_by_the_check_though_it_can_be_read(
    ground: Storage, tmp_path: Path
) -> None:
    looks = check(ground, FixedClock())
    await looks()
    wal = tmp_path / "data" / "restride.db-wal"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(1, wal.stat().st_size), hard))
    try:
        [(condition, reason)] = await looks()
        assert (await ground.store.lateness(MONDAY)).overdue == 0, "reading still works"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert condition is Condition.DATABASE
    assert "free some space" in reason
    assert list(await looks()) == []


async def test_a_full_database_is_seen_where_a_turn_meets_it(ground: Storage) -> None:
    """A row that is written again fits into a full file: what real turns meet counts as well."""
    monitor = HealthMonitor()
    ground.database.on_problem = lambda problem: monitor.report(Condition.DATABASE, problem)
    await ground.database.write(lambda c: c.execute(text("PRAGMA max_page_count = 1")))
    with pytest.raises(DatabaseUnavailable, match="disk is full"):
        await post(ground.store, 7, "x" * 200_000)
    assert Condition.DATABASE in monitor._streaks


async def test_the_probe_leaves_nothing_but_a_row_that_the_purge_takes(ground: Storage) -> None:
    await ground.store.write_probe(MONDAY)
    await ground.store.write_probe(MONDAY + timedelta(seconds=1))

    async def rows() -> list[int]:
        return await ground.database.read(
            lambda c: list(c.execute(text("SELECT person FROM paces ORDER BY person")).scalars())
        )

    assert await rows() == [-1, 0]
    await ground.store.purge(MONDAY + timedelta(hours=2))
    assert await rows() == [0]


async def test_late_alarms_and_prompts_are_seen_within_five_minutes(ground: Storage) -> None:
    def turn(stored: str | None) -> TurnResult:
        return TurnResult(
            session="{}",
            seq=1,
            state="new",
            wake_at=MONDAY,
            wake_kind="daily",
            messages=(),
            entry=NewJournalEntry(event="{}", decisions="[]", book_version="1"),
        )

    await ground.store.turn(7, turn, now=MONDAY - timedelta(days=1))
    clock = FixedClock(MONDAY + timedelta(seconds=LATE_S))
    assert list(await check(ground, clock)()) == []
    clock.at += timedelta(seconds=1)
    assert await conditions(await check(ground, clock)()) == [Condition.LATE_PROMPTS]
    assert LATE_S + LOOK_S + GRACE_S[Condition.LATE_PROMPTS] + LOOK_S < FIVE_MINUTES_S


async def test_prompts_that_wait_in_the_outbox_are_late_after_ten_minutes(ground: Storage) -> None:
    clock = FixedClock(MONDAY + timedelta(minutes=11))
    await post(ground.store, 7, "good morning", kind="daily")
    assert await conditions(await check(ground, clock)()) == [Condition.LATE_PROMPTS]


# --- turns and readiness --------------------------------------------------------------------------


async def test_turns_that_all_fail_are_a_condition_until_one_works() -> None:
    one = Watched()
    turns = TurnHealth(one.monitor)
    one.monitor.add_check(turns)
    turns.failed("KeyError")
    turns.failed("KeyError")
    await one.rounds(FIVE_MINUTES_S)
    assert one.active == [], "two may be one person's"
    turns.failed("KeyError")
    await one.rounds(FIVE_MINUTES_S)
    assert one.active == ["turns_failing"]
    turns.worked()
    await one.rounds(QUIET_S + LOOK_S)
    assert one.active == []


async def test_readiness_is_starting_then_ready_then_not_then_stopping(ground: Storage) -> None:
    one = Watched()
    doctor = HealthChecker(one.monitor)

    async def reached() -> bool:
        return True

    assert (await doctor.health()).status == "starting"
    assert await doctor.figures() is None
    doctor.attach(store=ground.store, clock=FixedClock(), reaches_telegram=reached)  # type: ignore[arg-type]
    assert (await doctor.health()).ready
    one.seen = [(Condition.LATE_PROMPTS, "The oldest alarm is 200 s late.")]
    await one.rounds(FIVE_MINUTES_S)
    now = await doctor.health()
    assert (now.status, now.ready, now.takes_updates) == ("not ready", False, True)
    assert [problem.reason for problem in now.problems] == ["The oldest alarm is 200 s late."]
    doctor.detach()
    now = await doctor.health()
    assert (now.status, now.ready, now.takes_updates) == ("stopping", False, False)
