"""What is measured, as processes: a bot on one core, and the load that drives it on the other.

Everything that was started is stopped at the end, by its own process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOAD_CORE, BOT_CORE = 0, 1
KEY = "YmVuY2htYXJrcyBvbmx5LCBubyBzZWNyZXQgYXQgYWw="
TOKEN = "1:bench"  # noqa: S105 - of nobody
HERTZ = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A program that answers presses: its module, and what its environment has beside the token."""

    name: str
    module: str
    env: Mapping[str, str]


def peer(name: str, module: str, **env: str) -> System:
    """One of `benchmarks/peers/`."""
    return System(name=name, module=f"benchmarks.peers.{module}", env=env)


PTB = peer("PTB as it comes, no state", "ptb_echo")
PTB_256 = peer("PTB, concurrent_updates=256", "ptb_echo", ECHO_AT_ONCE="256")
AIOGRAM = peer("aiogram, FSM in memory", "aiogram_fsm")


def pinned(core: int | None) -> int | None:
    """That core, if this machine has it and lets us choose."""
    return core if core is not None and hasattr(os, "sched_setaffinity") and core in _cores() else None


def _cores() -> set[int]:
    return os.sched_getaffinity(0)


class Child:
    """One process that we started."""

    def __init__(self, arguments: list[str], env: Mapping[str, str], log: Path, core: int | None) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        chosen = pinned(core)
        with log.open("ab") as to:
            self.process = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, *arguments],
                cwd=log.parent,
                env={**kept, "PYTHONPATH": str(ROOT), **env},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if arguments[1] == "benchmarks.load" else to,
                stderr=to,
                preexec_fn=(lambda: os.sched_setaffinity(0, {chosen})) if chosen is not None else None,
            )
        self._log = log

    def cpu_s(self) -> float:
        """Seconds of CPU so far, by all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / HERTZ

    def memory_mb(self) -> float:
        """Its resident memory."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def check(self) -> None:
        if self.process.poll() is not None:
            raise RuntimeError(f"it has ended:\n{self.log()[-3000:]}")

    def log(self) -> str:
        """What it said."""
        return self._log.read_text("utf-8", "replace")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Running:
    """A system and its load, both under way. `begun`: when the bot was started, by the clock of all processes."""

    def __init__(self, system: System, load: Child, bots: list[Child], port: int, begun: float) -> None:
        self.begun = begun
        self.system = system
        self.load = load
        self.bots = bots
        self.port = port

    def tell(self, line: str) -> dict[str, Any]:
        """One line to the load, and what it answers."""
        assert self.load.process.stdin is not None and self.load.process.stdout is not None
        self.load.process.stdin.write(line.encode() + b"\n")
        self.load.process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self.load.process.stdout is not None
        answer = self.load.process.stdout.readline()
        self.load.check()
        for bot in self.bots:
            bot.check()
        found: dict[str, Any] = json.loads(answer)
        return found

    def run(self, seconds: float, *, at_once: int) -> dict[str, Any]:
        """So many presses at once for so long; what was counted, and the CPU that the bot took for it."""
        for bot in self.bots:
            bot.check()
        before = sum(bot.cpu_s() for bot in self.bots)
        counted = self.tell(f"run {seconds} {at_once}")
        spent = sum(bot.cpu_s() for bot in self.bots) - before
        if not counted["presses"]:
            raise RuntimeError(f"{self.system.name} answered nobody:\n{self.bots[0].log()[-3000:]}")
        counted["bot_cpu"] = spent / counted["seconds"]
        counted["cpu_us_a_press"] = spent / max(1, counted["presses"]) * 1e6
        return counted

    def rest(self) -> None:
        """Nobody presses until the next `run`."""
        self.tell("rest")


@contextmanager
def running(
    system: System,
    *,
    folder: Path,
    people: Path | int,
    delay_ms: float = 0.0,
    replicas: int = 1,
    webhooks: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
    replica_env: tuple[Mapping[str, str], ...] = ({},),
    ready: bool = True,
    bot_core: int | None = BOT_CORE,
    limit: float = 0.0,
) -> Iterator[Running]:
    """The load, then the bot; ready when the bot has asked for updates. `people`: a file, or how many new ones."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        given = ["-m", "benchmarks.load", "--delay-ms", str(delay_ms)]
        for url in webhooks:
            given += ["--webhook", url]
        load = Child(given, {}, folder / "load.log", LOAD_CORE)
        stack.callback(load.stop)
        assert load.process.stdout is not None
        port = json.loads(load.process.stdout.readline())["port"]
        Running(system, load, [], port, 0.0).tell(f"limit {limit}")
        basis = {"BOT_TOKEN": TOKEN, "BOT_API_URL": f"http://127.0.0.1:{port}", **system.env, **(env or {})}
        bots = []
        begun = time.perf_counter()
        for number in range(replicas):
            more = replica_env[number % len(replica_env)]
            bot = Child(["-m", system.module], {**basis, **more}, folder / f"bot{number}.log", bot_core)
            stack.callback(bot.stop)
            bots.append(bot)
        system_running = Running(system, load, bots, port, begun)
        chosen = f"file {people}" if isinstance(people, Path) else f"people 1000000 {people}"
        system_running.tell(chosen)
        if ready:
            system_running.tell(f"ready {replicas}")
        yield system_running
