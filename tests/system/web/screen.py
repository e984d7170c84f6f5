"""A person at the page: what she clicks and reads, by the words on it. Waits are for facts, never for time."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Locator, Page, expect

from tests.kit.simulator import SimulatorClient
from tests.kit.story import HERS, TAP

expect.set_options(timeout=20_000)


class Screen:
    """One tab. `complaints` are errors, warnings and failed requests that the test did not ask for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        wanted = any(words in message.text for words in self.expected)
        if message.type in ("error", "warning") and not wanted:
            self.complaints.append(f"{message.type}: {message.text}")

    async def open(self, sim: SimulatorClient, chat_id: int | None = None) -> None:
        await self.page.goto(f"{sim.url}/" + (f"#{chat_id}" if chat_id else ""))
        await expect(self.page.locator("#house")).to_be_visible()

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)

    @property
    def bubbles(self) -> Locator:
        return self.page.locator(".message")

    @property
    def last(self) -> Locator:
        return self.bubbles.last.locator(".words")

    async def does(self, line: str) -> None:
        """A line of a golden chat: she taps or types, and the simulator has it.

        Before that, whoever asks whether all is quiet would be told that it is.
        """
        match = HERS.match(line)
        assert match is not None, line
        async with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            if tap := TAP.match(match["what"]):
                key = self.page.locator(".keys").get_by_role("button", name=tap["label"], exact=True)
                await key.last.click()
            else:
                await self.page.fill("#words", match["what"])
                await self.page.press("#words", "Enter")

    async def up_to_date(self, sim: SimulatorClient, chat_id: int) -> None:
        """The bot has answered, and all of it is on screen."""
        await sim.idle()
        assert sim.inside is not None
        rev = sim.inside.world.chats[chat_id].rev
        await expect(self.page.locator(f'#log[data-rev="{rev}"]')).to_be_attached()

    async def violations(self) -> list[str]:
        """What axe-core finds: rule and elements."""
        found = await Axe().run(self.page)
        return [
            f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}"
            for one in found.response["violations"]
        ]

    async def wider_than_the_screen(self) -> bool:
        wide: bool = await self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wide
