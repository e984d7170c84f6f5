"""The demo as a stranger plays it: the real bot under the page, from the first click to a saved chat."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect
from pypdf import PdfReader

from tests.kit.core_player import CorePlayer
from tests.kit.simulator import SimulatorClient
from tests.kit.story import CHATS, Line, play, read
from tests.system.web.conftest import MONDAY
from tests.system.web.screen import Screen

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("web")]


async def empty_stage(sim: SimulatorClient) -> None:
    assert sim.inside is not None
    await sim.inside.teller.begin_again(MONDAY)


async def onboarded(sim: SimulatorClient, until: int | None = None) -> int:
    """Somebody at a line of the story of the onboarding, played without the page."""
    assert sim.inside is not None
    return (await sim.inside.teller.play("onboarded", until)).chat_id


async def accepted_by_the_suite(path: Path) -> int:
    """Plays a saved chat as the golden-chat test does; how many lines it has."""
    story = read(path)

    def check(line: Line, came: list[str]) -> None:
        assert came == [*line.expected], f"{line.number}: {line.source}"

    await play(story, CorePlayer(), check)
    return len(story.lines)


async def test_a_stranger_onboards_by_clicking_and_saves_it_as_a_test(
    sim: SimulatorClient, screen: Screen, tmp_path: Path
) -> None:
    await empty_stage(sim)
    await screen.open(sim)
    await screen.button("Begin as Ana").click()
    await expect(screen.last).to_contain_text("Do you agree")
    assert sim.inside is not None
    (ana,) = sim.inside.world.chats
    lines = [line.source for line in read(CHATS / "onboarded.chat").lines if line.source.startswith("ana:")]
    for number, line in enumerate(lines[1:]):
        await screen.does(line)
        await screen.up_to_date(sim, ana)
        if number == len(lines) // 2:
            before = await screen.page.locator("#log").inner_text()
            await screen.page.reload()
            await screen.up_to_date(sim, ana)
            await expect(screen.page.locator("#her-time")).to_contain_text("for her")
            assert await screen.page.locator("#log").inner_text() == before
    await expect(screen.page.locator("#due")).to_contain_text("Next for Ana:")
    await screen.button("To the next prompt").click()
    await expect(screen.page.locator("#her-time")).to_contain_text("Tuesday, 3 March 2026, 07:30 for her")
    await screen.up_to_date(sim, ana)
    async with screen.page.expect_download() as download:
        await screen.button("Save what I played").click()
    saved = tmp_path / "played.chat"
    await (await download.value).save_as(saved)
    assert "ana: [I agree]" in saved.read_text() and "\n@ next\n" in saved.read_text()
    assert await accepted_by_the_suite(saved) == len(lines) + 2


async def test_time_goes_forward_and_plays_what_falls_due_in_order(
    sim: SimulatorClient, screen: Screen
) -> None:
    ana = await onboarded(sim)
    await screen.open(sim, ana)
    await expect(screen.page.locator("#her-time")).to_have_text("Monday, 2 March 2026, 09:00 for her")
    await expect(screen.page.locator("#world-time")).to_contain_text("Europe/Paris")
    await screen.button("+1 h").click()
    await expect(screen.page.locator("#her-time")).to_contain_text("Monday, 2 March 2026, 10:00")
    await screen.button("Tomorrow 07:30").click()
    await expect(screen.page.locator("#her-time")).to_contain_text("Tuesday, 3 March 2026, 07:30")
    before = await screen.bubbles.count()
    await screen.button("+1 week").click()
    await expect(screen.page.locator("#her-time")).to_contain_text("Tuesday, 10 March 2026, 07:30")
    await screen.up_to_date(sim, ana)
    came = await screen.page.locator(".message time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert len(came) > before and came == sorted(came)
    days = await screen.page.locator(".day").all_inner_texts()
    assert days[0] == "Monday, 2 March 2026" and len(days) == len(set(days)) > 2


async def test_two_people_side_by_side_hear_only_their_own(sim: SimulatorClient, screen: Screen) -> None:
    ana = await onboarded(sim, 4)
    await screen.open(sim, ana)
    await expect(screen.last).to_contain_text("Do you agree")
    await screen.button("Add a person").click()
    await screen.page.get_by_label("First name").fill("bea")
    await screen.button("Add").click()
    await expect(screen.button("Bea")).to_have_attribute("aria-current", "true")
    await screen.does("bea: /start")
    await expect(screen.page.locator("#log")).to_contain_text("Hello. I’m Restride")
    await screen.does("bea: [No, thank you]")
    await screen.button("Ana").click()
    await expect(screen.page.locator("#log")).to_contain_text("Hello. I’m Restride")
    await expect(screen.page.locator("#log")).not_to_contain_text("Bea")
    await sim.say(ana + 1, "/help")
    await expect(screen.button("Bea, new messages")).to_be_visible()


async def test_a_story_is_played_to_a_chosen_line_and_handed_over(
    sim: SimulatorClient, screen: Screen, tmp_path: Path
) -> None:
    await empty_stage(sim)
    await screen.open(sim)
    await screen.button("Start from a story").click()
    await screen.page.get_by_label("Find").fill("dates")
    assert sim.inside is not None
    await screen.button(sim.inside.teller.shelf.title("dates")).click()
    steps = [line.source for line in read(CHATS / "dates.chat").lines]
    await screen.page.get_by_role("list", name="Lines of the story").get_by_role("button").nth(3).click()
    await expect(screen.page.locator("#toasts")).to_contain_text("The story is yours now")
    assert sim.inside is not None
    (ana,) = sim.inside.world.chats
    await screen.up_to_date(sim, ana)
    assert [deed.line for deed in sim.inside.world.diary if deed.line != "@"] == [
        step.removeprefix("ana: ") for step in steps[1:4]
    ]
    await screen.does("ana: /help")
    await screen.up_to_date(sim, ana)
    saved = tmp_path / "mine.chat"
    saved.write_text(await recording(sim, ana))
    assert await accepted_by_the_suite(saved) == 5


async def test_her_weeks_are_downloaded_from_the_page_and_saved_as_a_test(
    sim: SimulatorClient, screen: Screen, tmp_path: Path
) -> None:
    await empty_stage(sim)
    assert sim.inside is not None
    ana = (await sim.inside.teller.play("tests-passed", None)).chat_id
    await screen.open(sim, ana)
    for line in ("ana: /pdf", "ana: /export"):
        await screen.does(line)
        await screen.up_to_date(sim, ana)
    async with screen.page.expect_download() as download:
        await screen.page.get_by_role("link", name="Download restride-weeks.pdf").click()
    file = await download.value
    assert file.suggested_filename == "restride-weeks.pdf"
    sheet = PdfReader(await file.path()).pages[0].extract_text()
    assert "Back to running after birth" in sheet and "Single-leg calf raise: 20 left, 20 right" in sheet
    played = tmp_path / "played.chat"
    played.write_text(await recording(sim, ana))
    files = [line for line in played.read_text().splitlines() if line.startswith("file: ")]
    assert files == ["file: restride-weeks.pdf", "file: restride.json", "file: restride.csv"]
    assert await accepted_by_the_suite(played)


async def recording(sim: SimulatorClient, chat_id: int) -> str:
    async with httpx.AsyncClient(base_url=sim.url, trust_env=False, verify=False) as http:
        return (await http.get(f"/sim/chats/{chat_id}/recording")).text


async def test_behind_the_curtain_is_where_she_is_and_why(sim: SimulatorClient, screen: Screen) -> None:
    ana = await onboarded(sim)
    await screen.open(sim, ana)
    curtain = screen.page.get_by_role("complementary", name="Behind the curtain")
    await expect(curtain).to_be_hidden()
    await screen.button("Behind the curtain").click()
    state = await curtain.locator(".place").inner_text()
    lit = curtain.locator(".phase li.lit")
    await expect(lit).to_have_count(1)
    phase, _, name = state.partition(".")
    await expect(lit).to_contain_text(name.replace("_", " "))
    await expect(curtain.locator(".phase.lit h4")).to_have_text(phase)
    decided = curtain.locator(".turns li", has=screen.page.locator(".verdict")).first
    await decided.locator("summary").first.click()
    await expect(decided.locator(".sources li").first).to_be_visible()
    await expect(curtain.locator("#c-outbox")).to_contain_text("Empty: everything was delivered.")
    await screen.button("429: too many requests").click()
    await expect(curtain.locator("#c-faults")).to_have_text("Calls that will fail: 1.")
    await screen.button("Fair weather").click()
    await expect(curtain.locator("#c-faults")).to_have_text("Fair weather.")
    await screen.page.keyboard.press("Escape")
    await expect(curtain).to_be_hidden()


async def test_a_bot_that_dies_is_told_and_started_again(sim: SimulatorClient, screen: Screen) -> None:
    ana = await onboarded(sim, 4)
    await screen.open(sim, ana)
    await screen.button("Behind the curtain").click()
    await screen.button("Kill the bot").click()
    banner = screen.page.get_by_role("alert")
    await expect(banner).to_contain_text("The bot process has stopped (it was killed).")
    await screen.does("ana: [I agree]")
    await screen.button("Start it again").click()
    await expect(banner).to_be_empty()
    await expect(screen.last).to_contain_text("18 or older")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asked(sim: SimulatorClient) -> int:
    """Somebody in the middle of the onboarding, for those who only look."""
    return await onboarded(sim, 40)


DEVICES = {"desktop": (1280, 800), "phone": (360, 740)}


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everybody_can_use_it(
    sim: SimulatorClient, screen: Screen, device: str, scheme: str, asked: int
) -> None:
    width, height = DEVICES[device]
    await screen.page.set_viewport_size({"width": width, "height": height})
    await screen.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await screen.open(sim, asked)
    await expect(screen.bubbles.first).to_be_visible()
    ground = await screen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(17, 24, 22)") == (scheme == "dark")
    assert await screen.violations() == []
    assert not await screen.wider_than_the_screen()
    await screen.page.locator("#open-stories").click()
    await expect(screen.page.locator("#stories button").first).to_be_visible()
    assert await screen.violations() == []
    await screen.page.keyboard.press("Escape")
    await screen.page.locator("#open-curtain").click()
    await expect(screen.page.locator(".phase").first).to_be_visible()
    assert await screen.violations() == []
    assert not await screen.wider_than_the_screen()
