"""Telegram restarts the numbers of its updates lower: everybody is heard, once, by polling and by webhook.

Telegram does so after a week without updates. Between two numberings nothing may be lost and nothing done twice, also
when the bot is killed after a turn is committed and before Telegram knows of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clock import SystemClock
from bot.telegram.updates.webhook import webhook_secret
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.people.store import Store
from tests.kit.databases import migrated_file, migrated_url
from tests.kit.postgres import postgres
from tests.kit.replicas import KEY, LOOK_S, Replica, replicas
from tests.kit.simulator import Refusal, SimulatorClient, running_simulator

__all__ = ["migrated_file", "postgres"]
pytestmark = pytest.mark.long

TOKEN = "7000000001:SIMULATED-token"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": webhook_secret(TOKEN, "")}
PEOPLE = 120  # more than the 100 updates of one poll
AGE = "Are you 18 or older?"
FAST = {"SENDS_PER_SECOND": "1000", "SENDS_PER_CHAT": "100"}


@pytest.fixture(params=("sqlite", "postgresql"))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database on either side."""
    (tmp_path / "data").mkdir()
    with migrated_url(request.param, request, tmp_path / "data" / "restride.db") as address:
        yield address


@asynccontextmanager
async def stage(
    url: str, folder: Path, *, webhook: bool
) -> AsyncIterator[tuple[SimulatorClient, list[Replica]]]:
    """A Telegram, and the bot on this database: one process, or two behind the webhook on PostgreSQL."""
    number = 2 if webhook and url.startswith("postgresql") else 1
    async with (
        running_simulator(bot=False) as sim,
        replicas(sim.url, folder, number=number, webhook=webhook, DATABASE_URL=url, **FAST) as bots,
    ):
        yield sim, bots


async def all_confirmed(sim: SimulatorClient) -> None:
    assert sim.inside is not None
    world = sim.inside.world
    assert await world.bell.until(lambda: not world.mailbox.waiting(), timeout_s=20)


async def all_settled(url: str) -> None:
    """Returns when every message that was sent is noted as sent: a kill before that sends it once more."""
    database = database_for(url)
    store = Store(database, Keyring.from_settings(KEY))
    async with asyncio.timeout(20):
        while True:
            if (await store.lateness(SystemClock().now())).oldest_message is None:
                break
            await asyncio.sleep(LOOK_S)
    await database.dispose()


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_everybody_is_heard_when_numbers_restart_lower(url: str, tmp_path: Path, webhook: bool) -> None:
    async with stage(url, tmp_path, webhook=webhook) as (sim, bots):
        chats = [await sim.new_user(f"Runner{n}") for n in range(PEOPLE)]
        first = [await sim.say(chat, "/start", settle=False) for chat in chats]
        for chat in chats:
            await sim.heard(chat, 1)
        await all_confirmed(sim)
        # 60 numbers are numbers that others had a moment ago.
        await sim.restart_numbers(first[0] - PEOPLE // 2)
        second = [await sim.tap(chat, "I agree", settle=False) for chat in reversed(chats)]
        assert len(set(first) & set(second)) == PEOPLE // 2
        for chat in chats:
            assert (await sim.heard(chat, 2))[1] == AGE
        await all_confirmed(sim)
        # Each of them has her own numbers again, with other words.
        await sim.restart_numbers(first[0])
        assert [await sim.say(chat, "/help", settle=False) for chat in chats] == first
        for chat in chats:
            assert (await sim.heard(chat, 4))[3] == AGE
        await all_confirmed(sim)
        polls = len(await sim.calls("getUpdates"))
        assert polls == 0 if webhook else polls <= 3 * PEOPLE + 9, (
            "at most a poll for each update: none in vain"
        )
        assert all("without anything new" not in bot.text() for bot in bots)
        for chat in chats:
            assert len(await sim.heard(chat, 4)) == 4


async def test_a_kill_between_commit_and_confirmation_before_the_numbers_restart(
    url: str, tmp_path: Path
) -> None:
    async with stage(url, tmp_path, webhook=False) as (sim, (bot,)):
        ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
        for chat in (ana, bea):
            await sim.say(chat, "/start", settle=False)
            await sim.heard(chat, 1)
        await all_confirmed(sim)
        await all_settled(url)
        started = await sim.restart_numbers()
        await sim.faults("getUpdates", status=502, times=10_000)  # the poll that waits is still answered
        numbers = [await sim.tap(chat, "I agree", settle=False) for chat in (ana, bea)]
        assert numbers == [started, started + 1]
        assert (await sim.heard(ana, 2))[1] == AGE
        await bot.kill()
        assert sim.inside is not None and sim.inside.world.mailbox.waiting(), "nothing was confirmed"
        sim.inside.world.faults.clear()
        bot.start()
        await bot.ready()
        assert (await sim.heard(bea, 2))[1] == AGE
        await all_confirmed(sim)
        for chat in (ana, bea):
            await sim.tap(chat, "Yes, 18 or older", settle=False)
            await sim.heard(chat, 3, last=lambda said: "born" in said)
        await all_confirmed(sim)
        database = database_for(url)
        store = Store(database, Keyring.from_settings(KEY))
        turns = {
            chat: [line.event.split('"')[1] for line in await store.journal(chat)] for chat in (ana, bea)
        }
        await database.dispose()
        assert list(turns.values()) == [["Tapped", "Tapped"]] * 2, "no turn was taken twice"


async def test_the_webhook_ignores_repeats_in_any_order_on_any_replica(url: str, tmp_path: Path) -> None:
    async with stage(url, tmp_path, webhook=True) as (sim, bots), httpx.AsyncClient(trust_env=False) as http:
        ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")

        async def bring(bot: Replica, update: dict[str, Any]) -> None:
            answer = await http.post(f"{bot.url}/telegram", json=update, headers=HEADER, timeout=30)
            assert answer.status_code == 200

        updates = [
            words(900, ana, 1, "/start"),
            words(901, bea, 2, "/start"),
            words(4, ana, 3, "I agree"),
            words(5, bea, 4, "I agree"),
            words(900, bea, 5, "/help"),  # a number that Ana had
            words(5, ana, 6, "/help"),  # a number that Bea had
        ]
        for update in updates:
            await bring(bots[0], update)
        told = {chat: await sim.heard(chat, 3, last=lambda said: said == AGE) for chat in (ana, bea)}
        for update in (*updates, *reversed(updates)):
            await bring(bots[-1], update)
        await bring(bots[0], words(1, ana, 7, "Yes, 18 or older"))
        assert {len(told[ana]), len(told[bea])} <= {3, 4}  # in haste, only the newest of two equal questions
        after = await sim.heard(ana, len(told[ana]) + 1)
        assert after[:-1] == told[ana] and "born" in after[-1]
        assert await sim.heard(bea, len(told[bea])) == told[bea]


async def test_numbers_do_not_restart_while_an_update_waits() -> None:
    async with running_simulator(bot=False) as sim:
        ana = await sim.new_user("Ana")
        await sim.say(ana, "hello", settle=False)
        with pytest.raises(Refusal, match="1 updates still wait for the bot"):
            await sim.restart_numbers()
        for number in (0, -1, 2**31):
            with pytest.raises(Refusal, match="next_id is a number from 1 to 2147483647"):
                await sim.restart_numbers(number)


async def test_an_offset_above_all_numbers_is_answered_from_the_head_and_deletes_nothing() -> None:
    async with (
        running_simulator(bot=False) as sim,
        httpx.AsyncClient(base_url=f"{sim.url}/bot{TOKEN}", trust_env=False) as http,
    ):

        async def polled(offset: int) -> list[str]:
            found = (await http.post("/getUpdates", json={"offset": offset})).json()["result"]
            return [update["message"]["text"] for update in found]

        ana = await sim.new_user("Ana")
        last = await sim.say(ana, "before", settle=False)
        assert await polled(last + 1) == []
        lower = await sim.restart_numbers()
        assert lower < last
        for text in ("one", "two"):
            await sim.say(ana, text, settle=False)
        for _ in range(2):
            assert await polled(last + 1) == ["one", "two"]
        assert await polled(lower + 1) == ["two"]
        assert await polled(lower + 2) == []


def words(number: int, chat: int, message_id: int, text: str) -> dict[str, Any]:
    """An update as Telegram brings it."""
    return {
        "update_id": number,
        "message": {
            "message_id": message_id,
            "date": 1_700_000_000 + message_id,
            "text": text,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Runner"},
        },
    }
