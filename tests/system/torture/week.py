"""A week of virtual time: people who act at their own hours, and faults drawn at random.

The virtual clock jumps from one thing that is due to the next while everything is served. When something is not served
within seconds, or during an outage, the clock runs at the real speed, so that the health conditions mean what they mean
in life. A judge looks at every step. An outage lasts until its sign is visible.

    ./run torture week --people 200 --days 7 --outages 7 --seed 3
"""

from __future__ import annotations

import asyncio
import random  # noqa: TID251 - with a seed
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import select

from benchmarks.load_test import make_profiles
from bot.simulator.api.types import ChatKind
from bot.simulator.api.update_queue import StillWaiting
from bot.simulator.control.clock_driver import ClockDriver, DidNotSettle
from bot.simulator.state import BOT, TelegramState
from flows.rulebook import load
from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.people.store import Store
from storage.tables import due, outbox
from tests.kit.replicas import KEY, TOKEN, Replica, replicas
from tests.kit.simulator import SimulatorClient, running_simulator
from tests.system.torture.judge import VISIBLE_WITHIN_S, Judge, Signs, Work
from tests.system.torture.outages import OUTAGES, Outage, Scene, kill
from tests.system.torture.people import Crowd, places
from tests.system.torture.stage import CallLog, Figures, counted, stuck
from tests.system.torture.weather import gust

STEP = timedelta(minutes=15)  # the longest jump of the clock
MINUTE = timedelta(minutes=1)
LOOK_S = 1.0
SERVED_WITHIN_S = 5.0  # without an outage; later than that the clock runs at the real speed
HEALED_WITHIN_S = 420.0  # a message may wait five minutes for Telegram's 429, then a minute for its turn
READY_WITHIN_S = 180.0
SILENT_AFTER_SIGN_S = 5.0
GUSTS_A_DAY = 8
GUST_CALLS = 3  # more in a row would make long pauses
MINUTES_A_DAY = 24 * 60
OUTAGE_ACTS_A_LOOK = 2
NEXT_MINUTES = (1, 2, 5, 20, 90)
NEXT_HOURS = (3, 24)

Tell = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Week:
    """What came of it. `signs`: for each outage, after how many seconds it was visible and how."""

    figures: Figures = field(default_factory=Figures)
    judge: Judge = field(default_factory=Judge)
    days: float = 0.0
    gusts: int = 0
    restarted_numbers: int = 0
    set_back: int = 0
    calls: int = 0
    not_healed: list[str] = field(default_factory=list)
    blocked: int = 0
    token_seen: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """The promises that were not kept."""
        found = self.figures
        counts = {one.name: getattr(found, one.name) for one in fields(found)}
        bad = (
            *("answers_lost", "prompts_and_answers_lost", "strange", "doubled_beyond_kills"),
            *("turns_failed", "stuck", "unsent", "dead_letters"),
        )
        return (
            [f"{name}: {counts[name]}" for name in bad if counts[name]]
            + self.judge.findings
            + self.not_healed
            + self.untold
            + [f"the token is in {name}" for name in self.token_seen]
            + ([f"blocked: {self.blocked}"] if self.blocked else [])
        )

    def __str__(self) -> str:
        return (
            f"{self.days:.1f} days, {self.figures}, calls {self.calls}, gusts {self.gusts}, outages {len(self.signs)}, "
            f"numbers restarted {self.restarted_numbers}, clock set back {self.set_back}, looks {self.judge.looks}, "
            f"longest wait {self.judge.longest_wait_s:.0f} s, longest wait with nothing to see "
            f"{self.judge.longest_unseen_s:.0f} s"
        )


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run. `real_s` is the loop's clock."""

    sim: SimulatorClient
    scene: Scene
    crowd: Crowd
    database: Database
    dice: random.Random
    http: httpx.AsyncClient
    week: Week
    tell: Tell
    next_act: dict[int, datetime] = field(default_factory=dict)
    log: CallLog
    seen: set[str] = field(default_factory=set)

    @property
    def world(self) -> TelegramState:
        return self.scene.world

    @property
    def bot(self) -> Replica:
        return self.scene.bot

    @property
    def timeline(self) -> ClockDriver:
        assert self.sim.inside is not None
        return self.sim.inside.timeline

    # --- what is to be seen

    async def look(self) -> Signs:
        """One look of the judge."""
        self.log.keep()
        waiting = await self._waiting()
        signs = await self._signs()
        self.seen |= set(signs.conditions)
        self.week.judge.look(waiting, signs, at=_seconds())
        return signs

    async def _waiting(self) -> set[Work]:
        now = self.world.clock.now()
        found: set[Work] = {("update", update.update_id) for update in self.world.mailbox.waiting()}
        with suppress(DatabaseUnavailable):
            rows = await self.database.read(lambda c: c.execute(select(outbox.c.id)).scalars().all())
            found |= {("message", row) for row in rows}
            late = select(due.c.person).where(due.c.ring_at <= now)
            people = await self.database.read(lambda c: c.execute(late).scalars().all())
            found |= {("alarm", person) for person in people}
        return found

    async def _signs(self) -> Signs:
        try:
            page = (await self.http.get(f"{self.bot.url}/readyz")).json()
        except (httpx.HTTPError, ValueError):
            return Signs(up=False, ready=False)
        return Signs(
            up=True,
            ready=page["status"] == "ready",
            conditions=tuple(problem["condition"] for problem in page["problems"]),
            oldest_message_s=page.get("oldest_message_s") or 0.0,
        )

    # --- time

    async def settled(self, within_s: float) -> bool:
        """Whether everything at this instant is done in time. The judge looks when it is, or when it is not."""
        try:
            await self.timeline.settle(within_s)
        except DidNotSettle:
            return False
        return not await self._waiting()

    async def at_real_speed(self, until: Callable[[Signs], bool], within_s: float) -> bool:
        """The clock runs as in life, and the judge looks each second; whether it came to that in time."""
        began = last = _seconds()
        while True:
            if until(await self.look()):
                return True
            if _seconds() - began > within_s:
                return False
            await asyncio.sleep(LOOK_S)
            now = _seconds()
            self._set(self.world.clock.now() + timedelta(seconds=now - last))
            last = now

    async def healed(self, what: str) -> None:
        """Everything that waited is served; if not, that is written down."""
        until = _seconds() + HEALED_WITHIN_S
        while not await self.settled(SERVED_WITHIN_S):
            await self.at_real_speed(lambda signs: True, 0)
            self._set(self.world.clock.now() + timedelta(seconds=SERVED_WITHIN_S))
            if _seconds() > until:
                left = sorted(await self._waiting())[:5]
                self.week.not_healed.append(f"after {what}: still waiting {left}")
                return
        await self.look()

    def _set(self, to: datetime) -> None:
        self.world.clock.set(to)
        self.world.changed()

    def jump(self) -> None:
        """To the next alarm or the next act, but no further than a step."""
        now = self.world.clock.now()
        status = self.timeline.status
        alarm = status.next_alarm if status is not None else None
        coming = [at for at in (alarm, min(self.next_act.values())) if at is not None and at > now]
        self._set(max(now + timedelta(seconds=1), min([now + STEP, *coming])))

    # --- people

    def act_of_all_who_want(self) -> None:
        now = self.world.clock.now()
        for chat in self.crowd.chats:
            if self.next_act[chat.chat_id] <= now:
                self.crowd.begin(chat)
                self.next_act[chat.chat_id] = self.next_time(now)

    def next_time(self, now: datetime) -> datetime:
        """Soon, while she is at it; else some hours later."""
        if self.dice.random() < 0.5:
            return now + timedelta(minutes=self.dice.choice(NEXT_MINUTES))
        hours = self.dice.uniform(*NEXT_HOURS)
        later = now + timedelta(hours=hours)
        return later.replace(second=0, microsecond=0)

    # --- faults

    async def small_fault(self) -> None:
        """One that nobody has to see: it is over in seconds."""
        self.week.gusts += 1
        roll = self.dice.random()
        if roll < 0.1:
            with suppress(StillWaiting):
                self.world.mailbox.restart_numbers()
                self.week.restarted_numbers += 1
        elif roll < 0.2:
            self.world.clock.begin_again(self.world.clock.now() - timedelta(hours=1))
            self.world.changed()
            self.week.set_back += 1
        elif roll < 0.4:
            for chat in self.dice.sample(self.crowd.chats, min(5, len(self.crowd.chats))):
                self.crowd.begin(chat)
            await asyncio.sleep(self.dice.uniform(0.0, 0.3))
            await kill(self.scene)
            self.bot.start()
            await self.bot.ready()
        else:
            fault = gust(self.dice)
            self.world.faults.add(replace(fault, times=min(fault.times, GUST_CALLS)))
            for chat in self.dice.sample(self.crowd.chats, min(5, len(self.crowd.chats))):
                self.crowd.begin(chat)
        await self.settled(SERVED_WITHIN_S)
        self.world.faults.clear()
        await self.healed("a small fault")

    async def outage(self, outage: Outage) -> None:
        """It lasts until its sign is visible, or until it should have been for long."""
        await self.at_real_speed(lambda signs: signs.ready, READY_WITHIN_S)  # the one before is over
        began = _seconds()
        shown = Signs(up=True, ready=True)

        def visible(signs: Signs) -> bool:
            nonlocal shown
            for chat in self.dice.sample(self.crowd.chats, min(OUTAGE_ACTS_A_LOOK, len(self.crowd.chats))):
                self.crowd.begin(chat)
            shown = signs
            return signs.visible if outage.at_once else bool(signs.conditions) or not signs.up

        self.tell(f"{self.world.clock.now():%a %H:%M} {outage.name}")
        async with outage.happens(self.scene):
            in_time = await self.at_real_speed(visible, VISIBLE_WITHIN_S + 2 * LOOK_S)
            after_s = _seconds() - began
            if in_time:
                await self.at_real_speed(lambda signs: False, SILENT_AFTER_SIGN_S)
        how = ", ".join(shown.conditions) or ("the page is 503" if shown.up else "no page")
        if not in_time:
            how = "not visible"
            self.week.judge.findings.append(f"{outage.name}: no sign within {after_s:.0f} s")
        self.week.signs.append(f"{outage.name}: {how} after {after_s:.0f} s")
        self.tell(self.week.signs[-1])
        await self.bot.ready()
        healing = _seconds()
        await self.healed(outage.name)
        self.tell(f"healed after {_seconds() - healing:.0f} s")


def _seconds() -> float:
    return asyncio.get_running_loop().time()


async def week(
    folder: Path,
    *,
    people: int,
    days: float,
    outages: int,
    seed: int,
    among: Sequence[Outage] = OUTAGES,
    tell: Tell = lambda line: None,
) -> Week:
    """One run in a folder of its own, on SQLite."""
    dice = random.Random(seed)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    file = folder / "data" / "restride.db"
    url = f"sqlite:///{file}"
    await migrate(url)
    database = database_for(url)
    store = Store(database, Keyring.from_settings(KEY))
    sessions, at = await places()
    if people > len(sessions):
        sessions = sessions + [one.session for one in make_profiles(at, load())]
    found = Week()
    async with (
        running_simulator(bot=False, at=at) as sim,
        httpx.AsyncClient(trust_env=False, timeout=10) as http,
    ):
        assert sim.inside is not None
        world = sim.inside.world
        crowd = Crowd(world, number=people, seed=seed)
        await crowd.seed_into(store, sessions, at)
        operator = world.newcomer(first_name="Operator", language_code="en", kind=ChatKind.PRIVATE)
        settings = {
            "DATABASE_URL": url,
            "RESTRIDE_SIM_CLOCK": sim.url,
            "OPERATOR_CHAT_ID": str(operator.chat_id),
            "SENDS_PER_SECOND": "30",
            "SENDS_PER_CHAT": "3",
        }
        async with replicas(sim.url, folder, number=1, webhook=False, **settings) as (bot,):
            scene = Scene(world=world, bot=bot, file=file, killed=[])
            run = _Run(
                sim=sim,
                scene=scene,
                crowd=crowd,
                database=database,
                dice=dice,
                http=http,
                week=found,
                log=CallLog(world),
                tell=tell,
            )
            await run.healed("the start")
            ends = await _live(run, days=days, outages=dice.sample(among, min(outages, len(among))))
            found.days = (ends - at) / timedelta(days=1)
            world.faults.clear()
            await run.healed("the end")
            unserved = await stuck(crowd)
            await run.healed("the last questions")
            if not await run.at_real_speed(lambda signs: signs.ready, READY_WITHIN_S):
                found.not_healed.append(f"not ready at the end: {await run.look()}")
            found.figures, traces = await counted(crowd, store, database, run.log.calls, scene.killed)
            found.figures.stuck = unserved
            found.figures.unsent = len(await run._waiting())
            found.calls = len(run.log.calls)
            told = [message.text for message in operator.messages.values() if message.sender == BOT]
            found.untold = [
                f"the operator's chat has no word of {name}"
                for name in sorted(run.seen)
                if not any(f"({name})" in line for line in told)
            ]
            found.blocked = await _blocked(crowd, store)
            (folder / "lost.log").write_text("".join(traces), "utf-8")
    await database.dispose()
    found.token_seen = _files_with(TOKEN.partition(":")[2].encode(), folder)
    return found


def _files_with(secret: bytes, folder: Path) -> list[str]:
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and secret in path.read_bytes()]


async def _live(run: _Run, *, days: float, outages: list[Outage]) -> datetime:
    """Until the days are over. The moments of the outages are drawn; small faults come in between."""
    begins = run.world.clock.now()
    ends = begins + timedelta(days=days)
    moments = sorted(begins + timedelta(days=run.dice.uniform(0.0, days * 0.9)) for _ in outages)
    coming = list(zip(moments, outages, strict=True))
    gusts = sorted(
        begins + timedelta(days=run.dice.uniform(0.0, days * 0.95)) for _ in range(round(GUSTS_A_DAY * days))
    )
    for chat in run.crowd.chats:
        run.next_act[chat.chat_id] = begins + timedelta(minutes=run.dice.uniform(0, MINUTES_A_DAY))
    day = 0
    while (now := run.world.clock.now()) < ends:
        if (now - begins).days > day:
            day = (now - begins).days
            run.tell(f"day {day}: {len(run.crowd.acts)} acts, {len(run.log.calls)} calls")
        if coming and coming[0][0] <= now:
            await run.outage(coming.pop(0)[1])
        elif gusts and gusts[0] <= now:
            gusts.pop(0)
            await run.small_fault()
        run.act_of_all_who_want()
        if not await run.settled(SERVED_WITHIN_S):
            await run.healed("an ordinary moment")
        await run.look()
        run.jump()
    return run.world.clock.now()


async def _blocked(crowd: Crowd, store: Store) -> int:
    """How many journals say that she blocked the bot. Nobody does."""
    journals = [await store.journal(chat.chat_id) for chat in crowd.chats]
    return sum(any('"Blocked"' in line.event for line in lines) for lines in journals)
