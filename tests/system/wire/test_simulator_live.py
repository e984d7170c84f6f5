"""What the page asks for beyond the control interface: a chat whole, news, and insight that only a simulation gives."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.debug_view import WHY, alarm_reason, format_event
from bot.simulator.server import THE_BOT
from bot.turns import TurnHandler
from flows import schedule
from tests.kit.simulator import Refusal, SimulatorClient, running_simulator

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
in_one_loop = pytest.mark.asyncio(loop_scope="session")  # with the simulators, one of each for all of them


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sim() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(at=MONDAY) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bare() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(at=MONDAY, bot=False) as running:
        yield running


@in_one_loop
async def test_the_news_come_when_they_happen_and_only_when_something_is_new(bare: SimulatorClient) -> None:
    async with (
        httpx.AsyncClient(base_url=bare.url, trust_env=False, verify=False, timeout=30) as http,
        http.stream("GET", "/sim/events") as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        news = pieces(stream)
        first = await anext(news)
        assert first["clock"]["now"] == MONDAY.isoformat()
        ana = await bare.new_user("Ana")
        second = await anext(news)
        assert second["chats"][str(ana)]["title"] == "Ana"
        await bare.faults(status=502, times=3)
        assert (await anext(news))["stage"]["faults"] == 3
        await bare.say(ana, "hello", settle=False)
        fourth = await anext(news)
        assert fourth["chats"][str(ana)]["rev"] > second["chats"][str(ana)]["rev"]


async def pieces(stream: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in stream.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


@in_one_loop
async def test_a_chat_whole_has_its_menu_in_her_language(sim: SimulatorClient) -> None:
    ana = await sim.new_user("Ana")
    await sim.say(ana, "/start")
    view = await sim.get(f"/sim/chats/{ana}/view")
    assert view["messages"][-1]["buttons"][0][0] | {"data": ""} == {
        "label": "I agree",
        "data": "",
        "opens": None,
    }
    assert {"today", "why", "help"} <= {one["command"] for one in view["commands"]} and view["about"]
    await sim.tap(ana, "I agree")
    view = await sim.get(f"/sim/chats/{ana}/view")
    assert view["messages"][-2]["buttons"] == [] and view["messages"][-2]["html"].endswith("<b>✓ I agree</b>")


@in_one_loop
async def test_insight_is_where_she_is_what_was_decided_and_what_comes_next(sim: SimulatorClient) -> None:
    told = await sim.post("/sim/stories/first-session/play", {})
    found = await sim.get(f"/sim/chats/{told['chat_id']}/insight")
    insight = found["insight"]
    assert insight["zone"] == "Europe/Paris" and insight["state"] == "programme.home"
    assert insight["next"]["kind"] == "daily" and insight["next"]["why"] == WHY["daily"]
    assert dict(insight["facts"])["level"] == "1"
    decided = next(made for turn in insight["turns"] for made in turn["decisions"])
    assert decided["verdict"] and decided["rules"][0]["says"] and decided["rules"][0]["sources"][0]["title"]
    assert found["calls"][-1]["status"] == 200 and insight["waiting"] == {}
    assert "stateDiagram-v2" in (await sim.get("/sim/bot/dialogue"))["mermaid"]


@in_one_loop
async def test_of_somebody_it_does_not_know_the_bot_shows_nothing(sim: SimulatorClient) -> None:
    bea = await sim.new_user("Bea")
    assert (await sim.get(f"/sim/chats/{bea}/insight"))["insight"] == {"waiting": {}}


@in_one_loop
async def test_a_call_that_failed_is_among_her_calls_with_the_reason(sim: SimulatorClient) -> None:
    ana = await sim.new_user("Ana")
    await sim.faults("sendMessage", status=502)
    await sim.say(ana, "/start")
    calls = (await sim.get(f"/sim/chats/{ana}/insight"))["calls"]
    assert [(call["status"], call["why"]) for call in calls][:2] == [(502, "Bad Gateway"), (200, "")]


@in_one_loop
async def test_a_real_run_shows_nothing_to_anybody() -> None:
    as_an_operator = ("env", "-u", "RESTRIDE_SIM_CLOCK", sys.executable, *THE_BOT[1:])
    async with running_simulator(bot=as_an_operator, bot_syncs=False) as sim:
        ana = await sim.new_user("Ana")
        await sim.say(ana, "/start")
        assert (await sim.get(f"/sim/chats/{ana}/insight"))["insight"] is None
        assert await sim.get("/sim/bot/dialogue") == {}


@in_one_loop
async def test_a_bot_that_has_died_shows_nothing_but_its_last_words(sim: SimulatorClient) -> None:
    ana = await sim.new_user("Ana")
    await sim.restart(start=False)
    assert (await sim.get(f"/sim/chats/{ana}/insight"))["insight"] is None
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        assert "running" in (await http.get("/sim/bot/log")).text
    assert await sim.restart()
    assert (await sim.get(f"/sim/chats/{ana}/insight"))["insight"] == {"waiting": {}}


@in_one_loop
@pytest.mark.parametrize("path", ["view", "insight", "recording"])
async def test_nobody_is_there_to_look_at(bare: SimulatorClient, path: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await bare.get(f"/sim/chats/7/{path}")
    assert refusal.value.status == 404


@in_one_loop
async def test_a_zone_that_does_not_exist_is_refused(bare: SimulatorClient) -> None:
    ana = await bare.new_user("Ana")
    with pytest.raises(Refusal, match="no zone called Mars") as refusal:
        await bare.get(f"/sim/chats/{ana}/recording", zone="Mars/Olympus")
    assert refusal.value.status == 400


def test_every_kind_of_alarm_has_its_reason_in_words() -> None:
    kinds = set(re.findall(r'kind="([a-z_]+)"', inspect.getsource(schedule) + inspect.getsource(TurnHandler)))
    assert kinds | {schedule.KEEP, schedule.LET_GO} == {*WHY}
    assert alarm_reason("a_new_kind") == "a new kind"


def test_an_event_of_the_journal_is_one_line() -> None:
    assert format_event('{"Tapped": {"seq": 7, "option": "done"}}') == "Tapped option=done"
    assert format_event('{"Woken": {"seq": 7}}') == "Woken"
