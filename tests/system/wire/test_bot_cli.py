"""The command line as an operator meets it: one line for each problem, exit code 2, never a traceback."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.kit.operator import restride
from tests.kit.replicas import REPOSITORY


def problems(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
    return [line for line in done.stderr.splitlines() if not line.startswith("timestamp=")]


def test_version(tmp_path: Path) -> None:
    done = restride("version", at=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("restride ")


def test_run_without_a_token_is_one_line(tmp_path: Path) -> None:
    (line,) = problems(restride("run", at=tmp_path))
    assert line.startswith("restride: BOT_TOKEN is missing")


def test_check_tells_everything_at_once(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    told = problems(restride("check", at=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/taken/restride.db"))
    assert [line.split()[0] for line in told] == ["BOT_TOKEN", "the"]
    wrong = problems(
        restride("check", at=tmp_path, LOG_LEVEL="loud", DATABASE_URL="mysql://x", BOT_TOKEN="x")
    )
    assert [line.split()[0] for line in wrong] == ["BOT_TOKEN", "DATABASE_URL", "LOG_LEVEL"]


def test_check_of_a_sound_house(tmp_path: Path) -> None:
    done = restride("check", at=tmp_path, BOT_TOKEN="1:a")
    assert (done.returncode, done.stdout) == (0, "everything is in order\n")
    assert (tmp_path / "var" / "keys" / "data.key").stat().st_mode & 0o077 == 0


def test_check_names_a_setting_that_is_no_longer_used(tmp_path: Path) -> None:
    done = restride("check", at=tmp_path, BOT_TOKEN="1:a", HTTP_CLIENT="aiohttp")
    note, end = done.stdout.splitlines()
    assert note.startswith("HTTP_CLIENT is no longer used") and end == "everything is in order"
    assert done.returncode == 0


def test_a_proxy_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    for command in ("check", "run"):
        (line,) = problems(
            restride(command, at=tmp_path, BOT_TOKEN="1:a", HTTPS_PROXY="ftp://me:hunter2@proxy:21")
        )
        assert "HTTPS_PROXY names a proxy of the kind 'ftp', which cannot be used" in line
        assert "hunter2" not in line


def test_the_dialogue_is_in_order(tmp_path: Path) -> None:
    done = restride("check", "--dialogue", at=tmp_path, LOG_LEVEL="loud")
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_database_that_is_none_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "restride.db").write_text("this is no database" * 100)
    key = {"DATA_KEY": "A" * 43 + "="}
    (line,) = problems(
        restride("run", at=tmp_path, BOT_TOKEN="1:a", DATABASE_URL=f"sqlite:///{tmp_path}/restride.db", **key)
    )
    assert line.startswith("restride: ") and "SQLite" in line


def test_an_old_database_without_its_key_is_not_given_a_new_one(tmp_path: Path) -> None:
    assert restride("check", at=tmp_path, BOT_TOKEN="1:a").returncode == 0
    (tmp_path / "var" / "keys" / "data.key").unlink()
    (line,) = problems(restride("run", at=tmp_path, BOT_TOKEN="1:a"))
    assert "no key file" in line
    assert not (tmp_path / "var" / "keys" / "data.key").exists()


def test_status_is_numbers(tmp_path: Path) -> None:
    assert restride("check", at=tmp_path, BOT_TOKEN="1:a").returncode == 0
    done = restride("status", at=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == ["people", "0"]


def test_status_before_the_first_start_is_one_line(tmp_path: Path) -> None:
    (line,) = problems(restride("status", at=tmp_path))
    assert line.startswith("restride: ")


@pytest.mark.parametrize("arguments", [("fly",), (), ("decide",)])
def test_what_it_does_not_know_is_a_usage_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = restride(*arguments, at=tmp_path)
    assert done.returncode == 2
    assert "usage: restride" in done.stderr and "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    (unknown,) = problems(restride("rules", "R-NONE", at=tmp_path))
    assert "R-NONE" in unknown
    (line,) = problems(restride("decide", "nowhere.json", at=tmp_path))
    assert line.startswith("restride: nowhere.json cannot be read")


def test_the_script_works_from_anywhere_and_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "chores"
    link.symlink_to(REPOSITORY / "run")
    done = subprocess.run(
        [link, "help"], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0
    assert "./run demo" in done.stdout
    unknown = subprocess.run(
        [link, "fly"], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False
    )
    assert unknown.returncode == 2
    assert "there is no verb 'fly'" in unknown.stderr
