"""P8: what a person leaves in the database after her 20 weeks, and how often her overview and her PDF read it.

One invented person trains as often as she can until 120 sessions and 240 checks are behind her; all of her journal is
stored for 50 people, and the file is measured as it lies there.
"""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from benchmarks.bulk_insert import bulk_insert
from benchmarks.load_test import to_row
from benchmarks.press import scratch
from benchmarks.rows import Effort, Row
from benchmarks.synthetic_people import Profile, SimulatedPerson, simulate
from benchmarks.systems import KEY
from bot.clock import SystemClock
from bot.configured_content import load_renderers
from bot.documents import COMMANDS as HANDOUTS_OF
from bot.monitoring import logs
from bot.open_storage import Storage, open_store
from bot.settings import Settings
from bot.settings import load as load_settings
from bot.turns import NullSender, TurnHandler
from flows.rulebook import load as load_book
from flows.rulebook.model import RuleBook
from flows.vocabulary import Commanded

PEOPLE, SESSIONS, MAX_KB = 50, 120, 400.0
FIRST = 7_000_000_000  # as long as the ids that Telegram gives today


def measure_size(effort: Effort) -> list[Row]:
    """The rows of P8."""
    logs.configure("WARNING")
    book = load_book()
    life, weeks = long_life(book)
    sessions = sum('"did_it"' in line.event for line in life.journal)
    checks = sum('"nothing"' in line.event for line in life.journal) + _mornings(life)
    with scratch() as folder:
        file = folder / "restride.db"
        given = {"BOT_TOKEN": "1:bench", "DATABASE_URL": f"sqlite:///{file}", "DATA_KEY": KEY}
        settings = load_settings(given, env_file=None)
        asyncio.run(_sow(settings, life, book))
        each = _kilobytes(file) / PEOPLE
        reads = asyncio.run(_reads(settings, book))
    return [
        Row(
            id="P8",
            work=f"database, {sessions} sessions and {checks} checks a person",
            ours=f"{each:.0f} KB a person",
            peer=None,
            ratio=round(each / MAX_KB, 2),
            target="under 400 KB, encrypted",
            reached=each < MAX_KB and sessions >= SESSIONS,
            note=f"{len(life.journal):,} turns in {weeks} weeks, because three sessions a week are the most there are; "
            f"{_text(life):,.0f} KB of text in her journal before it is sealed",
        ),
        *(_queries(read) for read in reads),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What one command does to the database, and what it costs, in milliseconds of CPU. `before`: its turn."""

    command: str
    before: bool
    statements: tuple[str, ...]
    cost_ms: float

    @property
    def queries(self) -> int:
        """Those that read; what is made before a turn is not the turn's own, which reads once whatever she presses."""
        return sum(one.startswith("SELECT") for one in self.statements) - self.before


def _queries(read: Read) -> Row:
    beside = " beside the turn's own" if read.before else ""
    return Row(
        id="P8",
        work=f"/{read.command}: queries that read{beside}",
        ours=str(read.queries),
        peer=None,
        ratio=float(read.queries),
        target="one",
        reached=read.queries == 1,
        note=f"all statements: {', '.join(read.statements)}; {read.cost_ms:.0f} ms of CPU, whoever draws included",
    )


def long_life(book: RuleBook) -> tuple[SimulatedPerson, int]:
    """Up to last Monday, so that it is the same life on whatever day this is measured; and its weeks."""
    now = SystemClock().now()
    end = now.replace(hour=18, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday() or 7)
    for weeks in range(40, 60):
        person = Profile(
            begins=end - timedelta(weeks=weeks),
            zone="UTC+0",
            hour="07:30",
            days=("monday", "wednesday", "friday"),
        )
        life = simulate(person, end, book)
        if sum('"did_it"' in line.event for line in life.journal) >= SESSIONS:
            return life, weeks
    raise RuntimeError(f"nobody reaches {SESSIONS} sessions")


def _text(life: SimulatedPerson) -> float:
    """Kilobytes."""
    return sum(len(line.event) + len(line.decisions) for line in life.journal) / 1000


def _mornings(life: SimulatedPerson) -> int:
    """Second checks: as many as sessions whose decision has been made."""
    return len(life.session.plan.log) if life.session.plan is not None else 0


async def _sow(settings: Settings, life: SimulatedPerson, book: RuleBook) -> None:
    seed = to_row(life, book, lines=len(life.journal))
    async with open_store(settings, make=True) as ground:
        await bulk_insert(
            ground.database, ground.keyring, ((FIRST + number, seed) for number in range(PEOPLE))
        )


async def _reads(settings: Settings, book: RuleBook) -> list[Read]:
    async with open_store(settings, make=False) as ground:
        await _read(ground, settings, "pdf", book)  # the first one loads what draws
        return [await _read(ground, settings, name, book) for name in ("progress", "pdf")]


async def _read(ground: Storage, settings: Settings, command: str, book: RuleBook) -> Read:
    """What this command does to the database."""
    caught: list[str] = []

    def catch(connection: object, cursor: object, statement: str, *more: object) -> None:
        words = re.match(r"\s*(\w+(?: INTO| FROM)? \w+)", statement)
        caught.append(words[1] if words else statement[:20])

    coach = TurnHandler(
        store=ground.store,
        clock=SystemClock(),
        book=book,
        words=load_renderers(settings),
        default_locale="en",
        sender=NullSender(),
    )
    # Whichever engine does it: writers and readers may each have their own.
    event.listen(Engine, "before_cursor_execute", catch)
    started = _cpu_s()
    await coach.handle(FIRST, Commanded(name=command))
    cost_ms = (_cpu_s() - started) * 1000
    event.remove(Engine, "before_cursor_execute", catch)
    statements = tuple(one for one in caught if not one.startswith("BEGIN"))
    return Read(command=command, before=command in HANDOUTS_OF, statements=statements, cost_ms=cost_ms)


def _cpu_s() -> float:
    """What this process and those that it has started and seen end have used."""
    return sum(os.times()[:4])


def _kilobytes(file: Path) -> float:
    return sum(one.stat().st_size for one in (file, Path(f"{file}-wal")) if one.exists()) / 1000
