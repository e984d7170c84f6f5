"""Updates that were handled before: recognised by person, number and message, for 48 hours, never by their order.

Telegram's numbers are unique only while updates keep coming. After a week without any, Telegram continues at a random
number, which may be lower than those before, so the same number can name two different updates.

How it works. A row belongs to one update: its number, when it was handled, and a fingerprint, which is a keyed hash of
the person, the number and the message.

1. One INSERT takes the numbers of all updates of a commit. Those that it takes are new. Usually this is all.
2. The other numbers have an owner already. An owner with the same fingerprint is the same update: a repeat. An owner
   without a fingerprint was written by an earlier release, and counts as the same update.
3. An owner with another fingerprint is from before the numbers started again. The new update becomes the owner. The
   earlier one keeps its fingerprint in a row of its own, under a negative number that is made of the fingerprint.
   Telegram's numbers are positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from storage.db.upsert import Insert, Upsert
from storage.encryption.reloading_keyring import AnyKeyring
from storage.people.turn_writer import TurnRequest
from storage.tables import seen_updates

UPDATES_KEPT = timedelta(hours=48)  # Telegram itself keeps an update for 24 hours
FINGERPRINT_BYTES = 8
_SALT = b"update "


def _give(statement: Insert) -> Insert:
    """The number gets this owner and loses an earlier one."""
    new = statement.excluded
    changed = {"at": new.at, "fingerprint": new.fingerprint}
    return statement.on_conflict_do_update(index_elements=["update_id"], set_=changed)


_TAKE = Upsert(seen_updates, lambda new: new.on_conflict_do_nothing().returning(seen_updates.c.update_id))
_GIVE = Upsert(seen_updates, _give)
_OWNERS = (
    select(seen_updates.c.update_id, seen_updates.c.at, seen_updates.c.fingerprint)
    .where(seen_updates.c.update_id.in_(bindparam("numbers", expanding=True)))
    .order_by(seen_updates.c.update_id)
    .with_for_update()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """The update that has a number. `fingerprint`: `None` in a row of an earlier release."""

    at: datetime
    fingerprint: bytes | None


def drop_repeats(
    connection: Connection, keyring: AnyKeyring, wanted: Sequence[TurnRequest]
) -> list[tuple[int, TurnRequest]]:
    """The turns without those of updates that were handled before; each with its place."""
    first: dict[int, int] = {}
    for place, one in enumerate(wanted):
        if one.update_id is not None:
            first.setdefault(one.update_id, place)
    new: set[int] = set()
    if first:
        name = keyring.current
        rows = [_row(number, _new(keyring, name, wanted[first[number]])) for number in sorted(first)]
        taken = connection.execute(_TAKE[connection.dialect.name], rows).scalars()
        new = {first[number] for number in taken}
    owned = [place for place, one in enumerate(wanted) if one.update_id is not None and place not in new]
    if owned:
        new |= _not_repeated(connection, keyring, wanted, owned)
    return [(place, one) for place, one in enumerate(wanted) if one.update_id is None or place in new]


def _not_repeated(
    connection: Connection, keyring: AnyKeyring, wanted: Sequence[TurnRequest], places: Sequence[int]
) -> set[int]:
    """Which of these places hold a new update although its number has an owner already."""
    prints = {
        place: [_fingerprint(keyring, name, wanted[place]) for name in keyring.keys] for place in places
    }
    numbers = {_number(wanted[place]) for place in places}
    numbers |= {_set_aside(one) for some in prints.values() for one in some}
    found = connection.execute(_OWNERS, {"numbers": sorted(numbers)})
    owners = {row.update_id: _Owner(at=row.at, fingerprint=row.fingerprint) for row in found}
    new: set[int] = set()
    given: dict[int, _Owner] = {}
    for place in places:
        one, mine = wanted[place], prints[place]
        number, since = _number(one), one.now - UPDATES_KEPT
        owner = owners.get(number)
        if any(_is_recent(owners.get(_set_aside(each)), since) for each in mine):
            continue
        if owner is not None and _is_recent(owner, since):
            if owner.fingerprint is None or owner.fingerprint in mine:
                continue
            given[_set_aside(owner.fingerprint)] = owner
        given[number] = _new(keyring, keyring.current, one)
        owners |= given
        new.add(place)
    if given:
        rows = [_row(number, given[number]) for number in sorted(given)]
        connection.execute(_GIVE[connection.dialect.name], rows)
    return new


def _is_recent(owner: _Owner | None, since: datetime) -> bool:
    return owner is not None and owner.at > since


def _new(keyring: AnyKeyring, name: str, one: TurnRequest) -> _Owner:
    return _Owner(at=one.now, fingerprint=_fingerprint(keyring, name, one))


def _row(number: int, owner: _Owner) -> dict[str, object]:
    return {"update_id": number, "at": owner.at, "fingerprint": owner.fingerprint}


def _fingerprint(keyring: AnyKeyring, name: str, one: TurnRequest) -> bytes:
    """A keyed hash, with the key of this name: without the key it does not show who sent the update."""
    fact = f"{one.person} {one.update_id} {one.content_id}"
    return keyring.proof(name, _SALT, fact)[:FINGERPRINT_BYTES]


def _number(one: TurnRequest) -> int:
    assert one.update_id is not None
    return one.update_id


def _set_aside(fingerprint: bytes) -> int:
    """The number of an update that has lost its own: negative, and fits into 64 bits."""
    return -1 - (int.from_bytes(fingerprint, "big") >> 1)
