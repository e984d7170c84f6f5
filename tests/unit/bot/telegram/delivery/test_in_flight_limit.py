"""How many messages may be in flight: rate times latency, and no more, because a kill doubles each of them."""

from __future__ import annotations

import heapq
from contextlib import ExitStack

import pytest

from bot.alarm_runner import MAX_AT_ONCE
from bot.telegram.bot_client import CONNECTIONS
from bot.telegram.delivery.in_flight_limit import (
    MAX_AT_ORDINARY_RATE,
    MAX_IN_FLIGHT,
    SLOW_S,
    InFlightLimit,
)
from storage.outbox.rate_limit import GcraLimit


def measured(per_second: float, latency_s: float) -> InFlightLimit:
    """After many messages of this latency, one after the other."""
    limit = InFlightLimit(per_second=per_second)
    for message in range(200):
        limit.acquire(message, at=0.0)
        limit.release(message, at=latency_s)
    return limit


def sent_in(seconds: float, *, per_second: float, latency_s: float) -> tuple[int, int]:
    """How many messages a virtual Telegram of this latency gets in that time, and the most in flight at once."""
    limit, pace = InFlightLimit(per_second=per_second), GcraLimit(per_second, 1.0)
    at, free_at, number, most = 0.0, 0, 0, 0
    in_flight: list[tuple[float, int]] = []
    while at < seconds:
        while in_flight and in_flight[0][0] <= at:
            limit.release(heapq.heappop(in_flight)[1], at=at)
        if limit.available(at=at) and not pace.wait(free_at, at=round(at * 1_000_000), share=0.1):
            free_at = pace.after(free_at, at=round(at * 1_000_000))
            number += 1
            limit.acquire(number, at=at)
            heapq.heappush(in_flight, (at + latency_s, number))
            most = max(most, len(in_flight))
        else:
            at += 0.001
    return number, most


@pytest.mark.parametrize(
    ("latency_s", "least", "most"), [(0.0, 2990, 1), (0.08, 2990, 4), (0.2, 2990, 8), (1.5, 530, 8)]
)
def test_thirty_a_second_are_reached_with_no_more_in_flight_than_that_takes(
    latency_s: float, least: int, most: int
) -> None:
    """Up to 0.24 s to Telegram; beyond that eight messages in each latency."""
    sent, in_flight = sent_in(100, per_second=30, latency_s=latency_s)
    assert least <= sent <= 3010
    assert in_flight <= most


def test_a_thousand_a_second_are_reached() -> None:
    sent, in_flight = sent_in(10, per_second=1000, latency_s=0.08)
    assert sent >= 9800
    assert in_flight <= MAX_IN_FLIGHT


@pytest.mark.parametrize("per_second", [0.1, 1, 10, 30])
def test_at_the_ordinary_rate_and_below_at_most_eight_are_in_flight(per_second: float) -> None:
    assert measured(per_second, 60.0).limit <= MAX_AT_ORDINARY_RATE


def test_a_batch_of_alarms_finds_places_while_the_last_one_is_in_flight() -> None:
    limit = InFlightLimit(per_second=1000)
    for message in range(MAX_AT_ONCE):
        limit.acquire(message, at=0.0)
    with ExitStack() as batch:
        for _ in range(MAX_AT_ONCE):
            assert limit.available(at=0.01) > limit.reply_reserve
            batch.enter_context(limit.reserve(1))


def test_each_message_in_flight_finds_a_connection_and_so_does_the_answer_to_its_tap() -> None:
    assert measured(1000, 1.9).limit <= CONNECTIONS // 2


def test_messages_that_telegram_does_not_answer_hold_up_the_others_for_two_seconds_only() -> None:
    limit = measured(30, 0.08)
    places = limit.available(at=0.0)
    for message in range(places):
        limit.acquire(1000 + message, at=0.0)
    assert limit.available(at=0.5) == 0
    free_in = limit.next_free_in(at=0.5)
    assert free_in == SLOW_S - 0.5
    assert limit.available(at=0.5 + free_in) == places


def test_however_slow_telegram_is_there_is_a_bound() -> None:
    limit = InFlightLimit(per_second=30)
    begun = 0
    for message in range(1000):
        if limit.available(at=message * 3.0):
            limit.acquire(message, at=message * 3.0)
            begun += 1
    assert begun == 2 * MAX_AT_ORDINARY_RATE
