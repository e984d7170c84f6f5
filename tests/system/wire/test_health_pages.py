"""The pages answer from the first moment: before the texts, the database and Telegram; and at the end."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from bot import app
from bot.rendering.texts import Renderer
from bot.settings import Settings, SettingsProblem
from bot.telegram.updates.webhook import webhook_secret
from tests.kit.bot import settings
from tests.kit.replicas import KEY, TOKEN, Replica, free_port
from tests.kit.simulator import running_simulator

HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def answered(http: httpx.AsyncClient, path: str) -> httpx.Response:
    """The page, once something listens."""
    while True:
        try:
            return await http.get(path)
        except httpx.ConnectError:
            await asyncio.sleep(0.02)


async def test_the_pages_answer_while_the_texts_are_loaded_and_before_the_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def load_slowly(settings: Settings) -> Mapping[str, Renderer]:
        go_on.wait()
        raise SettingsProblem("the texts cannot be read")

    monkeypatch.setattr(app, "load_renderers", load_slowly)
    address = f"127.0.0.1:{free_port()}"
    running = asyncio.ensure_future(app._run(settings(tmp_path, LISTEN=address)))
    async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http:
        try:
            assert (await answered(http, "/healthz")).text == "alive"
            ready = await http.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (503, "starting")
            assert (await http.get("/readyz/updates")).status_code == 503
            assert "restride_ready 0.0" in (await http.get("/metrics")).text
            assert not (tmp_path / "data").exists(), "nothing has been made yet"
        finally:
            go_on.set()
            with pytest.raises(SettingsProblem, match="the texts cannot be read"):
                await running


async def test_the_pages_answer_while_telegram_is_away_and_an_update_is_to_be_brought_again(
    tmp_path: Path,
) -> None:
    port, secret = free_port(), webhook_secret(TOKEN, "")
    (tmp_path / "data").mkdir()
    env = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": f"http://127.0.0.1:{port}",
        "DATA_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/restride.db",
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
    }
    bot = Replica("bot", tmp_path, env)
    bot.start()
    try:
        async with httpx.AsyncClient(base_url=bot.url, trust_env=False, timeout=20) as http:
            assert (await answered(http, "/healthz")).status_code == 200
            await bot.says("Telegram cannot be reached yet")
            assert (await http.get("/readyz")).json()["status"] == "starting"
            brought = await http.post("/telegram", json={"update_id": 1}, headers={HEADER: secret})
            assert brought.status_code == 503
    finally:
        assert await bot.stop() == 0


async def test_a_request_that_is_under_way_is_finished_when_the_bot_is_stopped(tmp_path: Path) -> None:
    """The database is locked for a moment; SIGTERM comes; the update is stored and answered with 200."""
    async with running_simulator(bot=False) as sim:
        ana = await sim.new_user("Ana")
        (tmp_path / "data").mkdir()
        port = free_port()
        env = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": sim.url,
            "DATA_KEY": KEY,
            "DATABASE_URL": f"sqlite:///{tmp_path}/data/restride.db",
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        }
        bot = Replica("bot", tmp_path, env)
        bot.start()
        try:
            await bot.ready()
            update = {
                "update_id": 700_000_500,
                "message": {
                    "message_id": 1,
                    "date": 0,
                    "text": "/start",
                    "chat": {"id": ana, "type": "private"},
                    "from": {"id": ana, "is_bot": False, "first_name": "Ana"},
                },
            }
            lock = _Lock(tmp_path / "data" / "restride.db")
            async with httpx.AsyncClient(base_url=bot.url, trust_env=False, timeout=30) as http:
                secret = webhook_secret(TOKEN, "")
                sent = asyncio.ensure_future(http.post("/telegram", json=update, headers={HEADER: secret}))
                await http.get("/metrics")  # answered after the update has come in
                stopped = asyncio.ensure_future(bot.stop())
                while (await http.get("/readyz")).json()["status"] != "stopping":  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
                lock.release()
                assert (await sent).status_code == 200
                assert await stopped == 0
        finally:
            if bot.running:
                await bot.kill()


class _Lock:
    """Holds the write lock of a SQLite file, as another process would."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, timeout=20)
        self._connection.execute("BEGIN IMMEDIATE")

    def release(self) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.close()
