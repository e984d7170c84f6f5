"""Stopped and started again between any two turns, she goes on at the same question: the whole main job.

Each turn has a store, a key and a coach of its own, made from the files, as after a restart. What is stored must
be what the pure core says, and the open question must be the one she was at.
"""

from datetime import datetime
from pathlib import Path

import pytest

from bot.open_storage import open_store
from bot.origin import EventOrigin
from bot.rendering.texts import renderer
from bot.turns import NullSender, TurnHandler
from flows import session as sessions
from flows.engine import open_question
from flows.rulebook import load
from flows.session import Session
from flows.vocabulary import Event
from tests.kit.bot import FixedClock, fresh_store, settings
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read

pytestmark = pytest.mark.long

HER = 7


async def restarted(folder: Path, at: datetime, before: Session, event: Event, after: Session | None) -> None:
    """One turn by a bot that has only just been started on these files."""
    book = load()
    async with open_store(settings(folder), make=False) as ground:
        coach = TurnHandler(
            store=ground.store,
            clock=FixedClock(at),
            book=book,
            words={"en": renderer("en")},
            default_locale="en",
            sender=NullSender(),
        )
        stored = await ground.store.session(HER)
        if stored is not None:
            assert open_question(sessions.load(stored), at, book) == open_question(before, at, book)
        await coach.handle(HER, event, EventOrigin(name="" if after is None else after.name))
        stored = await ground.store.session(HER)
        assert (None if stored is None else sessions.load(stored)) == after


async def test_she_goes_on_at_the_same_question_after_a_restart_anywhere(tmp_path: Path) -> None:
    player = CorePlayer()
    await play(read(CHATS / "main-job.chat"), player, lambda line, came: None)
    async with fresh_store(tmp_path):
        pass
    assert len(player.turns) > 120
    for at, (before, event, after) in zip(player.times, player.turns, strict=True):
        await restarted(tmp_path, at, before, event, after)
