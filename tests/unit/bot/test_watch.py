"""Late prompts are told once, again after a while, and when they are over; a clock set back is noticed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.ground import Ground
from bot.watch import Backwards, Watch
from tests.kit.bot import MONDAY, FixedClock, fresh_store, post

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with fresh_store(tmp_path) as made:
        yield made


async def test_an_outage_is_told_in_the_same_hour_and_when_it_is_over(ground: Ground) -> None:
    clock, told = FixedClock(), list[str]()
    watch = Watch(store=ground.store, clock=clock, tell=told.append)  # type: ignore[arg-type]  # it has now()
    await post(ground.store, 7, "good morning", kind="daily")
    with capture_logs() as log:
        for minute in range(60):
            clock.at = MONDAY + minute * MINUTE
            await watch.look()
        await ground.outbox.drop_person(7)
        await watch.look()
        await watch.look()
    assert [line["event"] for line in log] == ["prompts are late"] * 5 + ["prompts are on time again"]
    assert told == [
        "1 prompts are more than ten minutes late. See restride status.",
        "Prompts are on time again.",
    ]


def test_only_a_real_jump_back_is_one() -> None:
    clock = Backwards()
    assert clock.by(MONDAY, 100.0) == 0
    assert clock.by(MONDAY + MINUTE, 160.0) == 0
    assert clock.by(MONDAY + MINUTE, 162.0) == 0, "it is corrected by a little all the time"
    assert clock.by(MONDAY - 59 * MINUTE, 222.0) == pytest.approx(3660)
    assert clock.by(MONDAY - 58 * MINUTE, 282.0) == 0
    assert clock.by(MONDAY + 600 * MINUTE, 342.0) == 0, "forward is no matter of ours"
