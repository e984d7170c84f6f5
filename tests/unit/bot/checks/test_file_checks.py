"""Files and folders: who may read them, who may write them, to whom they belong. Each problem has its command."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.checks.file_checks import check_files, find_foreign_owners, find_loose_modes, find_unwritable
from bot.settings import Settings, load

NOBODY = 65534


@pytest.fixture
def home() -> Iterator[Path]:
    """The working directory of a bot, which any user of this machine may be given."""
    folder = Path(tempfile.mkdtemp(prefix="restride-files-"))
    yield folder
    shutil.rmtree(folder)


def as_an_ordinary_user(work: Callable[[], list[str]]) -> list[str]:
    """The result of `work`, done by somebody for whom modes count: for root they do not."""
    if os.geteuid() != 0:
        return work()
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[list[str]] = context.Queue()

    def do() -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        results.put(work())

    child = context.Process(target=do)
    child.start()
    found = results.get(timeout=30)
    child.join()
    return found


def settings_in(home: Path, **more: str) -> Settings:
    database = {"DATABASE_URL": f"sqlite:///{home}/var/data/restride.db"}
    return load(database | {"DATA_KEY_FILE": f"{home}/var/keys/data.key"} | more, env_file=None)


def furnish(home: Path, *, folder_mode: int = 0o700, file_mode: int = 0o600) -> None:
    for name in ("var/data/restride.db", "var/keys/data.key"):
        file = home / name
        file.parent.mkdir(parents=True)
        file.parent.chmod(folder_mode)
        file.touch()
        file.chmod(file_mode)
    (home / ".env").write_text("", "utf-8")
    (home / ".env").chmod(file_mode)


def test_private_files_are_no_problem(home: Path) -> None:
    furnish(home)
    report = check_files(settings_in(home), home / ".env")
    assert (report.problems, report.may_write) == ([], True)


def test_nothing_there_yet_is_no_problem(home: Path) -> None:
    report = check_files(settings_in(home), home / ".env")
    assert (report.problems, report.may_write) == ([], True)


def test_each_loose_mode_is_said_with_the_command_that_mends_it(home: Path) -> None:
    furnish(home, folder_mode=0o755, file_mode=0o640)
    report = check_files(settings_in(home), home / ".env")
    assert [line.partition(": type ")[2] for line in report.problems] == [
        f"chmod 600 {home}/.env",
        f"chmod 600 {home}/var/data/restride.db",
        f"chmod 600 {home}/var/keys/data.key",
        f"chmod 700 {home}/var/data",
        f"chmod 700 {home}/var/keys",
    ]
    assert "(mode 640)" in report.problems[0]
    for line in report.problems:
        command, mode, path = line.partition(": type ")[2].split()
        assert command == "chmod"
        Path(path).chmod(int(mode, 8))
    assert check_files(settings_in(home), home / ".env").problems == []


def test_the_file_of_a_secret_is_looked_at_too(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(home)
    token = tmp_path / "bot token"
    token.write_text("1:a\n", "utf-8")
    token.chmod(0o604)
    monkeypatch.setenv("BOT_TOKEN_FILE", str(token))
    (line,) = check_files(settings_in(home), home / ".env").problems
    assert line.endswith(f"type chmod 600 '{token}'")


def test_the_mode_of_a_folder_that_others_use_is_not_ours_to_say(home: Path) -> None:
    furnish(home)
    home.chmod(0o755)
    shared = settings_in(home, DATA_KEY_FILE=f"{home}/data.key", DATABASE_URL=f"sqlite:///{home}/my.db")
    (home / "data.key").touch(mode=0o600)
    assert check_files(shared, home / ".env").problems == []


def test_root_may_hand_a_file_to_the_group_of_the_bot(home: Path) -> None:
    file = home / ".env"
    file.touch()
    file.chmod(0o640)
    home.chmod(0o755)
    found = as_an_ordinary_user(lambda: find_loose_modes([file], []))
    assert bool(found) == (os.geteuid() != 0)  # who is not root cannot make a file of root's here


def test_a_folder_that_cannot_be_written_is_said(home: Path) -> None:
    furnish(home)
    data = home / "var" / "data"
    for folder in (home, home / "var"):
        folder.chmod(0o755)
    data.chmod(0o500)
    (line,) = as_an_ordinary_user(lambda: find_unwritable([data]))
    assert line.startswith(f"{data} cannot be written by ")
    assert "chown" in line
    data.chmod(0o700)


def test_a_folder_that_may_not_even_be_entered_is_a_line_and_not_a_traceback(home: Path) -> None:
    furnish(home)
    data = home / "var" / "data"
    for folder in (home, home / "var", home / "var" / "keys"):
        folder.chmod(0o755)
    data.chmod(0)
    found = as_an_ordinary_user(lambda: check_files(settings_in(home), home / "none").problems)
    assert any(line.startswith(f"{data} cannot be written by ") for line in found)
    data.chmod(0o700)


def test_root_is_sent_to_the_user_of_the_bot(home: Path) -> None:
    """What root makes in that user's folder, the bot could not open afterwards."""
    if os.geteuid() != 0:
        assert find_foreign_owners([home, Path("/")]) == []
        return
    os.chown(home, NOBODY, NOBODY)
    report = check_files(settings_in(home), home / ".env")
    assert not report.may_write
    assert report.problems[0].startswith("this is root, and the files of this bot belong to ")
    assert "runuser -u " in report.problems[0]
