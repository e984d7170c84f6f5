"""Inserts the messages of turns into the outbox, and leases one of each turn to a process that can send it at once.

A process with a free place in flight takes the first message of a turn with it: the row is inserted as leased, in the
transaction of the turn, so it needs no claim. It waits like any other when an earlier message of the person is unsent,
when the rate limit forbids it, or when it repeats itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.rate_limit import EPOCH, RateLimiter, RateLimits, microseconds
from storage.outbox.reply_dedup import fingerprint
from storage.records import REPLIES, STRANGER, LeasedMessage, Message, TurnResult
from storage.tables import outbox

_INSERT = insert(outbox).inline()
_INSERT_LEASED = insert(outbox).returning(outbox.c.id, outbox.c.person)
_HAS_WAITING = select(outbox.c.person).where(outbox.c.person.in_(bindparam("them", expanding=True)))

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSlot:
    """A place in flight: the caller can send one message at `wall`, leased until `until`.

    `pace`: how fast all may send; `None`: as fast as they like. `last_rank`: the least urgent rank that may use it.
    `waiting`: the ranks of which messages of other people are known to wait.
    """

    wall: datetime
    until: datetime
    pace: RateLimits | None
    last_rank: int = STRANGER
    waiting: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnMessages:
    """The messages of a turn, not to be sent before `at`. The caller holds the lock on the person's row.

    `marked`: so that it is known again (`storage/outbox/reply_dedup.py`). `hand`: who may take its first message;
    `line`: how
    far the pace of her chat has come, in microseconds.
    """

    person: int
    turn: TurnResult
    now: datetime
    at: datetime
    marked: bool
    hand: SendSlot | None = None
    line: int = 0


def enqueue(
    connection: Connection, keyring: AnyKeyring, spoken: Sequence[TurnMessages]
) -> dict[int, LeasedMessage]:
    """Write down what is said, each person at most once; by person what was handed over."""
    offered: list[tuple[TurnMessages, Message, Values]] = []
    rows: list[Values] = []
    for one in spoken:
        said = one.turn.spoken
        hers = [_row(keyring, one, place, message) for place, message in enumerate(said)]
        if one.hand is not None and hers and one.at == EPOCH:
            offered.append((one, said[0], hers[0]))
        rows += hers
    handed = _lease_directly(connection, offered) if offered else {}
    rows = [row for row in rows if not row["leased"]]
    # What is handed over takes the edit of her choice along; else something of hers may have to be sent before it.
    left = (one for one in spoken if one.person not in handed)
    rows += [_row(keyring, one, len(one.turn.spoken), edit) for one in left for edit in one.turn.choices]
    if rows:
        connection.execute(_INSERT, rows)
    return handed


def _lease_directly(
    connection: Connection, offered: Sequence[tuple[TurnMessages, Message, Values]]
) -> dict[int, LeasedMessage]:
    """Of what is offered, all that the pace lets go at once is written down as leased."""
    gates: dict[RateLimits, RateLimiter] = {}
    crowded: set[int] = set()
    if connection.dialect.name == "postgresql":
        # What another replica committed while this turn waited for her row, only a new statement can see.
        them = [one.person for one, _, _ in offered]
        crowded = set(connection.execute(_HAS_WAITING, {"them": them}).scalars())
    for one, _, row in offered:
        assert one.hand is not None
        if one.person in crowded or not _within_rate(connection, gates, one, one.hand, row["rank"]):
            continue
        row |= {"at": one.hand.until, "leased": True, "attempts": 1}
    leased = [row for _, _, row in offered if row["leased"]]
    if not leased:
        return {}
    ids = {person: number for number, person in connection.execute(_INSERT_LEASED, leased)}
    for gate in gates.values():
        gate.write()
    return {
        one.person: _waiting(ids[one.person], message, row) for one, message, row in offered if row["leased"]
    }


def _within_rate(
    connection: Connection, gates: dict[RateLimits, RateLimiter], one: TurnMessages, hand: SendSlot, rank: int
) -> bool:
    if rank > hand.last_rank:
        return False
    if hand.pace is None:
        return True
    gate = gates.setdefault(hand.pace, RateLimiter(connection, hand.pace))
    at = microseconds(hand.wall)
    if gate.reserved(at=at, waiting=hand.waiting, before=rank):
        return False
    return gate.try_acquire(one.person, rank, hers=one.line, at=at)


def _waiting(number: int, message: Message, row: Values) -> LeasedMessage:
    return LeasedMessage(
        id=number,
        person=row["person"],
        seq=row["seq"],
        method=message.method,
        params=message.params,
        kind=message.kind,
        rank=row["rank"],
        opens=message.opens,
        attempts=1,
        failures=0,
        made_at=row["made_at"],
        claimed_at=row["made_at"],
        until=row["at"],
    )


def _row(keyring: AnyKeyring, one: TurnMessages, place: int, message: Message) -> Values:
    params = json.dumps(dict(message.params), ensure_ascii=False, separators=(",", ":"))
    name = f"{one.person}:{one.turn.seq}:{place}"
    answers = message.kind in REPLIES
    return {
        "person": one.person,
        "seq": one.turn.seq,
        "place": place,
        "rank": one.turn.rank_of(message),
        "kind": message.kind,
        "method": message.method,
        "sealed": keyring.seal("outbox", name, "params", params),
        "opens": message.opens,
        "farewell": one.turn.session is None,
        "made_at": one.now,
        "at": one.at,
        "leased": False,
        "attempts": 0,
        "mark": fingerprint(keyring, one.person, [message]) if one.marked and answers else None,
        "why": "",
    }
