"""A turn hands its first message to whoever can send it, unless somebody or something stands before it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.outbox.enqueue import SendSlot
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import LeasedMessage, SentMessage, TurnResult
from tests.unit.storage.life import ANA, BEA, LEASE, NOON, Decide, choice, count, leave, prompt, reply, toast

SECOND = timedelta(seconds=1)


async def turn(store: Store, person: int, decide: Decide, hand: SendSlot, now: datetime = NOON) -> TurnResult:
    taken = await store.turn(person, decide, now=now, hand=hand)
    assert taken is not None
    return taken


async def known(store: Store, *people: int) -> None:
    for person in people:
        await store.turn(person, count(), now=NOON)


async def handed_at_once(
    store: Store, people: Iterable[int], decide: Decide, hand: SendSlot
) -> list[LeasedMessage]:
    """They all want a turn at the same moment; what was handed over."""
    turns = await asyncio.gather(*(turn(store, person, decide, hand) for person in people))
    return [one.leased_message for one in turns if one.leased_message is not None]


def words(waiting: LeasedMessage | None) -> object:
    return None if waiting is None else waiting.params["text"]


async def test_the_first_message_is_handed_over_and_the_rest_waits_for_it(
    store: Store, outbox: Outbox
) -> None:
    await known(store, ANA)
    hand = outbox.hand(NOON, lease=LEASE)
    handed = (await turn(store, ANA, count(reply("one", opens=True), reply("two")), hand)).leased_message
    assert words(handed) == "one"
    assert await outbox.claim(NOON, lease=LEASE, limit=10) == []
    assert handed is not None
    await outbox.sent(SentMessage(waiting=handed, message_id=5))
    assert await store.open_message(ANA) == 5
    assert [words(one) for one in await outbox.claim(NOON, lease=LEASE, limit=10)] == ["two"]


async def test_what_is_handed_over_and_lost_is_sent_by_somebody_else_when_the_lease_is_over(
    store: Store, outbox: Outbox, other_outbox: Outbox
) -> None:
    await known(store, ANA)
    taken = await turn(store, ANA, count(reply("one")), outbox.hand(NOON, lease=LEASE))
    assert await other_outbox.claim(NOON + LEASE - SECOND, lease=LEASE, limit=10) == []
    [again] = await other_outbox.claim(NOON + LEASE, lease=LEASE, limit=10)
    assert taken.leased_message is not None and (again.id, again.attempts) == (taken.leased_message.id, 2)
    assert again.params == taken.leased_message.params


async def test_nothing_is_handed_over_while_something_of_hers_is_unsent(store: Store, outbox: Outbox) -> None:
    await known(store, ANA)
    await store.turn(ANA, count(prompt("good morning")), now=NOON)
    assert (await turn(store, ANA, count(reply("hi")), outbox.hand(NOON, lease=LEASE))).leased_message is None
    assert [words(one) for one in await outbox.claim(NOON, lease=LEASE, limit=10)] == ["good morning"]


async def test_turns_of_the_same_moment_are_handed_over_in_her_order(store: Store, outbox: Outbox) -> None:
    """They share one transaction; the second finds the first one's message in its way."""
    await known(store, ANA, BEA)
    hand = outbox.hand(NOON, lease=LEASE)
    turns = await asyncio.gather(
        *(turn(store, person, count(reply(f"{n}")), hand) for n in range(3) for person in (ANA, BEA))
    )
    assert sorted(str(words(one.leased_message)) for one in turns) == [
        "0",
        "0",
        "None",
        "None",
        "None",
        "None",
    ]
    assert {one.seq for one in turns} == {2, 3, 4}


async def test_a_repeat_is_not_handed_over(store: Store, outbox: Outbox, calm: Store) -> None:
    await known(store, ANA)
    for expected in ("pardon?", None):
        taken = await turn(calm, ANA, count(reply("pardon?")), outbox.hand(NOON, lease=LEASE))
        assert words(taken.leased_message) == expected
        if taken.leased_message is not None:
            await outbox.sent(SentMessage(waiting=taken.leased_message))


async def test_what_is_handed_over_counts_for_the_pace(store: Store, paced: Outbox) -> None:
    """To one chat six at once; then one a second, claimed or handed over."""
    await known(store, ANA)
    handed = []
    for _ in range(10):
        taken = (await turn(store, ANA, count(reply("hi")), paced.hand(NOON, lease=LEASE))).leased_message
        if taken is None:
            break
        handed.append(taken)
        await paced.sent(SentMessage(waiting=taken))
    assert len(handed) == 7
    assert await paced.claim(NOON, lease=LEASE, limit=10) == []
    assert len(await paced.claim(NOON + SECOND, lease=LEASE, limit=10)) == 1


async def test_the_pace_of_all_holds_for_people_of_one_moment(store: Store, paced: Outbox) -> None:
    people = range(100, 150)
    await known(store, *people)
    hand = paced.hand(NOON, lease=LEASE)
    handed = await handed_at_once(store, people, count(reply("hi")), hand)
    claimed = await paced.claim(NOON, lease=LEASE, limit=100)
    assert len(handed) == 11, "a second and one"
    assert claimed == []
    assert len(await paced.claim(NOON + SECOND, lease=LEASE, limit=100)) == 10


async def test_prompts_leave_nearly_all_of_the_burst_to_the_answers(store: Store, paced: Outbox) -> None:
    people = range(100, 150)
    await known(store, *people)
    hand = paced.hand(NOON, lease=LEASE)
    assert len(await handed_at_once(store, people, count(prompt("hi")), hand)) == 2


async def test_a_toast_is_not_kept(store: Store, outbox: Outbox) -> None:
    await known(store, ANA)
    taken = await turn(store, ANA, count(toast("got it"), reply("hi")), outbox.hand(NOON, lease=LEASE))
    assert words(taken.leased_message) == "hi"
    assert await outbox.counts() == {"reply": 1}


async def test_the_mark_of_a_choice_goes_with_what_is_handed_over_and_is_no_row(
    store: Store, outbox: Outbox
) -> None:
    await known(store, ANA)
    answer = count(toast("got it"), reply("next?"), choice("Yes"))
    taken = await turn(store, ANA, answer, outbox.hand(NOON, lease=LEASE))
    assert words(taken.leased_message) == "next?"
    assert await outbox.counts() == {"reply": 1}


async def test_the_mark_of_a_choice_waits_behind_what_of_hers_is_unsent(store: Store, outbox: Outbox) -> None:
    """Among that may be an earlier edit of the same message: it would bring the buttons back."""
    await store.turn(ANA, count(reply("ticked")), now=NOON)
    taken = await turn(store, ANA, count(reply("next?"), choice("Yes")), outbox.hand(NOON, lease=LEASE))
    assert taken.leased_message is None
    came = []
    while waiting := await outbox.claim(NOON, lease=LEASE, limit=10):
        came += [words(one) for one in waiting]
        await outbox.sent(*(SentMessage(waiting=one) for one in waiting))
    assert came == ["ticked", "next?", "Yes"]


async def test_the_mark_of_a_choice_is_no_message_in_the_counts(store: Store, outbox: Outbox) -> None:
    await store.turn(ANA, count(reply("next?"), choice("Yes")), now=NOON)
    [before] = await store.delivered(NOON.date())
    while waiting := await outbox.claim(NOON, lease=LEASE, limit=10):
        await outbox.sent(*(SentMessage(waiting=one) for one in waiting))
    [after] = await store.delivered(NOON.date())
    assert (before.kind, before.planned, after.planned, after.sent) == ("reply", 1, 1, 1)


async def test_a_repeat_is_known_whatever_was_chosen(calm: Store, outbox: Outbox) -> None:
    for number in range(2):
        await calm.turn(ANA, count(reply("pardon?"), choice(f"{number}")), now=NOON)
    assert await outbox.counts() == {"reply": 1, "choice": 2}


async def test_a_goodbye_waits_for_a_claim(store: Store, outbox: Outbox) -> None:
    await known(store, ANA)
    assert (
        await turn(store, ANA, leave(reply("bye")), outbox.hand(NOON, lease=LEASE))
    ).leased_message is None
    assert [words(one) for one in await outbox.claim(NOON, lease=LEASE, limit=10)] == ["bye"]
