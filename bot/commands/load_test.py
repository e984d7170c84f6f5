"""`restride load-test seed --people N`: invented people in an empty database, to see how it behaves when it is large.

They are at every week of every track, in many zones, with sealed sessions, the last lines of their journals and
their next alarms. A database in which anybody is stored already is refused: nobody's data is ever mixed with theirs.
Never start a bot on it with a token that is real: it would write to them.

    DATABASE_URL=sqlite:////tmp/load.db restride load-test seed --people 100000
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.clock import SystemClock
from bot.commands.synthetic_people import Person, SimulatedPerson, simulate
from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem
from flows import session
from flows.rulebook import load as load_book
from flows.rulebook.model import RuleBook
from flows.session import WEEKDAYS
from storage.records import JournalEntry
from storage.sowing import Seed, holds_people, sow

FIRST = 9_000_000_000_000  # no person on Telegram has an id like this
WEEKS = (1, 2, 3, 5, 8, 12, 16, 20)
ZONES = ("UTC-8", "UTC-5", "UTC+0", "UTC+1", "UTC+5:30")
HOURS = ("06:30", "07:30", "09:00", "18:00")
KINDS = len(WEEKS) * len(ZONES)  # the two have no common factor, so each meets each
LINES = 3  # of each journal: a whole one would be a hundred times what a turn ever touches
SAY_EVERY = 100_000
NOT_EMPTY = (
    "somebody is stored in this database already: load tests need an empty one of their own, for example "
    "DATABASE_URL=sqlite:////tmp/load.db"
)


async def work(settings: Settings, tell: Callable[[str], None], *, action: str, people: int) -> int:
    """Seeds; says how long it took."""
    assert action == "seed"
    if people < 1:
        raise SettingsProblem("--people must be at least 1")
    began = time.perf_counter()
    async with open_store(settings, make=True) as ground:
        if await holds_people(ground.database):
            raise SettingsProblem(NOT_EMPTY)
        seeds = kinds(SystemClock().now(), load_book(), people)

        def everybody() -> Iterator[tuple[int, Seed]]:
            for number in range(people):
                if number and number % SAY_EVERY == 0:
                    tell(f"{number:,} people after {time.perf_counter() - began:.0f} s")
                yield FIRST + number, seeds[number % len(seeds)]

        await sow(ground.database, ground.keyring, everybody())
    tell(
        f"{people:,} invented people after {time.perf_counter() - began:.0f} s. Never run a real bot on them."
    )
    return 0


def kinds(now: datetime, book: RuleBook, most: int = KINDS) -> list[Seed]:
    """Different people, as they are at `now`: each week of a track in each zone, mixed."""
    found = []
    for number in range(min(most, KINDS)):
        person = Person(
            begins=now - timedelta(weeks=WEEKS[number % len(WEEKS)], hours=number % len(ZONES)),
            zone=ZONES[number % len(ZONES)],
            hour=HOURS[number % len(HOURS)],
            days=tuple(WEEKDAYS[(number + step) % 7] for step in (0, 2, 4)),
        )
        found.append(seed_of(simulate(person, now, book), book))
    return found


def seed_of(life: SimulatedPerson, book: RuleBook, lines: int = LINES) -> Seed:
    """What is stored of a life, with the last lines of its journal."""
    kept = tuple(
        JournalEntry(
            seq=line.seq, at=line.at, event=line.event, decisions=line.decisions, book_version=book.version
        )
        for line in life.journal[-lines:]
    )
    return Seed(
        session=session.dump(life.session),
        seq=life.session.seq,
        heard_at=life.journal[-1].at,
        wake_at=life.wake.at if life.wake is not None else None,
        wake_kind=life.wake.kind if life.wake is not None else "",
        lines=kept,
    )
