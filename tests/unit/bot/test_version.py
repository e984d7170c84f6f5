"""The version comes from the tag of the commit, and a source without git has one too."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bot.version import RELEASE, current, from_describe

REPOSITORY = Path(__file__).parents[3]
WHOLE = re.compile(r"\d+\.\d+\.\d+(\.dev\d+\+g[0-9a-f]+)?")


@pytest.mark.parametrize(
    ("described", "version"),
    [
        ("v0.2.0-0-g1a2b3c4", "0.2.0"),
        ("v0.3.1-0-g1a2b3c4", "0.3.1"),
        ("v0.1.0-812-g1a2b3c4", "0.2.0.dev812+g1a2b3c4"),
        ("v0.2.0-3-g1a2b3c4", "0.2.1.dev3+g1a2b3c4"),
        ("nonsense", "0.2.0"),
    ],
)
def test_a_version_is_read_from_the_tag(described: str, version: str) -> None:
    assert from_describe(described, "0.2.0") == version


def test_a_source_without_git_has_the_number_of_its_release(tmp_path: Path) -> None:
    assert current(tmp_path) == RELEASE
    (tmp_path / ".git").touch()  # a broken checkout
    assert current(tmp_path) == RELEASE


def git(folder: Path, *command: str) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@b.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", *named, *command), cwd=folder, check=True, capture_output=True)


def test_a_checkout_has_the_version_of_its_last_tag(tmp_path: Path) -> None:
    git(tmp_path, "init")
    git(tmp_path, "commit", "--allow-empty", "-m", "one")
    assert re.fullmatch(rf"{re.escape(RELEASE)}\.dev0\+g[0-9a-f]+", current(tmp_path))
    git(tmp_path, "tag", f"v{RELEASE}")
    assert current(tmp_path) == RELEASE
    git(tmp_path, "commit", "--allow-empty", "-m", "two")
    assert ".dev1+g" in current(tmp_path)


def test_a_checkout_of_another_user_has_its_version_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init")
    git(tmp_path, "commit", "--allow-empty", "-m", "one")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert re.fullmatch(rf"{re.escape(RELEASE)}\.dev0\+g[0-9a-f]+", current(tmp_path))


def test_this_source_has_a_version() -> None:
    assert WHOLE.fullmatch(current()) and WHOLE.fullmatch(RELEASE)
    assert 'dynamic = ["version"]' in (REPOSITORY / "pyproject.toml").read_text("utf-8")
