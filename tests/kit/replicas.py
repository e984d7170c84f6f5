"""`restride run` as an operator starts it: one process or several, with the settings they have in life.

Must not know what the bot says. Each process has its log in a file, and is stopped or killed at the end.

    async with replicas(sim.url, tmp_path, number=2, DATABASE_URL=url) as (one, two): ...
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from bot.simulator.server import THE_BOT

REPOSITORY = Path(__file__).parents[2]
LOOK_S = 0.02
KEY = "dGVzdCBvbmx5LCBzZWNyZXQgdG8gbm9ib2R5IDMyISE="
TOKEN = "7000000001:SIMULATED-token"


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Replica:
    """One process of the bot. It listens, so that a test can ask how it does."""

    def __init__(self, name: str, folder: Path, env: dict[str, str]) -> None:
        self.name = name
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self._env = os.environ | {"PYTHONPATH": str(REPOSITORY), "LISTEN": f"127.0.0.1:{self.port}"} | env
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None and self.running else None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                THE_BOT,
                env=self._env,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )

    async def ready(self) -> None:
        """Returns when it can handle updates, by /readyz/updates."""
        async with httpx.AsyncClient(trust_env=False) as http:
            while True:
                if not self.running:
                    raise AssertionError(f"{self.name} has ended:\n{self.text()[-2000:]}")
                try:
                    if (await http.get(f"{self.url}/readyz/updates")).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(LOOK_S)

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        if self._child is not None:
            self._child.kill()
            await asyncio.to_thread(self._child.wait)

    async def stop(self) -> int:
        """SIGTERM, as systemd does it; the exit code."""
        assert self._child is not None
        self._child.terminate()
        return await asyncio.to_thread(self._child.wait)

    async def ended(self) -> int:
        """Waits until it ends by itself; the exit code."""
        assert self._child is not None
        return await asyncio.to_thread(self._child.wait)

    async def says(self, words: str) -> None:
        """Waits until its log says so."""
        while words not in self.text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(LOOK_S)

    def again(self, name: str, **more: str) -> Replica:
        """Another one with the same settings but for these; not started."""
        other = Replica(name, self._folder, {})
        other._env = self._env | more
        return other

    def text(self) -> str:
        """Its log."""
        return self.log.read_text("utf-8") if self.log.exists() else ""


@asynccontextmanager
async def replicas(
    telegram: str, folder: Path, *, number: int = 1, webhook: bool = True, **more: str
) -> AsyncIterator[list[Replica]]:
    """So many processes, all ready; with `webhook` behind a balancer that takes the next one in turn."""
    env = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": telegram,
        "DATA_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{folder}/data/restride.db",
    }
    (folder / "data").mkdir(exist_ok=True)
    async with balancer() as (port, behind):
        if webhook:
            env["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        made = [Replica(f"replica{n}", folder, env | more) for n in range(number)]
        behind.extend(made)
        try:
            for replica in made:
                replica.start()
            for replica in made:
                await replica.ready()
            yield made
        finally:
            for replica in made:
                await replica.kill()


@asynccontextmanager
async def balancer() -> AsyncIterator[tuple[int, list[Replica]]]:
    """As dull as they come: each connection goes to the next replica; one that refuses is passed over."""
    behind: list[Replica] = []
    turn = 0

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn
        for _ in range(len(behind)):
            turn += 1
            try:
                to = await asyncio.open_connection("127.0.0.1", behind[turn % len(behind)].port)
            except OSError:
                continue
            ways = [asyncio.ensure_future(carry(reader, to[1])), asyncio.ensure_future(carry(to[0], writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)
            for way in ways:
                if not way.cancelled():
                    way.exception()
            to[1].close()
            break
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], behind
    finally:
        server.close()
