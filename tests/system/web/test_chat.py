"""What the page shows of a chat, with the test as the bot: every kind of message, and every way to answer."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.simulator.odd_control import PIXEL
from bot.simulator.state import TOKEN
from tests.kit.simulator import SimulatorClient
from tests.system.web.screen import Screen

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("web")]
SILENCE = base64.b64decode("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=")


async def call(sim: SimulatorClient, method: str, **values: object) -> Any:
    """As the bot."""
    files = {name: value for name, value in values.items() if isinstance(value, tuple)}
    plain = {name: value for name, value in values.items() if not isinstance(value, tuple)}
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        body: dict[str, Any] = {"data": plain, "files": files} if files else {"json": plain}
        answer = (await http.post(f"{sim.url}/bot{TOKEN}/{method}", **body)).json()
    assert answer["ok"], answer
    return answer["result"]


async def updates(sim: SimulatorClient) -> list[Any]:
    found = await call(sim, "getUpdates", timeout=20)
    await call(sim, "getUpdates", offset=found[-1]["update_id"] + 1)
    return list(found)


@pytest_asyncio.fixture(loop_scope="session")
async def ana(bare: SimulatorClient, screen: Screen) -> int:
    chat_id = await bare.new_user("Ana")
    await screen.open(bare, chat_id)
    return chat_id


async def test_formatting_is_shown_and_nothing_in_a_text_can_act(
    bare: SimulatorClient, screen: Screen, ana: int
) -> None:
    words = (
        '<b>Go</b> <i>slowly</i> <a href="https://example.org/x">here</a> <tg-spoiler>secret</tg-spoiler> '
        "&lt;img src=x onerror=alert(1)&gt; <code>1 &amp; 2</code>"
    )
    await call(bare, "sendMessage", chat_id=ana, text=words, parse_mode="HTML")
    await expect(screen.last).to_contain_text("Go slowly here")
    await expect(screen.last).to_contain_text("<img src=x onerror=alert(1)> 1 & 2")
    await expect(screen.last.locator("b")).to_have_text("Go")
    await expect(screen.last.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    await expect(screen.last.locator("img")).to_have_count(0)
    await screen.button("hidden words, show them").click()
    await expect(screen.last.locator(".spoiler")).to_have_attribute("aria-expanded", "true")


async def test_an_edit_changes_its_bubble_in_place_and_a_deletion_takes_it_away(
    bare: SimulatorClient, screen: Screen, ana: int
) -> None:
    first = await call(bare, "sendMessage", chat_id=ana, text="one")
    second = await call(bare, "sendMessage", chat_id=ana, text="two")
    await expect(screen.bubbles).to_have_count(2)
    await call(bare, "editMessageText", chat_id=ana, message_id=first["message_id"], text="one, better")
    await expect(screen.bubbles.first.locator(".words")).to_have_text("one, better")
    await expect(screen.bubbles.first.locator(".when")).to_contain_text("edited")
    await call(bare, "deleteMessage", chat_id=ana, message_id=second["message_id"])
    await expect(screen.bubbles).to_have_count(1)


async def test_a_tap_sends_its_own_button_and_the_answers_to_it_are_told(
    bare: SimulatorClient, screen: Screen, ana: int
) -> None:
    rows = [
        [{"text": "Yes", "callback_data": "a"}, {"text": "Yes", "callback_data": "b"}],
        [{"text": "More", "url": "https://example.org/more"}],
    ]
    sent = await call(bare, "sendMessage", chat_id=ana, text="?", reply_markup={"inline_keyboard": rows})
    await expect(screen.page.get_by_role("link", name="More")).to_have_attribute("target", "_blank")
    await screen.button("Yes").nth(1).focus()
    await screen.page.keyboard.press("Enter")
    tap = (await updates(bare))[-1]["callback_query"]
    assert (tap["data"], tap["message"]["message_id"]) == ("b", sent["message_id"])
    await call(bare, "answerCallbackQuery", callback_query_id=tap["id"], text="Noted")
    await expect(screen.page.locator("#toasts")).to_contain_text("Noted")
    await screen.button("Yes").first.click()
    tap = (await updates(bare))[-1]["callback_query"]
    await call(bare, "answerCallbackQuery", callback_query_id=tap["id"], text="Look out", show_alert=True)
    await expect(screen.page.get_by_role("dialog", name="Look out")).to_be_visible()
    await screen.button("OK").click()
    await expect(screen.page.locator("#log [aria-pressed]")).to_have_count(0)


async def test_the_keyboard_below_writes_and_shares_a_place(
    bare: SimulatorClient, screen: Screen, ana: int
) -> None:
    keyboard = {"keyboard": [["Paris"], [{"text": "Here", "request_location": True}]]}
    await call(bare, "sendMessage", chat_id=ana, text="Where?", reply_markup=keyboard)
    await screen.button("Paris").click()
    assert (await updates(bare))[-1]["message"]["text"] == "Paris"
    await screen.button("Here").click()
    await screen.page.get_by_label("Place", exact=True).select_option("Auckland")
    await screen.button("Share").click()
    assert (await updates(bare))[-1]["message"]["location"] == {"latitude": -36.85, "longitude": 174.76}
    await call(bare, "sendMessage", chat_id=ana, text="Thanks", reply_markup={"remove_keyboard": True})
    await expect(screen.page.locator("#reply-keyboard")).to_be_hidden()


async def test_the_command_menu_works_by_keyboard(bare: SimulatorClient, screen: Screen, ana: int) -> None:
    commands = [
        {"command": "today", "description": "What today is"},
        {"command": "why", "description": "Why"},
    ]
    await call(bare, "setMyCommands", commands=commands)
    await call(bare, "sendMessage", chat_id=ana, text="Hi")
    await expect(screen.last).to_have_text("Hi")
    await screen.button("Commands").focus()
    await screen.page.keyboard.press("Enter")
    await screen.page.keyboard.press("ArrowDown")
    await screen.page.keyboard.press("Enter")
    assert (await updates(bare))[-1]["message"]["text"] == "/why"
    await expect(screen.page.locator("#menu")).to_be_hidden()


async def test_pictures_sound_and_files_are_seen_heard_and_kept(
    bare: SimulatorClient, screen: Screen, ana: int
) -> None:
    await call(bare, "sendPhoto", chat_id=ana, caption="a chart", photo=("chart.png", PIXEL, "image/png"))
    picture = screen.bubbles.last.locator("img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await call(bare, "sendAudio", chat_id=ana, audio=("cues.wav", SILENCE, "audio/wav"))
    await expect(screen.bubbles.last.locator("audio[controls]")).to_be_visible()
    await call(bare, "sendDocument", chat_id=ana, document=("plan.ics", b"BEGIN:VCALENDAR", "text/calendar"))
    async with screen.page.expect_download() as download:
        await screen.page.get_by_role("link", name="Download plan.ics (15 bytes)").click()
    kept = await download.value
    assert kept.suggested_filename == "plan.ics"
    assert (await kept.path()).read_bytes() == b"BEGIN:VCALENDAR"


async def test_she_can_send_a_file(bare: SimulatorClient, screen: Screen, ana: int) -> None:
    await screen.page.set_input_files("#file", {"name": "me.png", "mimeType": "image/png", "buffer": PIXEL})
    assert "photo" in (await updates(bare))[-1]["message"]


async def test_typing_is_seen_until_the_bot_speaks(bare: SimulatorClient, screen: Screen, ana: int) -> None:
    await call(bare, "sendChatAction", chat_id=ana, action="typing")
    await expect(screen.page.locator("#busy")).to_have_text("Restride is typing …")
    await call(bare, "sendMessage", chat_id=ana, text="Hi")
    await expect(screen.page.locator("#busy")).to_have_text("")


async def test_what_cannot_be_done_is_told_in_words(bare: SimulatorClient, screen: Screen, ana: int) -> None:
    screen.expected = ("409",)
    await bare.block(ana, settle=False)
    await expect(screen.page.locator("#busy")).to_contain_text("She has blocked the bot")
    await screen.does("ana: hello")
    await expect(screen.page.locator("#toasts")).to_contain_text("unblock it first")
    await updates(bare)


async def test_a_browser_that_is_too_old_is_told_so(bare: SimulatorClient, screen: Screen) -> None:
    await screen.page.add_init_script("delete window.EventSource")
    screen.expected = ("EventSource",)
    await screen.page.goto(f"{bare.url}/")
    await expect(screen.page.get_by_text("This browser is too old for this page")).to_be_visible()
    screen.complaints.clear()
