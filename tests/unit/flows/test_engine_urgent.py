"""The turn says that it is about a red flag: whatever sends its messages does not read them."""

from __future__ import annotations

from typing import Any

import pytest

from flows.engine import Step, step
from flows.vocabulary import Woken
from tests.kit import core_player
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read

WITH_RED_FLAGS = (
    "chest-pain-on-the-run",
    "emergency-at-screening",
    "heavy-bleeding",
    "same-day-at-screening",
    "self-harm",
    "typed-red-flag",
    "warning-in-a-portion",
)


async def steps_of(chat: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, Step]]:
    """All turns of a chat: what happened, and what came of it."""
    turns: list[tuple[object, Step]] = []

    def recorded(session: Any, event: Any, **more: Any) -> Step:
        turns.append((event, step(session, event, **more)))
        return turns[-1][1]

    monkeypatch.setattr(core_player, "step", recorded)
    await play(read(CHATS / f"{chat}.chat"), CorePlayer(), lambda line, came: None)
    return turns


@pytest.mark.parametrize("chat", WITH_RED_FLAGS)
async def test_each_turn_that_decides_on_a_red_flag_is_urgent(
    chat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = await steps_of(chat, monkeypatch)
    decided = [
        found
        for event, found in turns
        if not isinstance(event, Woken) and any(one.verdict.startswith("urgent") for one in found.noted)
    ]
    assert decided
    assert all(found.urgent for found in decided)


async def test_a_doubtful_sign_is_urgent_and_so_is_her_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(found.urgent for _, found in await steps_of("unsure-red-flag", monkeypatch)) >= 2


async def test_an_ordinary_life_is_never_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    for chat in ("first-session", "weekly", "pause-and-resume", "settings"):
        assert not any(found.urgent for _, found in await steps_of(chat, monkeypatch))
