"""Golden chats: how a `.chat` file is read, and how what the bot really says is written back into it.

    # she leaks on level 3 and steps back
    @ 2026-03-02 07:30 Europe/Paris        the virtual clock stands here
    ana: /start                            she types
    bot: Hello. ...                       what must come, word for word, HTML tags left out
         [I agree] [No, thank you]         its buttons, row by row
    ana: [I agree]                         she taps, or did before the button was gone
    toast: Got that one already.           a note over the button
    @ +1d 07:30                            on to the next day; what falls due on the way comes first
    @ next                                 on to the next alarm
    -- restart                             the bot is killed and started again
    -- second tap                          the same button once more
    -- tap "OLD LABEL" of 3                a button of the third-last message that had buttons
    -- send photo "caption"                something that is not words, with a caption or without
    -- album 3 "caption"                   several photos at once
    -- edit "text"                         she edits her last message, or its caption
    -- forward "text" channel              words of a user, hidden_user, chat or channel, or through a bot
    -- reply "quoted" "text"               she replies to the bot's last message and quotes a part of it
    -- location 48.85 2.35                 she shares a place
    -- block, -- unblock
    -- after onboarded                     first everything that happens in that other chat

The edit that marks her choice in the message she tapped is not written down: it would double every chat.
Only the lines of the bot (`bot:`, `toast:`, `file:`) are rewritten by `pytest --rewrite-chats`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHATS = Path(__file__).parents[1] / "chats"
HERS = re.compile(r"^(?P<who>[a-z]+): ?(?P<what>.*)$")
TAP = re.compile(r"^\[(?P<label>.+)\]$")
OURS = ("bot", "toast", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Something she sees: `bot` (a message), `toast` or `file`, and whether it replaced an earlier message."""

    kind: str
    text: str
    buttons: tuple[tuple[str, ...], ...] = ()
    edited: bool = False

    def lines(self) -> list[str]:
        head = f"{self.kind}{' (edit)' if self.edited else ''}: "
        words = self.text.split("\n")
        rows = [" ".join(f"[{label}]" for label in row) for row in self.buttons]
        return [f"{head}{words[0]}".rstrip(), *(f"     {line}".rstrip() for line in [*words[1:], *rows])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that makes something happen, as it stands in the file, with what must follow it."""

    source: str
    expected: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A file: its title lines and its lines."""

    path: Path
    head: tuple[str, ...]
    lines: tuple[Line, ...]

    def rewrite(self, written: list[str]) -> None:
        """Writes the file anew, with what the bot says now."""
        self.path.write_text("\n".join(written) + "\n", encoding="utf-8")


class Player(Protocol):
    """Somebody who plays a story against a bot: the pure core, or the real bot over HTTP."""

    async def at(self, when: str) -> list[Shown]: ...
    async def says(self, who: str, text: str) -> list[Shown]: ...
    async def taps(self, who: str, label: str) -> list[Shown]: ...
    async def directive(self, words: str) -> list[Shown]: ...


def stories() -> list[Path]:
    """All chats, by name."""
    return sorted(CHATS.glob("*.chat"))


def read(path: Path) -> Story:
    """The story in a file."""
    head: list[str] = []
    lines: list[tuple[str, list[str], int]] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if raw.startswith("#") or (not raw.strip() and not lines):
            head.append(raw)
        elif _is_ours(raw) or raw.startswith("     ") or not raw.strip():
            if not lines:
                raise ValueError(f"{path.name}:{number}: the bot speaks before anything has happened")
            lines[-1][1].append(raw.rstrip())
        else:
            lines.append((raw.rstrip(), [], number))
    return Story(
        path=path,
        head=tuple(head),
        lines=tuple(Line(source=s, expected=_trimmed(e), number=n) for s, e, n in lines),
    )


def _is_ours(raw: str) -> bool:
    return any(raw.startswith((f"{kind}:", f"{kind} (edit):")) for kind in OURS)


def _trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


async def play(
    story: Story, player: Player, check: Callable[[Line, list[str]], Awaitable[None] | None]
) -> list[str]:
    """Plays every line; `check` sees what came after each. Returns the file as it would be rewritten."""
    written = list(story.head)
    for line in story.lines:
        shown = await _one(line, player)
        came = [text for item in shown for text in item.lines()]
        check(line, came)
        written += [line.source, *came]
    return written


async def _one(line: Line, player: Player) -> list[Shown]:
    source = line.source
    if source.startswith("@"):
        return await player.at(source[1:].strip())
    if source.startswith("-- after "):
        for earlier in read(CHATS / f"{source.removeprefix('-- after ')}.chat").lines:
            await _one(earlier, player)
        return []
    if source.startswith("--"):
        return await player.directive(source[2:].strip())
    match = HERS.match(source)
    if match is None:
        raise ValueError(f"line {line.number}: neither `@`, `--` nor `name:`: {source!r}")
    tap = TAP.match(match["what"])
    if tap:
        return await player.taps(match["who"], tap["label"])
    return await player.says(match["who"], match["what"])
