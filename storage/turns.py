"""One turn of one person, inside the one transaction of the caller: load, decide, and write all that follows.

Six statements when she presses a button. The person's row is locked for the length of it (SQLite: the whole
file, `BEGIN IMMEDIATE`), and `seq` is checked again when writing. Must not know what a session says.

>>> take(connection, keyring, 7, decide, now=now, update_id=1)  # doctest: +SKIP
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, func, insert, select, update

from storage.engine import Conflict
from storage.erase import erase
from storage.keys import Keys
from storage.pace import EPOCH
from storage.repeats import is_repeat, mark, noted
from storage.shapes import Turn
from storage.tables import due, journal, outbox, people, seen_updates
from storage.tally import INSERTS, Insert, tally

Decide = Callable[[str | None], Turn | None]
Ended = list[tuple[str, datetime, str]]  # what came to an end: how, when it was planned, its kind

REPLY, PROMPT = 0, 1
ANSWERS = ("reply", "toast")  # every other kind is a prompt
TOAST_LASTS = timedelta(seconds=15)  # Telegram forgets a callback query after about that long
LATE = timedelta(hours=1)

_her: BindParameter[int] = bindparam("her")
# What waits for her: nothing (`None`), only answers (0), or a prompt too (1).
_waits = select(func.max(outbox.c.rank)).where(outbox.c.person == _her).scalar_subquery().label("waits")
_LOAD = (
    select(people.c.seq, people.c.sealed, people.c.said, people.c.unseen_at, people.c.unseen_kind, _waits)
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
        said=bindparam("new_said"),
        unseen_at=bindparam("new_unseen_at"),
        unseen_kind=bindparam("new_unseen_kind"),
    )
)
_NOTE = insert(journal).inline()
_FORGET = delete(journal).where(journal.c.person == _her)
_POST = insert(outbox).inline()
_HURRY = update(outbox).where(outbox.c.person == _her, outbox.c.rank == PROMPT).values(rank=REPLY)
_GO = update(outbox).where(outbox.c.person == _her, outbox.c.attempts == 0).values(at=EPOCH)
_REPLACED = (
    delete(outbox)
    .where(
        outbox.c.person == _her,
        outbox.c.mark.in_(bindparam("marks", expanding=True)),
        ~outbox.c.leased,
    )
    .returning(outbox.c.made_at, outbox.c.kind)
)
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
    keyring: Keys,
    person: int,
    decide: Decide,
    *,
    now: datetime,
    update_id: int | None,
    repeats: timedelta | None = None,
) -> Turn | None:
    """Do the turn; `None` when this update was handled before or `decide` leaves everything as it is.

    `repeats`: for how long the same answer is not given again (`storage/repeats.py`).
    """
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
        _post(connection, keyring, person, turn, now, at=EPOCH, marked=False)
        return turn
    said, at = None if row is None else row.said, EPOCH  # at once, also if the clock is set back meanwhile
    if repeats is not None:
        said, at = _when(keyring, person, turn, said, now, repeats)
    ended: Ended = []
    if update_id is not None and row is not None and row.unseen_at is not None:
        ended.append(("seen", row.unseen_at, row.unseen_kind))
    _save(connection, keyring, person, turn, row, now, update_id, said)
    if row is not None and row.waits is not None and any(one.kind == "reply" for one in turn.messages):
        ended += _make_way(connection, keyring, person, turn, row.waits, at, marked=repeats is not None)
    _post(connection, keyring, person, turn, now, at=at, marked=repeats is not None)
    if turn.rang is not None and now - turn.rang.at > LATE:
        ended.append(("late" if turn.messages else "skipped", turn.rang.at, turn.rang.kind))
    for outcome, at, kind in sorted(ended, key=lambda one: one[0]):
        tally(connection, outcome, [(at, kind, person)])
    return turn


def _when(
    keyring: Keys, person: int, turn: Turn, last: bytes | None, now: datetime, within: timedelta
) -> tuple[bytes | None, datetime]:
    """What is then the last that was said to her, and from when on it may be sent: a repeat waits."""
    told = [message for message in turn.messages if message.kind != "toast"]
    if not told:
        return last, EPOCH
    look = mark(keyring, person, told)
    answers = all(message.kind == "reply" for message in told)
    repeated = answers and is_repeat(last, look, now=now, within=within)
    return noted(look, now), now + within if repeated else EPOCH


def _make_way(
    connection: Connection,
    keyring: Keys,
    person: int,
    turn: Turn,
    waits: int,
    at: datetime,
    *,
    marked: bool,
) -> Ended:
    """What waits for her goes as fast as the answer behind it; what is about to be said anew goes not at all."""
    if waits == PROMPT:
        connection.execute(_HURRY, {"her": person})
    if not marked:
        return []
    if at == EPOCH:
        connection.execute(_GO, {"her": person})
    marks = [mark(keyring, person, [message]) for message in turn.messages if message.kind == "reply"]
    gone = connection.execute(_REPLACED, {"her": person, "marks": marks})
    return [("dropped", row.made_at, row.kind) for row in gone]


def _save(
    connection: Connection,
    keyring: Keys,
    person: int,
    turn: Turn,
    row: Row[*tuple[Any, ...]] | None,
    now: datetime,
    update_id: int | None,
    said: bytes | None,
) -> None:
    assert turn.session is not None
    dialect = connection.dialect.name
    if row is not None and turn.seq < row.seq:
        raise ValueError(f"a turn may not go back from seq {row.seq} to {turn.seq}")
    sealed = keyring.seal("people", str(person), "sealed", turn.session)
    heard = None if update_id is None else now
    if row is None:
        new = {"person": person, "seq": turn.seq, "sealed": sealed, "heard_at": heard, "said": said}
        saved = connection.execute(_NEW[dialect], new)
    else:
        old = {"her": person, "read_seq": row.seq, "new_seq": turn.seq, "new_sealed": sealed, "heard": heard}
        unseen = (row.unseen_at, row.unseen_kind) if update_id is None else (None, None)
        old |= {"new_said": said, "new_unseen_at": unseen[0], "new_unseen_kind": unseen[1]}
        saved = connection.execute(_SAVE, old)
    if saved.rowcount != 1:
        raise Conflict
    _write_down(connection, keyring, person, turn, now)
    if turn.wake_at is None:
        connection.execute(_UNSET, {"her": person})
        return
    alarm = {"ring_at": turn.wake_at, "at": turn.wake_at, "person": person, "seq": turn.seq}
    connection.execute(_SET[dialect], alarm | {"kind": turn.wake_kind})


def _write_down(connection: Connection, keyring: Keys, person: int, turn: Turn, now: datetime) -> None:
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


def _post(
    connection: Connection,
    keyring: Keys,
    person: int,
    turn: Turn,
    now: datetime,
    *,
    at: datetime,
    marked: bool,
) -> None:
    rows = []
    for place, message in enumerate(turn.messages):
        params = json.dumps(dict(message.params), ensure_ascii=False, separators=(",", ":"))
        rows.append(
            {
                "person": person,
                "seq": turn.seq,
                "place": place,
                "rank": REPLY if message.kind in ANSWERS else PROMPT,
                "kind": message.kind,
                "method": message.method,
                "sealed": keyring.seal("outbox", f"{person}:{turn.seq}:{place}", "params", params),
                "opens": message.opens,
                "farewell": turn.session is None,
                "made_at": now,
                "at": EPOCH if message.kind == "toast" else at,
                "expires_at": now + TOAST_LASTS if message.kind == "toast" else None,
                "leased": False,
                "attempts": 0,
                "mark": mark(keyring, person, [message]) if marked and message.kind == "reply" else None,
                "why": "",
            }
        )
    if rows:
        connection.execute(_POST, rows)
