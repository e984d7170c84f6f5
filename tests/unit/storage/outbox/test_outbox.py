"""The outbox: at least once, in order for each person, answers before prompts, nothing doubled."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from storage.db.database import Database
from storage.db.errors import DatabaseUnavailable
from storage.encryption.crypto import Keyring
from storage.outbox.outbox import Outbox
from storage.outbox.rate_limit import EPOCH
from storage.people.store import Store
from storage.records import PROMPT, LeasedMessage, SentMessage
from tests.unit.storage.life import ANA, BEA, LEASE, MINUTE, NOON, count, leave, prompt, reply, toast


def words(waiting: list[LeasedMessage]) -> list[object]:
    return [message.params["text"] for message in waiting]


async def send_all(outbox: Outbox, *, at_once: int = 10, message_id: int = 100) -> list[object]:
    """Send until nothing can be sent at noon; what went out, in order."""
    told: list[object] = []
    while claimed := await outbox.claim(NOON, lease=LEASE, limit=at_once):
        for waiting in claimed:
            told.append(waiting.params["text"])
            await outbox.sent(SentMessage(waiting=waiting, message_id=message_id))
            message_id += 1
    return told


async def test_her_messages_arrive_in_the_order_they_were_said(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(prompt("one"), reply("two"), toast("got it"), reply("three")), now=NOON)
    await store.turn(ANA, count(reply("four"), prompt("five")), now=NOON)
    assert await send_all(outbox) == ["one", "two", "three", "four", "five"]
    assert await outbox.pending(NOON) == 0
    assert await outbox.next_at() is None


async def test_what_was_rendered_is_what_is_handed_out(store: Store, outbox: Outbox) -> None:
    message = reply("élan 🏃‍♀️ <b>")
    await store.turn(ANA, count(message, prompt("later")), now=NOON)
    [waiting] = await outbox.claim(NOON, lease=LEASE, limit=10)
    assert (waiting.person, waiting.seq, waiting.attempts) == (ANA, 1, 1)
    assert (waiting.method, waiting.params, waiting.kind) == (message.method, message.params, "reply")


async def test_answers_go_before_prompts_of_other_people(store: Store, outbox: Outbox) -> None:
    for person in range(100, 110):
        await store.turn(person, count(prompt("good morning")), now=NOON)
    await store.turn(ANA, count(reply("an answer")), now=NOON + MINUTE)
    claimed = await outbox.claim(NOON + MINUTE, lease=LEASE, limit=3)
    assert words(claimed) == ["an answer", "good morning", "good morning"]
    assert [waiting.person for waiting in claimed] == [ANA, 100, 101], "the oldest first"


async def test_a_prompt_before_an_answer_goes_as_fast_as_the_answer(store: Store, outbox: Outbox) -> None:
    for person in range(100, 110):
        await store.turn(person, count(prompt("good morning")), now=NOON)
    await store.turn(ANA, count(prompt("good morning, Ana")), now=NOON)
    await store.turn(ANA, count(reply("an answer")), now=NOON)
    assert (await send_all(outbox, at_once=1))[:2] == ["good morning, Ana", "an answer"]


async def test_nothing_of_hers_goes_while_an_earlier_one_is_on_its_way(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("one"), reply("two")), now=NOON)
    assert words(await outbox.claim(NOON, lease=LEASE, limit=10)) == ["one"]
    assert await outbox.claim(NOON, lease=LEASE, limit=10) == []
    assert await outbox.pending(NOON) == 1
    assert await outbox.next_at() == NOON + LEASE


async def test_a_lease_that_ran_out_is_handed_out_again(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("one"), reply("two")), now=NOON)
    [first] = await outbox.claim(NOON, lease=LEASE, limit=10)
    [again] = await outbox.claim(NOON + LEASE, lease=LEASE, limit=10)
    assert (again.id, again.attempts) == (first.id, 2)
    await outbox.retry(first, at=NOON, why="late")  # whoever lost the lease decides nothing any more
    await outbox.dead(first, why="late")
    assert await outbox.claim(NOON + LEASE, lease=LEASE, limit=10) == []
    await outbox.sent(SentMessage(waiting=first, message_id=1))  # but what arrived has arrived
    await outbox.sent(SentMessage(waiting=again, message_id=2))
    assert words(await outbox.claim(NOON + LEASE, lease=LEASE, limit=10)) == ["two"]
    assert [(row.sent, row.planned) for row in await store.delivered(NOON.date())] == [(1, 2)]


async def test_a_retry_waits_and_holds_back_only_her_later_messages(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("one"), reply("two")), now=NOON)
    await store.turn(BEA, count(prompt("hello, Bea")), now=NOON)
    [one, bea] = await outbox.claim(NOON, lease=LEASE, limit=10)
    await outbox.retry(one, at=NOON + 5 * MINUTE, why="throttled")
    await outbox.sent(SentMessage(waiting=bea, message_id=1))
    assert await outbox.claim(NOON + MINUTE, lease=LEASE, limit=10) == []
    assert await outbox.pending(NOON + MINUTE) == 0
    assert await outbox.next_at() == NOON + 5 * MINUTE
    [again] = await outbox.claim(NOON + 5 * MINUTE, lease=LEASE, limit=10)
    assert (words([again]), again.attempts) == (["one"], 2)


async def test_a_dead_letter_lets_the_next_message_go(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("broken"), reply("two")), now=NOON)
    [broken] = await outbox.claim(NOON, lease=LEASE, limit=10)
    await outbox.dead(broken, why="rejected")
    assert await send_all(outbox) == ["two"]
    assert (await store.status(NOON)).dead_letters == 1
    [row] = await store.delivered(NOON.date())
    assert (row.planned, row.sent, row.failed) == (2, 1, 1)
    await store.purge(NOON + 31 * 24 * 60 * MINUTE)
    assert (await store.status(NOON)).dead_letters == 0


async def test_each_message_that_is_refused_is_kept_beside_those_before(store: Store, outbox: Outbox) -> None:
    """SQLite gives an id again when it was the last and has gone."""
    for number in (1, 2, 3):
        await store.turn(ANA, count(reply(f"broken {number}")), now=NOON)
        [broken] = await outbox.claim(NOON, lease=LEASE, limit=10)
        await outbox.dead(broken, why="rejected")
        assert (await store.status(NOON)).dead_letters == number
        assert await outbox.counts() == {}


async def test_a_goodbye_is_not_taken_for_what_was_on_its_way_when_she_left(
    store: Store, outbox: Outbox
) -> None:
    """The outbox is empty between the two: a number that was given again would take the goodbye out, unsent."""
    await store.turn(ANA, count(reply("one")), now=NOON)
    [one] = await outbox.claim(NOON, lease=LEASE, limit=10)
    await store.turn(ANA, leave(reply("bye")), now=NOON)
    await outbox.sent(SentMessage(waiting=one, message_id=1))
    assert await send_all(outbox) == ["bye"]


async def test_the_open_question_is_remembered_by_its_message_id(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("hello"), prompt("how are you?", opens=True)), now=NOON)
    assert await store.open_message(ANA) is None
    await send_all(outbox, message_id=100)
    assert await store.open_message(ANA) == 101


async def test_whoever_blocked_the_bot_gets_nothing_more(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("one"), prompt("two")), now=NOON)
    await store.turn(BEA, count(prompt("hello, Bea")), now=NOON)
    [one, _] = await outbox.claim(NOON, lease=LEASE, limit=10)
    assert await outbox.drop_person(ANA) == 2
    await outbox.sent(SentMessage(waiting=one, message_id=1))
    assert await outbox.counts() == {"prompt": 1}
    dropped = {row.kind: (row.planned, row.dropped, row.sent) for row in await store.delivered(NOON.date())}
    assert dropped == {"reply": (1, 1, 0), "prompt": (2, 1, 0)}


async def test_two_replicas_hand_out_each_message_once(
    store: Store, outbox: Outbox, other_outbox: Outbox
) -> None:
    for person in range(60):
        await store.turn(person, count(prompt("one"), prompt("two")), now=NOON)
    told: list[tuple[int, object]] = []

    async def drain(replica: Outbox) -> None:
        while await replica.pending(NOON):
            for waiting in await replica.claim(NOON, lease=LEASE, limit=7):
                told.append((waiting.person, waiting.params["text"]))
                await replica.sent(SentMessage(waiting=waiting, message_id=1))

    await asyncio.gather(drain(outbox), drain(other_outbox), drain(outbox), drain(other_outbox))
    assert sorted(told) == sorted((person, word) for person in range(60) for word in ("one", "two"))
    for person in range(60):
        assert [word for who, word in told if who == person] == ["one", "two"]
    assert [row.sent for row in await store.delivered(NOON.date())] == [120]


async def test_a_damaged_message_is_buried_and_the_others_go(
    store: Store, outbox: Outbox, database: Database
) -> None:
    await store.turn(ANA, count(reply("one"), reply("two")), now=NOON)
    await database.write(lambda c: c.execute(text("UPDATE outbox SET seq = 99 WHERE place = 0")))
    assert await send_all(outbox) == []
    assert await send_all(outbox) == ["two"]
    assert (await store.status(NOON)).dead_letters == 1


async def test_a_missing_key_stops_the_outbox_and_buries_nothing(
    store: Store, outbox: Outbox, database: Database
) -> None:
    await store.turn(ANA, count(reply("one")), now=NOON)
    with pytest.raises(DatabaseUnavailable):
        await Outbox(database, Keyring({"other": bytes(32)}, "other")).claim(NOON, lease=LEASE, limit=1)
    assert await send_all(outbox) == ["one"]


async def test_who_took_all_there_was_knows_that_nothing_is_left(store: Store, outbox: Outbox) -> None:
    for person in range(100, 103):
        await store.turn(person, count(prompt("good morning")), now=NOON)
    some = await outbox.confirm_and_claim((), NOON, lease=LEASE, limit=2)
    assert (len(some.taken), some.left) == (2, {PROMPT: EPOCH}), "it has to come again"
    rest = await outbox.confirm_and_claim((), NOON, lease=LEASE, limit=2)
    assert (len(rest.taken), rest.left) == (1, {})
    await store.turn(100, count(prompt("and another thing")), now=NOON)
    behind = await outbox.confirm_and_claim((), NOON, lease=LEASE, limit=2)
    assert (behind.taken, behind.left) == ([], {PROMPT: EPOCH}), "it waits for the one that is on its way"
