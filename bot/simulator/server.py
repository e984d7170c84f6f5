"""Puts the simulator together and serves it on loopback, with or without a bot under it.

Everything ends in the order it began, the bot first.

    async with serving(Setting(at=...)) as simulator: print(simulator.url)
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.simulator import page
from bot.simulator.api.botapi import BotApi
from bot.simulator.api.webhook_push import WebhookPusher
from bot.simulator.clock import VirtualClock
from bot.simulator.control.clock_api import ClockApi
from bot.simulator.control.clock_driver import ClockDriver
from bot.simulator.control.page_api import PageApi
from bot.simulator.control.people_api import Control
from bot.simulator.control.stories_api import StoriesApi
from bot.simulator.odd_control import OddControl
from bot.simulator.process import BotProcess
from bot.simulator.state import TOKEN, TelegramState
from bot.simulator.terminal.stories import StoryFolder
from bot.simulator.terminal.story_player import StoryPlayer

HOST = "127.0.0.1"
# A simulated bot shares its folder's `.env` with the operator's own bot, but not the secrets of that bot ...
SECRET_FILES = {"BOT_TOKEN_FILE": "", "DATABASE_URL_FILE": "", "WEBHOOK_SECRET_FILE": ""}
# ... nor its place in the world, unless the environment names one. An empty value outdoes `.env`.
PLACE = ("WEBHOOK_URL", "LISTEN", "OPERATOR_CHAT_ID")
STORIES = Path(__file__).parents[2] / "tests" / "chats"
THE_BOT = (sys.executable, "-m", "bot.cli", "run")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorConfig:
    """How to set the scene. `bot` is the command to run it, None for a bot run from elsewhere.

    `database` None is a temporary one, which a story may replace. `stories` is the folder of golden chats: they
    are in the repository, an installed package has none. `room` is a folder for the temporary database, which may
    hold one from before.
    """

    port: int = 0
    at: datetime | None = None
    database: str | None = None
    bot: tuple[str, ...] | None = None
    bot_syncs: bool = True
    stories: Path = STORIES
    room: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulator:
    """A simulator that is up. `url` is the base of the Bot API, of `/sim/...` and of the page."""

    url: str
    world: TelegramState
    timeline: ClockDriver
    bot: BotProcess | None
    teller: StoryPlayer

    def announcement(self) -> dict[str, object]:
        """What the first line on standard output says."""
        return {
            "page": f"{self.url}/",
            "control": self.url,
            "bot_api": self.url,
            "bot_pid": self.bot.pid if self.bot else None,
        }


class LoopbackServer(uvicorn.Server):
    """Leaves signals to the caller, and stops when it is told instead of at its next look at the clock."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                http="h11",
                timeout_graceful_shutdown=1,
            )
        )
        self._told = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        await self._told.wait()

    def stop(self) -> None:
        self.should_exit = True
        self._told.set()


def application(
    world: TelegramState, timeline: ClockDriver, bot: BotProcess | None, teller: StoryPlayer
) -> ASGIApp:
    stage = ClockApi(world, timeline, bot)
    app = Starlette(
        routes=[
            *page.routes(),
            *Control(world).routes(),
            *OddControl(world).routes(),
            *stage.routes(),
            *PageApi(world, timeline, bot, teller).routes(),
            *StoriesApi(world, teller).routes(),
            *BotApi(world).routes(),
        ]
    )
    return page.OriginGuard(app)


@asynccontextmanager
async def run_simulator(
    setting: SimulatorConfig, world: TelegramState | None = None
) -> AsyncIterator[Simulator]:
    """A running simulator, its bot ready. OSError: the port is taken; BotFailed: the bot is not ready.

    `world`: people and their chats from before, for a bot whose database knows them.
    """
    world = world or TelegramState(VirtualClock(setting.at))
    timeline = ClockDriver(world)
    trouble: BaseException | None = None
    with bound_socket(setting.port) as listener, _scratch() as scratch:
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        bot = _child(setting, world, timeline, url, scratch)
        rooms = itertools.count(1)
        teller = StoryPlayer(
            world,
            timeline,
            bot,
            StoryFolder(setting.stories),
            None if setting.database else lambda: _room(scratch / str(next(rooms))),
        )
        simulator = Simulator(url=url, world=world, timeline=timeline, bot=bot, teller=teller)
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # a dropped answer is meant
        server = LoopbackServer(application(world, timeline, bot, teller))
        async with asyncio.TaskGroup() as group:
            web = group.create_task(server.serve(sockets=[listener]))
            background = [group.create_task(WebhookPusher(world.mailbox, world.clock, world.bell).run())]
            if bot is not None:
                background.append(group.create_task(bot.watch()))
            try:
                if bot is not None:
                    await bot.start()
                yield simulator
            except BaseException as error:  # told below, as itself: a task group would wrap it
                trouble = error
            finally:
                await _close(simulator, server, web, background)
        if trouble is not None:
            raise trouble


async def _close(
    simulator: Simulator,
    server: LoopbackServer,
    web: asyncio.Task[None],
    background: list[asyncio.Task[None]],
) -> None:
    if simulator.bot is not None:
        await simulator.bot.stop()
    for task in background:
        task.cancel()
    simulator.world.mailbox.closing = True
    simulator.world.changed()
    server.stop()
    await asyncio.wait([web])


def _child(
    setting: SimulatorConfig, world: TelegramState, timeline: ClockDriver, url: str, scratch: Path
) -> BotProcess | None:
    if setting.bot is None:
        return None
    room = {"DATABASE_URL": setting.database} if setting.database else _room(setting.room or scratch / "0")
    place = {name: os.environ.get(name, "") for name in PLACE}
    simulated = {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "RESTRIDE_SIM_CLOCK": url}
    env = os.environ | SECRET_FILES | place | simulated
    return BotProcess(
        world, timeline, argv=setting.bot, env=env | room, log=scratch / "bot.log", syncs=setting.bot_syncs
    )


def _room(folder: Path) -> dict[str, str]:
    """Settings of a bot with a database and a key of its own beside it; in a new folder it knows nobody."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'data' / 'restride.db'}",
        "DATA_KEY": "",
        "DATA_KEY_FILE": str(folder / "keys" / "data.key"),
    }


@contextmanager
def bound_socket(port: int) -> Iterator[socket.socket]:
    """A socket on loopback that answers without delay; OSError when the port is taken."""
    # The protocol is named so that asyncio switches Nagle's algorithm off: an answer took 40 ms with it.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(256)
        yield listener


@contextmanager
def _scratch() -> Iterator[Path]:
    """Room for the bot's log and, when nobody named another, its database; kept when there was trouble."""
    scratch = Path(tempfile.mkdtemp(prefix="restride-simulator-"))
    yield scratch
    shutil.rmtree(scratch, ignore_errors=True)
