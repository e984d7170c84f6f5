"""Every woman lives her weeks, and the judge reads them. A third of the lives in every run, all with `--all-lives`."""

from __future__ import annotations

import pytest

from tests.lives.judge import judged
from tests.lives.living import live
from tests.lives.woman import Woman
from tests.lives.women import WOMEN

ONE_IN = 3


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "woman" in metafunc.fixturenames:
        every = metafunc.config.getoption("--all-lives")
        chosen = WOMEN if every else WOMEN[::ONE_IN]
        metafunc.parametrize("woman", chosen, ids=[woman.name for woman in chosen])


def test_her_life_goes_as_the_rules_and_the_coach_itself_promise(woman: Woman) -> None:
    assert [str(complaint) for complaint in judged(live(woman))] == []


def test_there_are_more_than_forty_lives_of_eight_to_thirty_weeks() -> None:
    assert len({woman.name for woman in WOMEN}) == len(WOMEN) > 40
    assert all(8 <= woman.weeks <= 30 for woman in WOMEN)
