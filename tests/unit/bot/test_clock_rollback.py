"""A clock that is set back is detected, and small corrections are not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock_rollback import ClockRollback
from tests.kit.bot import MONDAY

MINUTE = timedelta(minutes=1)


def test_only_a_real_jump_back_is_one() -> None:
    clock = ClockRollback()
    assert clock.by(MONDAY, 100.0) == 0
    assert clock.by(MONDAY + MINUTE, 160.0) == 0
    assert clock.by(MONDAY + MINUTE, 162.0) == 0, "it is corrected by a little all the time"
    assert clock.by(MONDAY - 59 * MINUTE, 222.0) == pytest.approx(3660)
    assert clock.by(MONDAY - 58 * MINUTE, 282.0) == 0
    assert clock.by(MONDAY + 600 * MINUTE, 342.0) == 0, "forward is no matter of ours"
