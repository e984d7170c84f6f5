"""The short form of the week: some hours, 20 people, small faults, one outage. The long one: `./run torture week`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.torture.outages import OUTAGES
from tests.system.torture.week import week

AT_ONCE = [outage for outage in OUTAGES if outage.at_once]
pytestmark = pytest.mark.long


async def test_whoever_waits_is_visible_and_is_served_in_the_end(tmp_path: Path) -> None:
    found = await week(tmp_path, people=20, days=0.2, outages=len(AT_ONCE), seed=2, among=AT_ONCE)
    assert found.broken == [], found
    assert len(found.signs) == len(AT_ONCE) and found.figures.kills >= 1 and found.figures.messages > 20, (
        found
    )
