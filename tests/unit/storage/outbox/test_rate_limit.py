"""How fast one may send: shared by all replicas, answers first, and a clock that is set back stops nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage.db.database import Database
from storage.encryption.crypto import Keyring
from storage.outbox.outbox import Outbox
from storage.outbox.rate_limit import GcraLimit, RateLimits, microseconds
from storage.people.store import Store
from storage.records import SentMessage
from tests.unit.storage.life import ANA, BEA, LEASE, NOON, count, prompt, reply

SECOND = timedelta(seconds=1)


@pytest.fixture
def other_paced(other_database: Database, keyring: Keyring) -> Outbox:
    return Outbox(other_database, keyring, RateLimits(per_second=10, per_chat=1))


async def sent_by(wall: datetime, *replicas: Outbox) -> list[int]:
    """Each replica sends all it may at this instant of the wall; to whom."""
    people = []
    for outbox in replicas:
        while taken := await outbox.claim(NOON, wall=wall, lease=LEASE, limit=5):
            for waiting in taken:
                people.append(waiting.person)
                await outbox.sent(SentMessage(waiting=waiting, message_id=1))
    return people


async def test_all_replicas_together_stay_below_the_rate(
    store: Store, paced: Outbox, other_paced: Outbox
) -> None:
    for person in range(1, 101):
        await store.turn(person, count(reply("hi")), now=NOON)
    sent: list[tuple[int, int]] = []
    for tenth in range(100):
        wall = NOON + tenth * SECOND / 10
        sent += [(tenth, person) for person in await sent_by(wall, paced, other_paced)]
    assert len({person for _, person in sent}) == len(sent) == 100
    for start in range(90):
        assert sum(start <= tenth < start + 10 for tenth, _ in sent) <= 10 + 10 + 1, "the rate and the burst"
    assert sent[-1][0] == pytest.approx(90, abs=3), "and not much slower either"


async def test_prompts_to_one_chat_go_one_a_second(store: Store, paced: Outbox) -> None:
    await store.turn(ANA, count(*[prompt("hi")] * 4), now=NOON)
    went = [len(await sent_by(NOON + tenth * SECOND / 10, paced)) for tenth in range(35)]
    assert [tenth for tenth, number in enumerate(went) if number] == [0, 10, 20, 30]


async def test_a_few_answers_go_at_once_and_many_do_not(store: Store, paced: Outbox) -> None:
    await store.turn(ANA, count(*[reply("hi")] * 12), now=NOON)
    assert len(await sent_by(NOON, paced)) == 7
    assert len(await sent_by(NOON + SECOND, paced)) == 1
    assert await paced.next_at() == NOON + 2 * SECOND


async def test_an_answer_goes_before_the_prompts_of_the_morning(store: Store, paced: Outbox) -> None:
    for person in range(100, 150):
        await store.turn(person, count(prompt("good morning")), now=NOON)
    assert len(await sent_by(NOON, paced)) == 2, "a tenth of a second and one"
    assert await paced.next_at() == NOON + SECOND / 10
    await store.turn(ANA, count(reply("an answer")), now=NOON)
    assert await paced.next_at() <= NOON
    assert await sent_by(NOON, paced) == [ANA]


async def test_whoever_is_too_fast_holds_up_nobody_else(store: Store, paced: Outbox) -> None:
    await store.turn(ANA, count(*[reply("hi")] * 20), now=NOON)
    await sent_by(NOON, paced)
    await store.turn(BEA, count(reply("hello, Bea")), now=NOON)
    assert await sent_by(NOON, paced) == [BEA]


async def test_when_telegram_asks_everybody_to_wait_all_replicas_do(
    store: Store, paced: Outbox, other_paced: Outbox
) -> None:
    await store.turn(ANA, count(reply("hi")), now=NOON)
    await paced.hold(NOON + 20 * SECOND)
    assert await sent_by(NOON + 19 * SECOND, paced, other_paced) == []
    assert await other_paced.next_at() == NOON + 20 * SECOND
    assert await sent_by(NOON + 20 * SECOND, other_paced) == [ANA]


async def test_a_clock_that_is_set_back_stops_nothing(store: Store, paced: Outbox) -> None:
    await store.turn(ANA, count(*[reply("hi")] * 12), now=NOON)
    await store.turn(BEA, count(*[reply("hi")] * 3), now=NOON)
    await sent_by(NOON, paced)
    earlier = NOON - timedelta(hours=5)
    await paced.make_all_due(earlier)
    await store.turn(BEA, count(reply("and now?")), now=earlier)
    assert sorted(await sent_by(earlier, paced)) == [ANA] * 5 + [BEA]


def test_a_line_of_the_future_is_from_a_clock_that_was_wrong() -> None:
    line, noon = GcraLimit(1.0, 6.0), microseconds(NOON)
    assert line.wait(noon + 3_600_000_000, at=noon, share=0.0) == 0
    assert line.after(noon + 3_600_000_000, at=noon) == noon + 1_000_000
    assert line.wait(noon + 5_000_000, at=noon, share=0.0) == 5_000_000
