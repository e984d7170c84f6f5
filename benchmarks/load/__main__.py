"""`python -m benchmarks.load`: the process. Its first line is its port; then it does what lines on its input say.

people 1000000 7000     people 1,000,000 and on, who begin with /start
file PATH               people of a file: lines of `id button`
ready                   answers when the bot has asked for updates
run 5 64                64 press at once for 5 s: one line of JSON says what was counted
rest                    nobody presses any more; answers when the last answer came
limit 30                so many messages a second, more are refused with 429; 0: no limit
watch / seen            begins to note when messages arrive / tells it
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from random import Random  # noqa: TID251 - of no bot, and the same at each run
from time import perf_counter, process_time
from typing import Any

import uvloop

from benchmarks.load.api import Api
from benchmarks.load.http import Connection
from benchmarks.load.people import Crowd, percentile
from benchmarks.load.webhook import Pusher


class Load:
    """What the lines ask for."""

    def __init__(self, delay_s: float, webhooks: list[str]) -> None:
        self.crowd = Crowd(self._hand_over)
        self.api = Api(self.crowd.message, delay_s=delay_s, presses=self.crowd.knows)
        self._pusher = Pusher(webhooks, self.api.call) if webhooks else None

    def _hand_over(self, update: bytes) -> None:
        if self._pusher is not None:
            self._pusher.push(update)
        else:
            self.api.hand_over(update)

    async def _ready(self, bots: int) -> None:
        """Until a bot polls, or so many of them have set their webhook."""
        while not self.api.polled.is_set() and self.api.calls.get("setWebhook", 0) < bots:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def do(self, line: str) -> Any:
        verb, *rest = line.split()
        match verb:
            case "people":
                first, number = int(rest[0]), int(rest[1])
                self.crowd.add((person, None) for person in range(first, first + number))
            case "file":
                pairs = (one.split() for one in _lines(Path(rest[0])))
                self.crowd.add((int(person), button) for person, button in pairs)
            case "ready":
                await self._ready(int(rest[0]))
            case "run":
                return await self._run(float(rest[0]), int(rest[1]))
            case "drip":
                return await self._drip(float(rest[0]), float(rest[1]))
            case "rest":
                await self.crowd.rest()
            case "first":
                self.crowd.press(1)
                await self.crowd.rest()
                return {"at": perf_counter()}
            case "limit":
                self.api.per_second = float(rest[0]) or None
            case "watch":
                self.api.arrivals = []
                self.api.sent.clear()
                return {"now": perf_counter()}
            case "seen":
                return self._seen()
            case _:
                raise ValueError(f"there is no {verb!r}")
        return {}

    async def _run(self, seconds: float, at_once: int) -> dict[str, Any]:
        self.crowd.press(at_once)
        return await self._count(asyncio.sleep(seconds))

    async def _drip(self, per_second: float, seconds: float) -> dict[str, Any]:
        """An open loop: who is slow does not slow the others' presses.

        They come as people do who know nothing of one another, a Poisson process, the same at each run: at even
        gaps they would keep step with the pace of the prompts, and all meet one, or none.
        """
        gaps = Random(0)  # noqa: S311 - not a secret

        async def drip() -> None:
            at = begun = perf_counter()
            while (at := at + gaps.expovariate(per_second)) < begun + seconds:
                await asyncio.sleep(max(0.0, at - perf_counter()))
                self.crowd.press_once()
            await asyncio.sleep(max(0.0, begun + seconds - perf_counter()))

        self.crowd.press(0)
        return await self._count(drip(), each=True)

    async def _count(self, meanwhile: Coroutine[None, None, None], *, each: bool = False) -> dict[str, Any]:
        """What was counted meanwhile, if `each` then with the latency of each press."""
        calls = dict(self.api.calls)
        self.crowd.measure()
        wall, cpu = perf_counter(), process_time()
        await meanwhile
        counted = self.crowd.measure()
        spent = perf_counter() - wall
        made = {name: number - calls.get(name, 0) for name, number in self.api.calls.items()}
        return {
            "presses": counted.presses,
            "seconds": spent,
            "per_second": counted.presses / spent,
            "p50_ms": percentile(counted.latencies, 0.5) * 1000,
            "p99_ms": percentile(counted.latencies, 0.99) * 1000,
            "latencies": counted.latencies if each else [],
            "load_cpu": (process_time() - cpu) / spent,
            "calls": {name: number for name, number in made.items() if number},
            "doubled": self.api.doubled,
            "exhausted": self.crowd.exhausted,
        }

    def _seen(self) -> dict[str, Any]:
        return {
            "arrivals": self.api.arrivals or [],
            "now": perf_counter(),
            "chats": len(self.api.sent),
            "more_than_once": sum(number > 1 for number in self.api.sent.values()),
            "refused": self.api.refused,
            "doubled": self.api.doubled,
        }


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


async def serve(options: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    load = Load(options.delay_ms / 1000, options.webhook)
    server = await loop.create_server(lambda: Connection(load.api.answer), "127.0.0.1", options.port)
    say({"port": server.sockets[0].getsockname()[1]})
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().strip():
        say(await load.do(line))


def say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--core", type=int, default=None, help="run on this core only")
    parser.add_argument("--delay-ms", type=float, default=0.0, help="before each answer")
    parser.add_argument("--webhook", action="append", default=[], metavar="URL", help="push updates there")
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    uvloop.run(serve(options))


if __name__ == "__main__":
    main()
