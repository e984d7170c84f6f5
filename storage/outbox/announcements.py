"""One message of the operator to many people: a page of people at a time, each of them once.

How far it has come is stored in the transaction that queues its messages, so a kill between two pages leaves nobody
out and doubles nothing. It is a sealed row of the table `secrets` under the id of the announcement; once it is
finished no person is named in it.

A queued announcement is the least urgent message there is. Messages of one person go in their order, so whatever a
turn says to her moves her announcement behind it (`put_aside` and `put_back`, in the transaction of the turn).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.db.upsert import Upsert
from storage.encryption.crypto import Unreadable
from storage.encryption.reloading_keyring import AnyKeyring
from storage.records import RANKS
from storage.tables import outbox, people, secrets

ANNOUNCEMENT = "announcement"  # the kind of the message
LEAST_URGENT = max(RANKS)
PAGE = 100
NAME = "tell:{}"
FIRST_PLACE = 1_000_000  # behind the places of a turn, so that the seal of no other message has this name

_PAGE = (
    select(people.c.person, people.c.seq, people.c.sealed)
    .where(people.c.person > bindparam("after"))
    .order_by(people.c.person)
    .limit(bindparam("at_most"))
)
_BEGIN = Upsert(secrets, lambda new: new.on_conflict_do_nothing())
_PROGRESS = select(secrets.c.sealed).where(secrets.c.name == bindparam("which"))
_KEEP = update(secrets).where(secrets.c.name == bindparam("which")).values(sealed=bindparam("progress"))
_QUEUE = insert(outbox).inline()
_ASIDE = (
    delete(outbox)
    .where(
        outbox.c.person.in_(bindparam("them", expanding=True)),
        outbox.c.kind == ANNOUNCEMENT,
        ~outbox.c.leased,
    )
    .returning(*(column for column in outbox.c if column.name != "id"))
)

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """`fingerprint` tells this text to these people from any other under the same id. `params`: all but the chat."""

    id: str
    mark: str
    method: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an announcement has come: the last person that was looked at, and how many messages were queued."""

    mark: str
    after: int = 0
    queued: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One person with her session as JSON; `None` when it is damaged and cannot be opened."""

    person: int
    session: str | None


def progress_of(connection: Connection, keyring: AnyKeyring, announcement: str) -> Progress | None:
    """How far it has come; `None` if it was never begun."""
    name = NAME.format(announcement)
    sealed = connection.execute(_PROGRESS, {"which": name}).scalar_one_or_none()
    return None if sealed is None else Progress(**json.loads(keyring.open("secrets", name, "sealed", sealed)))


def read_page(connection: Connection, keyring: AnyKeyring, after: int) -> list[Known]:
    """The next people, by their ids; empty at the end."""
    return [
        Known(person=row.person, session=_opened(keyring, row.person, row.sealed))
        for row in connection.execute(_PAGE, {"after": after, "at_most": PAGE})
    ]


def queue_page(
    connection: Connection,
    keyring: AnyKeyring,
    announcement: Announcement,
    *,
    wants: Callable[[str], bool],
    now: datetime,
) -> Progress:
    """Queue it for those of the next page whose session `wants` it; the progress after that.

    An announcement that is finished, or that was begun with another `fingerprint`, is left as it is.
    """
    name = NAME.format(announcement.id)
    first = _sealed(keyring, name, Progress(mark=announcement.mark))
    connection.execute(_BEGIN[connection.dialect.name], {"name": name, "sealed": first})
    held = connection.execute(_PROGRESS.with_for_update(), {"which": name}).scalar_one()
    before = Progress(**json.loads(keyring.open("secrets", name, "sealed", held)))
    if before.done or before.mark != announcement.mark:
        return before
    page = connection.execute(
        _PAGE.with_for_update(of=people), {"after": before.after, "at_most": PAGE}
    ).all()
    opened = ((row, _opened(keyring, row.person, row.sealed)) for row in page)
    chosen = [row for row, session in opened if session is not None and wants(session)]
    if chosen:
        connection.execute(_QUEUE, [_row(keyring, announcement, row.person, row.seq, now) for row in chosen])
    queued = before.queued + len(chosen)
    if len(page) == PAGE:
        progress = replace(before, after=page[-1].person, queued=queued)
    else:
        progress = Progress(mark=before.mark, queued=queued, done=True)
    connection.execute(_KEEP, {"which": name, "progress": _sealed(keyring, name, progress)})
    return progress


def put_aside(connection: Connection, them: Collection[int]) -> Rows:
    """Take the announcements that wait for these people out of the queue. What is on its way stays."""
    if not them:
        return ()
    return [dict(row) for row in connection.execute(_ASIDE, {"them": sorted(them)}).mappings()]


def put_back(connection: Connection, aside: Rows) -> None:
    """Queue them again, behind everything that was said since."""
    if aside:
        connection.execute(_QUEUE, list(aside))


def _opened(keyring: AnyKeyring, person: int, sealed: bytes) -> str | None:
    try:
        return keyring.open("people", str(person), "sealed", sealed)
    except Unreadable:
        return None


def _row(
    keyring: AnyKeyring, announcement: Announcement, person: int, seq: int, now: datetime
) -> dict[str, Any]:
    place = FIRST_PLACE + zlib.crc32(announcement.id.encode()) % FIRST_PLACE
    params = json.dumps({"chat_id": person, **announcement.params}, ensure_ascii=False)
    return {
        "person": person,
        "seq": seq,
        "place": place,
        "rank": LEAST_URGENT,
        "kind": ANNOUNCEMENT,
        "method": announcement.method,
        "sealed": keyring.seal("outbox", f"{person}:{seq}:{place}", "params", params),
        "opens": False,
        "farewell": False,
        "made_at": now,
        "at": now,  # what a turn says has an earlier instant here, so of the same rank it goes first
        "leased": False,
        "attempts": 0,
        "mark": None,
        "why": "",
    }


def _sealed(keyring: AnyKeyring, name: str, progress: Progress) -> bytes:
    return keyring.seal("secrets", name, "sealed", json.dumps(asdict(progress)))
