"""Kill -9 at random moments while fifty people talk to the bot; then count what was lost, doubled or stuck.

Must not know how the bot keeps its promises: only its database, its Telegram and its process ids. The virtual
clock jumps ahead now and then, so that prompts and checks fall due in the middle of it.

>>> figures = await kills(url="sqlite:///...", folder=folder, number=300, people=50, replicas=1)  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - with a seed
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.simulator.world import World
from storage.crypto import Keyring
from storage.engine import make_engine, read
from storage.migrations import migrate
from storage.store import Store
from storage.tables import outbox, seen_updates
from tests.kit.replicas import KEY, replicas
from tests.kit.simulator import running_simulator
from tests.torture.people import Crowd
from tests.torture.replay import compared, expected, seen

QUIET_S = 60.0


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
    most_doubled_by_one_kill: int = 0
    turns_failed: int = 0
    stuck: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{one.name.replace('_', ' ')} {getattr(self, one.name)}" for one in fields(self))


async def kills(
    *, url: str, folder: Path, number: int, people: int, processes: int, seed: int = 1, pause_s: float = 1.0
) -> Figures:
    """One run. `processes` > 1 needs PostgreSQL, and uses the webhook."""
    await migrate(url)
    engine = make_engine(url)
    store = Store(engine, Keyring.from_settings(KEY))
    dice, figures = random.Random(seed), Figures()
    async with running_simulator(bot=False) as sim:
        assert sim.inside is not None
        world = sim.inside.world
        crowd = Crowd(world, number=people, seed=seed)
        world.clock.set(await crowd.seed_into(store))
        settings = {
            "DATABASE_URL": url,
            "RESTRIDE_SIM_CLOCK": sim.url,
            "SENDS_PER_SECOND": "30",
            "SENDS_PER_CHAT": "1",
        }
        async with replicas(sim.url, folder, number=processes, webhook=processes > 1, **settings) as bots:
            enough = asyncio.Event()
            killed: list[int] = []
            async with asyncio.TaskGroup() as group:
                group.create_task(crowd.live(enough, pause_s=pause_s))
                group.create_task(_time_flies(world, enough, dice))
                while len(killed) < number:
                    await asyncio.sleep(dice.uniform(0.0, 1.2) if dice.random() < 0.8 else 0.0)
                    bot = dice.choice(bots)
                    await bot.kill()
                    killed.append(world.calls_made)
                    bot.start()
                    if dice.random() < 0.8:  # else it may be killed while it starts
                        await bot.ready()
                enough.set()
            for bot in bots:
                await bot.ready()
            await _comes_to_rest(world, engine)
            figures.stuck = await _stuck(crowd, world)
            await _comes_to_rest(world, engine)
            figures.kills, figures.acts = len(killed), len(crowd.acts)
            known = await read(engine, lambda c: set(c.execute(select(seen_updates.c.update_id)).scalars()))
            figures.answers_lost = len(set(crowd.acts) - known)
            await _count(figures, crowd, store, world, killed)
    await engine.dispose()
    return figures


async def _time_flies(world: World, enough: asyncio.Event, dice: random.Random) -> None:
    while not enough.is_set():
        await asyncio.sleep(2.0)
        world.clock.set(world.clock.now() + timedelta(minutes=dice.choice((30, 90, 300, 700))))
        world.changed()


async def _comes_to_rest(world: World, engine: Any) -> None:
    """No update waits, no call is under way, and nothing is left in the outbox; or a minute has passed."""
    async with asyncio.timeout(QUIET_S):
        while True:
            waiting = await read(engine, lambda c: len(c.execute(select(outbox.c.id)).all()))
            if not waiting and world.quiet():
                return
            await asyncio.sleep(0.1)


async def _stuck(crowd: Crowd, world: World) -> int:
    """How many get no answer any more."""
    async with asyncio.TaskGroup() as group:
        answers = [group.create_task(crowd.act(chat, within_s=QUIET_S)) for chat in crowd.chats]
    return sum(not answer.result() for answer in answers)


async def _count(figures: Figures, crowd: Crowd, store: Store, world: World, killed: list[int]) -> None:
    calls: dict[int, list[dict[str, Any]]] = {chat.chat_id: [] for chat in crowd.chats}
    for call in world.calls:
        chat = call.parameters.get("chat_id")
        if chat is not None and int(str(chat)) in calls:
            calls[int(str(chat))].append(
                {"method": call.method, "parameters": call.parameters, "answer": call.answer, "n": call.n}
            )
    doubled: list[int] = []
    for chat, hers in calls.items():
        lines = await store.journal(chat)
        figures.turns_failed += sum(line.decisions == '"failed"' for line in lines)
        planned, came = expected(lines, crowd.begun[chat]), seen(hers)
        found = compared(planned, came)
        figures.messages += len(planned)
        figures.prompts_and_answers_lost += found.missing
        doubled += found.doubled
        figures.strange += found.strange
    figures.doubled = len(doubled)
    by_kill = Counter(bisect_left(killed, call) for call in doubled)
    figures.most_doubled_by_one_kill = max(by_kill.values(), default=0)
