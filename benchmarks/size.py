"""P8: what a person leaves in the database after her 20 weeks, and how often her overview reads it.

One invented person trains as often as she can until 120 sessions and 240 checks are behind her; all of her journal is
stored for 50 people, and the file is measured as it lies there.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from benchmarks.press import scratch
from benchmarks.rows import Effort, Row
from benchmarks.systems import KEY
from bot import logs
from bot.clock import SystemClock
from bot.coach import Coach, Nobody
from bot.ground import Ground, open_store
from bot.house import all_words
from bot.operator.invented import Life, Person, lived
from bot.operator.load_test import seed_of
from bot.settings import Settings
from bot.settings import load as load_settings
from flows.rulebook import load as load_book
from flows.rulebook.model import Book
from flows.vocabulary import Commanded
from storage.sowing import sow

PEOPLE, SESSIONS, MOST_KB = 50, 120, 200.0
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
        reads = asyncio.run(_store(settings, life, book))
        each = _kilobytes(file) / PEOPLE
    return [
        Row(
            id="P8",
            work=f"database, {sessions} sessions and {checks} checks a person",
            ours=f"{each:.0f} KB a person",
            peer=None,
            ratio=round(each / MOST_KB, 2),
            target="under 200 KB, encrypted",
            reached=each < MOST_KB and sessions >= SESSIONS,
            note=f"{len(life.journal):,} turns in {weeks} weeks, because three sessions a week are the most there are; "
            f"{_text(life):,.0f} KB of text in her journal before it is sealed",
        ),
        *(
            Row(
                id="P8",
                work=f"/{name}: queries that read",
                ours=str(number),
                peer=None,
                ratio=float(number),
                target="one",
                reached=number == 1,
                note="all statements of the turn: " + ", ".join(statements),
            )
            for name, (number, statements) in reads.items()
        ),
        Row(
            id="P8",
            work="the PDF: queries that read",
            ours="there is no PDF yet",
            peer=None,
            ratio=None,
            target="one",
            reached=False,
        ),
    ]


def long_life(book: Book) -> tuple[Life, int]:
    end = SystemClock().now()
    for weeks in range(40, 60, 2):
        person = Person(
            begins=end - timedelta(weeks=weeks),
            zone="UTC+0",
            hour="07:30",
            days=("monday", "wednesday", "friday"),
        )
        life = lived(person, end, book)
        if sum('"did_it"' in line.event for line in life.journal) >= SESSIONS:
            return life, weeks
    raise RuntimeError(f"nobody reaches {SESSIONS} sessions")


def _text(life: Life) -> float:
    """Kilobytes."""
    return sum(len(line.event) + len(line.decisions) for line in life.journal) / 1000


def _mornings(life: Life) -> int:
    """Second checks: as many as sessions whose decision has been made."""
    return len(life.session.plan.log) if life.session.plan is not None else 0


async def _store(settings: Settings, life: Life, book: Book) -> dict[str, tuple[int, list[str]]]:
    seed = seed_of(life, book, lines=len(life.journal))
    async with open_store(settings, make=True) as ground:
        await sow(ground.engine, ground.keyring, ((FIRST + number, seed) for number in range(PEOPLE)))
        found = {}
        for name in ("progress",):
            statements = await _statements(ground, settings, name, book)
            found[name] = (sum(one.startswith("SELECT") for one in statements), statements)
        return found


async def _statements(ground: Ground, settings: Settings, command: str, book: Book) -> list[str]:
    """What a turn with this command does to the database."""
    caught: list[str] = []

    def catch(connection: object, cursor: object, statement: str, *more: object) -> None:
        words = re.match(r"\s*(\w+(?: INTO| FROM)? \w+)", statement)
        caught.append(words[1] if words else statement[:20])

    coach = Coach(
        store=ground.store,
        clock=SystemClock(),
        book=book,
        words=all_words(settings),
        default_locale="en",
        sender=Nobody(),
    )
    # Whichever engine does it: writers and readers may each have their own.
    event.listen(Engine, "before_cursor_execute", catch)
    await coach.handle(FIRST, Commanded(name=command))
    event.remove(Engine, "before_cursor_execute", catch)
    return [one for one in caught if not one.startswith("BEGIN")]


def _kilobytes(file: Path) -> float:
    return sum(one.stat().st_size for one in (file, Path(f"{file}-wal")) if one.exists()) / 1000
