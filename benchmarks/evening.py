"""Everybody on the evening of a session, with its message on her screen: the people who press in P1 to P3.

They are invented and lived through the real dialogue (`benchmarks/synthetic_people.py`), stored as a turn stores,
and stand
where the check-in begins. It is noon where they are, so that no alarm of theirs rings meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from benchmarks.bulk_insert import PersonRow, bulk_insert
from benchmarks.load_test import FIRST_ID, to_row
from benchmarks.synthetic_people import Profile, simulate
from benchmarks.systems import KEY
from bot.clock import SystemClock
from bot.monitoring import logs
from bot.open_storage import open_store
from bot.settings import load as load_settings
from flows.rulebook import load as load_book
from flows.session import WEEKDAYS

WEEKS = (1, 2, 4, 6, 9, 12)


def kinds(now: datetime, weeks: tuple[int, ...] = WEEKS) -> list[tuple[PersonRow, str]]:
    """People at different weeks of their track, each with the button she presses first."""
    return _at(now.replace(minute=0, second=0, microsecond=0), weeks)


@lru_cache
def _at(now: datetime, weeks: tuple[int, ...]) -> list[tuple[PersonRow, str]]:
    book = load_book()
    zone = f"UTC{12 - now.hour:+d}"
    noon = now + timedelta(hours=12 - now.hour)
    days = tuple(WEEKDAYS[(noon.weekday() + step) % 7] for step in (0, 2, 4))
    found = []
    for number in weeks:
        begins = now - timedelta(weeks=number)
        life = simulate(Profile(begins=begins, zone=zone, hour="07:30", days=days), now, book)
        assert life.session.state == "programme.offered", life.session.state
        found.append((to_row(life, book, lines=20), f"{life.session.asked}:did_it"))
    return found


async def prepared(url: str, buttons: Path, number: int) -> None:
    """A database of so many people, and a file of what each of them presses first."""
    logs.configure("WARNING")
    settings = load_settings({"BOT_TOKEN": "1:bench", "DATABASE_URL": url, "DATA_KEY": KEY}, env_file=None)
    some = kinds(SystemClock().now())

    def everybody() -> Iterator[tuple[int, PersonRow]]:
        for index in range(number):
            yield FIRST_ID + index, some[index % len(some)][0]

    async with open_store(settings, make=True) as ground:
        await bulk_insert(ground.database, ground.keyring, everybody())
    lines = (f"{FIRST_ID + index} {some[index % len(some)][1]}" for index in range(number))
    await asyncio.to_thread(buttons.write_text, "\n".join(lines) + "\n", "utf-8")
