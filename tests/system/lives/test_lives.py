"""Every woman lives her weeks, and the judge reads them. A third of the lives in every run, all with `--long`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.system.lives.judge import judged
from tests.system.lives.living import live
from tests.system.lives.woman import Woman
from tests.system.lives.women import WOMEN

ONE_IN = 3


def _lives() -> Iterator[object]:
    for number, woman in enumerate(WOMEN):
        marks = (pytest.mark.long,) if number % ONE_IN else ()
        yield pytest.param(woman, id=woman.name, marks=marks)


@pytest.mark.parametrize("woman", list(_lives()))
def test_her_life_goes_as_the_rules_and_the_coach_itself_promise(woman: Woman) -> None:
    assert [str(complaint) for complaint in judged(live(woman))] == []


def test_there_are_more_than_forty_lives_of_eight_to_thirty_weeks() -> None:
    assert len({woman.name for woman in WOMEN}) == len(WOMEN) > 40
    assert all(8 <= woman.weeks <= 30 for woman in WOMEN)
