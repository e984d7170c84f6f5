"""`./run load-test seed`: synthetic people are sealed like real ones, and never stored beside real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import load_test
from bot import cli
from bot.open_storage import open_store
from bot.settings import SettingsProblem
from flows import session as sessions
from tests.kit.bot import fresh_store, post, settings

HEALTH = (b"breastfeeding", b"urine", b"vaginal", b"checkin", b"screening")


async def test_they_are_sealed_have_alarms_and_stand_at_many_weeks(tmp_path: Path) -> None:
    said: list[str] = []
    await load_test.seed(settings(tmp_path), said.append, people=10)
    assert said[-1].startswith("10 synthetic people")
    async with open_store(settings(tmp_path), make=False) as ground:
        people = await ground.store.people()
        assert len(people) == 10 and min(people) == load_test.FIRST_ID
        lives = [sessions.load(await ground.store.session(person) or "") for person in people]
        assert len({life.plan.level for life in lives if life.plan is not None}) > 4
        assert len({life.profile.zone for life in lives}) == len(load_test.ZONES)
        assert await ground.store.next_due() is not None
        assert [line.seq for line in await ground.store.journal(people[0])][-1] == lives[0].seq
    stored = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    assert [word for word in HEALTH if word in stored] == []


async def test_a_database_in_which_somebody_lives_is_refused(tmp_path: Path) -> None:
    async with fresh_store(tmp_path) as ground:
        await post(ground.store, 7, "Good morning")
    with pytest.raises(SettingsProblem, match="already holds people"):
        await load_test.seed(settings(tmp_path), print, people=5)
    async with open_store(settings(tmp_path), make=False) as ground:
        assert await ground.store.people() == [7]


async def test_nobody_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="at least 1"):
        await load_test.seed(settings(tmp_path), print, people=0)


def test_the_old_command_says_where_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["load-test", "seed", "--people", "10"]) == cli.PROBLEM
    assert "./run load-test seed --people N in a checkout" in capsys.readouterr().err


def test_a_problem_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_test.main(["seed", "--people", "0"]) == 2
    assert capsys.readouterr().err == "./run load-test: --people must be at least 1\n"
