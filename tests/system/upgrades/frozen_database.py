"""The database of a release: everybody whom it froze, stored by that release itself and backed up by it.

The key is public: nobody real is in there. The file of 0.1.0 was made by its own code from its own frozen sessions.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from flows.rulebook import load as load_book
from flows.schedule import next_alarm
from flows.session import load
from storage.db.url import database_for
from storage.encryption.crypto import Keyring
from storage.migrations import migrate
from storage.people.store import Store
from storage.records import Message, NewJournalEntry, TurnResult
from storage.transfer.backup import backup
from tests.system.upgrades.frozen import Frozen

FILE = "people.restride"
KEY = "UmVzdHJpZGUgdGVzdCBrZXksIG5vdCBhIHNlY3JldCE="  # "Restride test key, not a secret!"
FIRST_PERSON = 1001
EVERY = 10  # of so many people one has a message that waits
SAID = '{"Said": {"text": "hello"}}'


def keyring() -> Keyring:
    return Keyring.from_settings(KEY)


async def write(folder: Path, people: Sequence[Frozen]) -> None:
    """Store them as this release stores people, and back that up."""
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/people.db"
        await migrate(url)
        database = database_for(url)
        store = Store(database, keyring())
        await store.begin()
        for number, one in enumerate(people):
            turn = _turn(one, FIRST_PERSON + number, waits=number % EVERY == 0)
            await store.turn(
                FIRST_PERSON + number,
                lambda stored, turn=turn: turn,
                now=one.at,
                update_id=number + 1,  # type: ignore[misc]
            )
        await backup(database, keyring(), folder / FILE)
        await database.dispose()


def _turn(one: Frozen, person: int, *, waits: bool) -> TurnResult:
    session, book = load(one.session), load_book()
    wake = next_alarm(session, book)
    hello = Message(method="sendMessage", params={"chat_id": person, "text": "hello"}, kind="reply")
    return TurnResult(
        session=one.session,
        seq=session.seq,
        state=session.state,
        wake_at=None if wake is None else wake.at,
        wake_kind="" if wake is None else wake.kind,
        messages=(hello,) if waits else (),
        entry=NewJournalEntry(event=SAID, decisions="[]", book_version=book.version),
    )
