"""P6: from the start of the process to its first answer, with nobody and with a million people in the database.

And what an idle bot holds in memory, beside an idle aiogram. `--quick` makes 20,000 people.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.bulk_insert import PersonRow, bulk_insert
from benchmarks.load_test import FIRST_ID, make_profiles
from benchmarks.press import ours, scratch
from benchmarks.rows import Effort, Row, median_of
from benchmarks.systems import AIOGRAM, KEY, System, running
from bot.clock import SystemClock
from bot.monitoring import logs
from bot.open_storage import open_store
from bot.settings import load as load_settings
from flows.rulebook import load as load_book

SLOWER, LESS, AIOGRAM_MB = 1.5, 0.7, 166.0
IDLE_S = 2.0


def measure_start(effort: Effort) -> list[Row]:
    """The rows of P6."""
    number = 20_000 if effort.quick else 1_000_000
    rounds = 2 if effort.quick else 5
    with scratch() as folder:
        empty, full = folder / "empty", folder / "full"
        for place in (empty, full):
            place.mkdir()
        began = time.perf_counter()
        asyncio.run(_seeded(full, number))
        seeding = time.perf_counter() - began
        first: dict[Path, list[float]] = {empty: [], full: []}
        held: dict[Path, list[float]] = {empty: [], full: []}
        for _ in range(rounds):
            for place in (empty, full):
                seconds, memory = _begun(ours(place), folder / "run")
                first[place].append(seconds)
                held[place].append(memory)
        aiogram = [_begun(AIOGRAM, folder / "aiogram") for _ in range(1 if effort.quick else 2)]
    with_all, with_none = median_of(first[full]), median_of(first[empty])
    ratio = with_all.middle / with_none.middle
    memory, theirs = median_of(held[full]).middle, median_of([one for _, one in aiogram]).middle
    return [
        Row(
            id="P6",
            work=f"start to first answer, {number:,} people",
            ours=with_all.said("s", 2),
            peer=f"an empty database: {with_none.said('s', 2)}",
            ratio=round(ratio, 2),
            target=f"under {SLOWER:g} x",
            reached=ratio < SLOWER,
            note=f"aiogram, which knows nobody: {median_of([one for one, _ in aiogram]).middle:.2f} s; "
            f"the people were made in {seeding:.0f} s",
        ),
        Row(
            id="P6",
            work=f"memory when idle, {number:,} people",
            ours=f"{memory:.0f} MB",
            peer=f"aiogram, idle: {theirs:.0f} MB",
            ratio=round(memory / theirs, 2),
            target=f"under {LESS:g} x (and under {AIOGRAM_MB * LESS:.0f} MB)",
            reached=memory < LESS * theirs,
        ),
    ]


def _begun(system: System, folder: Path) -> tuple[float, float]:
    """Seconds from the start of its process to its answer to a /start, and its memory when idle after that."""
    with running(system, folder=folder, people=1, ready=False) as up:
        answered = up.tell("first")["at"]
        time.sleep(IDLE_S)
        return answered - up.begun, up.bots[0].memory_mb()


async def _seeded(folder: Path, number: int) -> None:
    """Everybody's alarm is two days off, so that nothing but the start is measured."""
    logs.configure("WARNING")
    url = ours(folder).env["DATABASE_URL"]
    settings = load_settings({"BOT_TOKEN": "1:bench", "DATABASE_URL": url, "DATA_KEY": KEY}, env_file=None)
    now = SystemClock().now()
    seeds = [replace(seed, wake_at=now + timedelta(days=2)) for seed in make_profiles(now, load_book())]

    def everybody() -> Iterator[tuple[int, PersonRow]]:
        for index in range(number):
            yield FIRST_ID + index, seeds[index % len(seeds)]

    async with open_store(settings, make=True) as ground:
        await bulk_insert(ground.database, ground.keyring, everybody())
