"""One browser and two simulators for all tests of the page; every page must stay without a word in its console."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.kit.simulator import SimulatorClient, running_simulator
from tests.system.web.screen import Screen

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str:
    """The browser of this machine; without one the run fails and says what to do."""
    found = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)
    if found is None:
        pytest.fail(
            "the tests of the chat page need Chromium: sudo apt install chromium, or CHROMIUM=/path/to/chrome; "
            "on a machine that can have none: ./run test --no-browser",
            pytrace=False,
        )
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium(), args=as_root)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sim() -> AsyncIterator[SimulatorClient]:
    """The real bot under it."""
    async with running_simulator(at=MONDAY) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bare() -> AsyncIterator[SimulatorClient]:
    """Telegram alone: the test is the bot."""
    async with running_simulator(at=MONDAY, bot=False) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser) -> AsyncIterator[Screen]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(20_000)
    opened = Screen(await context.new_page())
    yield opened
    await context.close()
    assert opened.complaints == [], "the browser has something to complain about"
