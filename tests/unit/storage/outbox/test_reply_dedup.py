"""A flood from one person is answered once; whatever is new is always said."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import Message, SentMessage
from tests.kit.databases import WITHIN
from tests.unit.storage.life import ANA, BEA, LEASE, NOON, count, prompt, reply


async def told(outbox: Outbox, now: datetime = NOON) -> list[object]:
    """Everything that can be sent is, and what it said."""
    words = []
    while taken := await outbox.claim(now, lease=LEASE, limit=9):
        for waiting in taken:
            words.append(waiting.params["text"])
            await outbox.sent(SentMessage(waiting=waiting, message_id=1))
    return words


async def test_a_flood_is_answered_once_and_once_more_when_it_is_over(calm: Store, outbox: Outbox) -> None:
    words = []
    for n in range(100):
        now = NOON + n * timedelta(milliseconds=500)
        await calm.turn(ANA, count(reply("pardon?"), reply("how old?")), now=now, update_id=n)
        words += await told(outbox, now)
    assert words == ["pardon?", "how old?"]
    assert await calm.session(ANA) == "100", "each was heard"
    assert await told(outbox, now + WITHIN) == ["pardon?", "how old?"]


async def test_of_questions_that_look_the_same_the_newest_buttons_are_sent(
    calm: Store, outbox: Outbox
) -> None:
    def question(n: int) -> Message:
        keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": f"{n}:yes"}]]}
        return Message(method="sendMessage", params={"text": "well?", "reply_markup": keys}, kind="reply")

    for n in range(9):
        await calm.turn(ANA, count(question(n)), now=NOON, update_id=n)
    [waiting] = await outbox.claim(NOON + WITHIN, lease=LEASE, limit=9)
    assert "8:yes" in str(waiting.params)


async def test_after_a_moment_of_silence_it_is_given_again(calm: Store, outbox: Outbox) -> None:
    for n in range(3):
        now = NOON + n * WITHIN
        await calm.turn(ANA, count(reply("pardon?")), now=now, update_id=n)
        assert await told(outbox, now) == ["pardon?"]


async def test_whatever_is_new_is_said_at_once(calm: Store, outbox: Outbox) -> None:
    for n in range(50):
        words = "call the doctor now" if n == 25 else "pardon?"
        await calm.turn(ANA, count(reply(words)), now=NOON, update_id=n)
        if n == 0:
            assert await told(outbox) == ["pardon?"]
        if n == 25:
            assert await told(outbox) == ["pardon?", "call the doctor now"]
    assert await told(outbox, NOON + WITHIN) == ["pardon?"], "after something else it is news again"


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
