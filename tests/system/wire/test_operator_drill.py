"""`restride drill`: the newest backup is brought back into a scratch database, read with the key, and thrown away."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.backup import work as back_up
from bot.commands.drill import work
from bot.open_storage import Storage, open_store
from bot.settings import Settings, SettingsProblem, load
from storage.db.errors import DatabaseUnavailable
from storage.records import NewJournalEntry, TurnResult
from tests.kit.bot import MONDAY, post
from tests.kit.databases import empty_database_url
from tests.kit.operator import place, typed
from tests.kit.postgres import postgres

__all__ = ["empty_database_url", "place", "postgres"]
DAY_S = 24 * 3600


@pytest.fixture
def settings(place: dict[str, str]) -> Settings:
    return load(place, env_file=None)


@pytest.fixture
async def ground(settings: Settings) -> AsyncIterator[Storage]:
    async with open_store(settings, make=True) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "backups").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "backups"


def made_days_ago(file: Path, days: float) -> None:
    at = file.stat().st_mtime - days * DAY_S
    os.utime(file, (at, at))


async def backup(settings: Settings, file: Path, *, days_old: float = 0) -> None:
    await back_up(settings, lambda line: None, file=file)
    if days_old:
        made_days_ago(file, days_old)


async def drilled(settings: Settings, path: Path, max_age_hours: int = 48) -> list[str]:
    said: list[str] = []
    assert await work(settings, said.append, path=path, max_age_hours=max_age_hours) == 0
    return said


def left_behind(folder: Path) -> list[Path]:
    return [*(folder.parent / "tmp").iterdir(), *folder.glob(".*")]


async def test_the_newest_backup_is_brought_back_and_nothing_stays(
    settings: Settings, ground: Storage, folder: Path
) -> None:
    await backup(settings, folder / "z-older.restride", days_old=1)
    for person in (1, 2, 3):
        await post(ground.store, person, "hello")
    await backup(settings, folder / "a-newer.restride", days_old=0.25)
    (folder / "notes.txt").write_text("not a backup")
    await post(ground.store, 4, "later")
    said = await drilled(settings, folder)
    assert said[0] == (
        f"{folder}/a-newer.restride can be brought back: 3 people, 3 lines of journals, 3 messages waiting, "
        "all compared, opened and read."
    )
    assert re.fullmatch(r"It took \d+\.\d s\. The backup is 6\.\d hours old\.", said[1])
    assert said[2] == (
        "The database at DATABASE_URL has now: 4 people, 4 lines of journals, 4 messages waiting."
    )
    assert left_behind(folder) == []
    with pytest.raises(SettingsProblem, match="holds nobody"):
        await drilled(settings, folder / "z-older.restride")


async def test_a_drill_as_a_timer_runs_it(
    settings: Settings, ground: Storage, folder: Path, place: dict[str, str]
) -> None:
    await post(ground.store, 1, "hello")
    await backup(settings, folder / "one.restride")
    done = await typed("drill", str(folder), at=folder, **place)
    assert done.returncode == 0 and "1 people, 1 lines of journals" in done.stdout and not done.stderr
    late = await typed("drill", str(folder), "--max-age-hours", "0", at=folder, **place)
    assert late.returncode == 2 and "--max-age-hours is a number of hours from 1 on" in late.stderr


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        ("old", r"is 72\.0 hours old: look why restride backup did not run"),
        ("cut", "is not whole: it was cut off, or changed"),
        ("key", "put the old key back into DATA_KEY or the key file"),
        ("empty", "holds no backup: name a file that restride backup made, or the folder"),
        ("gone", "cannot be read .No such file or directory.: name a file"),
        ("other", "is no backup made by restride backup"),
    ],
)
async def test_a_backup_that_would_not_help_is_a_failure(
    settings: Settings, ground: Storage, folder: Path, place: dict[str, str], spoil: str, problem: str
) -> None:
    await post(ground.store, 1, "hello")
    file = path = folder / "one.restride"
    await backup(settings, file, days_old=3 if spoil == "old" else 0)
    if spoil == "cut":
        os.truncate(file, file.stat().st_size // 2)
    elif spoil == "empty":
        path = folder.parent / "tmp"
    elif spoil == "gone":
        path = folder / "nowhere"
    elif spoil == "other":
        path = Path(place["DATA_KEY_FILE"])
    elif spoil == "key":
        other = folder.parent / "other.key"
        other.write_text("A" * 43 + "=")
        other.chmod(0o600)
        settings = load({**place, "DATA_KEY_FILE": str(other)}, env_file=None)
    with pytest.raises((SettingsProblem, DatabaseUnavailable), match=problem):
        await drilled(settings, path)
    assert left_behind(folder) == []


async def test_a_session_that_nobody_can_read_is_a_failure(
    settings: Settings, ground: Storage, folder: Path
) -> None:
    await post(ground.store, 1, "hello")
    broken = TurnResult(
        session='{"version": 999}',
        seq=1,
        state="",
        wake_at=None,
        wake_kind="",
        messages=(),
        entry=NewJournalEntry(event="{}", decisions="[]", book_version="1"),
    )
    await ground.store.turn(2, lambda stored: broken, now=MONDAY)
    await backup(settings, folder / "one.restride")
    with pytest.raises(SettingsProblem, match="1 of 2 people cannot be read: take another backup now"):
        await drilled(settings, folder)


async def test_the_backup_of_an_empty_database_is_a_failure_beside_a_full_one(
    settings: Settings, ground: Storage, folder: Path
) -> None:
    await backup(settings, folder / "one.restride")
    assert "0 people" in (await drilled(settings, folder))[0]
    await post(ground.store, 1, "hello")
    with pytest.raises(
        SettingsProblem, match="holds nobody, and the database at DATABASE_URL holds 1 people"
    ):
        await drilled(settings, folder)


async def test_a_drill_works_where_the_database_is_not(
    settings: Settings, ground: Storage, folder: Path, place: dict[str, str]
) -> None:
    await post(ground.store, 1, "hello")
    await backup(settings, folder / "one.restride")
    elsewhere = load({**place, "DATABASE_URL": f"sqlite:///{folder}/nowhere.db"}, env_file=None)
    said = await drilled(elsewhere, folder)
    assert "can be brought back: 1 people" in said[0]
    assert said[2].startswith("The database at DATABASE_URL was not compared: ")
    assert not (folder / "nowhere.db").exists()
