"""A life once more on the real thing: the bot killed now and then, Telegram, HTTP, a database. She sees the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.kit.simulator import running_simulator
from tests.kit.story import Shown
from tests.kit.wire_player import WirePlayer
from tests.system.lives.living import live
from tests.system.lives.record import Entry, Record
from tests.system.lives.women import WOMEN

KILLED_EVERY = 40  # things that she does
WEEKS = 4
pytestmark = pytest.mark.long


def seen(record: Record) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each new message, in order; not what was changed in an old one."""
    return [(e.kind, e.text, e.buttons) for e in record.entries if e.kind == "bot" and not e.edited]


async def test_a_life_is_the_same_on_the_wire_with_a_bot_that_is_killed(tmp_path: Path) -> None:
    woman = next(woman for woman in WOMEN if woman.name == "edda")
    record = live(replace(woman, weeks=WEEKS))
    hers = [entry for entry in record.entries if entry.hers]
    shown: list[Shown] = []
    async with running_simulator(at=record.entries[0].at.astimezone(UTC), room=tmp_path) as sim:
        player = WirePlayer(sim, await sim.new_user("Edda"))
        player.zone = ZoneInfo(woman.zone)
        for number, entry in enumerate(hers, start=1):
            await player.sim.advance(to=entry.at.astimezone(UTC))
            if number % KILLED_EVERY == 0:
                shown += await player.directive("restart")
            shown += await _does(player, entry)
    new = [one for one in shown if one.kind == "bot" and not one.edited]
    news = [(one.kind, one.text, tuple(label for row in one.buttons for label in row)) for one in new]
    assert news == seen(record)[: len(news)]
    assert len(news) > len(seen(record)) - 10


async def _does(player: WirePlayer, entry: Entry) -> list[Shown]:
    if entry.kind == "tap":
        return await player.taps("edda", entry.text)
    return await player.says("edda", entry.text)
