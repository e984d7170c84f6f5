"""Where a story begins that goes on from another one: that one is played once, then its world is copied.

Three quarters of all that the chats do is what happened before them. A copy is the bot's database and key, and the
simulator's people, chats and calls; the bot is started on it anew. Must not know what is in a chat.

    async with Beginnings(folder).before(story) as stage: await play(stage.own, stage.player, check)
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.simulator.clock import VirtualClock
from bot.simulator.state import TelegramState
from tests.kit.simulator import running_simulator
from tests.kit.story import CHATS, Story, play, read
from tests.kit.wire_player import WirePlayer, begins_at, who

AFTER = "-- after "
MEMORY = ("profile", "chats", "files", "queries", "calls", "calls_made", "diary")
NUMBERS = ("_people", "_messages", "_queries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A player where the story's own lines begin, and the story without what came before."""

    player: WirePlayer
    own: Story
    room: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """How everything stood when a story had been played."""

    room: Path
    world: TelegramState
    at: datetime
    chat_id: int
    zone: ZoneInfo
    last_tap: tuple[int, str] | None


class Beginnings:
    """The ends of stories, each played when it is first asked for, kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ends: dict[str, _End] = {}
        self._rooms = 0

    @asynccontextmanager
    async def before(self, story: Story) -> AsyncIterator[Stage]:
        """The bot and one person, ready for the story's own lines."""
        room = self._room()
        first = story.lines[0].source if story.lines else ""
        if not first.startswith(AFTER):
            async with running_simulator(at=begins_at(story), room=room) as sim:
                yield Stage(player=WirePlayer(sim, await sim.new_user(who(story))), own=story, room=room)
            return
        end = await self._end(first.removeprefix(AFTER))
        shutil.copytree(end.room, room, dirs_exist_ok=True)
        async with running_simulator(room=room, world=_again(end.world, end.at)) as sim:
            player = WirePlayer(sim, end.chat_id)
            player.zone, player.last_tap = end.zone, end.last_tap
            player.seen_calls = len(await sim.calls())
            yield Stage(player=player, own=replace(story, lines=story.lines[1:]), room=room)

    async def _end(self, name: str) -> _End:
        if name not in self._ends:
            async with self.before(read(CHATS / f"{name}.chat")) as stage:
                player = stage.player
                await play(stage.own, player, lambda line, came: None)
                at, simulator = await player.sim.now(), player.sim.inside
                assert simulator is not None
            self._ends[name] = _End(  # the bot has stopped: its database is whole
                room=stage.room,
                world=simulator.world,
                at=at,
                chat_id=player.chat_id,
                zone=player.zone,
                last_tap=player.last_tap,
            )
        return self._ends[name]

    def _room(self) -> Path:
        self._rooms += 1
        room = self._folder / str(self._rooms)
        room.mkdir()
        return room


def _again(world: TelegramState, at: datetime) -> TelegramState:
    """The same people and chats at that instant, in a world of their own."""
    new = TelegramState(VirtualClock(at))
    for name in (*MEMORY, *NUMBERS):
        setattr(new, name, deepcopy(getattr(world, name)))
    new.mailbox.go_on_after(world.mailbox)
    return new
