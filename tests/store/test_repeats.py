"""A flood from one person is answered once; whatever is new is always said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.crypto import Keyring
from storage.outbox import Outbox
from storage.store import Store
from tests.store.life import ANA, BEA, LEASE, NOON, count, prompt, reply, toast

WITHIN = timedelta(seconds=3)


@pytest.fixture
def calm(engine: AsyncEngine, keyring: Keyring) -> Store:
    return Store(engine, keyring, repeats=WITHIN)


async def told(outbox: Outbox) -> list[object]:
    """Everything that can be sent is, and what it said."""
    words = []
    while taken := await outbox.claim(NOON, lease=LEASE, limit=9):
        for waiting in taken:
            words.append(waiting.params["text"])
            await outbox.sent(waiting, telegram_message_id=1, now=NOON)
    return words


async def test_the_same_answer_is_given_once(calm: Store, outbox: Outbox) -> None:
    words = []
    for n in range(100):
        now = NOON + n * timedelta(milliseconds=500)
        await calm.turn(ANA, count(reply("pardon?"), reply("how old?")), now=now, update_id=n)
        words += await told(outbox)
    assert words == ["pardon?", "how old?"]
    assert await calm.session(ANA) == "100", "each was heard"


async def test_after_a_moment_of_silence_it_is_given_again(calm: Store, outbox: Outbox) -> None:
    for n in range(3):
        await calm.turn(ANA, count(reply("pardon?")), now=NOON + n * WITHIN, update_id=n)
        assert await told(outbox) == ["pardon?"]


async def test_whatever_is_new_is_said_at_once(calm: Store, outbox: Outbox) -> None:
    for n in range(50):
        words = "call the doctor now" if n == 25 else "pardon?"
        await calm.turn(ANA, count(reply(words)), now=NOON, update_id=n)
        if n in (0, 25):
            assert await told(outbox) == [words]
    assert await told(outbox) == ["pardon?"], "after something else it is news again"


async def test_every_tap_is_answered(calm: Store, outbox: Outbox) -> None:
    for n in range(3):
        await calm.turn(ANA, count(toast(f"tap {n}"), reply("how old?")), now=NOON, update_id=n)
    assert await told(outbox) == ["tap 0", "how old?", "tap 1", "tap 2"]


async def test_a_prompt_is_never_a_repeat(calm: Store, outbox: Outbox) -> None:
    for _ in range(2):
        await calm.turn(ANA, count(prompt("good morning")), now=NOON)
    assert await told(outbox) == ["good morning"] * 2


async def test_what_one_hears_is_no_repeat_for_another(calm: Store, outbox: Outbox) -> None:
    await calm.turn(ANA, count(reply("pardon?")), now=NOON, update_id=1)
    await calm.turn(BEA, count(reply("pardon?")), now=NOON, update_id=2)
    assert await told(outbox) == ["pardon?"] * 2


async def test_what_waits_is_not_said_twice_either(calm: Store, outbox: Outbox) -> None:
    """Two commands in turn, again and again, faster than Telegram lets us answer."""
    for n in range(40):
        await calm.turn(ANA, count(reply(("the plan", "the help")[n % 2])), now=NOON, update_id=n)
    assert await told(outbox) == ["the plan", "the help"]
    [row] = await calm.delivered(NOON.date())
    assert (row.planned, row.sent, row.dropped) == (40, 2, 38)


async def test_a_clock_set_back_makes_nothing_a_repeat(calm: Store, outbox: Outbox) -> None:
    await calm.turn(ANA, count(reply("pardon?")), now=NOON, update_id=1)
    await told(outbox)
    await calm.turn(ANA, count(reply("pardon?")), now=NOON - timedelta(hours=1), update_id=2)
    assert await told(outbox) == ["pardon?"]
