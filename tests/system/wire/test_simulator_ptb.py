"""python-telegram-bot 22.8 as it comes, against the simulator: by polling and by webhook."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.simulator.server import LoopbackServer, bound_socket
from bot.simulator.state import TOKEN
from tests.kit.simulator import SimulatorClient, running_simulator

Context = ContextTypes.DEFAULT_TYPE
MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (320).to_bytes(4) + (200).to_bytes(4) + b"\x08\x02\x00\x00\x00"


async def start(update: Update, context: Context) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes & no", callback_data="1:yes")]])
    assert update.effective_message is not None
    await update.effective_message.reply_html("<b>Hello</b> &amp; welcome", reply_markup=keyboard)


async def tapped(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Noted")
    await query.edit_message_text(f"You said {query.data}")


async def where(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Here", request_location=True), "Elsewhere"]])
    await update.effective_message.reply_text("Where are you?", reply_markup=keyboard)


async def placed(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None and message.location is not None
    await message.reply_text(f"{message.location.latitude} {message.location.longitude}")


async def filed(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None and message.document is not None
    content = await (await message.document.get_file()).download_as_bytearray()
    await message.reply_document(io.BytesIO(bytes(content)[::-1]), filename="turned.txt", caption="Turned")
    await message.reply_photo(PNG, caption="A chart")


async def said(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"echo {update.effective_message.text}")


async def blocked(update: Update, context: Context) -> None:
    assert update.my_chat_member is not None
    context.bot_data["status"] = update.my_chat_member.new_chat_member.status


def application(sim: SimulatorClient) -> Application[Any, Any, Any, Any, Any, Any]:
    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": False})

    app = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{sim.url}/bot")
        .base_file_url(f"{sim.url}/file/bot")
        .request(request())
        .get_updates_request(request())
        .build()
    )
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler("where", where))
    app.add_handler(CallbackQueryHandler(tapped))
    app.add_handler(ChatMemberHandler(blocked))
    app.add_handler(MessageHandler(filters.LOCATION, placed))
    app.add_handler(MessageHandler(filters.Document.ALL, filed))
    app.add_handler(MessageHandler(filters.TEXT, said))
    return app


@asynccontextmanager
async def polling(app: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=20, allowed_updates=Update.ALL_TYPES)
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()


@asynccontextmanager
async def by_webhook(app: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    """A server that answers 200 once the update is handled: PTB's own would answer before."""

    async def take(request: Request) -> Response:
        if request.headers.get("x-telegram-bot-api-secret-token") != "s3cret":
            return Response(status_code=401)
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return Response()

    web = Starlette(routes=[Route("/hook", take, methods=["POST"])])
    with bound_socket(0) as listener:
        server = LoopbackServer(web)
        async with asyncio.TaskGroup() as group, app:
            group.create_task(server.serve(sockets=[listener]))
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
            await app.bot.set_webhook(url, secret_token="s3cret", allowed_updates=Update.ALL_TYPES)
            try:
                yield
            finally:
                await app.bot.delete_webhook()
                server.stop()


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=False, at=MONDAY) as running:
        yield running


async def until(sim: SimulatorClient, fact: Callable[[], bool]) -> None:
    assert sim.inside is not None
    assert await sim.inside.world.bell.until(fact, timeout_s=10)


async def shown(sim: SimulatorClient, chat_id: int, count: int) -> list[str]:
    """What she sees once there are `count` messages."""
    assert sim.inside is not None
    chat = sim.inside.world.chats[chat_id]
    await until(sim, lambda: len(chat.messages) >= count)
    await sim.idle()
    return [message.text for message in await sim.messages(chat_id)]


@pytest.mark.parametrize("way", [polling, by_webhook])
async def test_a_whole_conversation(sim: SimulatorClient, way: Callable[..., Any]) -> None:
    app = application(sim)
    async with way(app):
        assert app.bot.username == "restride_sim_bot"
        ana = await sim.new_user()
        await sim.say(ana, "/start")
        assert await shown(sim, ana, 2) == ["/start", "Hello & welcome"]
        (greeting,) = await sim.messages(ana, after=1)
        assert greeting.html == "<b>Hello</b> &amp; welcome" and greeting.at == MONDAY
        await sim.tap(ana, "Yes & no")
        assert sim.inside is not None
        chat = sim.inside.world.chats[ana]
        await until(sim, lambda: chat.messages[2].text == "You said 1:yes")
        assert await sim.toasts(ana) == ["Noted"]
        await sim.say(ana, "/where")
        await shown(sim, ana, 4)
        await sim.tap(ana, "Elsewhere")
        assert (await shown(sim, ana, 6))[-1] == "echo Elsewhere"
        await sim.locate(ana, 48.5, 2.25)
        assert (await shown(sim, ana, 8))[-1] == "48.5 2.25"
        await sim.block(ana)
        await until(sim, lambda: app.bot_data.get("status") == "kicked")
        with pytest.raises(Forbidden, match="blocked"):
            await app.bot.send_message(ana, "hello?")


async def test_files_in_both_directions(sim: SimulatorClient) -> None:
    async with polling(application(sim)):
        ana = await sim.new_user()
        await sim._http.post(f"/sim/chats/{ana}/file", files={"file": ("log.txt", b"abc", "text/plain")})
        assert (await shown(sim, ana, 3))[1:] == ["Turned", "A chart"]
        _, turned, chart = await sim.messages(ana)
        assert turned.file is not None and chart.file is not None
        assert (turned.file["name"], turned.file["kind"], turned.file["bytes"]) == (
            "turned.txt",
            "document",
            3,
        )
        assert (await sim._http.get(turned.file["url"])).content == b"cba"
        assert chart.file["kind"] == "photo"


async def test_errors_reach_the_library_as_its_own(
    sim: SimulatorClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    app = application(sim)
    ana = await sim.new_user()
    async with app.bot as bot:
        await sim.faults("sendMessage", status=429, retry_after=7)
        with pytest.raises(RetryAfter) as throttled:
            await bot.send_message(ana, "hi")
        assert throttled.value._retry_after.total_seconds() == 7
        await sim.faults("sendMessage", status=500)
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(ana, "hi")
        await sim.faults("sendMessage", drop=True)
        with pytest.raises(NetworkError):
            await bot.send_message(ana, "hi")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(5, "hi")
        await bot.set_webhook("http://127.0.0.1:9/")
        with pytest.raises(Conflict):
            await bot.get_updates()


async def test_a_bot_that_stops_confirms_what_it_has_handled(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    async with polling(application(sim)):
        await sim.say(ana, "one")
        assert await shown(sim, ana, 2) == ["one", "echo one"]
    async with polling(application(sim)):
        await sim.say(ana, "two")
        assert await shown(sim, ana, 4) == ["one", "echo one", "two", "echo two"]
