"""A crowd that could not be decided in time is decided ahead, as of its instant; nobody hears of it before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.event import listen, remove

from benchmarks.bulk_insert import bulk_insert
from benchmarks.load_test import to_row
from benchmarks.synthetic_people import Profile, simulate
from bot.alarm_runner import AlarmRunner
from bot.early_processing import A_SECOND, FURTHEST, EarlyProcessing, overloaded_until
from bot.open_storage import Storage
from bot.render import renderer
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.turns import EventOrigin, NullSender, TurnHandler
from flows import session as sessions
from flows.engine import step
from flows.rulebook import load
from flows.vocabulary import Effect, Said, Woken
from storage.records import SentMessage
from tests.kit.bot import MONDAY, FixedClock, fresh_store
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, play, read

BOOK = load()
SECOND = timedelta(seconds=1)
A_MOMENT = timedelta(milliseconds=5)
THREE = (1, 2, 3)
LEASE = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("crowds", "until"),
    [
        ([], None),
        ([(12, 2000)], None),  # at leisure, and two seconds early
        ([(12, 2001)], 12),
        ([(1, 200), (4, 200), (5, 200)], None),
        ([(1, 200), (4, 201), (5, 199)], 4),
        ([(1, 201), (60, 1)], 1),
        ([(1, 200), (2, 1)], 2),
        ([(5, 1), (12, 2000), (13, 1)], 12),
    ],
)
def test_it_rings_ahead_for_no_more_than_could_not_be_decided_in_time(
    crowds: list[tuple[int, int]], until: int | None
) -> None:
    found = overloaded_until(MONDAY, [(MONDAY + seconds * SECOND, people) for seconds, people in crowds])
    assert found == (None if until is None else MONDAY + until * SECOND)
    assert A_SECOND == 200


@pytest.fixture
def few_are_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no more than one a second could be decided."""
    monkeypatch.setattr("bot.early_processing.A_SECOND", 1.0)


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    """Three people whose session of the day is due at half past seven."""
    person = Profile(
        begins=MONDAY - timedelta(weeks=3), zone="UTC+0", hour="07:30", days=("monday", "wednesday", "friday")
    )
    life = simulate(person, MONDAY - SECOND, BOOK)
    assert life.wake is not None and life.wake.at == MONDAY
    async with fresh_store(tmp_path) as made:
        await bulk_insert(made.database, made.keyring, [(one, to_row(life, BOOK)) for one in THREE])
        yield made


def coach_at(ground: Storage, at: datetime) -> TurnHandler:
    return TurnHandler(
        store=ground.store,
        clock=FixedClock(at),  # type: ignore[arg-type]  # a clock is what has now()
        book=BOOK,
        words={"en": renderer("en")},
        default_locale="en",
        sender=NullSender(),
    )


def bell(ground: Storage, at: datetime, per_second: float | None = 1000) -> AlarmRunner:
    """The alarms of a bot for which it is that instant."""
    return AlarmRunner(
        store=ground.store,
        coach=coach_at(ground, at),
        clock=FixedClock(at),  # type: ignore[arg-type]
        ordered=PerPersonQueue(at_once=16),
        alone=True,
        per_second=per_second,
    )


async def rung(ground: Storage, at: datetime, per_second: float | None = 1000) -> None:
    """The bell, once, at that instant."""
    await bell(ground, at, per_second).ring()


async def sent(ground: Storage, at: datetime) -> list[tuple[int, str]]:
    """What can be sent then, to whom: its first words."""
    found = []
    while waiting := await ground.outbox.claim(at, wall=at, lease=LEASE, limit=10):
        for one in waiting:
            found.append((one.person, str(one.params["text"]).partition("\n")[0]))
        await ground.outbox.sent(*(SentMessage(waiting=one) for one in waiting))
    return found


async def states(ground: Storage) -> list[str | None]:
    return [await ground.store.session(one) for one in THREE]


async def test_a_knock_comes_on_the_whole_second_as_prompts_do(ground: Storage) -> None:
    async def nothing() -> None:
        pass

    alarms = bell(ground, MONDAY)
    alarms.start(lambda: None, nothing)
    try:
        knock = alarms._scheduler.get_job("ring")
        assert knock.next_run_time.microsecond == 0
    finally:
        alarms.stop()


@pytest.mark.usefixtures("few_are_a_crowd")
async def test_what_is_decided_ahead_is_what_would_be_decided_at_its_instant(ground: Storage) -> None:
    before = await states(ground)
    await rung(ground, MONDAY - A_MOMENT)
    assert await ground.store.due(MONDAY) == []
    her = sessions.load(before[0] or "")
    at_its_instant = step(her, Woken(seq=her.seq), now=MONDAY, book=BOOK)
    assert at_its_instant.session is not None and before[0] != sessions.dump(at_its_instant.session)
    assert await states(ground) == [sessions.dump(at_its_instant.session)] * 3
    [*_, line] = await ground.store.journal(1)
    assert line.at == MONDAY


@pytest.mark.usefixtures("few_are_a_crowd")
async def test_what_is_decided_ahead_is_not_sent_before_its_instant(ground: Storage) -> None:
    await rung(ground, MONDAY - A_MOMENT)
    assert await sent(ground, MONDAY - timedelta(milliseconds=1)) == []
    assert sorted(one for one, _ in await sent(ground, MONDAY)) == [1, 2, 3]


@pytest.mark.usefixtures("few_are_a_crowd")
async def test_who_writes_before_it_hears_what_was_decided_and_then_her_answer_at_once(
    ground: Storage,
) -> None:
    now = MONDAY - A_MOMENT
    await rung(ground, now)
    await coach_at(ground, now).handle(2, Said(text="I have chest pain"), EventOrigin(update_id=1))
    [prompt, answer, *_] = await sent(ground, now)
    assert (prompt[0], answer[0]) == (2, 2)
    assert "medical help now" in answer[1]
    assert sorted(one for one, _ in await sent(ground, MONDAY + SECOND)) == [1, 3]


@pytest.mark.parametrize("per_second", [None, 30, A_SECOND])
async def test_who_cannot_send_faster_than_it_decides_never_rings_ahead(
    ground: Storage, per_second: float | None
) -> None:
    before = await states(ground)
    await rung(ground, MONDAY - A_MOMENT, per_second)
    assert await states(ground) == before
    await rung(ground, MONDAY, per_second)
    assert sorted(one for one, _ in await sent(ground, MONDAY)) == [1, 2, 3]


async def test_what_rings_soon_is_claimed_together_and_rings_one_by_one(ground: Storage) -> None:
    commits: list[object] = []
    note = commits.append
    listen(ground.database.engine, "commit", note)
    await rung(ground, MONDAY, 30)
    remove(ground.database.engine, "commit", note)
    claims, recovery = 2, 1
    assert len(commits) == recovery + claims + len(THREE), "the second claim finds that there is nobody else"


async def test_everybody_is_rung_however_long_somebody_presses(ground: Storage) -> None:
    alarms, pressing = bell(ground, MONDAY), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(alarms._ordered.run(99, pressing.wait))  # type: ignore[arg-type]  # nobody reads it
        await asyncio.sleep(0)
        await alarms.ring()
        pressing.set()
    assert sorted(one for one, _ in await sent(ground, MONDAY)) == [1, 2, 3]


async def test_a_few_ring_at_their_instant(ground: Storage) -> None:
    before = await states(ground)
    await rung(ground, MONDAY - SECOND)
    assert await states(ground) == before


@pytest.mark.usefixtures("few_are_a_crowd")
async def test_it_looks_ahead_once_a_second(ground: Storage) -> None:
    ahead = EarlyProcessing(store=ground.store, per_second=1000)
    assert await ahead.horizon(MONDAY - FURTHEST, at=10.0) == MONDAY - FURTHEST
    assert await ahead.horizon(MONDAY - A_MOMENT, at=10.9) == MONDAY - A_MOMENT
    assert await ahead.horizon(MONDAY - A_MOMENT, at=11.0) == MONDAY
    assert await ahead.horizon(MONDAY + SECOND, at=11.5) == MONDAY + SECOND


async def test_a_crowd_that_is_begun_is_brought_to_its_end_before_its_instant(
    ground: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = EarlyProcessing(store=ground.store, per_second=1000)
    with monkeypatch.context() as slow:
        slow.setattr("bot.early_processing.A_SECOND", 1.0)
        assert await ahead.horizon(MONDAY - 4 * SECOND, at=10.0) == MONDAY
    assert await ahead.horizon(MONDAY - 3 * SECOND, at=11.0) == MONDAY, "although three are no crowd"
    await ground.store.claim_due(MONDAY, lease=LEASE, limit=len(THREE))
    assert await ahead.horizon(MONDAY - 2 * SECOND, at=12.0) == MONDAY - 2 * SECOND


async def test_who_answers_before_the_instant_of_an_alarm_is_answered_as_after_it() -> None:
    """Her clock seems to go back then: by what it may ring ahead, after each alarm of these stories."""
    tried = 0
    for chat in ("main-job", "weekly", "six-weeks-away"):
        tried += await tried_early(chat)
    assert tried > 20


async def tried_early(chat: str) -> int:
    """How many of her answers were given both early and punctually."""
    player = CorePlayer()
    await play(read(CHATS / f"{chat}.chat"), player, lambda line, came: None)
    turns = list(zip(player.times, player.turns, strict=True))
    tried = 0
    for (at, (_, alarm, after)), (_, (_, hers, _)) in pairwise(turns):
        if after is None or not isinstance(alarm, Woken) or isinstance(hers, Woken):
            continue
        early, punctual = (step(after, hers, now=now, book=BOOK) for now in (at - FURTHEST, at))
        assert [said(each) for each in early.effects] == [said(each) for each in punctual.effects]
        assert early.session is not None and punctual.session is not None
        assert early.session.state == punctual.session.state
        tried += 1
    return tried


def said(effect: Effect) -> tuple[type[Effect], object]:
    return type(effect), getattr(effect, "text", None)
