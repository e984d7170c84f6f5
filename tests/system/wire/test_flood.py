"""A flood from one person is answered once and delays nobody; what Telegram dropped is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.simulator.state import BOT
from tests.kit.replicas import replicas
from tests.kit.simulator import SimulatorClient, running_simulator

pytestmark = pytest.mark.long

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def told(sim: SimulatorClient, chat: int) -> list[str]:
    assert sim.inside is not None
    return [m.text for m in sim.inside.world.chats[chat].messages.values() if m.sender == BOT]


async def until(sim: SimulatorClient, chat: int, words: str) -> None:
    """Waits until she has been told so."""
    assert sim.inside is not None
    found = await sim.inside.world.bell.until(
        lambda: any(words in text for text in told(sim, chat)), timeout_s=40
    )
    assert found, told(sim, chat)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_five_hundred_messages_are_answered_once_and_a_red_flag_at_once(
    tmp_path: Path, webhook: bool
) -> None:
    async with running_simulator(bot=False) as sim, replicas(sim.url, tmp_path, webhook=webhook):
        ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
        for chat in (ana, bea):
            await sim.say(chat, "/start", settle=False)
            await until(sim, chat, "Do you agree")
        await sim.tap(ana, "I agree", settle=False)
        await until(sim, ana, "18 or older")
        before = len(told(sim, ana))
        for n in range(500):
            await sim.say(ana, f"hello {n}" if n != 250 else "I have chest pain", settle=False)
            if n == 300:
                await sim.tap(bea, "I agree", settle=False)
        await until(sim, bea, "18 or older")
        await until(sim, ana, "medical help now")
        await sim.say(ana, "/privacy", settle=False)
        await until(sim, ana, "operator")
        texts = told(sim, ana)[before:]
        assert len(texts) <= 12, texts
        assert len([text for text in texts if "medical help now" in text]) <= 2


async def test_what_telegram_dropped_after_a_day_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_KEY_FILE", str(tmp_path / "data.key"))
    (tmp_path / "data").mkdir()
    async with running_simulator(at=MONDAY, database=f"sqlite:///{tmp_path}/data/restride.db") as sim:
        ana = await sim.new_user("Ana")
        await sim.say(ana, "/start")
        await sim.tap(ana, "I agree")
        before = len(told(sim, ana))
        await sim.restart(kill=True, start=False)
        await sim.tap(ana, "Yes, 18 or older", settle=False)
        await sim.advance(timedelta(hours=30))
        await sim.restart()
        await sim.advance(timedelta(days=3))
        assert len(told(sim, ana)) > before, "her answer was dropped, so she hears that a question is open"
        await sim.say(ana, "and now?")
        assert told(sim, ana)[-1].endswith("Are you 18 or older?")
        await sim.tap(ana, "Yes, 18 or older")
        assert "When was your baby born" in told(sim, ana)[-1]


async def test_an_emergency_overtakes_strangers_and_each_stranger_is_greeted_in_order(tmp_path: Path) -> None:
    """At ten a second the strangers' greetings take eight seconds; the emergency comes after them."""
    async with (
        running_simulator(bot=False) as sim,
        replicas(sim.url, tmp_path, webhook=False, SENDS_PER_SECOND="10"),
    ):
        ana = await sim.new_user("Ana")
        await sim.say(ana, "/start", settle=False)
        await until(sim, ana, "Do you agree")
        await sim.tap(ana, "I agree", settle=False)
        await until(sim, ana, "18 or older")
        strangers = [await sim.new_user(f"Stranger{n}") for n in range(40)]
        for chat in strangers:
            await sim.say(chat, "/start", settle=False)
        await sim.say(ana, "I have chest pain and I cannot breathe", settle=False)
        await until(sim, ana, "medical help now")
        greeted = sum("Do you agree" in text for chat in strangers for text in told(sim, chat))
        assert greeted < 30, "most strangers wait behind her"
        for chat in strangers:
            await until(sim, chat, "Do you agree")
        greetings = {tuple(told(sim, chat)) for chat in strangers}
        assert {len(texts) for texts in greetings} == {1}
        assert all("Do you agree" in texts[0] for texts in greetings)
