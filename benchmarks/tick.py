"""P4: the tick that looks for due alarms, with 10,000 and with 1,000,000 people, each in a process of its own.

A process makes its database, then claims in turns: nothing due, 100 due, 1,000 due. What a person costs is the CPU of
a claim divided by how many it brought; the tick's own cost is that of the claim that finds nobody.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.press import scratch
from benchmarks.rows import Effort, Row
from benchmarks.systems import BOT_CORE, KEY, ROOT, pinned
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.people.store import Store

FEW, MANY, LARGE = 100, 1_000, 1_000_000
SMALL = 10_000
JOBS = 3_000
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
LEASE = timedelta(days=365)
GROWTH, A_PERSON_US = 1.2, 12.0
FILL = """
WITH RECURSIVE line(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM line WHERE n + 1 < ?)
INSERT INTO due (ring_at, person, at, kind, seq)
SELECT at, n, at, 'daily', 1 FROM (
  SELECT n, strftime('%Y-%m-%d %H:%M:%S', ?, '+' || ((n * 7919) % 86400) || ' seconds') || '.000000' AS at FROM line)
"""


def measure_tick(effort: Effort) -> list[Row]:
    """The rows of P4."""
    rounds = 10 if effort.quick else 60
    small, large = (_of(people, rounds) for people in (SMALL, LARGE))
    rows = []
    for name, what in (
        ("nothing", "a tick with nothing due"),
        (str(FEW), f"{FEW} due"),
        (str(MANY), f"{MANY:,} due"),
    ):
        ratio = large[name] / small[name]
        each = "" if name == "nothing" else f" ({large[name] / int(name):.1f} us each)"
        rows.append(
            Row(
                id="P4",
                work=f"{what}, 1,000,000 people",
                ours=f"{large[name]:,.0f} us{each}",
                peer=f"with 10,000 people: {small[name]:,.0f} us",
                ratio=round(ratio, 2),
                target=f"at most {GROWTH:g} x",
                reached=ratio <= GROWTH,
            )
        )
    claimed = large[str(MANY)] / MANY
    rows.append(
        Row(
            id="P4",
            work="a due person, claimed",
            ours=f"{claimed:.1f} us",
            peer=None if effort.quick else _job_store(),
            ratio=round(claimed / A_PERSON_US, 2),
            target=f"at most {A_PERSON_US:g} us",
            reached=claimed <= A_PERSON_US,
        )
    )
    grown = large["memory_mb"] / small["memory_mb"]
    held = f"{large['memory_mb']:.0f} MB, with 10,000 people {small['memory_mb']:.0f} MB"
    rows.append(
        _plain("memory of the process, 1,000,000 people", held, grown, "does not grow (1.1 x)", grown <= 1.1)
    )
    return rows


def _plain(work: str, ours: str, ratio: float, target: str, reached: bool) -> Row:
    return Row(
        id="P4", work=work, ours=ours, peer=None, ratio=round(ratio, 2), target=target, reached=reached
    )


def _job_store() -> str:
    """The same of APScheduler with a SQLAlchemy job store, which only reads them; adding them is what takes long."""
    with scratch() as folder:
        given = [f"sqlite:///{folder}/jobs.db", str(JOBS), str(MANY)]
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "benchmarks.peers.job_store", *given],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
            stdout=subprocess.PIPE,
        )
    found = json.loads(done.stdout)
    return (
        f"APScheduler, SQLAlchemy job store: {found['read_us_each']:.1f} us to read one; "
        f"{found['added_s']:.0f} s to add {JOBS:,}"
    )


def _of(people: int, rounds: int) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - this very module
        [sys.executable, "-m", "benchmarks.tick", str(people), str(rounds)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


async def _measure(folder: Path, people: int, rounds: int) -> dict[str, Any]:
    file = folder / "due.db"
    url = f"sqlite:///{file}"
    await migrate(url)
    await asyncio.to_thread(_fill, file, people, rounds)
    database = database_for(url)
    store = Store(database, Keyring.from_settings(KEY))
    spent: dict[str, list[float]] = {"nothing": [], str(FEW): [], str(MANY): []}

    async def claim(at: datetime, name: str, expected: int) -> None:
        began = time.process_time()  # of all its threads: what else the machine does is not counted
        found = await store.claim_due(at, lease=LEASE, limit=MANY)
        spent[name].append((time.process_time() - began) * 1e6)
        assert len(found) == expected, (name, len(found))

    for number in range(rounds):
        at = NOON + timedelta(minutes=number)
        await claim(at - timedelta(seconds=1), "nothing", 0)
        await claim(at, str(FEW), FEW)
        await claim(at + timedelta(seconds=30), str(MANY), MANY)
    await database.dispose()
    return {name: statistics.median(times[2:]) for name, times in spent.items()} | {"memory_mb": _memory_mb()}


def _fill(file: Path, people: int, rounds: int) -> None:
    """In each minute from noon on 100 and, half a minute later, 1,000; everybody else over a day, a month later."""
    with sqlite3.connect(file) as connection:
        first = 0
        for number in range(rounds):
            for seconds, some in ((0, FEW), (30, MANY)):
                at = (NOON + timedelta(minutes=number, seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S.000000")
                rows = [(at, first + index, at) for index in range(some)]
                connection.executemany("INSERT INTO due VALUES (?, ?, ?, 'daily', 1)", rows)
                first += some
        connection.execute(FILL, (first, first + people, LATER.strftime("%Y-%m-%d %H:%M:%S")))
    connection.close()


def _memory_mb() -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    core = pinned(BOT_CORE)
    if core is not None:
        os.sched_setaffinity(0, {core})
    with scratch() as folder:
        sys.stdout.write(json.dumps(asyncio.run(_measure(folder, int(sys.argv[1]), int(sys.argv[2])))))


if __name__ == "__main__":
    main()
