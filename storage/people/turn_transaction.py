"""Turns of people, inside the one transaction of the caller: load, decide, and write all that follows.

Turns that are wanted at the same moment go together: each statement is made once, with a row for each of them. The
row of each person is locked for the whole transaction (SQLite: the whole file, `BEGIN IMMEDIATE`), and `seq` is
checked again when writing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, exists, func, select, update

from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.announcements import ANNOUNCEMENT, put_aside, put_back
from storage.outbox.delivery_counts import count
from storage.outbox.enqueue import TurnMessages, enqueue
from storage.outbox.rate_limit import EPOCH
from storage.outbox.reply_dedup import encode_last, fingerprint, is_repeat
from storage.people.erase import erase
from storage.people.seen_updates import drop_repeats
from storage.people.turn_writer import DecidedTurn, TurnRequest, write_turns
from storage.records import EMERGENCY, TOAST, TurnResult
from storage.tables import outbox, paces, people

Outcome = list[
    tuple[str, datetime, str, int]
]  # what came to an end: how, when it was planned, its kind, whose

LATE_AFTER = timedelta(hours=1)

_her: BindParameter[int] = bindparam("her")
# The least urgent rank of what waits for her; `None` when nothing does.
_waits = select(func.max(outbox.c.rank)).where(outbox.c.person == people.c.person)
_news = exists().where(outbox.c.person == people.c.person, outbox.c.kind == ANNOUNCEMENT)
_line = select(paces.c.free_at).where(paces.c.person == people.c.person)
_LOAD = (
    select(
        people.c.person,
        people.c.seq,
        people.c.sealed,
        people.c.said,
        people.c.unseen_at,
        people.c.unseen_kind,
        _waits.scalar_subquery().label("waits"),
        _news.label("news"),
        _line.scalar_subquery().label("line"),
    )
    .where(people.c.person.in_(bindparam("them", expanding=True)))
    .order_by(people.c.person)  # the order in which PostgreSQL locks them: two replicas never wait in a ring
    .with_for_update(of=people)
)
# Priority inheritance: what waits for her becomes as urgent as what is said behind it, for her order holds.
_INHERIT = (
    update(outbox)
    .where(outbox.c.person == _her, outbox.c.rank > bindparam("to_rank"))
    .values(rank=bindparam("to_rank"), at=case((outbox.c.attempts == 0, EPOCH), else_=outbox.c.at))
)
_TRY_NOW = update(outbox).where(outbox.c.person == _her, ~outbox.c.leased).values(at=EPOCH)
_SEND_NOW = update(outbox).where(outbox.c.person == _her, outbox.c.attempts == 0).values(at=EPOCH)
_SUPERSEDE = (
    delete(outbox)
    .where(
        outbox.c.person == _her,
        outbox.c.mark.in_(bindparam("marks", expanding=True)),
        ~outbox.c.leased,
    )
    .returning(outbox.c.made_at, outbox.c.kind)
)


def run_turns(
    connection: Connection,
    keyring: AnyKeyring,
    wanted: Sequence[TurnRequest],
    *,
    repeats: timedelta | None = None,
) -> list[TurnResult | None]:
    """Do the turns, those of one person in their order.

    `None` for an update that was handled before, or when `decide` leaves everything as it is. What a hand has taken
    is `handed`. `repeats`: for how long the same answer is not given again (`storage/outbox/reply_dedup.py`).
    """
    turns: dict[int, TurnResult] = {}
    rest = drop_repeats(connection, keyring, wanted)
    while rest:
        first = {one.person: (place, one) for place, one in reversed(rest)}
        rest = [(place, one) for place, one in rest if first[one.person][0] != place]
        each = sorted(first.values(), key=lambda one: one[0])
        taken = _run_batch(connection, keyring, [one for _, one in each], repeats)
        turns |= {place: taken[one.person] for place, one in each if one.person in taken}
    return [turns.get(place) for place in range(len(wanted))]


def _run_batch(
    connection: Connection, keyring: AnyKeyring, wanted: Sequence[TurnRequest], repeats: timedelta | None
) -> dict[int, TurnResult]:
    """One turn each of different people; those in which something happened, by person."""
    decided = _decide(connection, keyring, wanted, repeats)
    for one in decided:
        if one.turn.session is None and one.row is not None:
            erase(connection, keyring, one.wanted.person, now=one.wanted.now)
    stays = [one for one in decided if one.turn.session is not None]
    write_turns(connection, keyring, stays)
    aside = put_aside(connection, [one.wanted.person for one in stays if _is_before_news(one)])
    ended = [end for one in stays for end in _outcomes(connection, keyring, one, marked=repeats is not None)]
    strangers = [one for one in decided if one.turn.session is None and one.row is None]
    if repeats is not None:
        ended += [end for one in strangers for end in _replace_waiting(connection, keyring, one)]
    handed = enqueue(connection, keyring, [_messages_of(one, marked=repeats is not None) for one in decided])
    put_back(connection, aside)
    _count(connection, ended)
    return {
        person: replace(one.turn, leased_message=handed[person]) if person in handed else one.turn
        for one in decided
        for person in (one.wanted.person,)
    }


def _is_before_news(one: DecidedTurn) -> bool:
    """Whether this turn says something while an announcement waits for her."""
    return one.row is not None and bool(one.row.news) and bool(one.turn.messages)


def _decide(
    connection: Connection, keyring: AnyKeyring, wanted: Sequence[TurnRequest], repeats: timedelta | None
) -> list[DecidedTurn]:
    if not wanted:
        return []
    rows = {row.person: row for row in connection.execute(_LOAD, {"them": [one.person for one in wanted]})}
    decided = []
    for one in wanted:
        row = rows.get(one.person)
        session = None if row is None else keyring.open("people", str(one.person), "sealed", row.sealed)
        turn = one.decide(session)
        if turn is None:
            continue
        said = None if row is None else row.said
        at = EPOCH  # at once, also if the clock is set back meanwhile
        if repeats is not None and turn.session is not None:
            said, repeated_at = _dedup_delay(keyring, one.person, turn, said, one.now, repeats)
            unsent = row is not None and row.waits is not None
            if not (
                turn.rank == EMERGENCY and unsent
            ):  # else she has not heard it yet: repeating it costs no time
                at = repeated_at
        decided.append(DecidedTurn(wanted=one, row=row, turn=turn, said=said, at=at))
    return decided


def _dedup_delay(
    keyring: AnyKeyring, person: int, turn: TurnResult, last: bytes | None, now: datetime, within: timedelta
) -> tuple[bytes | None, datetime]:
    """What is then the last that was said to her, and from when on it may be sent: a repeat waits."""
    told = turn.spoken
    if not told:
        return last, EPOCH
    look = fingerprint(keyring, person, told)
    answers = all(message.kind == "reply" for message in told)
    repeated = answers and is_repeat(last, look, now=now, within=within)
    return encode_last(look, now), now + within if repeated else EPOCH


def _outcomes(connection: Connection, keyring: AnyKeyring, one: DecidedTurn, *, marked: bool) -> Outcome:
    """What this turn brought to an end: a prompt that she has answered, what waited for her, an alarm that was late."""
    wanted, row, turn = one.wanted, one.row, one.turn
    ended: Outcome = []
    if wanted.update_id is not None and row is not None and row.unseen_at is not None:
        ended.append(("seen", row.unseen_at, row.unseen_kind, wanted.person))
    if row is not None and row.waits is not None:
        ended += _promote_waiting(connection, keyring, one, row.waits, marked=marked)
    if turn.rang is not None and wanted.now - turn.rang.at > LATE_AFTER:
        outcome = "late" if turn.messages else "skipped"
        ended.append((outcome, turn.rang.at, turn.rang.kind, wanted.person))
    return ended


def _promote_waiting(
    connection: Connection, keyring: AnyKeyring, one: DecidedTurn, waits: int, *, marked: bool
) -> Outcome:
    """What waits for her becomes as urgent as what is said now; what is about to be said again is deleted.

    Before an emergency nothing of hers waits for its next try: one more is made at once, so that nothing is stuck.
    """
    person = one.wanted.person
    ranks = [one.turn.rank_of(each) for each in one.turn.messages if each.kind != TOAST]
    if not ranks:
        return []
    if waits > min(ranks):
        connection.execute(_INHERIT, {"her": person, "to_rank": min(ranks)})
    if min(ranks) == EMERGENCY:
        connection.execute(_TRY_NOW, {"her": person})
    if not marked or not any(each.kind == "reply" for each in one.turn.messages):
        return []
    if one.at == EPOCH:
        connection.execute(_SEND_NOW, {"her": person})
    return _replace_waiting(connection, keyring, one)


def _replace_waiting(connection: Connection, keyring: AnyKeyring, one: DecidedTurn) -> Outcome:
    """Drops what waits to be sent to her and says the same as this turn."""
    person = one.wanted.person
    marks = [
        fingerprint(keyring, person, [message]) for message in one.turn.messages if message.kind == "reply"
    ]
    gone = connection.execute(_SUPERSEDE, {"her": person, "marks": marks})
    return [("dropped", row.made_at, row.kind, person) for row in gone]


def _messages_of(one: DecidedTurn, *, marked: bool) -> TurnMessages:
    row, leaves = one.row, one.turn.session is None
    hers_is_next = row is not None and row.waits is None and not leaves
    return TurnMessages(
        person=one.wanted.person,
        turn=one.turn,
        now=one.wanted.now,
        at=one.at,
        marked=marked and (row is None or not leaves),
        hand=one.wanted.hand if hers_is_next else None,
        line=0 if row is None or row.line is None else row.line,
    )


def _count(connection: Connection, ended: Outcome) -> None:
    by_outcome: defaultdict[str, list[tuple[datetime, str, int]]] = defaultdict(list)
    for outcome, at, kind, person in ended:
        by_outcome[outcome].append((at, kind, person))
    for outcome in sorted(by_outcome):
        count(connection, outcome, by_outcome[outcome])
