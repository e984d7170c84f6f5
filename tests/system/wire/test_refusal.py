"""Somebody who declines leaves the moment of the refusal and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

from bot.origin import EventOrigin
from bot.rendering.texts import renderer
from bot.turns import NullSender, TurnHandler
from flows import session as sessions
from flows.rulebook import load
from flows.vocabulary import Commanded, Tapped
from tests.kit.bot import FixedClock, fresh_store


async def test_a_refusal_leaves_only_its_moment(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    async with fresh_store(tmp_path) as ground:
        store = ground.store
        coach = TurnHandler(
            store=store,
            clock=FixedClock(now),
            book=load(),
            words={"en": renderer("en")},
            default_locale="en",
            sender=NullSender(),
        )
        await coach.handle(7, Commanded(name="start"), EventOrigin(name="Ana"))
        await coach.handle(7, Tapped(seq=1, option="decline"), EventOrigin(name="Ana"))
        stored = sessions.load(await store.session(7) or "")
        assert await store.journal(7) == []
        assert stored.refused_at == now
        assert stored.name == "" and stored.profile == sessions.Profile() and stored.told is None
        assert await store.next_due() is None
