"""Plays a story on the real thing: the bot process, python-telegram-bot, HTTP, the simulator, a database file.

What she sees is read off the Bot API calls, in their order, so that it can be compared line by line with the
pure core.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.simulator.api.types import FileKind
from bot.simulator.odd import OddHand, Origin
from bot.simulator.odd_control import PHOTO
from bot.simulator.state import Chat, TelegramState
from bot.simulator.terminal.chat_writer import marks_choice, plain
from bot.simulator.terminal.stories import instant
from bot.simulator.user import SimulatedUser
from tests.kit.simulator import SimulatorClient
from tests.kit.story import CHATS, HERS, Shown, Story, read


def begins_at(story: Story) -> datetime:
    """The instant of the first `@` line, also when it stands in the chat that comes before."""
    for line in story.lines:
        if line.source.startswith("-- after "):
            return begins_at(read(CHATS / f"{line.source.removeprefix('-- after ')}.chat"))
        if line.source.startswith("@"):
            words = line.source[1:].strip()
            return instant(words, datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo(words.split()[2]))
    raise ValueError(f"{story.path.name}: no time to begin at")


def who(story: Story) -> str:
    """The name of the person in it, as Telegram tells it to the bot."""
    for line in story.lines:
        if line.source.startswith("-- after "):
            return who(read(CHATS / f"{line.source.removeprefix('-- after ')}.chat"))
        if match := HERS.match(line.source):
            return match["who"].capitalize()
    raise ValueError(f"{story.path.name}: nobody says anything")


class WirePlayer:
    """One person in a simulator with the bot under it."""

    def __init__(self, sim: SimulatorClient, chat_id: int) -> None:
        self.sim = sim
        self.chat_id = chat_id
        self.zone = ZoneInfo("UTC")
        self.seen_calls = 0
        self.last_tap: tuple[int, str] | None = None

    async def at(self, when: str) -> list[Shown]:
        if when == "next":
            await self.sim.advance()
        else:
            parts = when.split()
            if len(parts) == 3:
                self.zone = ZoneInfo(parts[2])
            await self.sim.advance(to=instant(when, await self.sim.now(), self.zone))
        return await self._shown()

    async def says(self, who: str, text: str) -> list[Shown]:
        await self.sim.say(self.chat_id, text)
        return await self._shown()

    async def taps(self, who: str, label: str) -> list[Shown]:
        message_id, data = await self._button(label)
        return await self._tap(message_id, data)

    async def _tap(self, message_id: int, data: str) -> list[Shown]:
        self.last_tap = (message_id, data)
        await self.sim.tap(self.chat_id, message_id=message_id, data=data)
        return await self._shown()

    async def _button(self, label: str, back: int | None = None) -> tuple[int, str]:
        """The message and the data of the newest button of that name, or of the one `back` keyboards ago."""
        keyboards, gone = await self._keyboards()
        found = [one for one in (keyboards[-back:][:1] if back else reversed(keyboards)) if label in one[1]]
        there = [one for one in found if one[0] not in gone]
        if found:  # of those that are gone, a tap may be on its way
            message_id, buttons = (there or found)[0]
            return message_id, buttons[label]
        raise AssertionError(f"no button [{label}]")

    async def _keyboards(self) -> tuple[list[tuple[int, dict[str, str]]], set[int]]:
        """The buttons of all messages that had some, and the messages that have none left."""
        found: dict[int, dict[str, str]] = {}
        gone: set[int] = set()
        for call in await self.sim.calls():
            if call["method"] not in ("sendMessage", "editMessageText") or not call["answer"].get("ok"):
                continue
            message_id = call["answer"]["result"]["message_id"]
            rows = _markup(call["parameters"]).get("inline_keyboard", [])
            buttons = {button["text"]: button["callback_data"] for row in rows for button in row}
            if buttons:
                found[message_id] = buttons
            else:
                gone.add(message_id)
        return list(found.items()), gone

    async def directive(self, words: str) -> list[Shown]:
        verb, *rest = shlex.split(words)
        match verb:
            case "restart":
                await self.sim.restart(kill=True)
            case "second":
                assert self.last_tap is not None
                return await self._tap(*self.last_tap)
            case "tap":
                label, _, back = rest
                return await self._tap(*await self._button(label, int(back)))
            case "send":
                self._hand.send_file(self._chat, PHOTO, FileKind(rest[0]), " ".join(rest[1:]))
                await self.sim.idle()
            case "forward":
                OddHand(self._world).forward(self._chat, rest[0], origin=Origin(rest[1]))
                await self.sim.idle()
            case "reply":
                OddHand(self._world).reply(self._chat, rest[1], quote=rest[0])
                await self.sim.idle()
            case "album":
                OddHand(self._world).album(self._chat, [PHOTO] * int(rest[0]), " ".join(rest[1:]))
                await self.sim.idle()
            case "edit":
                self._hand.edit(self._chat, rest[0])
                await self.sim.idle()
            case "location":
                await self.sim.locate(self.chat_id, float(rest[0]), float(rest[1]))
            case "block":
                await self.sim.block(self.chat_id)
            case "unblock":
                await self.sim.unblock(self.chat_id)
            case _:
                raise AssertionError(f"unknown directive {words!r}")
        return await self._shown()

    @property
    def _world(self) -> TelegramState:
        assert self.sim.inside is not None
        return self.sim.inside.world

    @property
    def _chat(self) -> Chat:
        return self._world.chats[self.chat_id]

    @property
    def _hand(self) -> SimulatedUser:
        return SimulatedUser(self._world)

    async def _shown(self) -> list[Shown]:
        calls = await self.sim.calls(after=self.seen_calls)
        if calls:
            self.seen_calls = calls[-1]["n"]
        return list(shown(calls))


def shown(calls: list[dict[str, Any]]) -> Iterator[Shown]:
    """What she sees of these calls, each that was accepted: a toast goes beside the messages, and is told first."""
    for call in sorted(calls, key=lambda call: call["method"] != "answerCallbackQuery"):
        params = call["parameters"]
        if not call["answer"].get("ok") or marks_choice(call["method"], params):
            continue
        match call["method"]:
            case "sendMessage" | "editMessageText":
                rows = _markup(params).get("inline_keyboard", [])
                yield Shown(
                    kind="bot",
                    text=plain(params),
                    buttons=tuple(tuple(button["text"] for button in row) for row in rows),
                    edited=call["method"] == "editMessageText",
                )
            case "answerCallbackQuery" if params.get("text"):
                yield Shown(kind="toast", text=params["text"])
            case "sendDocument":
                yield Shown(kind="file", text=params["document"]["name"])


def _markup(params: dict[str, Any]) -> dict[str, Any]:
    markup = params.get("reply_markup") or {}
    return markup if isinstance(markup, dict) else {}
