"""Answers that are not Telegram's, on every method, and then Telegram again: nobody is lost, silenced or given up.

One bot lives through all of them, one after another. Its limits of time are a tenth of the real ones.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from telegram.error import InvalidToken, TelegramError

from bot.simulator.state import BOT, TOKEN
from bot.telegram.answers import NotTelegram
from bot.telegram.bot_client import BotClient
from bot.telegram.delivery.send import RetryLater, Sent, Unreachable, send
from bot.telegram.updates.webhook import delete_webhook
from tests.kit.simulator import SimulatorClient, running_simulator

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("not-telegram")]
MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
SECRET = TOKEN.partition(":")[2].encode()
YEAR_S = 31_536_000
QUICK_BOT = """
from bot.telegram import answers, http_client
answers.MAX_WAIT_S, http_client.CONNECT_S, http_client.READ_S = 1, 0.5, 1.0
from bot.telegram import bot_client
bot_client.LONG_POLL_S = 2
from bot.cli import main
raise SystemExit(main(["run"]))
"""
Fault = dict[str, object]
NAMED = (
    *("no-result", "list", "null", "string", "truncated", "empty", "redirect"),
    *("wrong-result", "broken-updates", "other-bot", "gigabyte", "drip"),
)
FAULTS: dict[str, Fault] = {
    **{name: {"answer": name} for name in NAMED},
    **{f"html-{code}": {"answer": "html", "status": code} for code in (200, 400, 401, 403, 404, 409, 502)},
    **{f"json-{code}": {"answer": "other-json", "status": code} for code in (200, 400, 401, 403, 404)},
    "wait-a-year": {"status": 429, "retry_after": YEAR_S},
    **{f"wait-{wait!r}": {"status": 429, "retry_after": wait} for wait in (-1, "7", 1e300, [])},
}
SAID = ("an answer is not Telegram's", "Telegram is too slow", "Telegram asks for a very long wait")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bot")
    (made / "data").mkdir()
    return made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sim(folder: Path) -> AsyncIterator[SimulatorClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_KEY_FILE", str(folder / "keys" / "data.key"))
        patch.setenv("LOG_LEVEL", "DEBUG")
        database = f"sqlite:///{folder}/data/restride.db"
        bot = (sys.executable, "-c", QUICK_BOT)
        async with running_simulator(at=MONDAY, database=database, bot=bot) as running:
            yield running


def bot_log(sim: SimulatorClient) -> str:
    assert sim.inside is not None and sim.inside.bot is not None
    return sim.inside.bot.log.read_text("utf-8")


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def texts(sim: SimulatorClient, chat: int) -> list[str]:
    return [message.text for message in await sim.messages(chat) if message.by_bot]


async def broken_calls(sim: SimulatorClient, left: int) -> None:
    """Until the faults have been met so often that `left` of them are left."""
    assert sim.inside is not None
    world = sim.inside.world
    assert await world.bell.until(lambda: world.faults.left <= left, timeout_s=60)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_the_bot_outlives_it(sim: SimulatorClient, folder: Path, fault: Fault) -> None:
    assert sim.inside is not None and sim.inside.bot is not None
    pid, before = sim.inside.bot.pid, len(bot_log(sim))
    ana, bea, cat = [await sim.new_user(name) for name in ("Ana", "Bea", "Cat")]
    await sim.say(ana, "/start")
    await sim.tap(ana, "I agree")

    await sim.faults("*", times=1000, **fault)
    await sim.tap(ana, "Yes, 18 or older", settle=False)
    await sim.say(bea, "/start", settle=False)
    await broken_calls(sim, 996)
    await sim.faults("getUpdates", times=1, **fault)
    await sim.say(cat, "/start", settle=False)
    await broken_calls(sim, 995)
    await sim.inside.world.bell.until(
        lambda: not [one for one in sim.inside.world.faults._coming if one.method == "getUpdates"],
        timeout_s=60,
    )

    sim.inside.world.faults.clear()
    await sim.idle(60)
    assert (sim.inside.bot.running, sim.inside.bot.pid) == (True, pid)
    assert "When was your baby born" in (await texts(sim, ana))[-1]
    for chat in (bea, cat):
        assert [words.split()[0] for words in await texts(sim, chat)] == ["Hello."]
        await sim.tap(chat, "I agree")
        assert "Are you 18 or older?" in (await texts(sim, chat))[-1]
    for chat in (ana, bea, cat):
        turns = (await sim.get(f"/sim/chats/{chat}/insight"))["insight"]["turns"]
        assert "block" not in str(turns).lower(), "a turn for a block that never was"
    with sqlite3.connect(f"file:{folder}/data/restride.db?mode=ro", uri=True) as database:
        for table in ("outbox", "dead_letters"):
            assert database.execute(f"SELECT * FROM {table}").fetchall() == []
    said = bot_log(sim)[before:]
    kinds = [line for line in said.splitlines() if any(event in line for event in SAID)]
    assert kinds and all("todo=" in line for line in kinds), "it is said, with what to do"
    named = [found[0] for line in kinds if (found := re.findall(r"kind=.*? todo=", line))]
    assert len(named) == len(set(named)), "each kind once"
    assert "Traceback" not in said and "could not be handled" not in said
    assert SECRET not in everything_in(folder)
    assert SECRET not in bot_log(sim).encode()


# --- the same without a process, method by method ----------------------------------------------------


@pytest_asyncio.fixture(loop_scope="module")
async def telegram() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=False) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def wire(telegram: SimulatorClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotClient]:
    monkeypatch.setattr("bot.telegram.http_client.CONNECT_S", 0.2)
    monkeypatch.setattr("bot.telegram.http_client.READ_S", 0.3)
    made = BotClient(TOKEN, telegram.url)
    yield made
    await made.shutdown()


async def test_a_start_waits_through_all_of_them(telegram: SimulatorClient, wire: BotClient) -> None:
    for name, fault in FAULTS.items():
        await telegram.faults("getMe", **(fault | ({"answer": "list"} if name == "broken-updates" else {})))
        with pytest.raises(TelegramError) as raised:
            await wire.initialize()
        assert not isinstance(raised.value, InvalidToken), name
        assert TOKEN not in repr(raised.value)
    await wire.initialize()
    assert wire.username == BOT.username


async def test_a_webhook_is_taken_off_through_all_of_them(
    telegram: SimulatorClient, wire: BotClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.updates.webhook.FIRST_PAUSE_S", 0.0)
    await wire.initialize()
    for fault in (one for one in FAULTS.values() if one.get("retry_after") != YEAR_S):
        await telegram.faults("getWebhookInfo", **fault)
    await delete_webhook(wire)
    calls = await telegram.calls("getWebhookInfo")
    assert len(calls) == len(FAULTS) and calls[-1]["answer"]["ok"], "all faults but one, and the answer"


async def test_no_message_is_refused_or_her_own_fault(telegram: SimulatorClient, wire: BotClient) -> None:
    await wire.initialize()
    ana = await telegram.new_user("Ana")
    params = {"chat_id": ana, "text": "Good morning"}
    for name, fault in FAULTS.items():
        await telegram.faults("sendMessage", **fault)
        outcome = await send(wire, "sendMessage", params)
        assert isinstance(outcome, RetryLater), name
        assert outcome.counts == (name in ("drip", "wait-a-year")), name
        assert SECRET.decode() not in outcome.why
    assert isinstance(await send(wire, "sendMessage", params), Sent)
    await telegram.faults("sendMessage", status=403)
    assert isinstance(await send(wire, "sendMessage", params), Unreachable)


async def test_rubbish_without_an_update_is_not_telegrams(telegram: SimulatorClient, wire: BotClient) -> None:
    await wire.initialize()
    await telegram.faults("getUpdates", answer="broken-updates")
    with pytest.raises(NotTelegram, match="without numbers"):
        await wire.updates(0, (), wait_s=0)
