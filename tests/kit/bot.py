"""A store on a fresh file, for tests of the shell; and messages to put into it.

Must not know a dialogue: sessions here are any text.

    async with fresh_store(tmp_path) as ground: await post(ground.store, 7, "Good morning")
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.open_storage import Storage, open_store
from bot.settings import Settings, load
from storage.people.store import Store
from storage.records import Message, NewJournalEntry, TurnResult

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


class FixedClock:
    """A clock that stands until a test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def settings(folder: Path, **more: str) -> Settings:
    """Settings of a bot that keeps everything in `folder`."""
    given = {
        "BOT_TOKEN": "1:test",
        "DATABASE_URL": f"sqlite:///{folder}/data/restride.db",
        "DATA_KEY_FILE": str(folder / "keys" / "data.key"),
    }
    return load(given | more, env_file=None)


@asynccontextmanager
async def fresh_store(folder: Path) -> AsyncIterator[Storage]:
    """A migrated store with its own key."""
    async with open_store(settings(folder), make=True) as ground:
        yield ground


async def post(
    store: Store,
    person: int,
    *texts: str,
    kind: str = "reply",
    method: str = "sendMessage",
    at: datetime = MONDAY,
) -> None:
    """One turn that leaves these messages in the outbox."""
    messages = tuple(
        Message(method=method, params={"chat_id": person, "text": text}, kind=kind) for text in texts
    )
    entry = NewJournalEntry(event="{}", decisions="[]", book_version="1")

    def decide(stored: str | None) -> TurnResult:
        return TurnResult(
            session="{}",
            seq=int(stored is not None) + 1,
            state="new",
            wake_at=None,
            wake_kind="",
            messages=messages,
            entry=entry,
        )

    await store.turn(person, decide, now=at)
