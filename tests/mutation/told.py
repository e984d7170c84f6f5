"""The chats as killers: every line is taken up from where it stood when nothing was mutated.

A mutant can only be seen in a line in which its row or its rule is used. So a chat is begun at the first such line, and
as soon as everything is again as it always was, it goes on at the next one. What comes of it is what playing the whole
chat would show, in a hundredth of the time. Must not know what a mutant is.

>>> next(told()).run("R-TIME-2")  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.vocabulary import Event
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, Line, Story, play, read, stories

Keyboard = tuple[int, tuple[tuple[tuple[str, str], ...], ...]]


class Noticed(AssertionError):
    """Something is not as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a chat stands between two lines: all that what follows depends on."""

    stored: str | None
    now: datetime
    zone: ZoneInfo
    name: str
    keyboards: tuple[Keyboard, ...]
    answered: frozenset[int]
    asked: tuple[tuple[int, str], ...]
    last_tap: Event | None

    @staticmethod
    def of(player: CorePlayer) -> Place:
        return Place(
            stored=player.stored,
            now=player.now,
            zone=player.zone,
            name=player.name,
            answered=frozenset(player.answered),
            asked=tuple(player.asked.items()),
            keyboards=tuple((seq, tuple(map(tuple, rows))) for seq, rows in player.keyboards),
            last_tap=player.last_tap,
        )

    def player(self) -> CorePlayer:
        """Somebody who goes on from here, by the rule book as it is now."""
        player = CorePlayer()
        player.stored, player.now, player.zone, player.name = self.stored, self.now, self.zone, self.name
        player.answered = set(self.answered)
        player.asked = dict(self.asked)
        player.keyboards = [(seq, [list(row) for row in rows]) for seq, rows in self.keyboards]
        player.last_tap = self.last_tap
        return player


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line: where it is said, what must come (`None`: another chat looks at that), and what it touches."""

    line: Line
    before: Place
    after: Place
    expected: tuple[str, ...] | None
    touched: frozenset[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A chat, line by line, the lines of the chats before it first."""

    name: str
    moments: tuple[Moment, ...]

    @property
    def touched(self) -> frozenset[object]:
        return frozenset().union(*(moment.touched for moment in self.moments))

    def run(self, touches: object) -> None:
        """Raises when a mutant of `touches` shows in this chat."""
        asyncio.run(self._run(touches))

    async def _run(self, touches: object) -> None:
        player: CorePlayer | None = None  # nobody as long as everything is as it always was
        for moment in self.moments:
            first = player is None
            known = (moment.before, moment.line.source, moment.expected is None)
            if player is None:
                if touches not in moment.touched or known in _unchanged:
                    continue
                player = moment.before.player()
            came = await _came(moment.line, player)
            if moment.expected is not None and came != moment.expected:
                raise Noticed(f"{self.name}:{moment.line.number}")
            if Place.of(player) == moment.after:
                player = None
                if first:
                    _unchanged.add(known)


_unchanged: set[tuple[Place, str, bool]] = (
    set()
)  # in the process of one mutant: lines that several chats share


Watching = Callable[[], AbstractContextManager[set[object]]]


def told(watching: Watching) -> Iterator[Told]:
    """Every chat, the short ones first."""
    moments: dict[Path, tuple[Moment, ...]] = {}
    for story in sorted((read(path) for path in stories()), key=lambda story: len(story.lines)):
        asyncio.run(_tell(story, moments, watching))
        yield Told(name=story.path.stem, moments=moments[story.path])


async def _tell(story: Story, moments: dict[Path, tuple[Moment, ...]], watching: Watching) -> None:
    """The moments of a chat and of those before it; what a chat before it says is its own to look at."""
    if story.path in moments:
        return
    found: list[Moment] = []
    place = Place.of(CorePlayer())
    for line in story.lines:
        if line.source.startswith("-- after "):
            earlier = read(CHATS / f"{line.source.removeprefix('-- after ')}.chat")
            await _tell(earlier, moments, watching)
            found += [replace(moment, expected=None) for moment in moments[earlier.path]]
        else:
            found.append(await _moment(line, place, watching))
            if found[-1].expected != line.expected:
                raise Noticed(f"{story.path.stem}:{line.number}")
        place = found[-1].after
    moments[story.path] = tuple(found)


async def _moment(line: Line, place: Place, watching: Watching) -> Moment:
    with watching() as touched:
        player = place.player()
        came = await _came(line, player)
    return Moment(line=line, before=place, after=Place.of(player), expected=came, touched=frozenset(touched))


async def _came(line: Line, player: CorePlayer) -> tuple[str, ...]:
    """What the bot says to one line."""
    shown: list[str] = []

    def check(_: Line, came: list[str]) -> None:
        shown.extend(came)

    await play(Story(path=CHATS, head=(), lines=(replace(line, expected=()),)), player, check)
    return tuple(shown)
