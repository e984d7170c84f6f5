"""What a press costs, in numbers that do not depend on the machine: statements, calls, steps of the database."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import sqlite

from benchmarks import evening
from benchmarks.bulk_insert import bulk_insert
from benchmarks.load.people import GOOD
from bot.origin import CallbackQueryRef, EventOrigin
from bot.rendering.texts import renderer
from bot.turns import NullSender, TurnHandler
from flows import session as sessions
from flows.engine import open_question
from flows.rulebook import load
from flows.vocabulary import Tapped
from storage.db.database import Database
from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.outbox import Outbox
from storage.people.alarms import _CLAIM
from storage.people.store import Store
from tests.kit.bot import FixedClock
from tests.unit.storage.life import LEASE

EVENING = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
ANA = 7
# Seen before; her session and what waits for her; the session, the journal, her alarm; the messages.
STATEMENTS_A_TURN = 6
CALLS_A_PRESS = 3  # the answer to the tap, the next question, the mark of her choice


@pytest.fixture
async def coach(database: Database, keyring: AnyKeyring, store: Store) -> TurnHandler:
    """With one invented person, whose evening it is."""
    [(seed, _)] = evening.kinds(EVENING, weeks=(3,))
    await bulk_insert(database, keyring, [(ANA, seed)])
    clock = FixedClock(EVENING)
    return TurnHandler(
        store=store,
        clock=clock,
        book=load(),
        words={"en": renderer("en")},
        default_locale="en",
        sender=NullSender(),
    )


async def press(coach: TurnHandler, store: Store, number: int) -> int:
    """She gives a good answer; how many calls of the Bot API it makes."""
    stored = await store.session(ANA)
    assert stored is not None
    session = sessions.load(stored)
    asked = open_question(session, EVENING, load())
    assert asked is not None
    [option] = [one.id for one in asked.options if one.id in GOOD]
    tap = CallbackQueryRef(query=str(number), message_id=1, label="Fine", text="How was it?")
    turn = await coach.handle(
        ANA, Tapped(seq=session.asked, option=option), EventOrigin(update_id=number, tap=tap)
    )
    assert turn is not None
    return len(turn.messages)


async def emptied(outbox: Outbox) -> None:
    while taken := await outbox.claim(EVENING, lease=LEASE, limit=9):
        for waiting in taken:
            await outbox.drop_person(waiting.person)


async def test_a_press_of_the_evening_is_six_statements_and_three_calls(
    database: Database, store: Store, outbox: Outbox, coach: TurnHandler
) -> None:
    caught: list[str] = []

    def catch(connection: object, cursor: object, statement: str, *more: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            caught.append(statement)

    presses = []
    for number in range(1, 5):
        await emptied(outbox)
        await store.session(ANA)
        event.listen(database.engine, "before_cursor_execute", catch)
        calls = await press(coach, store, number)
        event.remove(database.engine, "before_cursor_execute", catch)
        reads_of_this_test = sum(one.startswith("SELECT people.sealed \n") for one in caught)
        presses.append((len(caught) - reads_of_this_test, calls))
        caught.clear()
    assert presses == [(STATEMENTS_A_TURN, CALLS_A_PRESS)] * 4


@pytest.mark.parametrize("due", [1, 100])
def test_a_claim_of_alarms_takes_as_many_steps_among_a_hundred_times_the_people(
    due: int, tmp_path: Path, migrated_file: Path
) -> None:
    few, many = (_steps(migrated_file, tmp_path / str(people), people, due) for people in (500, 50_000))
    assert many < 1.5 * few


def _steps(migrated: Path, file: Path, people: int, due: int) -> int:
    """Instructions of SQLite's machine for the very statement of `storage/people/alarms.py`, among so many people."""
    file.write_bytes(migrated.read_bytes())
    connection = sqlite3.connect(file)
    rows = (
        (
            "2026-03-02 12:00:00" if person < due else f"2026-04-{1 + person % 28:02} 07:30:{person % 60:02}",
            person,
        )
        for person in range(people)
    )
    connection.executemany(
        "INSERT INTO due (ring_at, person, at, kind, seq) VALUES (?1, ?2, ?1, 'daily', 1)", rows
    )
    compiled = _CLAIM.compile(dialect=sqlite.dialect(paramstyle="named"))
    times = {"now": "2026-03-02 12:00:01", "until": "2026-05-01 12:00:00"}
    given = {**compiled.params, **times, "at_most": 100}
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.set_progress_handler(step, 1)
    found = connection.execute(str(compiled), given).fetchall()
    connection.close()
    assert len(found) == due
    return steps
