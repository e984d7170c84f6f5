"""Stories to start from: the golden chats, read for what she does and when. What the bot said is left out.

The format is described in docs/simulator.md; a story that begins with `-- after other` has the whole of the other one
before it.

    Shelf(Path("tests/chats")).story("leak").steps[0].source  ->  "@ 2026-03-02 07:30 Europe/Paris"
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BY_HER = re.compile(r"^(?P<who>[a-z]+): ?(?P<what>.*)$")
TAP = re.compile(r"^\[(?P<label>.+)\]$")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_SPAN = re.compile(
    r"^\+(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?(?: (?P<time>\d\d:\d\d))?$"
)
_FROM_THE_BOT = re.compile(r"^(bot|toast|file)( \(edit\))?:|^     |^\s*$|^#")
_AFTER = "-- after "


class StoryNotFound(Exception):
    """There is no such story, or it cannot be played; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line that makes something happen; `number` is its line in the file, 0 for an earlier story's."""

    number: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A whole story: `begins` is its first instant, `who` the name of the person in it."""

    name: str
    title: str
    who: str
    begins: datetime
    zone: str
    steps: tuple[Step, ...]

    def until(self, number: int | None) -> tuple[Step, ...]:
        """The steps up to a line of the file, that line included; all of them for None."""
        return tuple(step for step in self.steps if number is None or step.number <= number)

    def line(self, words: str) -> int:
        """The line that is named by its number, or by words in it (the first that has them)."""
        for step in self.steps:
            if step.number and (words == str(step.number) or words.casefold() in step.source.casefold()):
                return step.number
        raise StoryNotFound(f"no line of {self.name} that she acts in has {words!r}")


class StoryFolder:
    """The stories in a folder; an empty shelf where there is none (an installed package)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self._folder.glob("*.chat")))

    def title(self, name: str) -> str:
        """Its first lines: what happens in it."""
        lines = itertools.takewhile(lambda line: line.startswith("#"), self._text(name).splitlines())
        return " ".join(line.lstrip("# ") for line in lines) or name.replace("-", " ")

    def story(self, name: str) -> Story:
        """The story of that name, with what comes before it; raises `StoryNotFound`."""
        steps = self._steps(name, ())
        first = next((step.source for step in steps if step.source.startswith("@")), "").split()
        who = next((hit["who"] for step in steps if (hit := BY_HER.match(step.source))), "ana")
        if len(first) != 4:
            raise StoryNotFound(f"{name}.chat does not say when and where it begins")
        begins = instant(" ".join(first[1:]), datetime.fromtimestamp(0, UTC), ZoneInfo(first[3]))
        return Story(
            name=name,
            title=self.title(name),
            who=who.capitalize(),
            begins=begins,
            zone=first[3],
            steps=tuple(steps),
        )

    def _steps(self, name: str, behind: tuple[str, ...]) -> list[Step]:
        if name in behind:
            raise StoryNotFound(f"{name}.chat comes after itself")
        steps: list[Step] = []
        for number, raw in enumerate(self._text(name).splitlines(), start=1):
            if raw.startswith(_AFTER):
                earlier = self._steps(raw.removeprefix(_AFTER).strip(), (*behind, name))
                steps += [Step(number=0, source=step.source) for step in earlier]
            elif not _FROM_THE_BOT.match(raw):
                steps.append(Step(number=number, source=raw.rstrip()))
        return steps

    def _text(self, name: str) -> str:
        path = self._folder / f"{name}.chat"
        if not _NAME.fullmatch(name) or not path.is_file():
            raise StoryNotFound(f"there is no story {name!r} in {self._folder}")
        return path.read_text(encoding="utf-8")


def instant(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """What `2026-03-02 07:30 Europe/Paris`, `+1d 07:30` or `+2h` means at `now`, in UTC."""
    match = _SPAN.match(words)
    if match is None:
        day, clock, *_ = words.split()
        return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).astimezone(UTC)
    to = now.astimezone(zone)
    if match["days"]:
        to = (to.replace(tzinfo=None) + timedelta(days=int(match["days"]))).replace(tzinfo=zone)
    if match["time"]:
        hour, minute = map(int, match["time"].split(":"))
        to = to.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return to.astimezone(UTC) + timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
