"""The order of sending: emergencies, answers, prompts, strangers; her own order holds, and no flood starves anybody.

The wall clock of these tests is an argument, so that rates are counted and not waited for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from storage.db.database import Database
from storage.encryption.crypto import Keyring
from storage.outbox.outbox import Outbox
from storage.outbox.rate_limit import RateLimits
from storage.people.store import Store
from storage.records import EMERGENCY, PROMPT, REPLY, STRANGER, Message, SentMessage, TurnResult
from tests.unit.storage.life import ANA, BEA, LEASE, NOON, Decide, count, prompt, reply

SECOND = timedelta(seconds=1)
SLOT = SECOND / 10  # of the outbox `paced`
STRANGERS = range(1000, 1060)


def ranked(rank: int, *messages: Message) -> Decide:
    """One more turn, whose messages are so urgent."""
    decide = count(*messages)
    return lambda session: replace(decide(session), rank=rank)


async def say(store: Store, person: int, decide: Callable[[str | None], TurnResult]) -> TurnResult:
    turn = await store.turn(person, decide, now=NOON)
    assert turn is not None
    return turn


async def flood(store: Store) -> None:
    """Each of the strangers is greeted with two messages."""
    for person in STRANGERS:
        await say(store, person, ranked(STRANGER, reply("welcome"), reply("do you agree?")))


async def sent(outbox: Outbox, *, slots: int = 0) -> list[str]:
    """What goes in so many slots of the pace, or (0) until nothing is left, in order; one message at a time."""
    told: list[str] = []
    for slot in range(max(slots, 1)):
        while taken := await outbox.claim(NOON, wall=NOON + slot * SLOT, lease=LEASE, limit=1):
            told += [str(one.params["text"]) for one in taken]
            await outbox.sent(*(SentMessage(waiting=one, message_id=1) for one in taken))
    return told


async def test_across_people_the_gravest_goes_first_and_strangers_last(store: Store, outbox: Outbox) -> None:
    await say(store, 1, ranked(STRANGER, reply("welcome")))
    await say(store, 2, count(prompt("good morning")))
    await say(store, 3, count(reply("an answer")))
    await say(store, 4, ranked(EMERGENCY, reply("call 112")))
    assert await sent(outbox) == ["call 112", "an answer", "good morning", "welcome"]


async def test_an_emergency_behind_a_flood_of_strangers_takes_the_next_slot(
    store: Store, paced: Outbox
) -> None:
    await flood(store)
    before = await sent(paced, slots=1)
    await say(store, ANA, ranked(EMERGENCY, reply("call 112")))
    after = await sent(paced, slots=2)
    assert len(before) == 2, "a tenth of a second and one"
    assert after[0] == "call 112"


async def test_what_waits_for_her_becomes_as_urgent_as_the_emergency_behind_it(
    store: Store, paced: Outbox
) -> None:
    await say(store, ANA, ranked(STRANGER, reply("welcome"), reply("do you agree?")))
    await say(store, BEA, count(prompt("good morning")))
    await flood(store)
    for person, answer in ((ANA, "call 112, Ana"), (BEA, "call 112, Bea")):
        await say(store, person, ranked(EMERGENCY, reply(answer)))
    assert (await sent(paced))[:5] == [
        "welcome",
        "do you agree?",
        "good morning",
        "call 112, Ana",
        "call 112, Bea",
    ]


async def test_before_an_emergency_nothing_of_hers_waits_for_its_next_try(
    store: Store, outbox: Outbox
) -> None:
    await say(store, ANA, count(reply("one")))
    [one] = await outbox.claim(NOON, lease=LEASE, limit=1)
    await outbox.retry(one, at=NOON + 60 * SECOND, why="TimedOut")
    await say(store, ANA, count(reply("two")))
    assert await sent(outbox) == []
    await say(store, ANA, ranked(EMERGENCY, reply("call 112")))
    assert await sent(outbox) == ["one", "two", "call 112"]


async def test_behind_an_emergency_she_is_answered_like_everybody(store: Store, outbox: Outbox) -> None:
    await say(store, BEA, count(reply("hello, Bea")))
    await say(store, ANA, ranked(EMERGENCY, reply("call 112")))
    await say(store, ANA, count(reply("hello, Ana")))
    assert await sent(outbox) == ["call 112", "hello, Bea", "hello, Ana"]


async def test_an_emergency_that_is_repeated_before_its_answer_does_not_wait_longer(
    calm: Store, outbox: Outbox
) -> None:
    """Any other repeat waits until she has been silent for a moment, and takes the place of the one before."""
    for second in range(10):
        await calm.turn(ANA, ranked(EMERGENCY, reply("call 112")), now=NOON + second * SECOND)
    assert await sent(outbox) == ["call 112"]


async def test_a_flood_of_answers_leaves_prompts_and_strangers_a_slot_in_ten_each(
    store: Store, paced: Outbox
) -> None:
    for person in range(2000, 2200):
        await say(store, person, count(reply("an answer")))
    for person in range(100, 130):
        await say(store, person, count(prompt("good morning")))
    await flood(store)
    told = await sent(paced, slots=101)
    assert told.count("an answer") > 80
    for start in range(11, 101):
        ten = set(told[start : start + 10])
        assert "good morning" in ten and ten & {"welcome", "do you agree?"}, start


async def test_an_emergency_takes_a_reserved_slot_too(store: Store, paced: Outbox) -> None:
    for person in range(100, 130):
        await say(store, person, count(prompt("good morning")))
        await say(store, person + 100, ranked(EMERGENCY, reply("call 112")))
    assert (await sent(paced, slots=20))[:30] == ["call 112"] * 30


async def test_a_turn_leaves_a_reserved_slot_to_the_prompt_that_waits_for_it(
    store: Store, database: Database, keyring: Keyring
) -> None:
    """Answers that are sent by their own turns would otherwise take every slot."""
    paced = Outbox(database, keyring, RateLimits(per_second=10, per_chat=1))
    people = iter(range(100, 130))
    for person in range(100, 130):
        await say(store, person, count())
    kept_back: list[int] = []
    for start, waiting in ((NOON, frozenset({PROMPT})), (NOON + 20 * SLOT, frozenset[int]())):
        await paced.hold(start - 2 * SLOT)  # as if answers had used up eight of ten slots of the burst
        hands = [paced.hand(start + slot * SLOT, lease=LEASE, waiting=waiting) for slot in range(15)]
        turns = [await turn_with(store, next(people), hand) for hand in hands]
        kept_back.append(sum(turn.leased_message is None for turn in turns))
    assert kept_back[0] >= 1
    assert kept_back[1] == 0


async def test_in_an_ordinary_morning_no_answer_waits_for_a_prompt(store: Store, paced: Outbox) -> None:
    for person in range(100, 160):
        await say(store, person, count(prompt("good morning")))
    for person in range(200, 260):
        await say(store, person, count())
    for place in range(30):
        wall = NOON + place * SLOT
        for waiting in await paced.claim(NOON, wall=wall, lease=LEASE, limit=1):
            await paced.sent(SentMessage(waiting=waiting, message_id=1))
        if place % 3 == 0:
            hand = paced.hand(wall, lease=LEASE, waiting=frozenset({PROMPT}))
            assert (await turn_with(store, 200 + place, hand)).leased_message is not None


async def turn_with(store: Store, person: int, hand: object) -> TurnResult:
    turn = await store.turn(person, count(reply("an answer")), now=NOON, hand=hand)  # type: ignore[arg-type]
    assert turn is not None
    return turn


async def test_a_place_in_flight_is_only_for_the_ranks_that_nothing_stands_before(
    store: Store, outbox: Outbox
) -> None:
    await say(store, ANA, count())
    await say(store, BEA, count())
    hand = outbox.hand(NOON, lease=LEASE, last_rank=REPLY)
    stranger = await store.turn(ANA, ranked(STRANGER, reply("welcome")), now=NOON, hand=hand)
    known = await store.turn(BEA, count(reply("an answer")), now=NOON, hand=hand)
    assert stranger is not None and stranger.leased_message is None
    assert known is not None and known.leased_message is not None


async def test_ranks_that_an_earlier_release_stored_mean_what_they_meant(
    store: Store, outbox: Outbox
) -> None:
    assert (REPLY, PROMPT) == (0, 1)
