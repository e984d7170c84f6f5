"""The sessions of a release: found in the golden chats, written once, read for ever.

One line of JSON a session: the state it is in, the moment at which it was, and the text as it was stored. Must not know
what a later release does with them.

>>> [line.state for line in read(Path("tests/system/upgrades/v0.1.0"))][:1]  # doctest: +SKIP
['aside.country']
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from flows.dialogue.facts.build_case import screening_case
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.machine import STATES
from flows.plan.decide import decide
from flows.rulebook import load
from flows.schedule import today
from flows.session import Session, dump
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play
from tests.kit.story import read as read_story

HERE = Path(__file__).parent
FILE = "sessions.jsonl"
BURIED = (
    "buried.jsonl"  # a weekly check of 0.1.0 that the day's own alarm took away before she could answer it
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """`state` is where she is (the aside, if one is open), `beneath` her place in the dialogue.

    `screened` is what the engine of that release said of her screening and her tests at that moment.
    """

    state: str
    beneath: str
    at: datetime
    screened: str | None
    story: str
    session: str


class Incomplete(Exception):
    """A state is in no golden chat, so nobody could be frozen in it; the message names it."""


def releases() -> tuple[Path, ...]:
    """The folders of all releases, oldest first."""
    return tuple(sorted(HERE.glob("v*/"), key=lambda folder: tuple(map(int, folder.name[1:].split(".")))))


def read(folder: Path, file: str = FILE) -> list[Frozen]:
    """What a release left."""
    lines = (folder / file).read_text("utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    return [Frozen(**(one | {"at": datetime.fromisoformat(one["at"])})) for one in found]


def write(folder: Path) -> int:
    """Freeze today's sessions there; how many. Raises `Incomplete`, or `FileExistsError`: a release is not redone."""
    if folder.exists():
        raise FileExistsError(folder)
    chosen = choose(lived())
    folder.mkdir(parents=True)
    lines = (json.dumps(asdict(one) | {"at": one.at.isoformat()}, ensure_ascii=False) for one in chosen)
    (folder / FILE).write_text("\n".join(lines) + "\n", "utf-8")
    return len(chosen)


def choose(sessions: Iterator[tuple[str, Session, datetime]]) -> list[Frozen]:
    """The first of each place that somebody can be in: the state, what is open over it, and what is under that."""
    first: dict[tuple[str, str | None, str | None], Frozen] = {}
    for story, session, at in sessions:
        first.setdefault(
            (session.state, session.aside, session.below),
            Frozen(
                state=session.aside or session.state,
                beneath=session.state,
                at=at,
                screened=screened(session, at),
                story=story,
                session=dump(session),
            ),
        )
    missing = set(STATES) - {DONE} - {one.state for one in first.values()}
    if missing:
        raise Incomplete(f"no golden chat stops in {', '.join(sorted(missing))}: write one, then freeze")
    return sorted(first.values(), key=lambda one: (one.state, one.beneath, one.story))


def screened(session: Session, at: datetime) -> str | None:
    """The engine's decision on her screening and her tests; `None` before it knows when she gave birth."""
    if session.profile.birth_date is None:
        return None
    return decide(screening_case(session, today(session, at), load()), load()).decision


def lived() -> Iterator[tuple[str, Session, datetime]]:
    """Each session of each golden chat, with the name of the chat and the moment."""
    for chat in sorted(CHATS.glob("*.chat")):
        player = CorePlayer()
        asyncio.run(play(read_story(chat), player, lambda line, came: None))
        for (before, _, after), at in zip(player.turns, player.times, strict=True):
            for session in (before, after):
                if session is not None:
                    yield chat.stem, session, at
