"""The webhook, the pages of an operator, and replicas: real processes over real HTTP, behind a balancer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from bot.telegram.updates.webhook import webhook_secret
from storage.db.url import database_for
from tests.kit.postgres import Postgres, postgres
from tests.kit.replicas import replicas
from tests.kit.simulator import running_simulator

__all__ = ["postgres"]
pytestmark = pytest.mark.long

TOKEN = "7000000001:SIMULATED-token"
SECRET = webhook_secret(TOKEN, "")
AGE = "Are you 18 or older?"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[str]:
    address = postgres.create()
    yield address.render_as_string(hide_password=False)
    postgres.drop(address)


async def test_she_is_answered_by_webhook_and_the_bot_goes_back_to_polling(tmp_path: Path) -> None:
    async with running_simulator(bot=False) as sim:
        ana = await sim.new_user("Ana")
        async with replicas(sim.url, tmp_path) as (bot,):
            await sim.say(ana, "/start", settle=False)
            assert (await sim.heard(ana, 1))[0].startswith("Hello. ")
            assert await sim.calls("getUpdates") == []
            assert await bot.stop() == 0
            assert bot.text().splitlines()[-1].endswith("event=stopped")
        await sim.tap(ana, "I agree", settle=False)
        async with replicas(sim.url, tmp_path, webhook=False) as (bot,):
            assert "18" in (await sim.heard(ana, 2))[-1]
            assert "it is taken off" in bot.text()


async def test_a_stranger_gets_nothing_and_learns_nothing(tmp_path: Path) -> None:
    update = {"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}
    shown = {HEADER: SECRET}
    async with (
        running_simulator(bot=False) as sim,
        replicas(sim.url, tmp_path) as (bot,),
        httpx.AsyncClient(base_url=bot.url, trust_env=False) as http,
    ):

        async def status(method: str, path: str, **given: object) -> int:
            return (await http.request(method, path, **given)).status_code  # type: ignore[arg-type]

        async def chunks() -> object:
            for _ in range(40):
                yield b" " * 50_000

        assert await status("POST", "/telegram", json=update) == 403
        assert await status("POST", "/telegram", json=update, headers={HEADER: SECRET[:-1] + "x"}) == 403
        assert await status("POST", "/telegram", json=update, headers={HEADER: "é".encode()}) == 403
        assert await status("GET", "/telegram", headers=shown) == 405
        assert await status("POST", "/", json=update, headers=shown) == 404
        assert await status("POST", "/telegram/x", json=update, headers=shown) == 404
        assert await status("POST", "/telegram", content=b"x" * 1_000_001, headers=shown) == 413
        assert await status("POST", "/telegram", content=chunks(), headers=shown) == 413
        assert await status("POST", "/telegram", content=b"{", headers=shown) == 400
        assert await status("POST", "/telegram", content=b"[" * 100_000, headers=shown) == 400
        assert await status("POST", "/telegram", json=[update], headers=shown) == 400
        assert await status("POST", "/telegram", json={"update_id": 2, "message": 7}, headers=shown) == 200
        assert await status("POST", "/telegram", json=update, headers=shown) == 200


async def test_the_operators_pages_tell_how_it_does(tmp_path: Path) -> None:
    async with running_simulator(bot=False) as sim:
        ana = await sim.new_user("Zebrafinch")
        async with (
            replicas(sim.url, tmp_path) as (bot,),
            httpx.AsyncClient(base_url=bot.url, trust_env=False) as http,
        ):
            await sim.say(ana, "/start", settle=False)
            await sim.heard(ana, 1)
            assert (await http.get("/healthz")).text == "alive"
            ready = (await http.get("/readyz")).json()
            assert ready == {
                "status": "ready",
                "ready": True,
                "problems": [],
                "database": True,
                "telegram": True,
                "oldest_alarm_s": 0.0,
                "oldest_message_s": 0.0,
            }
            numbers = (await http.get("/metrics")).text
            assert "restride_people 1.0" in numbers
            assert 'restride_turns_total{event="Commanded"} 1.0' in numbers
            assert 'restride_delivered{day="today",kind="reply",outcome="planned"} 1.0' in numbers
            assert "Zebrafinch" not in numbers and SECRET not in numbers + bot.text()


async def test_an_update_is_confirmed_only_when_it_is_stored(tmp_path: Path, shared: str) -> None:
    """The table of people is away: Telegram is asked to come again, and does until it is back."""
    async with running_simulator(bot=False) as sim:
        ana = await sim.new_user("Ana")
        database = database_for(shared)
        async with replicas(sim.url, tmp_path, DATABASE_URL=shared) as (bot,):
            await database.write(lambda c: c.execute(text("ALTER TABLE people RENAME TO elsewhere")))
            async with httpx.AsyncClient(base_url=bot.url, trust_env=False) as http:
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
                refused = await http.post("/telegram", json=update, headers={HEADER: SECRET}, timeout=30)
                assert refused.status_code == 503
                assert (await http.get("/readyz")).status_code == 503
                await database.write(lambda c: c.execute(text("ALTER TABLE elsewhere RENAME TO people")))
                taken = await http.post("/telegram", json=update, headers={HEADER: SECRET})
                assert taken.status_code == 200
            assert len(await sim.heard(ana, 1)) == 1
        await database.dispose()


async def test_three_replicas_answer_everybody_once_and_in_order(tmp_path: Path, shared: str) -> None:
    async with running_simulator(bot=False) as sim:
        chats = [await sim.new_user(f"Runner{n}") for n in range(8)]
        async with replicas(sim.url, tmp_path, number=3, DATABASE_URL=shared, SENDS_PER_CHAT="100") as three:
            for chat in chats:
                for words in ("/start", "I agree", "/help"):
                    await sim.say(chat, words, settle=False)
            for chat in chats:
                told = await sim.heard(chat, 3, last=lambda words: words == AGE)
                greeting, *between, help_, question = told
                assert greeting.startswith("Hello. I’m Restride") and "Do you agree" in greeting
                assert question == AGE and "/settings" in help_, "the question comes again after the help"
                assert between in ([], [AGE]), "in haste, only the newest of two equal questions"
            assert all("Traceback" not in replica.text() for replica in three)
            turns = 0.0
            async with httpx.AsyncClient(trust_env=False) as http:
                for replica in three:
                    numbers = (await http.get(f"{replica.url}/metrics")).text
                    mine = [line for line in numbers.splitlines() if line.startswith("restride_turns_total{")]
                    turns += sum(float(line.split()[-1]) for line in mine)
                    assert mine, "each has done its share"
            assert turns == 24


async def test_a_session_of_a_newer_release_is_left_alone_until_it_is_there(
    tmp_path: Path, shared: str
) -> None:
    """A rolling upgrade: her update waits at Telegram, and others are answered meanwhile."""
    from storage.encryption.crypto import Keyring
    from storage.people.store import Store

    async with running_simulator(bot=False) as sim:
        ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
        database = database_for(shared)
        async with replicas(sim.url, tmp_path, DATABASE_URL=shared) as (bot,):
            await sim.say(ana, "/start", settle=False)
            await sim.heard(ana, 1)
            keyring = Keyring.from_settings("dGVzdCBvbmx5LCBzZWNyZXQgdG8gbm9ib2R5IDMyISE=")
            stored = await Store(database, keyring).session(ana)
            assert stored is not None

            async def put(session: str) -> None:
                sealed = keyring.seal("people", str(ana), "sealed", session)
                update = text("UPDATE people SET sealed = :sealed WHERE person = :person")
                await database.write(lambda c: c.execute(update, {"sealed": sealed, "person": ana}))

            await put(json.dumps(json.loads(stored) | {"version": 999}))
            await sim.tap(ana, "I agree", settle=False)
            await sim.say(bea, "/start", settle=False)
            assert len(await sim.heard(bea, 1)) == 1
            assert len(await sim.heard(ana, 1)) == 1
            await put(stored)
            assert "18" in (await sim.heard(ana, 2))[1]
            assert "upgrade the bot" in bot.text()
        await database.dispose()


async def test_a_second_poller_is_told_what_to_do(tmp_path: Path, shared: str) -> None:
    async with running_simulator(bot=False) as sim:
        ana = await sim.new_user("Ana")
        async with replicas(sim.url, tmp_path, webhook=False, DATABASE_URL=shared) as (one,):
            other = tmp_path / "other"
            other.mkdir()
            async with replicas(sim.url, other, webhook=False, DATABASE_URL=shared) as (two,):
                await two.says("replicas on PostgreSQL need a webhook")
                await sim.say(ana, "/start", settle=False)
                assert len(await sim.heard(ana, 1)) == 1
                assert "Traceback" not in one.text() + two.text()


async def test_an_address_that_is_taken_is_one_line(tmp_path: Path) -> None:
    async with running_simulator(bot=False) as sim, replicas(sim.url, tmp_path) as (bot,):
        second = bot.again("second")
        second.start()
        assert await second.ended() == 2
        (line,) = [line for line in second.text().splitlines() if line.startswith("restride: ")]
        assert line.startswith(f"restride: LISTEN 127.0.0.1:{bot.port} cannot be used")
