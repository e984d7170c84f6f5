"""The long forms, by hand or by night: `./run torture`. The last line of each is its figures.

./run torture                                   everything: 300 kills on each database, weather, 100,000 updates
./run torture kills --database postgresql --kills 50 --seed 7
./run torture week --people 200 --days 7 --outages 7 --seed 7 --keep /tmp/week
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.kit.postgres import Postgres, own_cluster, restart
from tests.system.torture.fuzz import fuzz
from tests.system.torture.kills import killing
from tests.system.torture.outages import OUTAGES
from tests.system.torture.stage import FAST_MIN, SLOW_MIN, play
from tests.system.torture.weather import Blow, disk_full, locked, restarted, weather
from tests.system.torture.week import week

STAGE_PEOPLE, WEEK_PEOPLE = 50, 200
PROCESSES = {"sqlite": 1, "postgresql": 3}


def main() -> int:
    """Runs what was asked for; 1 when a promise was broken."""
    options = _read()
    sound = True
    with tempfile.TemporaryDirectory(prefix="restride-torture-") as scratch:
        for name in ("kills", "weather"):
            for database in PROCESSES:
                if options.what in (name, "all") and options.database in (database, "all"):
                    sound &= _staged(name, database, Path(scratch), options)
        if options.what in ("week", "all"):
            sound &= _week(Path(scratch) / "week", options)
        if options.what in ("fuzz", "all"):
            folder = Path(scratch) / "fuzz"
            folder.mkdir()
            began = time.monotonic()
            rubbish = asyncio.run(fuzz(folder, number=options.updates, seed=options.seed))
            _tell(f"fuzz, seed {options.seed}", str(rubbish), began)
            sound &= not (rubbish.unhandled or rubbish.turns_failed or rubbish.stuck or rubbish.refusable)
    return 0 if sound else 1


def _week(folder: Path, options: argparse.Namespace) -> bool:
    began = time.monotonic()

    def tell(line: str) -> None:
        _say(f"  {time.monotonic() - began:5.0f} s  {line}")

    among = [outage for outage in OUTAGES if options.outage in outage.name]
    if not among:
        names = ", ".join(outage.name for outage in OUTAGES)
        _say(f"no outage has a name with {options.outage!r}; there are {names}")
        return False
    _say(f"week, seed {options.seed}")
    found = asyncio.run(
        week(
            folder,
            people=options.people or WEEK_PEOPLE,
            days=options.days,
            outages=options.outages,
            among=among,
            seed=options.seed,
            tell=tell,
        )
    )
    for line in found.broken:
        _say(f"  broken: {line}")
    _keep(folder, options)
    if found.broken:
        for log in sorted(folder.glob("*.log")):
            _say(log.read_text("utf-8")[-4000:])
    _tell(f"week, seed {options.seed}", str(found), began)
    return not found.broken


def _staged(name: str, database: str, scratch: Path, options: argparse.Namespace) -> bool:
    folder = scratch / f"{name}-{database}"
    (folder / "data").mkdir(parents=True)
    began = time.monotonic()
    with _database(database, folder) as (url, blows):
        trouble = killing(options.kills) if name == "kills" else weather(options.minutes * 60, *blows)
        figures = asyncio.run(
            play(
                url,
                folder,
                trouble=trouble,
                people=options.people or STAGE_PEOPLE,
                processes=PROCESSES[database],
                seed=options.seed,
                jumps_min=FAST_MIN if name == "kills" else SLOW_MIN,
                delay_s=options.delay_ms / 1000,
            )
        )
    _tell(f"{name} on {database}, seed {options.seed}", str(figures), began)
    _keep(folder, options)
    lost = (
        figures.answers_lost,
        figures.prompts_and_answers_lost,
        figures.strange,
        figures.stuck,
        figures.unsent,
    )
    too_often = name == "kills" and figures.doubled_beyond_kills > 0
    if any(lost) or figures.turns_failed or too_often:
        for log in sorted(folder.glob("*.log")):
            sys.stdout.write(log.read_text("utf-8")[-4000:])
        return False
    return True


def _keep(folder: Path, options: argparse.Namespace) -> None:
    """Copies the logs, with the whole list of what was lost or strange."""
    if options.keep is not None:
        kept = options.keep / folder.name
        kept.mkdir(parents=True, exist_ok=True)
        for log in folder.glob("*.log"):
            shutil.copy(log, kept)


@contextmanager
def _database(name: str, folder: Path) -> Iterator[tuple[str, tuple[Blow, ...]]]:
    """A new database, and what can be done to it."""
    if name == "sqlite":
        file = folder / "data" / "restride.db"
        yield f"sqlite:///{file}", (locked(file), disk_full(file))
        return
    with own_cluster(durable=True) as admin:
        address = Postgres(admin).create()
        yield address.render_as_string(hide_password=False), (restarted(lambda: restart(admin)),)


def _tell(what: str, figures: str, began: float) -> None:
    _say(f"{what}: {figures} ({time.monotonic() - began:.0f} s)")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run torture", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("what", nargs="?", default="all", choices=("all", "kills", "weather", "week", "fuzz"))
    parser.add_argument("--database", default="all", choices=("all", *PROCESSES))
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--people", type=int, help="50; in the week 200")
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--outages", type=int, default=7)
    parser.add_argument("--outage", default="", help="of the week: only those whose name has these words")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--delay-ms", type=float, default=0.0, help="how long Telegram takes for each call")
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the logs and the list of what was lost")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
