"""A story played on the core, and what would be stored of her by then: for what is made from a whole journal."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.documents.context import DocumentContext
from bot.rendering.texts import renderer
from flows import codec
from flows.session import Session
from storage.records import JournalEntry
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read


async def told_in(chat: str) -> DocumentContext:
    """Her at the end of that chat."""
    player = CorePlayer()
    await play(read(CHATS / f"{chat}.chat"), player, lambda line, came: None)
    turns = zip(player.turns, player.times, player.decisions, strict=True)
    journal = tuple(
        JournalEntry(
            seq=(after or before).seq,
            at=at,
            event=json.dumps({type(event).__name__: asdict(event)}),
            decisions=codec.dumps(made),
            book_version=player.book.version,
        )
        for (before, event, after), at, made in turns
    )
    return about(player.session, journal, player)


def about(
    session: Session, journal: tuple[JournalEntry, ...], player: CorePlayer | None = None
) -> DocumentContext:
    """The subject of a handout, at the time of the player (a new one's: New Year 2026)."""
    at = player or CorePlayer()
    return DocumentContext(session=session, journal=journal, now=at.now, book=at.book, words=renderer("en"))
