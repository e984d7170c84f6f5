"""One turn of one person, inside the one transaction of the caller: load, decide, and write all that follows.

Six statements when she presses a button. The person's row is locked for the length of it (SQLite: the whole
file, `BEGIN IMMEDIATE`), and `seq` is checked again when writing. Must not know what a session says.

>>> take(connection, keyring, 7, decide, now=now, update_id=1)  # doctest: +SKIP
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, delete, exists, func, insert, select, update

from storage.crypto import Keyring
from storage.engine import Conflict
from storage.erase import erase
from storage.shapes import Turn
from storage.tables import due, journal, outbox, people, seen_updates
from storage.tally import INSERTS, Insert

Decide = Callable[[str | None], Turn | None]

REPLY, PROMPT = 0, 1
RANKS = {"reply": REPLY, "toast": REPLY, "prompt": PROMPT}
TOAST_LASTS = timedelta(seconds=15)  # Telegram forgets a callback query after about that long

_her: BindParameter[int] = bindparam("her")
_prompt_waits = exists().where(outbox.c.person == _her, outbox.c.rank == PROMPT).label("prompt_waits")
_LOAD = (
    select(people.c.seq, people.c.sealed, _prompt_waits)
    .where(people.c.person == _her)
    .with_for_update(of=people)
)
_SAVE = (
    update(people)
    .where(people.c.person == _her, people.c.seq == bindparam("read_seq"))
    .values(
        seq=bindparam("new_seq"),
        sealed=bindparam("new_sealed"),
        heard_at=func.coalesce(bindparam("heard", type_=people.c.heard_at.type), people.c.heard_at),
    )
)
_NOTE = insert(journal).inline()
_FORGET = delete(journal).where(journal.c.person == _her)
_POST = insert(outbox).inline()
_HURRY = update(outbox).where(outbox.c.person == _her, outbox.c.rank == PROMPT).values(rank=REPLY)
_UNSET = delete(due).where(due.c.person == _her)


def _set(statement: Insert) -> Insert:
    """She has one alarm: a new one takes the place of the old."""
    new = statement.excluded
    columns = {"ring_at": new.ring_at, "at": new.at, "kind": new.kind, "seq": new.seq}
    return statement.on_conflict_do_update(index_elements=["person"], set_=columns)


def _first(statement: Insert) -> Insert:
    return statement.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


_SET = {name: _set(make(due)) for name, make in INSERTS.items()}
_SEEN = {name: _first(make(seen_updates)) for name, make in INSERTS.items()}
_NEW = {name: _first(make(people)) for name, make in INSERTS.items()}


def take(
    connection: Connection,
    keyring: Keyring,
    person: int,
    decide: Decide,
    *,
    now: datetime,
    update_id: int | None,
) -> Turn | None:
    """Do the turn; `None` when this update was handled before or `decide` leaves everything as it is."""
    dialect = connection.dialect.name
    if update_id is not None:
        seen = connection.execute(_SEEN[dialect], {"update_id": update_id, "at": now})
        if seen.rowcount == 0:
            return None
    row = connection.execute(_LOAD, {"her": person}).one_or_none()
    session = None if row is None else keyring.open("people", str(person), "sealed", row.sealed)
    turn = decide(session)
    if turn is None:
        return None
    if turn.session is None:
        erase(connection, keyring, person, now=now)
    else:
        _save(connection, keyring, person, turn, None if row is None else row.seq, now, update_id)
        if row is not None and row.prompt_waits and any(message.kind == "reply" for message in turn.messages):
            # Her messages stay in order, so a prompt that waits before an answer must go as fast as it.
            connection.execute(_HURRY, {"her": person})
    if turn.messages:
        _post(connection, keyring, person, turn, now)
    return turn


def _save(
    connection: Connection,
    keyring: Keyring,
    person: int,
    turn: Turn,
    read_seq: int | None,
    now: datetime,
    update_id: int | None,
) -> None:
    assert turn.session is not None
    dialect = connection.dialect.name
    if read_seq is not None and turn.seq < read_seq:
        raise ValueError(f"a turn may not go back from seq {read_seq} to {turn.seq}")
    sealed = keyring.seal("people", str(person), "sealed", turn.session)
    heard = None if update_id is None else now
    if read_seq is None:
        new = {"person": person, "seq": turn.seq, "sealed": sealed, "heard_at": heard}
        saved = connection.execute(_NEW[dialect], new)
    else:
        old = {"her": person, "read_seq": read_seq, "new_seq": turn.seq, "new_sealed": sealed, "heard": heard}
        saved = connection.execute(_SAVE, old)
    if saved.rowcount != 1:
        raise Conflict
    _write_down(connection, keyring, person, turn, now)
    if turn.wake_at is None:
        connection.execute(_UNSET, {"her": person})
        return
    alarm = {"ring_at": turn.wake_at, "at": turn.wake_at, "person": person, "seq": turn.seq}
    connection.execute(_SET[dialect], alarm | {"kind": turn.wake_kind})


def _write_down(connection: Connection, keyring: Keyring, person: int, turn: Turn, now: datetime) -> None:
    """The line of the journal, or a clean page."""
    if turn.forgets:
        connection.execute(_FORGET, {"her": person})
        return
    name = f"{person}:{turn.seq}"
    line = {
        "person": person,
        "seq": turn.seq,
        "at": now,
        "book_version": turn.entry.book_version,
        "sealed_event": keyring.seal("journal", name, "event", turn.entry.event),
        "sealed_decisions": keyring.seal("journal", name, "decisions", turn.entry.decisions),
    }
    connection.execute(_NOTE, line)


def _post(connection: Connection, keyring: Keyring, person: int, turn: Turn, now: datetime) -> None:
    rows = []
    for place, message in enumerate(turn.messages):
        params = json.dumps(dict(message.params), ensure_ascii=False, separators=(",", ":"))
        rows.append(
            {
                "person": person,
                "seq": turn.seq,
                "place": place,
                "rank": RANKS[message.kind],
                "kind": message.kind,
                "method": message.method,
                "sealed": keyring.seal("outbox", f"{person}:{turn.seq}:{place}", "params", params),
                "opens": message.opens,
                "farewell": turn.session is None,
                "made_at": now,
                "at": now,
                "expires_at": now + TOAST_LASTS if message.kind == "toast" else None,
                "leased": False,
                "attempts": 0,
                "why": "",
            }
        )
    connection.execute(_POST, rows)
