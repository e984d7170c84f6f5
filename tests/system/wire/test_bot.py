"""The real bot over real HTTP against the simulator: bad weather, restarts, groups, old buttons, what it logs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.simulator.server import THE_BOT
from tests.kit.simulator import Seen, SimulatorClient, running_simulator

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[3]
MARKER = "Zebrafinch"


@pytest.fixture
async def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimulatorClient]:
    monkeypatch.setenv("DATA_KEY_FILE", str(tmp_path / "keys" / "data.key"))
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    (tmp_path / "data").mkdir()
    async with running_simulator(at=MONDAY, database=f"sqlite:///{tmp_path}/data/restride.db") as running:
        yield running


async def consented(sim: SimulatorClient, name: str = "Ana") -> int:
    chat = await sim.new_user(name)
    await sim.say(chat, "/start")
    await sim.tap(chat, "I agree")
    return chat


async def said(sim: SimulatorClient, chat: int) -> list[Seen]:
    return [message for message in await sim.messages(chat) if message.by_bot]


async def last(sim: SimulatorClient, chat: int) -> Seen:
    return (await said(sim, chat))[-1]


def the_log(sim: SimulatorClient) -> str:
    assert sim.inside is not None and sim.inside.bot is not None
    return sim.inside.bot.log.read_text("utf-8")


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_she_is_welcomed_and_asked(sim: SimulatorClient) -> None:
    chat = await sim.new_user("Ana <b>&")
    await sim.say(chat, "/start")
    (welcome,) = await said(sim, chat)
    assert welcome.text.startswith("Hello. I’m Restride")
    assert welcome.buttons == (("I agree",), ("No, thank you",))


async def test_the_menu_and_the_profile_are_set(sim: SimulatorClient) -> None:
    await sim.idle()
    (call,) = await sim.calls("setMyCommands")
    names = [command["command"] for command in call["parameters"]["commands"]]
    assert {"today", "plan", "stop", "help", "privacy", "delete"} <= set(names)
    assert len(await sim.calls("setMyDescription")) == len(await sim.calls("setMyShortDescription")) == 1


@pytest.mark.parametrize("kill", [True, False], ids=["killed", "stopped"])
async def test_after_a_restart_she_goes_on_at_the_same_question(sim: SimulatorClient, kill: bool) -> None:
    chat = await consented(sim)
    asked = await last(sim, chat)
    await sim.restart(kill=kill)
    await sim.idle()
    assert await last(sim, chat) == asked
    await sim.tap(chat, "Yes, 18 or older")
    assert "When was your baby born" in (await last(sim, chat)).text


async def test_what_she_says_while_the_bot_is_away_is_answered_when_it_is_back(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    await sim.restart(kill=True, start=False)
    await sim.tap(chat, "Yes, 18 or older", settle=False)
    await sim.restart()
    await sim.idle()
    assert "When was your baby born" in (await last(sim, chat)).text


@pytest.mark.parametrize(
    "fault",
    [{"status": 429, "retry_after": 1}, {"status": 500}, {"status": 502}, {"drop": True}],
    ids=["429", "500", "502", "dropped"],
)
async def test_whatever_the_weather_she_gets_everything_once_and_in_order(
    sim: SimulatorClient, fault: dict[str, object]
) -> None:
    chat = await sim.new_user("Ana")
    await sim.faults("sendMessage", times=2, **fault)
    await sim.say(chat, "/start", settle=False)
    await sim.say(chat, "/privacy")
    welcome, privacy, *_ = await said(sim, chat)
    assert welcome.text.startswith("Hello. ")
    assert "/delete" in privacy.text


async def test_an_answer_lost_on_the_way_is_a_duplicate_and_not_a_gap(sim: SimulatorClient) -> None:
    chat = await sim.new_user("Ana")
    await sim.faults("sendMessage", drop=True, after=True)
    await sim.say(chat, "/start")
    texts = [message.text.split()[0] for message in await said(sim, chat)]
    assert texts == ["Hello.", "Hello."]


async def test_polling_survives_an_outage(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    await sim.faults("getUpdates", status=502, times=3)
    await sim.tap(chat, "Yes, 18 or older")
    assert "When was your baby born" in (await last(sim, chat)).text
    assert the_log(sim).count("cannot be reached, trying again") == 1


async def test_a_message_that_telegram_refuses_does_not_stop_the_next(sim: SimulatorClient) -> None:
    chat = await sim.new_user("Ana")
    await sim.faults("sendMessage", status=400)
    await sim.say(chat, "/start", settle=False)
    await sim.say(chat, "/privacy")
    assert "/delete" in (await last(sim, chat)).text


async def test_whoever_blocks_the_bot_hears_nothing_until_she_returns(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    before = len(await said(sim, chat))
    await sim.block(chat)
    await sim.advance(timedelta(days=5))
    assert len(await said(sim, chat)) == before
    await sim.unblock(chat)
    await sim.say(chat, "/start")
    assert "18" in (await last(sim, chat)).text


async def test_a_block_that_only_a_send_reveals_ends_the_sends(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    await sim.faults("sendMessage", status=403)
    await sim.say(chat, "/help")
    before = await sim.calls("sendMessage")
    await sim.advance(timedelta(days=5))
    assert await sim.calls("sendMessage") == before


async def test_in_a_group_it_says_so_and_leaves(sim: SimulatorClient) -> None:
    group = await sim.new_user("Runners", chat_type="group")
    await sim.say(group, "/start@restride_sim_bot")
    assert "private" in (await last(sim, group)).text
    assert [call["status"] for call in await sim.calls("leaveChat")] == [200]


async def test_in_the_group_of_its_operator_it_stays_and_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_simulator(at=MONDAY, bot=False) as first:
        ours = await first.new_user("Operators", chat_type="group")
    monkeypatch.setenv("DATA_KEY_FILE", str(tmp_path / "keys" / "data.key"))
    monkeypatch.setenv("OPERATOR_CHAT_ID", str(ours))
    (tmp_path / "data").mkdir()
    async with running_simulator(at=MONDAY, database=f"sqlite:///{tmp_path}/data/restride.db") as sim:
        assert await sim.new_user("Operators", chat_type="group") == ours
        other = await sim.new_user("Runners", chat_type="group")
        await sim.say(ours, "/start@restride_sim_bot")
        await sim.say(other, "/start@restride_sim_bot")
        assert await said(sim, ours) == []
        assert "private" in (await last(sim, other)).text
        assert [call["parameters"]["chat_id"] for call in await sim.calls("leaveChat")] == [other]


def button(sim: SimulatorClient, chat: int, label: str) -> tuple[int, str]:
    """The message and the data of a button that she has seen, whether it is still there or not."""
    assert sim.inside is not None
    for message_id, keyboard in sim.inside.world.chats[chat].keyboards.items():
        for one in (one for row in keyboard for one in row if one.label == label):
            assert one.data is not None
            return message_id, one.data
    raise AssertionError(f"no button has said {label!r}")


async def test_what_she_chose_stays_in_the_message_and_its_buttons_go(sim: SimulatorClient) -> None:
    chat = await consented(sim, "Ana <b>&")
    await sim.tap(chat, "Yes, 18 or older")
    consent, age = [message for message in await said(sim, chat) if message.edited]
    assert consent.text.endswith("Do you agree that I store and use your answers?\n\n✓ I agree")
    assert age.text == "Are you 18 or older?\n\n✓ Yes, 18 or older"
    assert age.html.endswith("\n\n<b>✓ Yes, 18 or older</b>")
    assert consent.buttons == age.buttons == ()
    assert "When was your baby born" in (await last(sim, chat)).text


async def test_of_a_multiple_choice_all_that_she_ticked_stays(sim: SimulatorClient) -> None:
    told = await sim.post("/sim/stories/onboarded/play", {"to_line": "[Monday]"})
    chat = int(told["chat_id"])
    days = await last(sim, chat)
    await sim.tap(chat, "Wednesday")
    ticked = (await sim.messages(chat, after=days.message_id - 1))[0]
    assert ticked.text == days.text and "✓ Wednesday" in str(ticked.buttons)
    await sim.tap(chat, "That’s all")
    done = (await sim.messages(chat, after=days.message_id - 1))[0]
    assert (done.text, done.buttons) == (f"{days.text}\n\n✓ Monday, Wednesday", ())


async def test_what_she_typed_needs_no_mark(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    await sim.say(chat, "Yes, 18 or older")
    age = next(message for message in await said(sim, chat) if message.text == "Are you 18 or older?")
    assert not age.edited


@pytest.mark.parametrize(
    "fault",
    [{"status": 400}, {"status": 429, "retry_after": 30}, {"status": 502}, {"drop": True}],
    ids=["400", "429", "502", "dropped"],
)
async def test_a_mark_that_cannot_be_made_is_let_go(sim: SimulatorClient, fault: dict[str, object]) -> None:
    chat = await consented(sim)
    await sim.faults("editMessageText", times=1, **fault)
    await sim.tap(chat, "Yes, 18 or older")
    assert len(await sim.calls("editMessageText")) == 2, (
        "the one of the consent, and this one: not tried again"
    )
    assert "When was your baby born" in (await last(sim, chat)).text
    assert "dead letter" not in the_log(sim)


async def test_an_old_button_gets_a_toast_and_todays_question(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    message_id, data = button(sim, chat, "I agree")
    await sim.tap(chat, "Yes, 18 or older")
    await sim.tap(chat, message_id=message_id, data=data)
    assert (await sim.toasts(chat))[-1]
    assert "When was your baby born" in (await last(sim, chat)).text


async def test_every_tap_is_answered_once(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    message_id, data = button(sim, chat, "Yes, 18 or older")
    for _ in range(3):
        await sim.tap(chat, message_id=message_id, data=data, settle=False)
    await sim.idle()
    answered = [call["parameters"]["callback_query_id"] for call in await sim.calls("answerCallbackQuery")]
    assert len(answered) == len(set(answered)) == 4
    assert [call["parameters"]["message_id"] for call in await sim.calls("editMessageText")].count(
        message_id
    ) == 1


async def test_rubbish_in_a_button_is_an_old_button(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    question = await last(sim, chat)
    await sim.tap(chat, message_id=question.message_id, data="rubbish")
    assert (await sim.toasts(chat))[-1]
    assert "18" in (await last(sim, chat)).text


async def test_people_do_not_get_each_others_words(sim: SimulatorClient) -> None:
    chats = [await sim.new_user(f"Runner{n}") for n in range(12)]
    for chat in chats:
        for words in ("/start", "I agree", "/help"):
            await sim.say(chat, words, settle=False)
    await sim.idle()
    for chat in chats:
        told = await said(sim, chat)
        assert told[0].text.startswith("Hello. I’m Restride")
        assert "18" in told[-1].text


async def test_a_flood_from_one_person_is_survived(sim: SimulatorClient) -> None:
    chat, other = await consented(sim), await consented(sim, "Bea")
    for n in range(60):
        await sim.say(chat, f"hello {n}", settle=False)
    await sim.tap(other, "Yes, 18 or older")
    assert "When was your baby born" in (await last(sim, other)).text
    assert "18" in (await last(sim, chat)).text


async def test_her_place_is_turned_into_a_zone_and_not_kept(sim: SimulatorClient, tmp_path: Path) -> None:
    chat = await consented(sim)
    await sim.locate(chat, 48.123456, 2.345678)
    assert "location" in (await last(sim, chat)).text
    assert b"48.123456" not in everything_in(tmp_path)
    assert "48.123456" not in the_log(sim)


async def test_nothing_she_says_reaches_the_log_or_the_database_in_clear(
    sim: SimulatorClient, tmp_path: Path
) -> None:
    chat = await consented(sim, MARKER)
    await sim.say(chat, f"{MARKER} leaks when she jumps")
    await sim.faults("sendMessage", status=400)
    await sim.say(chat, f"{MARKER} again")
    await sim.faults("sendMessage", status=500)
    await sim.say(chat, f"/{MARKER}")
    await sim.faults("getUpdates", status=500)
    await sim.restart()
    await sim.say(chat, MARKER)
    log = the_log(sim)
    assert "level=" in log
    for secret in (MARKER, "leaks", "SIMULATED-token"):
        assert secret.lower() not in log.lower()
        assert secret.lower().encode() not in everything_in(tmp_path / "data").lower()


async def test_another_process_with_the_same_token_is_named_once(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    await sim.faults("getUpdates", status=409, times=2)
    await sim.tap(chat, "Yes, 18 or older")
    assert "When was your baby born" in (await last(sim, chat)).text
    assert the_log(sim).count("another process polls with this token") == 1


@asynccontextmanager
async def by_hand(
    sim: SimulatorClient, folder: Path, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`restride run` as an operator starts it: the wall clock, and only the documented settings."""
    env = os.environ | {
        "BOT_TOKEN": "1:abc",
        "BOT_API_URL": sim.url,
        "DATABASE_URL": f"sqlite:///{folder}/data/restride.db",
        "DATA_KEY_FILE": str(folder / "keys" / "data.key"),
        "PYTHONPATH": str(REPOSITORY),
    }
    child = await asyncio.create_subprocess_exec(
        *THE_BOT, env=env | more, cwd=folder, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def test_it_runs_unchanged_by_the_documented_settings_and_stops_when_asked(tmp_path: Path) -> None:
    async with running_simulator(bot=False) as sim:
        chat = await sim.new_user("Ana")
        await sim.say(chat, "/start", settle=False)
        async with by_hand(sim, tmp_path) as child:
            await sim.heard(chat, 2)
            child.terminate()
            assert child.stderr is not None
            log = (await child.stderr.read()).decode()
            assert await child.wait() == 0
        assert "Traceback" not in log and log.splitlines()[-1].endswith("event=stopped")


async def test_telegram_may_come_later(tmp_path: Path) -> None:
    async with running_simulator(bot=False) as sim:
        await sim.faults("getMe", status=502, times=3)
        chat = await sim.new_user("Ana")
        await sim.say(chat, "/start", settle=False)
        async with by_hand(sim, tmp_path) as child:
            await sim.heard(chat, 2)
            child.terminate()
            assert child.stderr is not None
            log = (await child.stderr.read()).decode()
        assert log.count("cannot be reached yet") == 1


async def test_a_token_that_telegram_refuses_is_one_line_and_code_2(tmp_path: Path) -> None:
    async with running_simulator(bot=False) as sim:
        await sim.faults("getMe", status=401)
        async with by_hand(sim, tmp_path, BOT_TOKEN="1:wrong") as child:
            assert child.stderr is not None
            errors = (await child.stderr.read()).decode()
            assert await child.wait() == 2
    lines = [line for line in errors.splitlines() if line.startswith("restride: ")]
    assert lines == [
        "restride: BOT_TOKEN is refused by Telegram: copy it again from BotFather (/mybots, API Token)"
    ]
    assert "Traceback" not in errors and "1:wrong" not in errors
