"""The control interface: taps as a thumb makes them, groups, the list of calls, the page, and clear refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.simulator.clock import VirtualClock
from bot.simulator.state import TOKEN
from tests.kit.simulator import Refusal, SimulatorClient, running_simulator

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=False, at=MONDAY) as running:
        yield running


async def call(sim: SimulatorClient, method: str, **values: object) -> Any:
    return (await sim._http.post(f"/bot{TOKEN}/{method}", json=values)).json()["result"]


async def ask(sim: SimulatorClient, chat_id: int, text: str, *labels: str) -> int:
    buttons = [[{"text": label, "callback_data": f"{text}:{label}"}] for label in labels]
    markup = {"inline_keyboard": buttons}
    return int(
        (await call(sim, "sendMessage", chat_id=chat_id, text=text, reply_markup=markup))["message_id"]
    )


async def test_a_tap_goes_to_the_newest_message_with_that_label(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    first = await ask(sim, ana, "first", "Yes", "Old")
    await ask(sim, ana, "second", "Yes", "No")
    await sim.tap(ana, "Yes", settle=False)
    await sim.tap(ana, "Old", settle=False)
    await sim.tap(ana, "Yes", message_id=first, settle=False)
    await sim.tap(ana, message_id=first, data="stale", settle=False)
    data = [row["callback_query"]["data"] for row in await call(sim, "getUpdates")]
    assert data == ["second:Yes", "first:Old", "first:Yes", "stale"]


async def test_a_label_that_is_not_there_is_answered_with_those_that_are(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await ask(sim, ana, "first", "Yes", "Old")
    await ask(sim, ana, "second", "Yes", "No")
    with pytest.raises(Refusal) as missed:
        await sim.tap(ana, "Perhaps", settle=False)
    assert missed.value.status == 404
    assert missed.value.answer["labels"] == ["Yes", "No", "Old"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sim/chats/1001/text", {"txet": "hi"}, 400),
        ("/sim/chats/1001/text", {"text": "  "}, 409),
        ("/sim/chats/1001/text", {"text": "x" * 4097}, 409),
        ("/sim/chats/1001/tap", {"data": "x"}, 400),
        ("/sim/chats/1001/location", {"latitude": 91, "longitude": 0}, 400),
        ("/sim/chats/7/text", {"text": "hi"}, 404),
        ("/sim/chats/x/text", {"text": "hi"}, 404),
        ("/sim/users", {"chat_type": "forum"}, 400),
        ("/sim/faults", {"method": "sendMessage"}, 400),
        ("/sim/clock", {}, 400),
        ("/sim/clock", {"to": "tomorrow"}, 400),
        ("/sim/clock", {"to": "2026-03-01T00:00:00+00:00"}, 400),
        ("/sim/clock", {"to_next_alarm": True}, 409),
        ("/sim/bot/restart", {"kill": True}, 409),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    sim: SimulatorClient, path: str, body: dict[str, object], status: int
) -> None:
    await sim.new_user()
    with pytest.raises(Refusal) as refused:
        await sim.post(path, body)
    assert refused.value.status == status and len(refused.value.answer["error"]) > 10


async def test_a_group_has_a_negative_id_and_a_title(sim: SimulatorClient) -> None:
    group = await sim.new_user("Ana", chat_type="group")
    assert group < 0
    await sim.say(group, "/start@restride_sim_bot", settle=False)
    (update,) = await call(sim, "getUpdates")
    assert update["message"]["chat"] == {"id": group, "type": "group", "title": "Ana's group"}
    assert await call(sim, "leaveChat", chat_id=group) is True
    answer = (await sim._http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": group, "text": "x"})).json()
    assert answer["error_code"] == 403


async def test_a_reply_keyboard_stays_until_it_is_taken_away(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}, {"text": "Later"}]]}
    await call(sim, "sendMessage", chat_id=ana, text="where?", reply_markup=keyboard)
    await call(sim, "sendMessage", chat_id=ana, text="well?")
    assert (await sim.messages(ana))[0].reply_keyboard == (("Here", "Later"),)
    await sim.tap(ana, "Later", settle=False)
    with pytest.raises(Refusal, match="share"):
        await sim.tap(ana, "Here", settle=False)
    await call(sim, "sendMessage", chat_id=ana, text="ok", reply_markup={"remove_keyboard": True})
    with pytest.raises(Refusal, match="no button"):
        await sim.tap(ana, "Later", settle=False)


async def test_deleted_messages_are_gone(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    first, second = await ask(sim, ana, "first", "Yes"), await ask(sim, ana, "second", "No")
    await call(sim, "deleteMessages", chat_id=ana, message_ids=[first, 404])
    assert [message.message_id for message in await sim.messages(ana)] == [second]


async def test_calls_are_listed_with_parameters_and_answer(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await call(sim, "sendMessage", chat_id=ana, text="hi")
    files = {"document": ("plan.pdf", b"%PDF")}
    await sim._http.post(f"/bot{TOKEN}/sendDocument", data={"chat_id": str(ana)}, files=files)
    text, document = await sim.calls()
    assert (text["n"], text["method"], text["parameters"]) == (
        1,
        "sendMessage",
        {"chat_id": ana, "text": "hi"},
    )
    assert text["answer"]["result"]["text"] == "hi"
    assert document["parameters"] == {"chat_id": ana, "document": {"name": "plan.pdf", "bytes": 4}}
    assert await sim.calls(after=1) == [document]


async def test_nobody_types_to_a_bot_she_has_blocked(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.block(ana, settle=False)
    with pytest.raises(Refusal, match="unblock it first"):
        await sim.say(ana, "hi", settle=False)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/page/main.js", "text/javascript"),
        ("/page/base.css", "text/css"),
        ("/favicon.ico", "image/svg"),
    ],
)
async def test_the_page_may_load_only_from_here(sim: SimulatorClient, path: str, kind: str) -> None:
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        answer = await http.get(path)
    assert answer.is_success and answer.headers["content-type"].startswith(kind)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/page/../page.py", "/page/%2e%2e%2fpage.py", "/page/none.js"])
async def test_nothing_but_the_page_is_served(sim: SimulatorClient, path: str) -> None:
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        assert (await http.get(path)).status_code == 404


@pytest.mark.parametrize(
    "headers", [{"Host": "rebound.example"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}]
)
async def test_another_site_is_not_let_in(sim: SimulatorClient, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        assert (await http.post("/sim/users", json={}, headers=headers)).status_code == 403
        assert (await http.get("/sim/chats")).json() == []


# --- the clock without a bot


def test_a_clock_that_nobody_moved_runs_and_a_moved_one_stands() -> None:
    wrist = [100.0]
    clock = VirtualClock(tick=lambda: wrist[0])
    began = clock.now()
    wrist[0] += 5
    assert (clock.now() - began, clock.running) == (timedelta(seconds=5), True)
    clock.set(began + timedelta(hours=1))
    wrist[0] += 5
    assert (clock.now() - began, clock.running) == (timedelta(hours=1), False)
    clock.set(began)
    assert clock.now() == began + timedelta(hours=1)


def test_a_clock_started_at_an_instant_stands_there() -> None:
    assert VirtualClock(MONDAY).now() == MONDAY
    with pytest.raises(ValueError, match="zone"):
        VirtualClock(MONDAY.replace(tzinfo=None))


async def test_without_a_bot_the_clock_just_moves(sim: SimulatorClient) -> None:
    assert await sim.advance(timedelta(days=1)) == MONDAY + timedelta(days=1)
    assert await sim.advance(to=MONDAY + timedelta(days=2)) == MONDAY + timedelta(days=2)
    state = await sim.get("/sim/clock")
    assert (state["running"], state["next_alarm"], state["bot_follows"]) == (False, None, False)


async def test_idle_waits_for_a_bot_to_take_what_was_said(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    await sim.idle(1)
    await sim.say(ana, "hi", settle=False)
    with pytest.raises(Refusal) as late:
        await sim.idle(0.05)
    assert late.value.status == 504 and "1 updates not yet taken" in late.value.answer["error"]
