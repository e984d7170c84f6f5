"""`./run load-test seed --people N`: fills an empty database with synthetic people, to see how a large one behaves.

They are at every week of every track, in many time zones, with sealed sessions, the last lines of their journals and
their next alarms. A database that already has people in it is refused, so that synthetic people never stand beside real
ones. Never start a bot with a real token on such a database: it would write to them.

    DATABASE_URL=sqlite:////tmp/load.db ./run load-test seed --people 100000
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from benchmarks.bulk_insert import PersonRow, bulk_insert, has_people
from benchmarks.synthetic_people import Profile, SimulatedPerson, simulate
from bot import settings as configuration
from bot.clock import SystemClock
from bot.monitoring import logs
from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem
from flows import session
from flows.rulebook import load as load_book
from flows.rulebook.model import RuleBook
from flows.session import WEEKDAYS
from storage.db.errors import DatabaseUnavailable
from storage.encryption.crypto import KeyProblem
from storage.records import JournalEntry

FIRST_ID = 9_000_000_000_000  # no person on Telegram has an id like this
WEEKS = (1, 2, 3, 5, 8, 12, 16, 20)
ZONES = ("UTC-8", "UTC-5", "UTC+0", "UTC+1", "UTC+5:30")
HOURS = ("06:30", "07:30", "09:00", "18:00")
PROFILES = len(WEEKS) * len(ZONES)  # the two have no common factor, so each week meets each zone
JOURNAL_LINES = 3  # of each person: a whole journal would be a hundred times what a turn ever touches
REPORT_EVERY = 100_000  # people
NOT_EMPTY = (
    "this database already holds people, and synthetic people need an empty database of their own, for example "
    "DATABASE_URL=sqlite:////tmp/load.db"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the verb; an expected problem is one line on standard error and exit code 2."""
    parser = argparse.ArgumentParser(
        prog="./run load-test", description="Fill an empty database with synthetic people."
    )
    parser.add_argument("action", choices=["seed"], help="make them")
    parser.add_argument("--people", type=int, required=True, metavar="N", help="how many, for example 100000")
    options = parser.parse_args(arguments)
    logs.configure("WARNING")
    try:
        asyncio.run(seed(configuration.load(), lambda line: print(line, flush=True), people=options.people))
    except (SettingsProblem, DatabaseUnavailable, KeyProblem) as problem:
        for line in problem.lines if isinstance(problem, SettingsProblem) else (str(problem),):
            print(f"./run load-test: {line}", file=sys.stderr)
        return 2
    return 0


async def seed(settings: Settings, echo: Callable[[str], None], *, people: int) -> None:
    """Makes that many people, and says how long it took; raises `SettingsProblem`."""
    if people < 1:
        raise SettingsProblem("--people must be at least 1")
    began = time.perf_counter()
    async with open_store(settings, make=True) as ground:
        if await has_people(ground.database):
            raise SettingsProblem(NOT_EMPTY)
        rows = make_profiles(SystemClock().now(), load_book(), people)

        def all_rows() -> Iterator[tuple[int, PersonRow]]:
            for number in range(people):
                if number and number % REPORT_EVERY == 0:
                    echo(f"{number:,} people after {time.perf_counter() - began:.0f} s")
                yield FIRST_ID + number, rows[number % len(rows)]

        await bulk_insert(ground.database, ground.keyring, all_rows())
    echo(
        f"{people:,} synthetic people after {time.perf_counter() - began:.0f} s. Never run a real bot on them."
    )


def make_profiles(now: datetime, book: RuleBook, max_profiles: int = PROFILES) -> list[PersonRow]:
    """Rows of different people, as they are at `now`: each week of a track in each zone, mixed."""
    found = []
    for number in range(min(max_profiles, PROFILES)):
        person = Profile(
            begins=now - timedelta(weeks=WEEKS[number % len(WEEKS)], hours=number % len(ZONES)),
            zone=ZONES[number % len(ZONES)],
            hour=HOURS[number % len(HOURS)],
            days=tuple(WEEKDAYS[(number + step) % 7] for step in (0, 2, 4)),
        )
        found.append(to_row(simulate(person, now, book), book))
    return found


def to_row(life: SimulatedPerson, book: RuleBook, lines: int = JOURNAL_LINES) -> PersonRow:
    """What is stored of a simulated person, with the last lines of the journal."""
    kept = tuple(
        JournalEntry(
            seq=line.seq, at=line.at, event=line.event, decisions=line.decisions, book_version=book.version
        )
        for line in life.journal[-lines:]
    )
    return PersonRow(
        session=session.dump(life.session),
        seq=life.session.seq,
        heard_at=life.journal[-1].at,
        wake_at=life.wake.at if life.wake is not None else None,
        wake_kind=life.wake.kind if life.wake is not None else "",
        lines=kept,
    )


if __name__ == "__main__":
    sys.exit(main())
