"""Runs the bot as a child process: starts it against this simulator, notices its death, kills it on request.

Ready means that it has asked for its updates once (or set its webhook).

    bot = BotProcess(world, timeline, argv=("restride", "run"), env={...}, log=Path("bot.log"))
    await bot.start()
"""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.simulator.control.clock_driver import ClockDriver
from bot.simulator.state import TelegramState

_READY_WITHIN_S = 60.0
_STOPS_WITHIN_S = 15.0
_TAIL = 2_000


class BotFailed(Exception):
    """The bot did not become ready. The message ends with the last lines of its log."""


class BotProcess:
    """One child at a time. `syncs=False` is for a bot that does not follow the virtual clock."""

    def __init__(
        self,
        world: TelegramState,
        timeline: ClockDriver,
        *,
        argv: tuple[str, ...],
        env: Mapping[str, str],
        log: Path,
        syncs: bool = True,
    ) -> None:
        self._world = world
        self._timeline = timeline
        self._argv = argv
        self._env = dict(env)
        self._syncs = syncs
        self._child: subprocess.Popen[bytes] | None = None
        self._changing = asyncio.Lock()
        self.ready = False
        self.log = log
        timeline.bot_is_down = lambda: not self.running

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        return self._child.poll() if self._child else None

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    async def start(self) -> int:
        """Start it and wait until it is ready; its process id."""
        async with self._changing:
            if self._child is not None and self.running:
                return self._child.pid
            return await self._start()

    async def restart(self, *, kill: bool, start: bool = True) -> int | None:
        """Kill it (or ask it to stop), and start it again on the same database."""
        async with self._changing:
            await self._stop(kill=kill)
            if not start:
                return None
            self._world.note("-- restart")
            return await self._start()

    async def begin_again(self, env: Mapping[str, str], clear: Callable[[], None]) -> int:
        """Kill it, `clear` the stage, and start it with other settings: another database, say."""
        async with self._changing:
            await self._stop(kill=True)
            self._env |= env
            clear()
            return await self._start()

    async def stop(self) -> None:
        """Ask it to stop; kill it when it does not."""
        async with self._changing:
            await self._stop(kill=False)

    async def watch(self) -> None:
        """Until cancelled: whoever waits for the bot hears at once that it has died."""
        while True:
            await self._world.bell.until(lambda: self.running, timeout_s=None)
            if (child := self._child) is not None:
                await asyncio.to_thread(child.wait)
                if self._child is child:
                    self._timeline.forget()
                self._world.changed()

    async def _start(self) -> int:
        before = self._world.mailbox.contacts
        if self._syncs:
            self._timeline.expect()
        self.ready = False
        child = self._child = await asyncio.to_thread(self._spawn)
        self._world.changed()
        ready = await self._world.bell.until(
            lambda: self._world.mailbox.contacts > before or child.poll() is not None,
            timeout_s=_READY_WITHIN_S,
        )
        if child.poll() is not None:
            raise BotFailed(f"the bot ended with code {child.returncode} before it was ready\n{self.tail()}")
        if not ready:
            await self._stop(kill=True)
            raise BotFailed(f"the bot was not ready within {_READY_WITHIN_S:g} s\n{self.tail()}")
        self.ready = True
        self._world.changed()
        return child.pid

    def _spawn(self) -> subprocess.Popen[bytes]:
        """Its own process group: Ctrl-C in the terminal is for the simulator, which then stops the bot."""
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                self._argv,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    async def _stop(self, *, kill: bool) -> None:
        child = self._child
        if child is None or child.poll() is not None:
            return
        if kill:
            child.kill()
        else:
            child.terminate()
        ended = await self._world.bell.until(lambda: child.poll() is not None, timeout_s=_STOPS_WITHIN_S)
        if not ended:
            child.kill()
        await asyncio.to_thread(child.wait)
        self._timeline.forget()

    def tail(self) -> str:
        try:
            return self.log.read_text(errors="replace")[-_TAIL:]
        except OSError:
            return ""
