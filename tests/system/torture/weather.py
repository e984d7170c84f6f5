"""Bad weather, all of it: Telegram throttles, fails, drops, dawdles, or something else answers in its place.

The database is locked, full or restarted.
The coach's clock goes back, too. Nothing here loses a message for good, so nothing may be lost.

    ./run torture weather --database sqlite --minutes 10
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - with a seed
import resource
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bot.simulator.api.faults import Fault
from bot.simulator.broken_answers import BrokenAnswer
from tests.system.torture.stage import Stage, Trouble

METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "*")
GUST_S = 1.5
NOT_TELEGRAM = tuple(one for one in BrokenAnswer if one not in (BrokenAnswer.DRIP, BrokenAnswer.GIGABYTE))
Blow = Callable[[Stage], Awaitable[None]]


def weather(seconds: float, *blows: Blow) -> Trouble:
    """For so long: a gust of Telegram's faults, and one of the `blows`, again and again."""

    async def trouble(stage: Stage) -> None:
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            stage.world.faults.add(gust(stage.dice))
            if stage.dice.random() < 0.3:
                await stage.dice.choice((clock_back, *blows))(stage)
            await asyncio.sleep(stage.dice.uniform(0.1, GUST_S))
        stage.world.faults.clear()

    return trouble


def gust(dice: random.Random) -> Fault:
    """A short fault of Telegram."""
    method, times = dice.choice(METHODS), dice.randrange(1, 12)
    match dice.randrange(7):
        case 0:
            return Fault(method=method, status=429, retry_after=dice.randrange(1, 4), times=times)
        case 1:
            return Fault(method=method, status=dice.choice((500, 502, 503, 504)), times=times)
        case 2:
            return Fault(method=method, drop=True, times=times)
        case 3:
            return Fault(method=method, drop=True, after=True, times=times)
        case 4:
            return Fault(method=method, delay_s=10.0, times=1)
        case 5:
            return Fault(method=method, answer=dice.choice(NOT_TELEGRAM), times=times)
        case _:
            return Fault(method=method, delay_s=0.3, times=times)


async def clock_back(stage: Stage) -> None:
    """The coach's clock is set back."""
    clock = stage.world.clock
    clock.begin_again(clock.now() - timedelta(minutes=stage.dice.choice((1, 61, 300))))
    stage.world.changed()


def locked(file: Path, for_s: float = 6.0) -> Blow:
    """Another process holds SQLite's lock, by default for longer than anybody waits."""

    async def blow(stage: Stage) -> None:
        holder = sqlite3.connect(file, isolation_level=None, timeout=10, check_same_thread=False)
        try:
            await asyncio.to_thread(holder.execute, "BEGIN IMMEDIATE")
            await asyncio.sleep(for_s)
            holder.execute("ROLLBACK")
        finally:
            holder.close()

    return blow


def disk_full(file: Path) -> Blow:
    """No file of the bot may grow any more, for a while."""

    async def blow(stage: Stage) -> None:
        bot = stage.bots[0]
        if bot.pid is None:
            return
        size = max(part.stat().st_size for part in file.parent.iterdir())
        _, hard = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (size // 2, hard))
        try:
            await asyncio.sleep(2.0)
        finally:
            resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (hard, hard))

    return blow


def restarted(restart: Callable[[], None]) -> Blow:
    """PostgreSQL goes down hard, and comes back."""

    async def blow(stage: Stage) -> None:
        await asyncio.to_thread(restart)

    return blow
