"""The simulator's objects, held against aiogram's types: an independent reading of the Bot API.

`exact` also fails on fields that the types do not have: aiogram itself would let them pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import aiogram.methods
import httpx
import pytest
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    BotCommand,
    BotDescription,
    BotShortDescription,
    BufferedInputFile,
    ChatFullInfo,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
    User,
    WebhookInfo,
)
from pydantic import BaseModel

from bot.simulator.api.method_schema import _KINDS, METHODS
from bot.simulator.state import TOKEN
from tests.kit.simulator import SimulatorClient, running_simulator

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (320).to_bytes(4) + (200).to_bytes(4) + b"\x08\x02\x00\x00\x00"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08" + (90).to_bytes(2) + (160).to_bytes(2) + bytes(12)
)


def exact(model: type[BaseModel], value: object) -> Any:
    """`value` as `model`, with nothing missing, nothing wrong and nothing extra anywhere."""
    found = model.model_validate(value)
    _no_extras(found, model.__name__)
    return found


def _no_extras(value: object, where: str) -> None:
    if isinstance(value, BaseModel):
        assert not value.model_extra, f"{where} has {value.model_extra}"
        for name in type(value).model_fields:
            _no_extras(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, list):
        for item in value:
            _no_extras(item, where)


def method_class(name: str) -> type[BaseModel]:
    found: type[BaseModel] = getattr(aiogram.methods, name[0].upper() + name[1:])
    return found


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorClient]:
    async with running_simulator(bot=False) as running:
        yield running


async def call(sim: SimulatorClient, method: str, **values: object) -> Any:
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        answer = (await http.post(f"{sim.url}/bot{TOKEN}/{method}", json=values)).json()
    assert answer["ok"], answer
    return answer["result"]


@pytest.mark.parametrize("method", METHODS)
def test_every_parameter_exists_and_the_required_ones_are_required(method: str) -> None:
    model = method_class(method)
    assert model.__api_method__ == method  # type: ignore[attr-defined]
    for parameter in METHODS[method]:
        field = model.model_fields[parameter.rstrip("!")]
        assert field.is_required() == parameter.endswith("!"), parameter


@pytest.mark.parametrize("method", METHODS)
def test_every_required_parameter_is_known(method: str) -> None:
    required = {name for name, field in method_class(method).model_fields.items() if field.is_required()}
    assert required <= {parameter.rstrip("!") for parameter in METHODS[method]}


@pytest.mark.parametrize("method", METHODS)
def test_every_parameter_has_the_kind_that_the_types_say(method: str) -> None:
    words = {int: r"\bint\b", float: r"\bfloat\b", bool: r"\bbool\b", list: r"\blist\b"}
    for parameter in METHODS[method]:
        name = parameter.rstrip("!")
        kind = _KINDS.get(name, str)
        annotation = str(method_class(method).model_fields[name].annotation)
        if kind in words:
            assert re.search(words[kind], annotation), f"{name}: {annotation}"
        elif kind is dict:
            assert "aiogram.types" in annotation, f"{name}: {annotation}"
        else:
            assert re.search(r"\bstr\b|InputFile|DateTime", annotation), f"{name}: {annotation}"


async def test_updates_of_every_kind_validate(sim: SimulatorClient) -> None:
    ana, group = await sim.new_user("Ana", "fr"), await sim.new_user("Bea", chat_type="group")
    sent = await call(
        sim,
        "sendMessage",
        chat_id=ana,
        text="<b>Ready</b>?",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "1:yes", "style": "success"}]]},
    )
    await sim.say(ana, "/start now", settle=False)
    await sim.say(group, "hello", settle=False)
    await sim.tap(ana, "Yes", settle=False)
    await sim.tap(ana, message_id=sent["message_id"], data="0:stale", settle=False)
    await sim.locate(ana, 48.85, 2.35, settle=False)
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        for kind, name, content in (
            ("document", "plan.pdf", b"%PDF"),
            ("photo", "a.png", PNG),
            ("photo", "a.jpg", JPEG),
            ("audio", "a.mp3", b"ID3"),
            ("voice", "a.ogg", b"OggS"),
        ):
            files, data = {"file": (name, content)}, {"kind": kind, "caption": "see"}
            assert (await http.post(f"/sim/chats/{ana}/file", files=files, data=data)).is_success
    await sim.block(ana, settle=False)
    await sim.unblock(ana, settle=False)
    updates = [exact(Update, item) for item in await call(sim, "getUpdates")]
    assert [update.event_type for update in updates] == (
        ["message"] * 2 + ["callback_query"] * 2 + ["message"] * 6 + ["my_chat_member"] * 2
    )
    assert updates[0].message.entities[0].type == "bot_command"
    assert updates[0].message.from_user.language_code == "fr"
    assert updates[6].message.photo[-1].width == 320
    assert updates[7].message.photo[-1].height == 90


async def test_messages_that_are_not_plainly_hers_validate(sim: SimulatorClient) -> None:
    ana, channel = await sim.new_user("Ana"), await sim.new_user("Bea", chat_type="channel")
    await call(sim, "sendMessage", chat_id=ana, text="How are you?")
    for origin in ("user", "hidden_user", "chat", "channel", "bot"):
        await sim.post(
            f"/sim/chats/{ana}/forward", {"text": "look", "origin": origin, "photo": origin == "chat"}
        )
    await sim.post(f"/sim/chats/{ana}/reply", {"text": "fine", "quote": "How"})
    await sim.post(f"/sim/chats/{ana}/reply", {"text": "fine", "elsewhere": True})
    await sim.post(f"/sim/chats/{ana}/album", {"number": 2, "caption": "look"})
    await sim.post(f"/sim/chats/{ana}/edit", {"text": "look again"})
    await sim.say(channel, "news", settle=False)
    updates = [exact(Update, item) for item in await call(sim, "getUpdates")]
    assert [update.event_type for update in updates] == ["message"] * 9 + ["edited_message", "channel_post"]
    forwarded = [update.message.forward_origin.type for update in updates[:4]]
    assert forwarded == ["user", "hidden_user", "chat", "channel"]
    assert updates[4].message.via_bot.is_bot
    assert (
        updates[5].message.quote.text == "How" and updates[5].message.reply_to_message.text == "How are you?"
    )
    assert updates[7].message.media_group_id == updates[8].message.media_group_id
    assert (updates[7].message.caption, updates[8].message.caption) == ("look", None)
    assert updates[9].edited_message.caption == "look again"
    assert updates[10].channel_post.sender_chat.type == "channel"


async def test_every_answer_validates(sim: SimulatorClient) -> None:
    ana = await sim.new_user()
    exact(User, await call(sim, "getMe"))
    exact(WebhookInfo, await call(sim, "getWebhookInfo"))
    exact(ChatFullInfo, await call(sim, "getChat", chat_id=ana))
    exact(BotDescription, await call(sim, "getMyDescription"))
    exact(BotShortDescription, await call(sim, "getMyShortDescription"))
    place = {"chat_id": ana, "latitude": 48.85, "longitude": 2, "horizontal_accuracy": 12.5}
    spot = exact(Message, await call(sim, "sendLocation", **place))
    exact(
        Message,
        await call(
            sim, "sendMessage", chat_id=ana, text="there?", reply_parameters={"message_id": spot.message_id}
        ),
    )


async def test_what_aiogram_sends_is_taken_and_what_comes_back_is_its_type(sim: SimulatorClient) -> None:
    """aiogram is a second real client: its own encoding of every kind of parameter goes over the wire."""
    ana = await sim.new_user()
    session = AiohttpSession(api=TelegramAPIServer.from_base(sim.url))
    async with Bot(TOKEN, session=session) as bot:
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[
                [InlineKeyboardButton(text="Yes", callback_data="1:yes")],
                [InlineKeyboardButton(text="Read", url="https://example.org")],
            ]
        )
        asked = await bot.send_message(ana, "<i>Ready?</i>", parse_mode="HTML", reply_markup=keyboard)
        assert asked.html_text == "<i>Ready?</i>"
        edited = await bot.edit_message_text("No", chat_id=ana, message_id=asked.message_id)
        assert isinstance(edited, Message) and edited.edit_date and edited.reply_markup is None
        below = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Here", request_location=True)]])
        await bot.send_message(
            ana, "where?", reply_markup=below, reply_parameters=ReplyParameters(message_id=asked.message_id)
        )
        chart = await bot.send_photo(ana, BufferedInputFile(PNG, "chart.png"), caption="You")
        _no_extras(chart, "photo")
        await bot.edit_message_caption(chat_id=ana, message_id=chart.message_id, caption="You, now")
        plan = await bot.send_document(ana, BufferedInputFile(b"%PDF-1.7", "plan.pdf"))
        song = await bot.send_audio(ana, BufferedInputFile(b"ID3", "run.mp3"), duration=60, title="Run")
        voice = await bot.send_voice(ana, BufferedInputFile(b"OggS", "go.ogg"), duration=3)
        for message in (plan, song, voice):
            _no_extras(message, str(message.content_type))
        assert plan.document and song.audio and song.audio.duration == 60
        found = await bot.get_file(plan.document.file_id)
        _no_extras(exact(File, found.model_dump(exclude_none=True)), "file")
        content = await bot.download_file(str(found.file_path))
        assert content is not None and content.read() == b"%PDF-1.7"
        again = await bot.send_document(ana, plan.document.file_id)
        assert again.document and again.document.file_unique_id == plan.document.file_unique_id
        await bot.set_my_commands([BotCommand(command="stop", description="Stop")], language_code="en")
        assert [row.command for row in await bot.get_my_commands(language_code="en")] == ["stop"]
        assert await bot.delete_my_commands(language_code="en")
        assert await bot.set_my_description("A coach")
        assert (await bot.get_my_description()).description == "A coach"
        assert await bot.set_my_short_description("Coach")
        assert await bot.set_chat_menu_button()
        assert await bot.send_chat_action(ana, "typing")
        assert await bot.delete_messages(ana, [plan.message_id, 999_999])
        await sim.say(ana, "hi", settle=False)
        (update,) = await bot.get_updates(timeout=5, allowed_updates=["message"])
        _no_extras(update, "update")


def test_the_check_itself_sees_an_extra_field() -> None:
    with pytest.raises(AssertionError, match="colour"):
        exact(User, {"id": 1, "is_bot": False, "first_name": "Ana", "colour": "red"})
    assert isinstance(method_class("sendMessage").model_fields["parse_mode"].default, Default)
    assert json.dumps(METHODS)
