"""What Telegram refuses, the simulator refuses, in Telegram's words; and HTML becomes what Telegram makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.simulator.api.entities import parse_html, strip_text, to_html
from bot.simulator.api.errors import ApiError
from bot.simulator.api.types import Entity
from bot.simulator.state import TOKEN
from tests.kit.simulator import SimulatorClient, running_simulator

ANA = 1001


class Wire:
    """Bare HTTP to the Bot API: what a client library would never send, this can."""

    def __init__(self, http: httpx.AsyncClient, sim: SimulatorClient) -> None:
        self.http, self.sim = http, sim

    async def call(self, method: str, **values: object) -> Any:
        return (await self.http.post(f"/bot{TOKEN}/{method}", json=values)).json()

    async def refusal(self, method: str, **values: object) -> tuple[int, str]:
        response = await self.http.post(f"/bot{TOKEN}/{method}", json=values)
        answer = response.json()
        assert answer["ok"] is False and answer["error_code"] == response.status_code
        return answer["error_code"], answer["description"]

    async def said(self, text: str = "hello", **values: object) -> int:
        return int((await self.call("sendMessage", chat_id=ANA, text=text, **values))["result"]["message_id"])


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with (
        running_simulator(bot=False) as sim,
        httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http,
    ):
        assert await sim.new_user() == ANA
        yield Wire(http, sim)


def inline(*buttons: dict[str, object]) -> dict[str, object]:
    return {"inline_keyboard": [list(buttons)]}


REFUSED = [
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "  \n "}, "Bad Request: message text is empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": "a", "chat_id": 5}, "Bad Request: chat not found"),
    ({"text": "a", "chat_id": "@nobody"}, "Bad Request: chat not found"),
    ({"text": "a", "chat_id": None}, "Bad Request: chat_id is empty"),
    ({"text": "a", "txet": "b"}, 'Bad Request: unknown parameter "txet" of sendMessage'),
    (
        {"text": "a", "message_thread_id": 1},
        'Bad Request: unknown parameter "message_thread_id" of sendMessage',
    ),
    (
        {"text": "<b>a", "parse_mode": "HTML"},
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        {"text": "a", "reply_markup": inline({"text": "x", "callback_data": ""})},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        {"text": "a", "reply_markup": inline({"text": "x", "callback_data": "é" * 33})},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        {"text": "a", "reply_markup": inline({"text": "x"})},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "a", "reply_markup": inline({"text": "x", "callback_data": "a", "colour": "red"})},
        'Bad Request: can\'t parse reply markup: unknown field "colour"',
    ),
    (
        {"text": "a", "reply_markup": inline({"callback_data": "a"})},
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "a"}] * 101]}},
        "Bad Request: REPLY_MARKUP_TOO_LONG",
    ),
    ({"text": "a", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
    ({"text": "a", "reply_markup": "{"}, "Bad Request: can't parse reply markup JSON object"),
]


@pytest.mark.parametrize(("values", "description"), REFUSED)
async def test_a_message_that_telegram_refuses_is_refused(
    wire: Wire, values: dict[str, object], description: str
) -> None:
    assert await wire.refusal("sendMessage", **({"chat_id": ANA} | values)) == (400, description)
    assert await wire.sim.messages(ANA) == []


async def test_the_longest_that_telegram_takes_is_taken(wire: Wire) -> None:
    longest = "<b>" + "x" * 4096 + "</b>"
    keyboard = inline({"text": "x", "callback_data": "y" * 64})
    await wire.said(longest, parse_mode="HTML", reply_markup=keyboard)
    (message,) = await wire.sim.messages(ANA)
    assert len(message.text) == 4096 and message.buttons == (("x",),)


async def test_an_unknown_method_and_a_malformed_token(wire: Wire) -> None:
    assert await wire.refusal("sendPigeon") == (404, "Not Found: method not found")
    response = await wire.http.get("/botnonsense/getMe")
    assert (response.status_code, response.json()["description"]) == (401, "Unauthorized")
    assert (await wire.http.get(f"/bot{TOKEN}/GETME")).json()["result"]["is_bot"] is True


async def test_an_edit_that_changes_nothing(wire: Wire) -> None:
    keyboard = inline({"text": "x", "callback_data": "a"})
    number = await wire.said("hello", reply_markup=keyboard)
    code, why = await wire.refusal(
        "editMessageText", chat_id=ANA, message_id=number, text=" hello ", reply_markup=keyboard
    )
    assert code == 400 and why.startswith("Bad Request: message is not modified: ")
    assert (await wire.call("editMessageText", chat_id=ANA, message_id=number, text="hello"))["ok"]
    (message,) = await wire.sim.messages(ANA)
    assert message.edited and message.buttons == ()


async def test_edits_and_deletions_that_cannot_be(wire: Wire) -> None:
    hers = await wire.sim.say(ANA, "mine", settle=False) and (await wire.sim.messages(ANA))[-1].message_id
    below = await wire.said("where?", reply_markup={"keyboard": [[{"text": "Here"}]]})
    edit = {"chat_id": ANA, "text": "x"}
    for number, why in ((hers, "can't be edited"), (below, "can't be edited"), (99, "to edit not found")):
        assert await wire.refusal("editMessageText", **edit, message_id=number) == (
            400,
            f"Bad Request: message {why}",
        )
    assert await wire.refusal(
        "editMessageCaption", chat_id=ANA, message_id=await wire.said(), caption="x"
    ) == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )
    assert await wire.refusal("deleteMessage", chat_id=ANA, message_id=99) == (
        400,
        "Bad Request: message to delete not found",
    )


async def test_a_message_can_be_deleted_for_two_days(wire: Wire) -> None:
    early, late = await wire.said("early"), await wire.said("late")
    await wire.sim.advance(timedelta(hours=47))
    assert (await wire.call("deleteMessage", chat_id=ANA, message_id=early))["ok"]
    await wire.sim.advance(timedelta(hours=2))
    assert await wire.refusal("deleteMessage", chat_id=ANA, message_id=late) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )


async def test_a_tap_is_answered_once_and_soon(wire: Wire) -> None:
    await wire.said(reply_markup=inline({"text": "x", "callback_data": "a"}))
    await wire.sim.tap(ANA, "x", settle=False)
    await wire.sim.tap(ANA, "x", settle=False)
    first, second = [row["callback_query"]["id"] for row in (await wire.call("getUpdates"))["result"]]
    assert (await wire.call("answerCallbackQuery", callback_query_id=first, text="Noted"))["ok"]
    assert await wire.sim.toasts(ANA) == ["Noted"]
    await wire.sim.advance(timedelta(seconds=16))
    for query in (first, second, "17"):
        code, why = await wire.refusal("answerCallbackQuery", callback_query_id=query)
        assert code == 400 and why.startswith("Bad Request: query is too old")


async def test_files_that_telegram_refuses(wire: Wire) -> None:
    async def sent(kind: str, content: bytes, **data: str) -> str:
        response = await wire.http.post(
            f"/bot{TOKEN}/send{kind}",
            data={"chat_id": str(ANA)} | data,
            files={kind.lower(): ("a.bin", content)},
        )
        return str(response.json().get("description"))

    assert await sent("Photo", b"not a picture") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await sent("Document", b"") == "Bad Request: file must be non-empty"
    assert await sent("Document", b"x", caption="x" * 1025) == "Bad Request: message caption is too long"
    assert await sent("Document", b"x", caption="x" * 1024) == "None"
    assert await wire.refusal("sendDocument", chat_id=ANA) == (
        400,
        "Bad Request: there is no document in the request",
    )
    assert (await wire.refusal("sendDocument", chat_id=ANA, document="nonsense"))[0] == 400


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("setMyCommands", {"commands": [{"command": "Stop", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        (
            "setWebhook",
            {"url": "http://bot.example/"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        ("sendChatAction", {"chat_id": ANA, "action": "dance"}, "wrong parameter action in request"),
        ("leaveChat", {"chat_id": ANA}, "chat member status can't be changed in private chats"),
        ("getFile", {"file_id": "nonsense"}, "invalid file_id"),
        (
            "deleteMessages",
            {"chat_id": ANA, "message_ids": []},
            "there must be from 1 to 100 message identifiers",
        ),
    ],
)
async def test_other_refusals(wire: Wire, method: str, values: dict[str, object], description: str) -> None:
    assert await wire.refusal(method, **values) == (400, f"Bad Request: {description}")


# --- HTML

HTML = [
    ("plain", "plain", ()),
    ("<b>Go</b> &lt;3", "Go <3", (Entity(type="bold", offset=0, length=2),)),
    ("👟 <i>run</i>", "👟 run", (Entity(type="italic", offset=3, length=3),)),
    (
        "<b>a<i>b</i></b>",
        "ab",
        (Entity(type="bold", offset=0, length=2), Entity(type="italic", offset=1, length=1)),
    ),
    (
        '<a href="https://e.org/?a=1&amp;b=2">x</a>',
        "x",
        (Entity(type="text_link", offset=0, length=1, url="https://e.org/?a=1&b=2"),),
    ),
    ('<span class="tg-spoiler">x</span>', "x", (Entity(type="spoiler", offset=0, length=1),)),
    (
        "<blockquote expandable>x</blockquote>",
        "x",
        (Entity(type="expandable_blockquote", offset=0, length=1),),
    ),
    ("AT&T &amp; &#128095; &unknown;", "AT&T & 👟 &unknown;", ()),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_html_becomes_text_and_entities(source: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_shown_html_reads_back_as_the_same(source: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert parse_html(to_html(text, entities)) == (text, entities)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_telegram_cannot_parse(source: str, why: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_what_is_shown_is_safe_to_put_into_a_page() -> None:
    link = Entity(type="text_link", offset=0, length=1, url='javascript:alert("x")')
    assert to_html("<x", (link,)) == '<a href="#">&lt;</a>x'


def test_white_space_at_the_ends_is_cut_with_its_entities() -> None:
    assert strip_text("\n hi ", (Entity(type="bold", offset=1, length=4),)) == (
        "hi",
        (Entity(type="bold", offset=0, length=2),),
    )
