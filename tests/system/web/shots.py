"""`./run shots`: the pictures in the README, taken of the demo as it is now, each small enough to commit.

A story is played, then the page is photographed: by day with the curtain open, and on a phone by night.
"""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright, expect

from tests.kit.simulator import SimulatorClient, running_simulator
from tests.system.web.conftest import MONDAY, chromium
from tests.system.web.screen import Screen

IMAGES = Path(__file__).parents[3] / "docs" / "images"
LARGEST = 120 * 1024
STORY, LINE = "main-job", "/why"  # what she is told before she asks why


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright, running_simulator(at=MONDAY) as sim:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=as_root)
        assert sim.inside is not None
        teller = sim.inside.teller
        chat = await teller.play(STORY, teller.shelf.story(STORY).line(LINE) - 1)
        await desktop(browser, sim, chat.chat_id)
        await phone(browser, sim, chat.chat_id)
        await browser.close()


async def desktop(browser: Browser, sim: SimulatorClient, chat_id: int) -> None:
    page = await browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme="light")
    screen = Screen(page)
    await screen.open(sim, chat_id)
    await screen.button("Behind the curtain").click()
    verdict = page.locator(".turns li", has=page.locator(".verdict")).first
    await expect(verdict).to_be_visible()
    await verdict.locator("summary").first.click()
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    small(IMAGES / "demo.png", await page.screenshot(animations="disabled"))
    await page.close()


async def phone(browser: Browser, sim: SimulatorClient, chat_id: int) -> None:
    page = await browser.new_page(viewport={"width": 390, "height": 760}, color_scheme="dark")
    screen = Screen(page)
    await screen.open(sim, chat_id)
    await expect(page.locator("#her-time")).to_contain_text("for her")
    await page.evaluate("document.activeElement.blur()")
    small(IMAGES / "phone.png", await page.screenshot(animations="disabled"))
    await page.close()


def small(path: Path, png: bytes) -> None:
    """Writes a picture of the browser's with a palette of 256 colours: a third of the size, and as sharp."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {size // 1024} KB")  # noqa: T201  a command's own words
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST // 1024} KB")


if __name__ == "__main__":
    asyncio.run(main())
