"""The stage of a torture: fifty people, a Telegram, the bot in its processes, and somebody who makes trouble.

Afterwards everything is counted from outside: the database, what Telegram was asked, and what the pure core
says should have happened. Must not know what the trouble is, nor how the bot keeps its promises. The virtual
clock jumps ahead now and then, so that prompts and checks fall due in the middle of it.

>>> figures = await play(url, folder, trouble=killing(300), people=50, processes=1)  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import math
import random  # noqa: TID251 - with a seed
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.simulator.api.faults import Fault
from bot.simulator.state import RecordedCall, TelegramState
from bot.telegram.delivery.in_flight_limit import MAX_AT_ORDINARY_RATE
from storage.db.database import Database
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.people.store import Store
from storage.tables import dead_letters, outbox, seen_updates
from tests.kit.replicas import KEY, Replica, replicas
from tests.kit.simulator import running_simulator
from tests.system.torture.people import Crowd, places
from tests.system.torture.replay import Planned, compared, expected, joined, seen

QUIET_S = 90.0
LONGEST_WAIT = timedelta(hours=20)  # after 24 Telegram drops an update, and it is lost to everybody
FAST_MIN = (30, 90, 300, 700)
SLOW_MIN = (1, 5, 20, 45)
JUMP_EVERY_S = 2.0
EVERY_CALL = 1_000_000_000
_UNSENT = select(func.count()).select_from(outbox)


@dataclass(slots=True, kw_only=True)
class Figures:
    """What came of it."""

    kills: int = 0
    acts: int = 0
    answers_lost: int = 0
    messages: int = 0
    prompts_and_answers_lost: int = 0
    doubled: int = 0
    strange: int = 0
    doubled_beyond_kills: int = 0
    turns_failed: int = 0
    stuck: int = 0
    unsent: int = 0
    dead_letters: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{one.name.replace('_', ' ')} {getattr(self, one.name)}" for one in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the trouble is made. `killed`: after how many calls to Telegram each process was killed."""

    bots: list[Replica]
    world: TelegramState
    dice: random.Random
    killed: list[int]


Trouble = Callable[[Stage], Awaitable[None]]


class CallLog:
    """Every call to Telegram: the simulator keeps the last hundred thousand only."""

    def __init__(self, world: TelegramState) -> None:
        self._world = world
        self.calls: list[RecordedCall] = []

    def keep(self) -> None:
        """Adds what is new."""
        last = self.calls[-1].n if self.calls else 0
        fresh = []
        for call in reversed(self._world.calls):
            if call.n <= last:
                break
            fresh.append(call)
        self.calls += reversed(fresh)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.keep()
            await asyncio.sleep(1)


async def play(
    url: str,
    folder: Path,
    *,
    trouble: Trouble,
    people: int,
    processes: int,
    seed: int = 1,
    pause_s: float = 1.0,
    jumps_min: tuple[int, ...] = FAST_MIN,
    delay_s: float = 0.0,
) -> Figures:
    """One run, as long as the trouble lasts. `processes` > 1 needs PostgreSQL, and uses the webhook.

    `delay_s`: how long Telegram takes for each call.
    """
    await migrate(url)
    database = database_for(url)
    store = Store(database, Keyring.from_settings(KEY))
    sessions, at = await places()
    async with running_simulator(bot=False, at=at) as sim:
        assert sim.inside is not None
        world = sim.inside.world
        if delay_s:
            world.faults.add(Fault(method="*", delay_s=delay_s, times=EVERY_CALL))
        crowd = Crowd(world, number=people, seed=seed)
        await crowd.seed_into(store, sessions, at)
        settings = {
            "DATABASE_URL": url,
            "RESTRIDE_SIM_CLOCK": sim.url,
            "SENDS_PER_SECOND": "30",
            "SENDS_PER_CHAT": "3",
        }
        async with replicas(sim.url, folder, number=processes, webhook=processes > 1, **settings) as bots:
            stage = Stage(bots=bots, world=world, dice=random.Random(seed), killed=[])
            log = CallLog(world)
            keeping = asyncio.ensure_future(log.run())
            enough = asyncio.Event()
            async with asyncio.TaskGroup() as group:
                group.create_task(crowd.live(enough, pause_s=pause_s))
                group.create_task(_time_flies(world, enough, random.Random(seed), jumps_min))
                await trouble(stage)
                enough.set()
            for bot in bots:
                await bot.ready()
            unsent = await _comes_to_rest(world, database)
            unserved = await stuck(crowd)
            unsent = max(unsent, await _comes_to_rest(world, database))
            keeping.cancel()
            log.keep()
            figures, traces = await counted(crowd, store, database, log.calls, stage.killed)
            figures.stuck, figures.unsent = unserved, unsent
            (folder / "lost.log").write_text("".join(traces), "utf-8")
    await database.dispose()
    return figures


async def _time_flies(
    world: TelegramState, enough: asyncio.Event, dice: random.Random, jumps_min: tuple[int, ...]
) -> None:
    while not enough.is_set():
        await asyncio.sleep(JUMP_EVERY_S)
        to = world.clock.now() + timedelta(minutes=dice.choice(jumps_min))
        if all(to - update.at < LONGEST_WAIT for update in world.mailbox.waiting()):
            world.clock.set(to)
            world.changed()


async def _comes_to_rest(world: TelegramState, database: Database) -> int:
    """Until nothing is under way, no update waits and the outbox is empty: 0. Else what is left when nothing got less.

    How long that takes is the machine's affair: on a busy one thousands of messages may be left.
    """
    fewest = math.inf
    while True:
        rows = await database.read(lambda c: c.execute(_UNSENT).scalar_one())
        left: int = rows + len(world.mailbox.waiting()) + world.in_flight
        if not left:
            return 0
        now = asyncio.get_running_loop().time()
        if left < fewest:
            fewest, until = left, now + QUIET_S
        elif now > until:
            return left
        await asyncio.sleep(0.1)


async def stuck(crowd: Crowd) -> int:
    """How many get no answer any more."""
    async with asyncio.TaskGroup() as group:
        answers = [group.create_task(crowd.asks_for_help(chat, QUIET_S)) for chat in crowd.chats]
    return sum(not answer.result() for answer in answers)


async def counted(
    crowd: Crowd, store: Store, database: Database, made: Iterable[RecordedCall], killed: list[int]
) -> tuple[Figures, list[str]]:
    """The figures, and a line for each message that was lost or strange: whose, at which turn, at which call."""
    known = await database.read(lambda c: set(c.execute(select(seen_updates.c.update_id)).scalars()))
    buried = await database.read(lambda c: len(c.execute(select(dead_letters.c.id)).all()))
    figures = Figures(
        kills=len(killed),
        acts=len(crowd.acts),
        answers_lost=len(set(crowd.acts) - known),
        dead_letters=buried,
    )
    doubled: list[int] = []
    traces: list[str] = []
    for chat, calls in _calls(crowd, made).items():
        lines = await store.journal(chat)
        figures.turns_failed += sum(line.decisions == '"failed"' for line in lines)
        planned = expected(lines, crowd.begun[chat])
        said = [one.words for one in planned]
        came = joined(said, seen(calls))
        found = compared(said, came)
        words = {number: text for text, _, number in came}
        figures.messages += len(planned)
        figures.prompts_and_answers_lost += len(found.missing)
        figures.strange += len(found.strange)
        doubled += found.doubled
        traces += [_lost(chat, planned[place]) for place in found.missing]
        traces += [f"{chat}: strange, call {number}: {words[number]!r}\n" for number in found.strange]
    figures.doubled = len(doubled)
    # A kill may double each message in flight. At no moment more than the kills by then explain: what one kill doubles
    # may show after the next one.
    surplus = [
        so_far - MAX_AT_ORDINARY_RATE * bisect_left(killed, call)
        for so_far, call in enumerate(sorted(doubled), start=1)
    ]
    figures.doubled_beyond_kills = max(0, *surplus, 0)
    return figures, traces


def _lost(chat: int, planned: Planned) -> str:
    place = f"message {planned.place} of turn {planned.seq}"
    return f"{chat}: lost, {place}, after {planned.event}: {planned.words!r}\n"


def _calls(crowd: Crowd, made: Iterable[RecordedCall]) -> dict[int, list[dict[str, Any]]]:
    """What was asked of Telegram, by chat."""
    calls: dict[int, list[dict[str, Any]]] = {chat.chat_id: [] for chat in crowd.chats}
    for call in made:
        chat = int(str(call.parameters.get("chat_id") or 0))
        if chat in calls:
            told = {"method": call.method, "parameters": call.parameters, "answer": call.answer, "n": call.n}
            calls[chat].append(told)
    return calls
