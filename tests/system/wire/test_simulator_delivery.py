"""How updates reach the bot: polling with confirmation, a webhook with retries, and the weather in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.server import LoopbackServer, bound_socket
from bot.simulator.state import TOKEN
from tests.kit.simulator import SimulatorClient, running_simulator


class Bot:
    """A bot made of bare calls."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def call(self, method: str, **values: object) -> Any:
        return (await self.http.post(f"/bot{TOKEN}/{method}", json=values)).json()

    async def updates(self, **values: object) -> list[dict[str, Any]]:
        answer = await self.call("getUpdates", **values)
        assert answer["ok"], answer
        rows: list[dict[str, Any]] = answer["result"]
        return rows

    async def texts(self, **values: object) -> list[str]:
        return [row["message"]["text"] for row in await self.updates(**values)]


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=False) as running:
        yield running


@pytest.fixture
async def bot(sim: SimulatorClient) -> AsyncIterator[Bot]:
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False, timeout=30) as http:
        yield Bot(http)


@pytest.fixture
async def ana(sim: SimulatorClient) -> int:
    return await sim.new_user()


async def say(sim: SimulatorClient, chat_id: int, *texts: str) -> None:
    for text in texts:
        await sim.say(chat_id, text, settle=False)


# --- polling


async def test_an_unconfirmed_update_is_handed_out_again(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    await say(sim, ana, "one", "two", "three")
    first = await bot.updates(limit=2)
    assert [row["message"]["text"] for row in first] == ["one", "two"]
    assert await bot.updates(limit=2) == first
    assert await bot.texts(offset=first[0]["update_id"] + 1) == ["two", "three"]
    assert await bot.texts(offset=first[1]["update_id"] + 2) == []


async def test_a_negative_offset_forgets_all_but_the_last(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    await say(sim, ana, "one", "two", "three")
    assert await bot.texts(offset=-1) == ["three"]
    assert await bot.texts() == ["three"]


async def test_a_long_poll_returns_when_something_happens(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.texts(timeout=50))
        await contact(sim)
        await say(sim, ana, "hello")
    assert poll.result() == ["hello"]


async def test_only_the_kinds_asked_for_are_queued(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    await say(sim, ana, "not wanted")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=[])
    await say(sim, ana, "wanted")
    assert await bot.texts() == ["wanted"]


async def test_updates_older_than_a_day_are_dropped(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    await say(sim, ana, "old")
    await sim.advance(timedelta(hours=23))
    await say(sim, ana, "young")
    assert await bot.texts() == ["old", "young"]
    await sim.advance(timedelta(hours=1))
    assert await bot.texts() == ["young"]


async def test_a_second_poller_gets_409_and_the_first_goes_on(
    sim: SimulatorClient, bot: Bot, ana: int
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.texts(timeout=50))
        await contact(sim)
        second = await bot.call("getUpdates")
        assert second["error_code"] == 409
        assert second["description"].startswith("Conflict: terminated by other getUpdates request")
        await say(sim, ana, "hello")
    assert poll.result() == ["hello"]


async def test_a_poller_that_hangs_up_makes_room(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot.updates(timeout=50)
    await say(sim, ana, "hello")
    assert await bot.texts() == ["hello"]


async def test_polling_is_refused_while_a_webhook_is_set(sim: SimulatorClient, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.call("getUpdates", timeout=50))
        await contact(sim)
        await bot.call("setWebhook", url="http://127.0.0.1:9/")
    assert poll.result()["description"] == "Conflict: terminated by setWebhook request"
    answer = await bot.call("getUpdates")
    assert answer["error_code"] == 409 and "while webhook is active" in answer["description"]
    assert (await bot.call("deleteWebhook"))["ok"]
    assert await bot.updates() == []


async def contact(sim: SimulatorClient) -> None:
    """Until a poll is being held."""
    assert sim.inside is not None
    mailbox = sim.inside.world.mailbox
    assert await sim.inside.world.bell.until(mailbox._poller.locked, timeout_s=5)


# --- webhook


class Hook:
    """A bot's web server that fails as often as it is told, and writes down what it got."""

    def __init__(self) -> None:
        self.got: list[tuple[int, str]] = []
        self.secrets: set[str | None] = set()
        self.failures: dict[str, list[int]] = {}
        self.rang = asyncio.Event()
        self.url = ""

    async def take(self, request: Request) -> Response:
        update = await request.json()
        text = update["message"]["text"]
        self.secrets.add(request.headers.get("x-telegram-bot-api-secret-token"))
        status = self.failures[text].pop(0) if self.failures.get(text) else 200
        self.got.append((status, text))
        self.rang.set()
        return Response(status_code=status)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.rang.clear()
                await self.rang.wait()


@asynccontextmanager
async def hooked() -> AsyncIterator[Hook]:
    hook = Hook()
    app = Starlette(routes=[Route("/hook", hook.take, methods=["POST"])])
    with bound_socket(0) as listener:
        hook.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        server = LoopbackServer(app)
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve(sockets=[listener]))
            try:
                yield hook
            finally:
                server.stop()


async def test_a_webhook_gets_each_update_with_the_secret(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    async with hooked() as hook:
        await bot.call("setWebhook", url=hook.url, secret_token="s3cret")
        await say(sim, ana, "one", "two")
        await sim.idle(5)
        assert hook.got == [(200, "one"), (200, "two")]
        assert hook.secrets == {"s3cret"}
        info = (await bot.call("getWebhookInfo"))["result"]
        assert info["url"] == hook.url and info["pending_update_count"] == 0


async def test_a_failed_delivery_is_tried_again_before_the_next_of_that_chat(
    sim: SimulatorClient, bot: Bot, ana: int
) -> None:
    bea = await sim.new_user("Bea")
    async with hooked() as hook:
        hook.failures["one"] = [500, 404, 302]
        await say(sim, ana, "one", "two")
        await say(sim, bea, "other")
        await bot.call("setWebhook", url=hook.url)
        await sim.idle(5)
        assert [row for row in hook.got if row[1] != "other"] == [
            (500, "one"),
            (404, "one"),
            (302, "one"),
            (200, "one"),
            (200, "two"),
        ]
        assert hook.got.index((200, "other")) < hook.got.index((200, "one"))
        info = (await bot.call("getWebhookInfo"))["result"]
        assert info["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_pending_updates_can_be_dropped_with_the_webhook(
    sim: SimulatorClient, bot: Bot, ana: int
) -> None:
    await say(sim, ana, "one")
    await bot.call("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []


# --- weather


async def test_the_next_calls_fail_as_ordered_and_then_no_more(
    sim: SimulatorClient, bot: Bot, ana: int
) -> None:
    await sim.faults("sendMessage", status=429, retry_after=3, times=2)
    for _ in range(2):
        answer = await bot.call("sendMessage", chat_id=ana, text="hi")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 3})
        assert answer["description"] == "Too Many Requests: retry after 3"
    assert (await bot.call("sendMessage", chat_id=ana, text="hi"))["ok"]
    assert [row["status"] for row in await sim.calls("sendMessage")] == [429, 429, 200]
    assert len(await sim.messages(ana)) == 1


async def test_any_call_but_polling_meets_a_fault_for_all(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    await sim.faults(status=502)
    assert await bot.updates() == []
    assert (await bot.call("getMe"))["description"] == "Bad Gateway"
    await sim.faults("getUpdates", status=500)
    assert (await bot.call("getUpdates"))["error_code"] == 500


async def test_a_dropped_call_is_not_done_unless_only_its_answer_is_lost(
    sim: SimulatorClient, bot: Bot, ana: int
) -> None:
    await sim.faults("sendMessage", drop=True)
    await sim.faults("sendMessage", drop=True, after=True)
    for seen in (0, 1):
        with pytest.raises(httpx.RemoteProtocolError):
            await bot.call("sendMessage", chat_id=ana, text="hi")
        assert len(await sim.messages(ana)) == seen


async def test_a_late_call_is_not_idle_until_it_is_answered(sim: SimulatorClient, bot: Bot, ana: int) -> None:
    await sim.faults("sendMessage", delay_s=0.1)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(bot.call("sendMessage", chat_id=ana, text="hi"))
        assert sim.inside is not None
        world = sim.inside.world
        assert await world.bell.until(lambda: world.in_flight == 1, timeout_s=5)
        await sim.idle(5)
        assert len(await sim.messages(ana)) == 1
    assert call.result()["ok"]


async def test_she_blocks_the_bot_and_its_sends_are_forbidden(
    sim: SimulatorClient, bot: Bot, ana: int
) -> None:
    await sim.block(ana, settle=False)
    answer = await bot.call("sendMessage", chat_id=ana, text="hi")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    await sim.unblock(ana, settle=False)
    assert (await bot.call("sendMessage", chat_id=ana, text="hi"))["ok"]
    changes = [row["my_chat_member"]["new_chat_member"]["status"] for row in await bot.updates()]
    assert changes == ["kicked", "member"]
