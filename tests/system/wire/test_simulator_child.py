"""A bot run as a child: it follows the virtual clock, is killed and comes back; and the chat in the terminal.

The bot is the small one in `A_BOT`: it keeps its alarms in a file, so that it survives being killed.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from bot.simulator import main
from bot.simulator.process import BotFailed
from bot.simulator.server import SimulatorConfig, run_simulator
from bot.simulator.terminal.client import TerminalChat, parse_duration
from bot.simulator.terminal.transcript import Transcript
from tests.kit.simulator import Refusal, SimulatorClient, running_simulator

pytestmark = pytest.mark.long

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)

A_BOT = """
import asyncio, json, os, sys
from datetime import datetime, timedelta
from pathlib import Path
import httpx

BASE = f"{os.environ['BOT_API_URL']}/bot{os.environ['BOT_TOKEN']}"
STORE = Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///"))
alarms = json.loads(STORE.read_text()) if STORE.exists() else []
busy = 0

async def call(method, **values):
    return (await http.post(f"{BASE}/{method}", json=values)).json()

def keep():
    STORE.write_text(json.dumps(sorted(alarms)))

async def turn(update):
    global busy
    if tap := update.get("callback_query"):
        chat = tap["message"]["chat"]["id"]
        await call("answerCallbackQuery", callback_query_id=tap["id"], text="Noted")
        number = tap["message"]["message_id"]
        await call("editMessageText", chat_id=chat, message_id=number, text=f"You said {tap['data']}")
    elif message := update.get("message"):
        chat, (word, *rest) = message["chat"]["id"], message.get("text", "a-place").split()
        if word == "/start":
            labels = [["Yes", "No"], ["Perhaps"]]
            rows = [[{"text": label, "callback_data": label} for label in row] for row in labels]
            await call("sendMessage", chat_id=chat, text="Ready?", reply_markup={"inline_keyboard": rows})
        elif word == "remind":
            for hours in rest:
                alarms.append([(now() + timedelta(hours=float(hours))).isoformat(), chat])
            keep()
            await call("sendMessage", chat_id=chat, text=f"{len(rest)} reminders")
        elif word == "slow":
            await asyncio.sleep(0.2)
            await call("sendMessage", chat_id=chat, text="at last")
        elif word == "die":
            os._exit(3)
        else:
            await call("sendMessage", chat_id=chat, text=f"echo {word}")
    busy -= 1

async def poll(group):
    global busy
    offset = 0
    while True:
        for update in (await call("getUpdates", offset=offset, timeout=20))["result"]:
            offset = update["update_id"] + 1
            busy += 1
            group.create_task(turn(update))

virtual = None
def now():
    return virtual

async def follow():
    global virtual
    rev = 0
    while True:
        due = [row for row in sorted(alarms) if virtual and datetime.fromisoformat(row[0]) <= virtual]
        for at, chat in due:
            await call("sendMessage", chat_id=chat, text=f"ring {at[11:16]} at {virtual:%H:%M}")
            alarms.remove([at, chat])
            keep()
        status = {"rev": rev, "next_alarm": min(alarms)[0] if alarms else None, "pending": busy > 0}
        answer = (await http.post(os.environ["RESTRIDE_SIM_CLOCK"] + "/sim/bot/sync", json=status)).json()
        rev, virtual = answer["rev"], datetime.fromisoformat(answer["now"])

async def main():
    global http
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=60) as http, asyncio.TaskGroup() as group:
        group.create_task(follow())
        group.create_task(poll(group))

asyncio.run(main())
"""


@pytest.fixture
def a_bot(tmp_path: Path) -> tuple[str, ...]:
    script = tmp_path / "a_bot.py"
    script.write_text(A_BOT)
    return sys.executable, str(script)


@pytest.fixture
async def sim(a_bot: tuple[str, ...]) -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=a_bot, at=MONDAY) as running:
        yield running


async def texts(sim: SimulatorClient, chat_id: int) -> list[str]:
    return [message.text for message in await sim.messages(chat_id) if message.by_bot]


async def test_an_act_returns_when_the_bot_has_answered(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.say(ana, "/start")
    assert await texts(sim, ana) == ["Ready?"]
    await sim.tap(ana, "Perhaps")
    assert await texts(sim, ana) == ["You said Perhaps"]
    assert await sim.toasts(ana) == ["Noted"]


async def test_a_turn_that_takes_long_is_waited_for(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.say(ana, "slow")
    assert await texts(sim, ana) == ["at last"]


async def test_going_forward_fires_what_falls_due_on_the_way_each_at_its_own_time(
    sim: SimulatorClient,
) -> None:
    ana, bea = await sim.new_user("Ana"), await sim.new_user("Bea")
    await sim.say(ana, "remind 1 5 30")
    await sim.say(bea, "remind 1 2")
    assert await sim.advance(timedelta(hours=6)) == MONDAY + timedelta(hours=6)
    assert await texts(sim, ana) == ["3 reminders", "ring 08:30 at 08:30", "ring 12:30 at 12:30"]
    assert await texts(sim, bea) == ["2 reminders", "ring 08:30 at 08:30", "ring 09:30 at 09:30"]
    rung = (await sim.messages(ana))[-1]
    assert rung.at == MONDAY + timedelta(hours=5)
    state = await sim.get("/sim/clock")
    assert datetime.fromisoformat(state["next_alarm"]) == MONDAY + timedelta(hours=30)


async def test_the_next_alarm_and_then_none(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.say(ana, "remind 3")
    assert await sim.advance() == MONDAY + timedelta(hours=3)
    assert await texts(sim, ana) == ["1 reminders", "ring 10:30 at 10:30"]
    with pytest.raises(Refusal, match="no alarm"):
        await sim.advance()


async def test_time_waits_for_what_she_has_just_said(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.say(ana, "remind 1", settle=False)
    await sim.advance(timedelta(hours=2))
    assert await texts(sim, ana) == ["1 reminders", "ring 08:30 at 08:30"]


async def test_a_killed_bot_comes_back_on_the_same_database(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.say(ana, "remind 1")
    before = (await sim.get("/sim/bot"))["bot_pid"]
    assert await sim.restart() not in (None, before)
    await sim.advance(timedelta(hours=1))
    assert await texts(sim, ana) == ["1 reminders", "ring 08:30 at 08:30"]


async def test_what_she_says_and_what_falls_due_while_it_is_down_is_kept(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.say(ana, "remind 1")
    await sim.restart(start=False)
    await sim.say(ana, "hello?", settle=False)
    with pytest.raises(Refusal, match="the bot is not running, and 1 updates wait"):
        await sim.idle()
    await sim.advance(timedelta(hours=2))
    await sim.restart()
    await sim.idle()
    assert sorted(await texts(sim, ana)) == ["1 reminders", "echo hello?", "ring 08:30 at 09:30"]


async def test_a_bot_that_dies_is_noticed(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    assert (await sim.get("/sim/bot"))["running"] is True
    await sim.say(ana, "die", settle=False)
    with pytest.raises(Refusal, match="not running"):
        await sim.idle()
    bot = await sim.get("/sim/bot")
    assert (bot["running"], bot["exit_code"]) == (False, 3)


async def test_an_alarm_that_never_goes_is_an_error_not_a_hang(tmp_path: Path) -> None:
    async with running_simulator(bot=False, at=MONDAY) as sim, asyncio.TaskGroup() as group:

        async def stuck() -> None:
            rev = 0
            async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False, timeout=60) as http:
                while True:
                    status = {"rev": rev, "next_alarm": MONDAY.isoformat(), "pending": False}
                    rev = (await http.post("/sim/bot/sync", json=status)).json()["rev"]

        follower = group.create_task(stuck())
        assert sim.inside is not None
        timeline = sim.inside.timeline
        await sim.inside.world.bell.until(lambda: timeline.status is not None, timeout_s=5)
        with pytest.raises(Refusal, match="still there") as refused:
            await sim.advance(timedelta(hours=1))
        assert refused.value.status == 504
        follower.cancel()


async def test_a_bot_that_cannot_start_says_why(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text("raise SystemExit('no database here')")
    with pytest.raises(BotFailed, match="ended with code 1 before it was ready\nno database here"):
        async with running_simulator(bot=(sys.executable, str(script))):
            pass


async def test_a_failure_inside_comes_out_as_itself(a_bot: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        async with running_simulator(bot=False):
            raise KeyError("mine")


# --- the command line


def test_simulate_prints_one_line_serves_and_ends_on_a_signal() -> None:
    code = "from bot.simulator.main import simulate; raise SystemExit(simulate(no_bot=True))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert set(told) == {"page", "control", "bot_api", "bot_pid"} and told["bot_pid"] is None
        with httpx.Client(trust_env=False, verify=False) as http:
            assert http.get(told["page"]).is_success
            assert http.post(f"{told['control']}/sim/users", json={}).json()["chat_id"]
            assert http.get(f"{told['bot_api']}/bot1:x/getMe").json()["ok"]
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_taken_port_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(run_simulator(SimulatorConfig())) as taken,
    ):
        port = int(taken.url.rpartition(":")[2])
        assert main.simulate(port=port, no_bot=True) == 1
    told = capsys.readouterr().err
    assert f"could not start: port {port} is taken: name another with --port" in told


@pytest.mark.parametrize("port", ["99999", "-1", "eighty"])
def test_what_is_no_port_is_told_in_a_line(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    main.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([f"--port={port}"])
    assert f"{port} is no port: a number from 0 (a free one) to 65535" in capsys.readouterr().err


def play(a_bot: tuple[str, ...], lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    assert main.chat(bot=a_bot, at=MONDAY, zone="Europe/Paris") == 0


def test_a_scripted_chat_reads_like_a_chat(
    a_bot: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = "/start\n2\n[Nowhere]\n7\nremind 1 26\n/skip\n/skip 1d\n/restart\n/now\n/skip\n/quit\nnot read\n"
    play(a_bot, script, monkeypatch)
    out = capsys.readouterr().out
    assert out.partition("\n> /start\n")[2] == (
        "\n"
        "-- Monday 2 March 2026, 08:30 (Europe/Paris) --\n"
        "bot: Ready?\n"
        "     [1] Yes   [2] No\n"
        "     [3] Perhaps\n"
        "> 2\n"
        "bot (toast): Noted\n"
        "bot (edited): You said No\n"
        "> [Nowhere]\n"
        "(no button says 'Nowhere')\n"
        "> 7\n"
        "bot: echo 7\n"
        "> remind 1 26\n"
        "bot: 2 reminders\n"
        "> /skip\n"
        "\n"
        "-- Monday 2 March 2026, 09:30 (Europe/Paris) --\n"
        "bot: ring 08:30 at 08:30\n"
        "> /skip 1d\n"
        "> /restart\n"
        "(the bot was killed and started again)\n"
        "> /now\n"
        "It is Tuesday 3 March 2026, 09:30 (Europe/Paris).\n"
        "> /skip\n"
        "\n"
        "-- Tuesday 3 March 2026, 10:30 (Europe/Paris) --\n"
        "bot: ring 09:30 at 09:30\n"
        "> /quit\n"
    )


def test_the_terminal_says_when_the_bot_has_died(
    a_bot: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    play(a_bot, "die\n/location 1 2\n/location here\n", monkeypatch)
    out = capsys.readouterr().out
    assert "(the bot has stopped, with exit code 3: /restart starts it again" in out
    assert "(/location takes a latitude and a longitude, such as 48.85 2.35)" in out


@pytest.mark.parametrize(
    ("text", "seconds"), [("3d", 259_200), ("2h 30m", 9_000), ("30m", 1_800), ("", None), ("to 3d", None)]
)
def test_spans(text: str, seconds: int | None) -> None:
    assert parse_duration(text) == (None if seconds is None else timedelta(seconds=seconds))


def test_only_the_keyboard_among_the_news_takes_numbers() -> None:
    seen = Transcript(zone=ZoneInfo("UTC"))
    plain: dict[str, object] = {
        "message_id": 1,
        "from": "bot",
        "text": "How many hours?",
        "buttons": [],
        "reply_keyboard": [],
        "at": MONDAY.isoformat(),
    }
    asked = plain | {"message_id": 2, "text": "Ready?", "buttons": [["Yes", "No"]]}
    seen.news([asked], [])
    button = seen.button("2")
    assert button is not None and (button.label, button.message_id) == ("No", 2)
    seen.news([asked, plain | {"message_id": 3}], [])
    assert seen.button("2") is None
    assert seen.news([plain | {"message_id": 3}], []) == ["(deleted: Ready?)"]


def test_of_an_edit_that_only_adds_words_the_terminal_shows_those() -> None:
    seen = Transcript(zone=ZoneInfo("UTC"))
    asked: dict[str, object] = {
        "message_id": 1,
        "from": "bot",
        "text": "How was it?",
        "buttons": [["Fine"]],
        "reply_keyboard": [],
        "at": MONDAY.isoformat(),
    }
    seen.news([asked], [])
    assert seen.news([asked | {"text": "How was it?\n\n✓ Fine", "buttons": []}], []) == [
        "bot (edited): … ✓ Fine"
    ]
    assert seen.news([asked | {"text": "How are you?"}], []) == [
        "bot (edited): How are you?",
        "     [1] Fine",
    ]


def test_the_terminal_takes_other_streams() -> None:
    out = io.StringIO()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(run_simulator(SimulatorConfig(at=MONDAY))) as running,
        TerminalChat(running.url, zone=ZoneInfo("UTC"), lines=io.StringIO("/now\n"), out=out) as terminal,
    ):
        terminal.begin(first_name="Ana", language_code="en")
        terminal.run()
    assert "It is Monday 2 March 2026, 07:30 (UTC)." in out.getvalue()
