"""P5: many prompts are due in the same second, Telegram allows a number of messages a second, and others press buttons.

The bot is up when the instant comes, as every morning; the API refuses with 429 what goes beyond the allowed rate.
What is unavoidable: the p99 of N prompts at that rate, less what the answers to the presses take of it. Presses are
counted from that instant until all could be sent, and idle before and after it, so that a machine that grows slower
meanwhile does not count. Scaled so that it ends:
10,000 at 1,000 a second, and 1,000 at 30 a second instead of 10,000 (which would take six minutes at any speed).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import evening
from benchmarks.bulk_insert import PersonRow, bulk_insert
from benchmarks.load.people import percentile
from benchmarks.load_test import FIRST_ID, to_row
from benchmarks.press import ours, scratch
from benchmarks.rows import Effort, Row
from benchmarks.synthetic_people import Profile, simulate
from benchmarks.systems import KEY, Running, peer, running
from bot.clock import SystemClock
from bot.monitoring import logs
from bot.open_storage import open_store
from bot.settings import load as load_settings
from flows.rulebook import load as load_book
from flows.session import WEEKDAYS

PRESSERS, PRESSES = 2_000, 5  # at least so many people, of so many presses each
SPARE = 1.1  # they press at random: it may be more than the average
SLOWER, ANSWERED = 2.0, 0.9
ORDINARY_RATE = 30.0
TO_TELEGRAM_MS = 80.0  # with 0 ms the rate of the sender would not be seen
LATENESS, LATENESS_ON_ONE_CORE = 1.1, 2.5  # up to the ordinary rate; above it the core is the limit
JOBS_AFTER_S = 5.0
START_S = 4.0  # more than a start takes
SOWN_A_SECOND = 2_000
WARM_S = 3.0  # everything is met for the first time, and the disk still busy with the people just made
LONGEST_S = 300.0  # of idle presses in all: as many as it takes to know the slowest in a hundred
PATIENCE = 12.0  # times what the rate makes unavoidable; then it is called lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """So many prompts, so many messages a second allowed, so many presses a second meanwhile."""

    prompts: int
    rate: float
    presses: float

    @property
    def seconds(self) -> float:
        """What the rate makes unavoidable for the last one."""
        return self.prompts / (self.rate - self.presses)

    @property
    def pressers(self) -> int:
        """So many people have buttons enough for all of it, and for what is counted idle behind it."""
        seconds = WARM_S + self.seconds + LONGEST_S / 2
        return max(PRESSERS, int(self.presses * seconds / PRESSES * SPARE) + 1)


def measure_burst(effort: Effort) -> list[Row]:
    """The rows of P5."""
    if effort.prompts is not None:
        return _morning(Morning(prompts=effort.prompts, rate=1000, presses=20))
    mornings = (
        (Morning(prompts=1_000, rate=1000, presses=20),)  # each waits for a whole minute
        if effort.quick
        else (Morning(prompts=10_000, rate=1000, presses=20), Morning(prompts=1_000, rate=30, presses=10))
    )
    rows = [row for morning in mornings for row in _morning(morning)]
    kept = all(row.reached for row in rows if row.target == "none")
    return [*rows, _job_queue(2_000 if effort.quick else 10_000, kept)]


def _morning(morning: Morning) -> list[Row]:
    half = min(LONGEST_S, morning.seconds) / 2
    with scratch() as folder:
        quiet = folder / "quiet"
        quiet.mkdir()
        asyncio.run(_seeded(quiet, morning.pressers, 0))
        with _bot(quiet, morning) as up:
            up.tell("ready 1")
            _pressed(up, morning, WARM_S)
            before = _pressed(up, morning, half)
        at = _whole_minute(SystemClock().now(), morning)
        asyncio.run(_seeded(folder, morning.pressers, morning.prompts, at))
        _sleep_until(at, START_S + WARM_S)
        with _bot(folder, morning) as up:
            up.tell("watch")
            up.tell("ready 1")
            _pressed(up, morning, WARM_S)
            _sleep_until(at, 0.0)
            busy = _pressed(up, morning, morning.seconds)
            seen = _all_there(up, morning)
            after = _pressed(up, morning, half)
            due = time.perf_counter() - (SystemClock().now() - at).total_seconds()
    return _rows(morning, _idle(before, after), busy, seen, due)


def _idle(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What was counted before and after, as one."""
    latencies = before["latencies"] + after["latencies"]
    presses = before["presses"] + after["presses"]
    return {
        "presses": presses,
        "per_second": presses / (before["seconds"] + after["seconds"]),
        "p50_ms": percentile(latencies, 0.5) * 1000,
        "p99_ms": percentile(latencies, 0.99) * 1000,
    }


def _pressed(up: Running, morning: Morning, seconds: float) -> dict[str, Any]:
    """What was counted while others pressed for so long."""
    counted = up.tell(f"drip {morning.presses} {seconds}")
    if counted["exhausted"]:
        raise RuntimeError("there were not people enough for these presses: raise PRESSERS")
    return counted


def _whole_minute(now: datetime, morning: Morning) -> datetime:
    """The first minute before which these people can be made, and the bot started."""
    at = now + timedelta(seconds=morning.prompts / SOWN_A_SECOND + 2 * START_S + WARM_S)
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _sleep_until(at: datetime, seconds: float) -> None:
    """Until so long before that instant."""
    time.sleep(max(0.0, (at - SystemClock().now()).total_seconds() - seconds))


def _bot(folder: Path, morning: Morning) -> Any:
    system = ours(folder, SENDS_PER_SECOND=f"{morning.rate:g}", SENDS_PER_CHAT="1")
    return running(
        system,
        folder=folder / "run",
        people=folder / "people",
        ready=False,
        limit=morning.rate,
        delay_ms=TO_TELEGRAM_MS,
    )


def _all_there(up: Running, morning: Morning) -> dict[str, Any]:
    """What has come, once all of it has, or nothing more is to be hoped for."""
    until = time.perf_counter() + morning.seconds * PATIENCE + 10
    seen = up.tell("seen")
    while seen["chats"] < morning.prompts and time.perf_counter() < until:
        time.sleep(0.2)
        seen = up.tell("seen")
    return seen


def _rows(
    morning: Morning, idle: dict[str, Any], busy: dict[str, Any], seen: dict[str, Any], due: float
) -> list[Row]:
    work = f"{morning.prompts:,} prompts at {morning.rate:,.0f}/s"
    late = sorted(at - due for at in seen["arrivals"])
    p99 = late[min(len(late) - 1, int(len(late) * 0.99))] if late else 0.0
    unavoidable = morning.seconds * 0.99
    lost = morning.prompts - seen["chats"]
    slower = busy["p99_ms"] / idle["p99_ms"] if idle["p99_ms"] else 0.0
    answered = busy["per_second"] / idle["per_second"] if idle["presses"] else 0.0
    early = sum(1 for one in late if one < 0)
    most_late = LATENESS if morning.rate <= ORDINARY_RATE else LATENESS_ON_ONE_CORE
    return [
        Row(
            id="P5",
            work=f"{work}: lost, twice, too early",
            ours=f"{lost}, {seen['doubled']}, {early}",
            peer=None,
            ratio=float(lost),
            target="none",
            reached=lost == seen["doubled"] == early == 0,
            note=f"{seen['refused']} refused with 429",
        ),
        Row(
            id="P5",
            work=f"{work}: p99 lateness",
            ours=f"{p99:.1f} s",
            peer=f"unavoidable: {unavoidable:.1f} s",
            ratio=round(p99 / unavoidable, 2),
            target=f"at most {most_late:g} x",
            reached=bool(late) and p99 / unavoidable <= most_late,
            note=f"the last one after {late[-1] if late else 0:.1f} s",
        ),
        Row(
            id="P5",
            work=f"{work}: p99 of a press meanwhile",
            ours=f"{busy['p99_ms']:.0f} ms (median {busy['p50_ms']:.0f})",
            peer=f"ours, idle: {idle['p99_ms']:.0f} ms (median {idle['p50_ms']:.0f})",
            ratio=round(slower, 2),
            target=f"at most {SLOWER:g} x",
            reached=slower <= SLOWER,
            note=f"of {busy['presses']} presses, idle of {idle['presses']}",
        ),
        Row(
            id="P5",
            work=f"{work}: presses answered meanwhile",
            ours=f"{busy['per_second']:.1f} /s",
            peer=f"ours, idle: {idle['per_second']:.1f} /s",
            ratio=round(answered, 2),
            target=f"at least {ANSWERED:g} x",
            reached=answered >= ANSWERED,
        ),
    ]


def _job_queue(jobs: int, kept: bool) -> Row:
    """PTB's JobQueue as it comes: its jobs may be a second late, then they are dropped."""
    system = peer("PTB JobQueue, a job a person", "ptb_jobs", JOBS=str(jobs), AFTER_S=str(JOBS_AFTER_S))
    with scratch() as folder, running(system, folder=folder, people=100, ready=False) as up:
        up.tell("watch")
        up.tell("ready 1")
        memory = up.bots[0].memory_mb()
        time.sleep(JOBS_AFTER_S)
        before, seen = -1, up.tell("seen")
        while before != seen["chats"]:
            time.sleep(2)
            before, seen = seen["chats"], up.tell("seen")
        added = [line for line in up.bots[0].log().splitlines() if line.startswith("added in")]
    return Row(
        id="P5",
        work=f"{jobs:,} prompts due at once: sent",
        ours="all, see above" if kept else "not all, see above",
        peer=f"PTB JobQueue, as it comes, no limit: {seen['chats']:,}",
        ratio=None,
        target="none lost",
        reached=kept,
        note=f"JobQueue: {' '.join(added)}, {memory:.0f} MB of memory, all of it gone at a restart",
    )


async def _seeded(folder: Path, pressers: int, prompts: int, at: datetime | None = None) -> None:
    """Those whose prompt is due at `at`, behind those who press meanwhile."""
    logs.configure("WARNING")
    url = ours(folder).env["DATABASE_URL"]
    settings = load_settings({"BOT_TOKEN": "1:bench", "DATABASE_URL": url, "DATA_KEY": KEY}, env_file=None)
    now = SystemClock().now()
    due, some = ([] if at is None else _due(at)), evening.kinds(now)

    def everybody() -> Iterator[tuple[int, PersonRow]]:
        for index in range(pressers):
            yield FIRST_ID + index, some[index % len(some)][0]
        for index in range(prompts):
            yield FIRST_ID + pressers + index, due[index % len(due)]

    async with open_store(settings, make=True) as ground:
        await bulk_insert(ground.database, ground.keyring, everybody())
    lines = [f"{FIRST_ID + index} {some[index % len(some)][1]}" for index in range(pressers)]
    await asyncio.to_thread((folder / "people").write_text, "\n".join(lines) + "\n", "utf-8")


def _due(at: datetime) -> list[PersonRow]:
    """People at different weeks, on the morning of a session, whose prompt is due at this minute."""
    book = load_book()
    offset = (
        14 - at.hour
    )  # it is two in the afterlocal there: no night, and no doubt which half of the day is meant
    local = at + timedelta(hours=offset)
    days = tuple(WEEKDAYS[(local.weekday() + step) % 7] for step in (0, 2, 4))
    found = []
    for weeks in evening.WEEKS:
        person = Profile(
            begins=at - timedelta(weeks=weeks), zone=f"UTC{offset:+d}", hour=f"{local:%H:%M}", days=days
        )
        life = simulate(person, at - timedelta(seconds=1), book)
        assert life.wake is not None and life.wake.at == at, (life.session.state, life.wake)
        found.append(to_row(life, book))
    return found
