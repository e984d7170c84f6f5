"""Plays a story on the running simulator, line by line, and then leaves the chat to the person at the screen.

The clock never runs back. For a story that begins before now all chats are removed, the clock is set to the story's
first instant, and the bot starts with an empty database.

    await teller.play("first-session", until=24)  ->  the chat id of the person in it
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.simulator.api.method_schema import Upload
from bot.simulator.api.types import ChatKind, FileKind, Place
from bot.simulator.control.clock_driver import ClockDriver
from bot.simulator.odd import OddHand, Origin
from bot.simulator.odd_control import PHOTO, PIXEL
from bot.simulator.process import BotProcess
from bot.simulator.state import Chat, TelegramState
from bot.simulator.terminal.stories import BY_HER, TAP, Step, Story, StoryFolder, StoryNotFound, instant
from bot.simulator.user import ActionImpossible, SimulatedUser

_STEP_S = 60.0

Afresh = Callable[[], dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """A story that is being played, for whoever watches."""

    name: str
    title: str
    done: int
    of: int


class StoryPlayer:
    """One story at a time. `afresh` gives the settings of a bot that knows nobody; None: it cannot be had."""

    def __init__(
        self,
        world: TelegramState,
        timeline: ClockDriver,
        bot: BotProcess | None,
        shelf: StoryFolder,
        afresh: Afresh | None,
    ) -> None:
        self._world = world
        self._timeline = timeline
        self._bot = bot
        self._afresh = afresh
        self._hand = SimulatedUser(world)
        self._enough = False
        self.shelf = shelf
        self.telling: Playback | None = None

    def stop(self) -> None:
        """After the line that is being played."""
        self._enough = True

    async def play(self, name: str, until: int | None) -> Chat:
        """The story up to a line of its file; the chat it happened in. Raises NoStory, Impossible, TooLong."""
        if self.telling is not None:
            raise ActionImpossible(f"{self.telling.name} is still being played")
        story, self._enough = self.shelf.story(name), False
        steps = story.until(until)
        self._tell(story, 0, len(steps))
        try:
            await self._go_to_the_beginning(story)
            chat = self._world.newcomer(first_name=story.who, language_code="en", kind=ChatKind.PRIVATE)
            for done, step in enumerate(steps, start=1):
                if self._enough:
                    break
                await self._one(chat, step, ZoneInfo(story.zone))
                self._tell(story, done, len(steps))
            return chat
        finally:
            self.telling = None
            self._world.changed()

    def _tell(self, story: Story, done: int, of: int) -> None:
        self.telling = Playback(name=story.name, title=story.title, done=done, of=of)
        self._world.changed()

    async def _go_to_the_beginning(self, story: Story) -> None:
        if self._world.clock.now() <= story.begins:
            await self._timeline.move(story.begins)
        else:
            await self.begin_again(story.begins)

    async def begin_again(self, at: datetime) -> None:
        """An empty stage at any instant. Impossible where the bot or its database belongs to somebody else."""
        if self._bot is None or self._afresh is None:
            raise ActionImpossible(
                "beginning anew needs a bot and a database of the simulator's own: "
                "start it without --no-bot and without --database"
            )
        await self._bot.begin_again(self._afresh(), lambda: self._world.begin_again(at))
        await self._timeline.settle(_STEP_S)

    async def _one(self, chat: Chat, step: Step, zone: ZoneInfo) -> None:
        source = step.source
        if source.startswith("@"):
            await self._move(source[1:].strip(), zone)
            return
        if source.startswith("--"):
            await self._direct(chat, source[2:].strip())
        elif match := BY_HER.match(source):
            tap = TAP.match(match["what"])
            if tap:
                self._tap(chat, tap["label"])
            else:
                self._hand.type(chat, match["what"])
        else:
            raise StoryNotFound(f"line {step.number} is neither `@`, `--` nor `name:`: {source!r}")
        await self._timeline.settle(_STEP_S)

    def _tap(self, chat: Chat, label: str) -> None:
        """A button on screen; a story may also tap one a moment after it went."""
        try:
            self._hand.tap(chat, label=label, message_id=None, data=None)
        except ActionImpossible:
            self._hand.tap_gone(chat, label)

    async def _move(self, when: str, zone: ZoneInfo) -> None:
        if when == "next":
            await self._timeline.to_next_alarm()
            return
        to = instant(when, self._world.clock.now(), zone)
        if to > self._world.clock.now():
            await self._timeline.move(to)

    async def _direct(self, chat: Chat, words: str) -> None:
        match shlex.split(words):
            case ["restart"]:
                if self._bot is not None:
                    await self._bot.restart(kill=True)
            case ["second", "tap"] if chat.taps:
                message_id, data = chat.taps[-1]
                self._hand.tap(chat, label=None, message_id=message_id, data=data)
            case ["tap", label, "of", back]:
                message_id, keyboard = list(chat.keyboards.items())[-int(back)]
                carried = next(button.data for row in keyboard for button in row if button.label == label)
                self._hand.tap(chat, label=None, message_id=message_id, data=carried)
            case ["send", kind, *caption]:
                self._hand.send_file(
                    chat,
                    Upload(name="x", mime_type="image/png", content=PIXEL),
                    FileKind(kind),
                    " ".join(caption),
                )
            case ["forward", text, origin]:
                OddHand(self._world).forward(chat, text, origin=Origin(origin))
            case ["reply", quote, text]:
                OddHand(self._world).reply(chat, text, quote=quote)
            case ["album", number, *caption]:
                OddHand(self._world).album(chat, [PHOTO] * int(number), " ".join(caption))
            case ["edit", text]:
                self._hand.edit(chat, text)
            case ["location", latitude, longitude]:
                self._hand.share_place(chat, Place(latitude=float(latitude), longitude=float(longitude)))
            case ["block"]:
                self._hand.block(chat, blocked=True)
            case ["unblock"]:
                self._hand.block(chat, blocked=False)
            case _:
                raise StoryNotFound(f"a story cannot say: -- {words}")
