"""One person's simple life: her session is a number, and each turn adds one to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select, update

from storage.db.database import Database
from storage.people.store import Message, NewJournalEntry, TurnResult
from storage.tables import metadata, people

ANA = 7
BEA = 8
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=30)

Decide = Callable[[str | None], TurnResult]


def prompt(text: str, *, opens: bool = False) -> Message:
    """A message at her hour."""
    return Message(method="sendMessage", params={"text": text}, kind="prompt", opens=opens)


def reply(text: str, *, opens: bool = False) -> Message:
    """An answer to what she just did."""
    return Message(method="sendMessage", params={"text": text}, kind="reply", opens=opens)


def toast(text: str) -> Message:
    """A note over a button."""
    return Message(method="answerCallbackQuery", params={"text": text}, kind="toast")


def choice(text: str) -> Message:
    """The edit that marks what she chose."""
    return Message(method="editMessageText", params={"text": text}, kind="choice")


def count(
    *messages: Message, wake_at: datetime | None = None, wake_kind: str = "prompt", event: str = "{}"
) -> Decide:
    """One more turn, with these messages and this alarm."""

    def decide(session: str | None) -> TurnResult:
        number = int(session or 0) + 1
        return TurnResult(
            session=str(number),
            seq=number,
            state="counting",
            wake_at=wake_at,
            wake_kind=wake_kind,
            messages=messages,
            entry=NewJournalEntry(event=event, decisions=f"[{number}]", book_version="1"),
        )

    return decide


def leave(*messages: Message) -> Decide:
    """She is forgotten, and hears these last messages."""

    def decide(session: str | None) -> TurnResult:
        return TurnResult(
            session=None,
            seq=int(session or 0) + 1,
            state="gone",
            wake_at=None,
            wake_kind="",
            messages=messages,
            entry=NewJournalEntry(event="{}", decisions="[]", book_version="1"),
        )

    return decide


async def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return await database.read(
        lambda connection: {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for table in metadata.sorted_tables
        }
    )


def spoil(person: int) -> Callable[[Connection], None]:
    """One bit of what is stored of her is turned over."""

    def work(connection: Connection) -> None:
        hers = people.c.person == person
        sealed = connection.execute(people.select().where(hers)).one().sealed
        broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
        connection.execute(update(people).where(hers).values(sealed=broken))

    return work
