"""What turns leave behind of people: the session, the line in the journal, the one next alarm; many at once.

Each statement is made once, with a row for each turn, in the transaction that has read and locked them. Must not know
what a session says, nor what is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, func, insert, update

from storage.db.errors import Conflict
from storage.db.upsert import Insert, Upsert
from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.enqueue import SendSlot
from storage.people.journal_rows import to_row
from storage.records import JournalEntry, TurnResult
from storage.tables import dead_letters, due, journal, people

Decide = Callable[[str | None], TurnResult | None]

# asyncpg does not count the rows of several at once; all of them are locked since they were read.
ROWCOUNT_UNKNOWN = -1

_her: BindParameter[int] = bindparam("her")
_SAVE = (
    update(people)
    .where(people.c.person == _her, people.c.seq == bindparam("read_seq"))
    .values(
        seq=bindparam("new_seq"),
        sealed=bindparam("new_sealed"),
        heard_at=func.coalesce(bindparam("heard", type_=people.c.heard_at.type), people.c.heard_at),
        said=bindparam("new_said"),
        unseen_at=bindparam("new_unseen_at"),
        unseen_kind=bindparam("new_unseen_kind"),
    )
)
_NOTE = insert(journal).inline()
_FORGET = delete(journal).where(journal.c.person == _her)
_FORGET_LETTERS = delete(dead_letters).where(dead_letters.c.person == _her)
_UNSET = delete(due).where(due.c.person == _her)


def _set(statement: Insert) -> Insert:
    """She has one alarm: a new one takes the place of the old."""
    new = statement.excluded
    columns = {"ring_at": new.ring_at, "at": new.at, "kind": new.kind, "seq": new.seq}
    return statement.on_conflict_do_update(index_elements=["person"], set_=columns)


_SET = Upsert(due, _set)
_NEW = Upsert(people, lambda new: new.on_conflict_do_nothing().returning(people.c.person))


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRequest:
    """A turn that is wanted. `hand`: who can send one message of it at once.

    `content_id`: what names the message of the update apart from its number (`storage/people/seen_updates.py`).
    """

    person: int
    decide: Decide
    now: datetime
    update_id: int | None = None
    content_id: str = ""
    hand: SendSlot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedTurn:
    """What became of it, and what was there before. `said`: the last that was said to her; not before `at`."""

    wanted: TurnRequest
    row: Row[*tuple[Any, ...]] | None
    turn: TurnResult
    said: bytes | None
    at: datetime


def write_turns(connection: Connection, keyring: AnyKeyring, stays: Sequence[DecidedTurn]) -> None:
    """Write down what was decided about people who stay; raises `Conflict`."""
    _sessions(connection, keyring, stays)
    _journal(connection, keyring, stays)
    _alarms(connection, stays)


def _sessions(connection: Connection, keyring: AnyKeyring, stays: Sequence[DecidedTurn]) -> None:
    """Writes the sessions; raises `Conflict` when another process has changed one in between."""
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for one in stays:
        person, turn, row = one.wanted.person, one.turn, one.row
        if row is not None and turn.seq < row.seq:
            raise ValueError(f"a turn may not go back from seq {row.seq} to {turn.seq}")
        assert turn.session is not None
        sealed = keyring.seal("people", str(person), "sealed", turn.session)
        heard = None if one.wanted.update_id is None else one.wanted.now
        if row is None:
            new.append(
                {"person": person, "seq": turn.seq, "sealed": sealed, "heard_at": heard, "said": one.said}
            )
            continue
        unseen = (row.unseen_at, row.unseen_kind) if heard is None else (None, None)
        old.append(
            {
                "her": person,
                "read_seq": row.seq,
                "new_seq": turn.seq,
                "new_sealed": sealed,
                "heard": heard,
                "new_said": one.said,
                "new_unseen_at": unseen[0],
                "new_unseen_kind": unseen[1],
            }
        )
    if new:
        new.sort(key=lambda values: values["person"])
        if len(connection.execute(_NEW[connection.dialect.name], new).all()) != len(new):
            raise Conflict
    if _all(connection, _SAVE, old) not in (len(old), ROWCOUNT_UNKNOWN):
        raise Conflict


def _journal(connection: Connection, keyring: AnyKeyring, stays: Sequence[DecidedTurn]) -> None:
    """Lines of the journal, or a clean page."""
    lines = []
    for one in stays:
        person, turn = one.wanted.person, one.turn
        if turn.clears_journal:
            connection.execute(_FORGET, {"her": person})
            connection.execute(_FORGET_LETTERS, {"her": person})
            continue
        lines.append(to_row(keyring, person, _line_of(turn, one.wanted.now)))
    _all(connection, _NOTE, lines)


def _line_of(turn: TurnResult, now: datetime) -> JournalEntry:
    entry = turn.entry
    return JournalEntry(
        seq=turn.seq,
        at=now,
        event=entry.event,
        decisions=entry.decisions,
        book_version=entry.book_version,
    )


def _alarms(connection: Connection, stays: Sequence[DecidedTurn]) -> None:
    """Her one next alarm, or none."""
    alarms = [
        {
            "ring_at": one.turn.wake_at,
            "at": one.turn.wake_at,
            "person": one.wanted.person,
            "seq": one.turn.seq,
            "kind": one.turn.wake_kind,
        }
        for one in stays
        if one.turn.wake_at is not None
    ]
    _all(connection, _UNSET, [{"her": one.wanted.person} for one in stays if one.turn.wake_at is None])
    _all(connection, _SET[connection.dialect.name], alarms)


def _all(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> int:
    """One execution for all these rows; how many it touched."""
    if not rows:
        return 0
    return int(connection.execute(statement, rows if len(rows) > 1 else rows[0]).rowcount)
