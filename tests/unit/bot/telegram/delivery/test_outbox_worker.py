"""The sender of the outbox: everything arrives, each person in order, whatever Telegram says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from bot.clock import SystemClock
from bot.open_storage import Storage, open_store
from bot.telegram.delivery import outbox_worker as module
from bot.telegram.delivery.in_flight_limit import MAX_AT_ORDINARY_RATE, InFlightLimit
from bot.telegram.delivery.outbox_worker import OutboxWorker
from bot.telegram.delivery.send import Rejected, RetryLater, SendResult, Sent, Unreachable
from storage.outbox.outbox import Outbox
from storage.outbox.rate_limit import RateLimits
from storage.records import (
    EMERGENCY,
    PROMPT,
    REPLY,
    STRANGER,
    ClaimResult,
    Message,
    NewJournalEntry,
    TurnResult,
)
from tests.kit.bot import MONDAY, FixedClock, fresh_store, post, settings

Answer = Callable[[str, dict[str, object]], SendResult]


class Telegram:
    """Takes messages, and answers as it is told: the outcomes in turn, then everything arrives."""

    def __init__(self, *outcomes: SendResult) -> None:
        self.outcomes = list(outcomes)
        self.seen: list[tuple[object, object]] = []
        self.tried = 0
        self.called = asyncio.Event()

    async def send(self, method: str, params: dict[str, object]) -> SendResult:
        self.tried += 1
        self.called.set()
        await asyncio.sleep(0)
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(message_id=self.tried)
        if isinstance(outcome, Sent):
            self.seen.append((params["chat_id"], params["text"]))
        return outcome


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


@asynccontextmanager
async def sending(
    ground: Storage,
    telegram: Telegram,
    clock: FixedClock | SystemClock | None = None,
    **more: Any,
) -> AsyncIterator[tuple[OutboxWorker, list[int]]]:
    blocked: list[int] = []

    async def block(person: int) -> None:
        blocked.append(person)

    worker = OutboxWorker(
        outbox=ground.outbox,
        clock=clock or FixedClock(),  # type: ignore[arg-type]  # a clock is what has now()
        send=telegram.send,
        blocked=block,
        alone=True,
        **({"per_second": 1000} | more),
    )
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(worker.run())
        try:
            yield worker, blocked
        finally:
            run.cancel()


async def test_each_person_gets_hers_in_order(ground: Storage) -> None:
    for person in range(1, 31):
        await post(ground.store, person, "a", "b", "c")
    telegram = Telegram()
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
    assert len(telegram.seen) == 90
    for person in range(1, 31):
        assert [text for chat, text in telegram.seen if chat == person] == ["a", "b", "c"]
    assert await ground.outbox.pending(MONDAY) == 0


async def test_a_nudge_is_enough(ground: Storage) -> None:
    telegram = Telegram()
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
        await post(ground.store, 1, "later")
        await worker.drained()
    assert telegram.seen == [(1, "later")]


@pytest.mark.parametrize("outcome", [RetryLater(why="429", after_s=0.01), RetryLater(why="TimedOut")])
async def test_what_could_not_be_sent_is_tried_again(ground: Storage, outcome: SendResult) -> None:
    await post(ground.store, 1, "a", "b")
    telegram = Telegram(outcome)
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(1, "a"), (1, "b")]
    assert telegram.tried == 3


async def test_whoever_blocked_the_bot_gets_nothing_more(ground: Storage) -> None:
    await post(ground.store, 1, "a", "b")
    await post(ground.store, 2, "a")
    telegram = Telegram(Unreachable(why="403"))
    async with sending(ground, telegram) as (worker, blocked):
        await worker.drained()
    assert blocked == [1]
    assert telegram.seen == [(2, "a")]


async def test_a_message_that_telegram_refuses_does_not_stop_the_next(ground: Storage) -> None:
    await post(ground.store, 1, "a", "b")
    telegram = Telegram(Rejected(why="400"))
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(1, "b")]
    assert (await ground.store.status(MONDAY)).dead_letters == 1


@pytest.mark.parametrize(
    "outcome", [Rejected(why="400"), RetryLater(why="429", after_s=60), RetryLater(why="TimedOut")]
)
async def test_the_mark_of_a_choice_is_tried_once(ground: Storage, outcome: SendResult) -> None:
    await post(ground.store, 1, "✓ Yes", kind="choice", method="editMessageText")
    await post(ground.store, 1, "next?")
    told: list[str] = []
    telegram = Telegram(outcome)
    async with sending(ground, telegram, alarmed=told.append) as (worker, _):
        await worker.drained()
    assert (telegram.seen, telegram.tried, told) == ([(1, "next?")], 2, [])
    assert (await ground.store.status(MONDAY)).dead_letters == 0


async def test_what_a_killed_sender_held_is_sent_by_the_next_at_once(ground: Storage) -> None:
    await post(ground.store, 1, "a", "b")
    assert await ground.outbox.claim(MONDAY, wall=SystemClock().now(), lease=timedelta(hours=1), limit=9)
    telegram = Telegram()
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(1, "a"), (1, "b")]


async def test_a_bug_with_one_message_does_not_stop_the_others(ground: Storage) -> None:
    class Broken(Telegram):
        async def send(self, method: str, params: dict[str, object]) -> SendResult:
            if params["chat_id"] == 1:
                raise ZeroDivisionError
            return await super().send(method, params)

    await post(ground.store, 1, "a")
    await post(ground.store, 2, "a")
    telegram = Broken()
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(2, "a")]


async def test_a_long_wait_is_kept_over_a_restart(ground: Storage) -> None:
    now = SystemClock().now()
    await post(ground.store, 1, "a", at=now)
    await post(ground.store, 2, "a", at=now)
    async with sending(ground, Telegram(RetryLater(why="429", after_s=3600))) as (worker, _):
        await worker.drained()
    telegram = Telegram()
    async with sending(ground, telegram) as (worker, _):
        await worker.drained()
    assert telegram.seen == []
    later = await ground.outbox.next_at()
    assert later is not None and timedelta(minutes=59) < later - now < timedelta(minutes=61)


async def test_after_too_many_failures_it_is_given_up_and_the_next_goes(ground: Storage) -> None:
    await post(ground.store, 1, "a", "b")
    told: list[str] = []
    telegram = Telegram(RetryLater(why="TimedOut"), RetryLater(why="TimedOut"))
    async with sending(ground, telegram, give_up_after=2, alarmed=told.append) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(1, "b")]
    assert (await ground.store.status(MONDAY)).dead_letters == 1
    assert told == ["Telegram refused a message (sendMessage, reply): TimedOut, 2 times"]


async def test_being_asked_to_wait_is_no_failure(ground: Storage) -> None:
    await post(ground.store, 1, "a")
    telegram = Telegram(*[RetryLater(why="429", after_s=0.01)] * 2)
    async with sending(ground, telegram, give_up_after=1) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(1, "a")]


async def test_an_answer_that_is_not_telegrams_is_no_failure_of_the_message(ground: Storage) -> None:
    await post(ground.store, 1, "a")
    telegram = Telegram(*[RetryLater(why="an answer that is not Telegram's", counts=False)] * 2)
    async with sending(ground, telegram, give_up_after=1) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(1, "a")]
    assert (await ground.store.status(MONDAY)).dead_letters == 0


async def test_no_more_are_in_flight_than_a_kill_may_double(ground: Storage) -> None:
    """Telegram answers nothing until the places are used up, and then everything, over and over."""
    most = 0

    class Holding(Telegram):
        def __init__(self) -> None:
            super().__init__()
            self.held: list[asyncio.Event] = []

        async def send(self, method: str, params: dict[str, object]) -> SendResult:
            nonlocal most
            answer = asyncio.Event()
            self.held.append(answer)
            most = max(most, len(self.held))
            await answer.wait()
            return await super().send(method, params)

        async def answer_all(self) -> None:
            while len(self.seen) < 30:
                await asyncio.sleep(0.02)
                for answer in self.held:
                    answer.set()
                self.held.clear()

    for person in range(1, 31):
        await post(ground.store, person, "a")
    telegram = Holding()
    async with sending(ground, telegram, per_second=30) as (worker, _):
        answers = asyncio.ensure_future(telegram.answer_all())
        await worker.drained()
        await answers
    assert 1 < most <= MAX_AT_ORDINARY_RATE
    assert sorted(telegram.seen) == [(person, "a") for person in range(1, 31)]


async def test_a_prompt_costs_one_look_however_long_the_pace_makes_it_wait(ground: Storage) -> None:
    looks: list[int] = []

    class Watched(Outbox):
        async def confirm_and_claim(self, *given: Any, **more: Any) -> ClaimResult:
            found = await super().confirm_and_claim(*given, **more)
            looks.append(len(found.taken))
            return found

    for person in range(15):
        await post(ground.store, person, "a", kind="daily")
    watched = Watched(ground.database, ground.keyring, RateLimits(per_second=30, per_chat=1))
    async with sending(replace(ground, outbox=watched), Telegram(), per_second=30) as (worker, _):
        await worker.drained()
    assert looks.count(1) == 15
    assert looks.count(0) <= 4, "at the start, when the burst is over, and at the end"


async def test_a_call_that_hangs_does_not_hold_up_the_others(ground: Storage) -> None:
    answer = asyncio.Event()

    class Hanging(Telegram):
        async def send(self, method: str, params: dict[str, object]) -> SendResult:
            if params["chat_id"] == 1:
                await answer.wait()
            sent = await super().send(method, params)
            if len(self.seen) == 2:
                answer.set()
            return sent

    for person in (1, 2, 3):
        await post(ground.store, person, "a")
    telegram = Hanging()
    async with sending(ground, telegram, per_second=30) as (worker, _):
        await worker.drained()
    assert telegram.seen == [(2, "a"), (3, "a"), (1, "a")]


async def test_asked_to_stop_it_waits_for_what_is_on_its_way(ground: Storage) -> None:
    await post(ground.store, 1, "a", "b")
    answer = asyncio.Event()

    class Slow(Telegram):
        async def send(self, method: str, params: dict[str, object]) -> SendResult:
            self.called.set()
            await answer.wait()
            return await super().send(method, params)

    telegram = Slow()
    async with sending(ground, telegram) as (_, _):
        await telegram.called.wait()
        asyncio.get_running_loop().call_later(0.05, answer.set)
    assert telegram.seen == [(1, "a")]
    [waiting] = await ground.outbox.claim(
        MONDAY, wall=SystemClock().now(), lease=timedelta(minutes=1), limit=9
    )
    assert waiting.params["text"] == "b", "the first is noted, and will not be sent again"


async def test_a_claim_that_is_away_and_a_turn_beside_it_share_the_limit(ground: Storage) -> None:
    """Together they have no more in flight than a kill may double."""
    seen: list[int] = []

    class Watched(Outbox):
        async def confirm_and_claim(self, *given: Any, **more: Any) -> ClaimResult:
            with ExitStack() as turns:
                hands = 0
                while turns.enter_context(worker.reserve_slot(prompt=False)) is not None:
                    hands += 1
                seen.append(more["limit"] + hands)
            return await super().confirm_and_claim(*given, **more)

    watched = Watched(ground.database, ground.keyring)
    async with sending(replace(ground, outbox=watched), Telegram(), per_second=30) as (worker, _):
        await worker.drained()
        await worker.drained()
    assert set(seen) == {InFlightLimit(per_second=30).limit}


async def test_however_many_prompts_are_on_their_way_there_is_a_place_for_an_answer(ground: Storage) -> None:
    async with sending(ground, Telegram(), per_second=1000) as (worker, _):
        await worker.drained()
        with ExitStack() as stack:
            prompts = 0
            while stack.enter_context(worker.reserve_slot(prompt=True)) is not None:
                prompts += 1
            assert prompts > 1
            with worker.reserve_slot(prompt=False) as hand:
                assert hand is not None


async def test_a_place_goes_to_an_emergency_although_answers_wait(ground: Storage) -> None:
    async with sending(ground, Telegram(), per_second=30) as (worker, _):
        await worker.drained()
        with worker.reserve_slot(prompt=False) as hand:
            assert hand is not None and hand.last_rank == STRANGER
        for rank, may_have_it in ((STRANGER, PROMPT), (PROMPT, REPLY), (REPLY, EMERGENCY)):
            worker.turn_committed(turn_of(rank))
            with worker.reserve_slot(prompt=False) as hand:
                assert hand is not None and hand.last_rank == may_have_it
        worker.turn_committed(turn_of(EMERGENCY))
        with worker.reserve_slot(prompt=False) as hand:
            assert hand is None


def turn_of(rank: int) -> TurnResult:
    """A turn with one message of this rank."""
    message = Message(method="sendMessage", params={}, kind="reply")
    entry = NewJournalEntry(event="{}", decisions="[]", book_version="1")
    return TurnResult(
        session="{}",
        seq=1,
        state="new",
        wake_at=None,
        wake_kind="",
        messages=(message,),
        entry=entry,
        rank=rank,
    )


async def test_what_arrives_in_the_same_moment_is_noted_in_one_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred messages, of which each arrives a little after the other; the moment is a long one here."""
    monkeypatch.setattr(module, "BATCH_WINDOW_S", 0.05)

    class OneByOne(Telegram):
        async def send(self, method: str, params: dict[str, object]) -> SendResult:
            for _ in range(self.tried % 40 * 20):
                await asyncio.sleep(0)
            return await super().send(method, params)

    commits: list[object] = []
    note = commits.append
    async with open_store(settings(tmp_path, SENDS_PER_SECOND="1000"), make=True) as ground:
        for person in range(200):
            await post(ground.store, person, "a")
        listen(ground.database.engine, "commit", note)
        telegram = OneByOne()
        began = asyncio.get_running_loop().time()
        async with sending(ground, telegram) as (worker, _):
            await worker.drained()
        took = asyncio.get_running_loop().time() - began
        remove(ground.database.engine, "commit", note)
    assert len(telegram.seen) == 200
    assert len(commits) <= took / 0.05 + 5
