"""The short forms: a few kills on each database, a little weather, and some rubbish. The long ones: `./run torture`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.databases import migrated_file
from tests.kit.postgres import Postgres, postgres
from tests.system.torture.fuzz import fuzz
from tests.system.torture.kills import killing
from tests.system.torture.stage import SLOW_MIN, Figures, play
from tests.system.torture.weather import locked, weather

__all__ = ["migrated_file", "postgres"]
pytestmark = pytest.mark.long


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path) -> Path:
    (tmp_path / "data").mkdir()
    shutil.copy(migrated_file, tmp_path / "data" / "restride.db")
    return tmp_path / "data" / "restride.db"


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[str]:
    address = postgres.create()
    yield address.render_as_string(hide_password=False)
    postgres.drop(address)


def nothing_lost(figures: Figures) -> bool:
    lost = (figures.answers_lost, figures.prompts_and_answers_lost, figures.strange)
    return not (any(lost) or figures.stuck or figures.unsent or figures.turns_failed or figures.dead_letters)


async def test_kills_lose_nothing_and_double_little(file: Path, tmp_path: Path) -> None:
    figures = await play(f"sqlite:///{file}", tmp_path, trouble=killing(2), people=8, processes=1)
    assert nothing_lost(figures), figures
    assert figures.doubled_beyond_kills == 0 and figures.kills == 2 and figures.messages > 8, figures


async def test_kills_of_replicas_lose_nothing_and_double_little(shared: str, tmp_path: Path) -> None:
    figures = await play(shared, tmp_path, trouble=killing(2), people=8, processes=2)
    assert nothing_lost(figures), figures
    assert figures.doubled_beyond_kills == 0 and figures.kills == 2 and figures.messages > 8, figures


async def test_bad_weather_loses_nothing(file: Path, tmp_path: Path) -> None:
    trouble = weather(3.0, locked(file, for_s=0.5))
    figures = await play(
        f"sqlite:///{file}",
        tmp_path,
        trouble=trouble,
        people=10,
        processes=1,
        pause_s=0.5,
        jumps_min=SLOW_MIN,
    )
    assert nothing_lost(figures) and figures.messages > 6, figures


async def test_rubbish_is_survived(tmp_path: Path) -> None:
    figures = await fuzz(tmp_path, number=600, seed=11)
    assert not (figures.unhandled or figures.turns_failed or figures.stuck or figures.refusable), figures
    assert figures.messages > 600 and figures.unreadable > 10, figures
