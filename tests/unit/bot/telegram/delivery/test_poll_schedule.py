"""When the sender looks into the outbox: in time for whatever can go, and for nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.telegram.delivery.poll_schedule import POLL_AGAIN_S, SHORTEST_S, PollSchedule
from storage.outbox.rate_limit import EPOCH
from storage.records import PROMPT, REPLY, ClaimResult, LeasedMessage
from tests.kit.bot import MONDAY

SOME = [
    LeasedMessage(
        id=1,
        person=7,
        seq=1,
        method="sendMessage",
        params={},
        kind="daily",
        rank=PROMPT,
        opens=True,
        attempts=1,
        failures=0,
        made_at=MONDAY,
        claimed_at=MONDAY,
        until=MONDAY + timedelta(seconds=10),
    )
]


def later(seconds: float) -> datetime:
    return MONDAY + timedelta(seconds=seconds)


def polled(
    *,
    taken: list[LeasedMessage] | None = None,
    next_at: datetime | None = None,
    prompts_at: datetime | None = None,
    left: dict[int, datetime] | None = None,
) -> PollSchedule:
    """After a look at second 100, which is `MONDAY` on the wall."""
    schedule = PollSchedule()
    schedule.on_poll_started()
    found = ClaimResult(taken=taken or [], next_at=next_at, prompts_at=prompts_at, left=left or {})
    schedule.on_poll_finished(found, wall=MONDAY, at=100.0)
    return schedule


def test_at_first_it_looks_because_nobody_knows_what_is_there() -> None:
    assert PollSchedule().is_due(at=0.0, room=1)


def test_when_nothing_is_left_nothing_is_due() -> None:
    schedule = polled(taken=SOME)
    assert not schedule.is_due(at=1000.0, room=1)
    assert schedule.sleep_s(at=100.0, room=1) == POLL_AGAIN_S
    assert not schedule.has_pending


def test_whoever_asks_has_it_look_whatever_is_known() -> None:
    schedule = polled()
    schedule.request_poll()
    assert schedule.is_due(at=100.0, room=0)
    schedule.on_poll_started()
    assert not schedule.is_due(at=100.0, room=0)


@pytest.mark.parametrize("prompts_at", [None, later(0.5)])
def test_an_answer_that_is_left_is_looked_for_at_once(prompts_at: datetime | None) -> None:
    schedule = polled(prompts_at=prompts_at, left={PROMPT: EPOCH})
    schedule.on_stored(REPLY, at=100.1)
    assert schedule.is_due(at=100.1, room=1)
    assert schedule.blocked_for(REPLY)


def test_while_no_more_may_be_on_their_way_it_does_not_look() -> None:
    schedule = polled()
    schedule.on_stored(REPLY, at=100.0)
    assert not schedule.is_due(at=100.0, room=0)
    assert schedule.sleep_s(at=100.0, room=0) == POLL_AGAIN_S
    assert schedule.is_due(at=100.0, room=1)


def test_a_prompt_is_looked_for_when_the_pace_lets_it_go() -> None:
    schedule = polled(taken=SOME, prompts_at=later(0.03), left={PROMPT: EPOCH})
    schedule.on_delivered()
    assert not schedule.is_due(at=100.02, room=1)
    assert schedule.sleep_s(at=100.02, room=1) == pytest.approx(0.01)
    schedule.on_stored(PROMPT, at=100.02)
    assert not schedule.is_due(at=100.02, room=1)
    assert schedule.is_due(at=100.031, room=1)
    assert not schedule.blocked_for(REPLY)
    assert schedule.blocked_for(PROMPT)


def test_each_answer_that_goes_meanwhile_moves_the_next_prompt() -> None:
    schedule = polled(taken=SOME, prompts_at=later(0.03), left={PROMPT: EPOCH})
    schedule.on_direct_send(interval_s=0.03)
    assert not schedule.is_due(at=100.05, room=1)
    assert schedule.is_due(at=100.061, room=1)


def test_what_is_decided_ahead_is_looked_for_at_its_instant() -> None:
    schedule = polled()
    schedule.on_stored(PROMPT, at=100.4)
    assert not schedule.is_due(at=100.3, room=1)
    assert schedule.is_due(at=100.4, room=1)


def test_what_stands_behind_a_message_is_looked_for_when_that_has_arrived() -> None:
    schedule = polled(next_at=later(10), left={PROMPT: EPOCH})
    assert not schedule.is_due(at=100.5, room=1)
    schedule.on_delivered()
    assert schedule.is_due(at=100.5, room=1)


def test_what_is_far_off_is_looked_for_each_second_because_a_wall_clock_can_be_set() -> None:
    schedule = polled(next_at=later(3600), prompts_at=later(3600), left={PROMPT: later(3600)})
    assert not schedule.has_pending
    assert not schedule.is_due(at=100.9, room=1)
    assert schedule.is_due(at=100.0 + POLL_AGAIN_S, room=1)


def test_what_is_left_during_a_look_is_not_forgotten() -> None:
    schedule = PollSchedule()
    schedule.on_poll_started()
    schedule.on_stored(REPLY, at=99.9)
    schedule.on_poll_finished(
        ClaimResult(taken=[], next_at=None, prompts_at=None, left={}), wall=MONDAY, at=100.0
    )
    assert schedule.is_due(at=100.0, room=1)
    assert schedule.has_pending


def test_what_arrives_during_a_look_is_not_forgotten() -> None:
    schedule = PollSchedule()
    schedule.on_poll_started()
    schedule.on_delivered()
    found = ClaimResult(taken=[], next_at=later(10), prompts_at=None, left={PROMPT: EPOCH})
    schedule.on_poll_finished(found, wall=MONDAY, at=100.0)
    assert schedule.is_due(at=100.0, room=1)


def test_it_never_waits_for_less_than_a_moment() -> None:
    schedule = polled(next_at=later(0.001), left={REPLY: EPOCH})
    assert schedule.sleep_s(at=100.0, room=1) == SHORTEST_S
    assert schedule.has_pending
