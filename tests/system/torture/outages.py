"""Outages that last until the operator can see them: wrong answers of Telegram, no bot, no database.

Each begins and ends by itself; the week decides when. `at_once`: visible without a grace period.

>>> [outage.name for outage in OUTAGES if outage.at_once]
['the bot is down']
"""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.simulator.api.faults import Fault
from bot.simulator.broken_answers import BrokenAnswer
from bot.simulator.state import TelegramState
from tests.kit.replicas import Replica

EVERY_CALL = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What an outage acts on. `killed`: the number of the last call before each kill."""

    world: TelegramState
    bot: Replica
    file: Path
    killed: list[int]


Happening = Callable[[Scene], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """One kind, by its name in the figures."""

    name: str
    happens: Happening
    at_once: bool = False


def _faults(*methods: str, **given: object) -> Happening:
    @asynccontextmanager
    async def happens(scene: Scene) -> AsyncIterator[None]:
        for method in methods:
            scene.world.faults.add(Fault(method=method, times=EVERY_CALL, **given))  # type: ignore[arg-type]
        try:
            yield
        finally:
            scene.world.faults.clear()

    return happens


def _answers(kind: BrokenAnswer, *methods: str, status: int | None = None) -> Happening:
    return _faults(*methods, answer=kind, status=status)


def _second_poller(scene: Scene) -> AbstractAsyncContextManager[None]:
    return scene.world.mailbox.polled_elsewhere()


@asynccontextmanager
async def _down(scene: Scene) -> AsyncIterator[None]:
    await kill(scene)
    try:
        yield
    finally:
        scene.bot.start()


async def kill(scene: Scene) -> None:
    """SIGKILL, and a note after which call."""
    await scene.bot.kill()
    scene.killed.append(scene.world.calls[-1].n if scene.world.calls else 0)


@asynccontextmanager
async def _locked(scene: Scene) -> AsyncIterator[None]:
    """Another process holds the write lock of SQLite."""
    holder = sqlite3.connect(scene.file, isolation_level=None, timeout=10, check_same_thread=False)
    try:
        await asyncio.to_thread(holder.execute, "BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
    finally:
        holder.close()


@asynccontextmanager
async def _disk_full(scene: Scene) -> AsyncIterator[None]:
    """No file of the bot may grow: a write fails as on a full disk."""
    assert scene.bot.pid is not None
    _, hard = resource.prlimit(scene.bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(scene.bot.pid, resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        if scene.bot.pid is not None:
            resource.prlimit(scene.bot.pid, resource.RLIMIT_FSIZE, (hard, hard))


OUTAGES = (
    Outage(name="Telegram answers 502", happens=_faults("**", status=502)),
    Outage(name="sends are answered 502", happens=_faults("sendMessage", status=502)),
    Outage(name="sends are answered 429", happens=_faults("sendMessage", status=429, retry_after=20)),
    Outage(
        name="sends are answered 429 for a year", happens=_faults("*", status=429, retry_after=31_536_000)
    ),
    Outage(name="polls are answered 429", happens=_faults("getUpdates", status=429, retry_after=20)),
    Outage(name="polls are answered 500", happens=_faults("getUpdates", status=500)),
    Outage(name="sends drip", happens=_answers(BrokenAnswer.DRIP, "sendMessage")),
    Outage(name="polls drip", happens=_answers(BrokenAnswer.DRIP, "getUpdates")),
    Outage(name="HTML with 200", happens=_answers(BrokenAnswer.HTML, "**", status=200)),
    Outage(name="HTML with 400", happens=_answers(BrokenAnswer.HTML, "**", status=400)),
    Outage(name="HTML with 403", happens=_answers(BrokenAnswer.HTML, "**", status=403)),
    Outage(name="sends are answered by HTML with 403", happens=_answers(BrokenAnswer.HTML, "*", status=403)),
    Outage(name="a list", happens=_answers(BrokenAnswer.LIST, "getUpdates", "sendMessage")),
    Outage(name="null", happens=_answers(BrokenAnswer.NULL, "getUpdates", "sendMessage")),
    Outage(name="no result", happens=_answers(BrokenAnswer.NO_RESULT, "**")),
    Outage(name="answers break off", happens=_answers(BrokenAnswer.TRUNCATED, "**")),
    Outage(name="a second poller", happens=_second_poller),
    Outage(name="the bot is down", happens=_down, at_once=True),
    Outage(name="the database is locked", happens=_locked),
    Outage(name="the disk is full", happens=_disk_full),
)
