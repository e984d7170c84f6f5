"""The one door to what is stored about people. Every method is one transaction.

`turn` is how anything about a person changes: it loads, lets a pure function decide, and commits the session, the
journal line, the messages and the next alarm together, or none of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, literal_column, null, select, union_all

from storage.db.database import Database
from storage.db.group_commit import BatchableWork
from storage.encryption.crypto import KeyProblem, Unreadable
from storage.encryption.database_secrets import ERASURE_SECRET, get_or_create, secret
from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.delivery_counts import by_day
from storage.outbox.enqueue import SendSlot
from storage.people import alarms as schedule
from storage.people import retention
from storage.people import status as overview
from storage.people.erase import erase, erasure_times
from storage.people.journal_rows import from_row
from storage.people.retention import RetentionLimit
from storage.people.turn_transaction import run_turns
from storage.people.turn_writer import Decide, TurnRequest
from storage.records import (
    DeliveryCounts,
    DueAlarm,
    JournalEntry,
    Lateness,
    Message,
    NewJournalEntry,
    Status,
    StoredPerson,
    TurnResult,
)
from storage.tables import journal, open_messages, people

__all__ = ["DueAlarm", "JournalEntry", "Message", "NewJournalEntry", "Status", "Store", "TurnResult"]

_her: BindParameter[int] = bindparam("her")
_SESSION = select(people.c.sealed).where(people.c.person == _her)
_JOURNAL = select(journal).where(journal.c.person == _her).order_by(journal.c.id)
_FIRST: Any = literal_column("0")  # before any line: these are numbered from 1
_KEPT = union_all(
    select(journal).where(journal.c.person == _her),
    select(_FIRST, people.c.person, people.c.seq, null(), null(), people.c.sealed, null()).where(
        people.c.person == _her
    ),
).order_by("id")
_OPEN_MESSAGE = select(open_messages.c.message_id).where(open_messages.c.person == _her)
_PEOPLE = (
    select(people.c.person)
    .where(people.c.person > bindparam("after"))
    .order_by(people.c.person)
    .limit(bindparam("at_most"))
)
PURGE_BATCH = 500
_ANY_PERSON = select(people.c.person, people.c.sealed).order_by(people.c.person.desc()).limit(1)


class Store:
    """Sessions, journal and alarms, over a database and the keys that open them.

    `repeats`: for how long the same answer is not given again; `None`: it always is.
    """

    def __init__(self, database: Database, keyring: AnyKeyring, repeats: timedelta | None = None) -> None:
        self._database = database
        self._keyring = keyring
        self._repeats = repeats

    # --- turns -----------------------------------------------------------------------------------

    async def turn(
        self,
        person: int,
        decide: Decide,
        *,
        now: datetime,
        update_id: int | None = None,
        content_id: str = "",
        hand: SendSlot | None = None,
    ) -> TurnResult | None:
        """One turn, all of it or nothing; `None` when the update is a repeat or `decide` changes nothing.

        `decide` gets the session's JSON (`None`: we do not know her) and must be pure: after a lost race it
        is called again on what is stored by then, up to five times. `hand`: the caller can send one message at once;
        what it has to send is `handed`. A turn without an update has low priority. An update is a repeat when the same
        person, `update_id` and `content_id` were handled in the last 48 hours (`storage/people/seen_updates.py`).
        """

        wanted = TurnRequest(
            person=person, decide=decide, now=now, update_id=update_id, content_id=content_id, hand=hand
        )
        return await self._database.write(
            BatchableWork(do=self._take, given=wanted, low_priority=update_id is None)
        )

    def _take(self, connection: Connection, wanted: Sequence[TurnRequest]) -> list[TurnResult | None]:
        return run_turns(connection, self._keyring, wanted, repeats=self._repeats)

    async def session(self, person: int) -> str | None:
        """Her session's JSON, or `None`."""

        def work(connection: Connection) -> str | None:
            sealed = connection.execute(_SESSION, {"her": person}).scalar_one_or_none()
            return None if sealed is None else self._keyring.open("people", str(person), "sealed", sealed)

        return await self._database.read(work)

    async def open_message(self, person: int) -> int | None:
        """The Telegram message id that carries her open question, once it has been sent."""
        return await self._database.read(
            lambda c: c.execute(_OPEN_MESSAGE, {"her": person}).scalar_one_or_none()
        )

    async def journal(self, person: int) -> list[JournalEntry]:
        """All her turns, oldest first, opened."""

        def work(connection: Connection) -> list[JournalEntry]:
            return [from_row(self._keyring, row) for row in connection.execute(_JOURNAL, {"her": person})]

        return await self._database.read(work)

    async def kept(self, person: int) -> StoredPerson:
        """Her session and all her turns, by one query; opened in a thread, so that no other turn waits for it."""
        rows = await self._database.read(lambda c: list(c.execute(_KEPT, {"her": person})))
        return await asyncio.to_thread(self._opened, person, rows)

    def _opened(self, person: int, rows: Sequence[Row[*tuple[Any, ...]]]) -> StoredPerson:
        if not rows or rows[0].id != 0:
            return StoredPerson(session=None, journal=[from_row(self._keyring, row) for row in rows])
        session = self._keyring.open("people", str(person), "sealed", rows[0].sealed_event)
        return StoredPerson(session=session, journal=[from_row(self._keyring, row) for row in rows[1:]])

    # --- alarms ----------------------------------------------------------------------------------

    async def due(self, now: datetime, limit: int = 100) -> list[DueAlarm]:
        """The alarms that are due at `now` and not leased, oldest first."""
        return await self._database.read(lambda c: schedule.due_alarms(c, now, limit))

    async def claim_due(self, now: datetime, *, lease: timedelta, limit: int) -> list[DueAlarm]:
        """The same, leased until `now + lease` so that replicas do not double the work."""
        return await self._database.write(lambda c: schedule.claim(c, now, lease=lease, limit=limit))

    async def release_alarm_leases(self) -> None:
        """End the leases of alarms: of a process that died, or of a clock that was set back."""
        await self._database.write(schedule.release_leases)

    async def next_due(self) -> datetime | None:
        """When the next alarm is due, or a lease ends."""
        return await self._database.read(schedule.next_due)

    # --- forgetting ------------------------------------------------------------------------------

    async def forget(self, person: int, *, now: datetime) -> bool:
        """Erase her without a word (an operator's or the retention limit's); whether she was known."""
        return await self._database.write(lambda c: erase(c, self._keyring, person, now=now))

    async def erasures(self, person: int) -> list[datetime]:
        """When she was erased: the proof, which only the key can read."""
        return await self._database.read(lambda c: erasure_times(c, self._keyring, person))

    async def purge(self, now: datetime) -> int:
        """Delete update ids after 48 hours, undelivered goodbyes too, dead letters after 30 days; how many."""
        return await self._database.write(lambda c: overview.purge(c, now))

    async def count_purgeable(self, now: datetime) -> int:
        """How many `purge` would delete."""
        return await self._database.read(lambda c: overview.count_purgeable(c, now))

    # --- all people -------------------------------------------------------------------------------

    async def people(self, *, after: int = 0, limit: int = 1000) -> list[int]:
        """The people we know, in the order of their ids, a page at a time."""
        given = {"after": after, "at_most": limit}
        return await self._database.read(lambda c: list(c.execute(_PEOPLE, given).scalars()))

    async def people_without_alarm(self, limit: RetentionLimit) -> list[int]:
        """Those who have been silent for too long and have no alarm about it."""
        return await self._database.read(lambda c: list(retention.people_without_alarm(c, limit)))

    async def wake_overlooked(self, limit: RetentionLimit) -> int:
        """They get it, a few at a time; how many they were."""
        found = await self.people_without_alarm(limit)
        for start in range(0, len(found), PURGE_BATCH):
            some = found[start : start + PURGE_BATCH]
            await self._database.write(lambda c, some=some: retention.set_alarms(c, some, limit))  # type: ignore[misc]
        return len(found)

    async def due_of_kind(self, now: datetime, kinds: Sequence[str]) -> list[DueAlarm]:
        """The alarms of these kinds that are due, leased or not."""
        return await self._database.read(lambda c: retention.due_of_kind(c, now, kinds))

    async def status(self, now: datetime) -> Status:
        """Numbers for the operator, none of them about health."""
        return await self._database.read(lambda c: overview.status(c, now))

    async def lateness(self, now: datetime) -> Lateness:
        """How late the oldest work is: cheap, for health checks."""
        return await self._database.read(lambda c: overview.lateness(c, now))

    async def write_probe(self, wall: datetime) -> None:
        """Write and commit one row of no meaning; raises `DatabaseUnavailable` when the database cannot be written."""
        await self._database.write(lambda c: overview.write_probe(c, wall))

    async def delivered(self, since: date) -> list[DeliveryCounts]:
        """Planned, sent, failed, expired, dropped, answered, late, by day (UTC) and kind."""
        return await self._database.read(lambda c: by_day(c, since))

    async def begin(self) -> None:
        """Before the first turn: what the database needs from its first day on. Raises `KeyProblem` as below."""
        await self.check_key()
        await self._database.write(lambda c: get_or_create(c, self._keyring, ERASURE_SECRET))

    async def check_key(self) -> None:
        """Raise `KeyProblem` when the keys do not open what is stored: asked once, at start."""

        def work(connection: Connection) -> None:
            secret(connection, self._keyring, ERASURE_SECRET)
            for person, sealed in connection.execute(_ANY_PERSON):
                self._keyring.open("people", str(person), "sealed", sealed)

        try:
            await self._database.read(work)
        except Unreadable as error:
            raise KeyProblem(f"the data key does not open this database: {error}") from error
