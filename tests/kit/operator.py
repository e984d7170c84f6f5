"""`restride COMMAND` as an operator types it, in a process of its own.

Must not know what a command does.

    done = await typed("backup", "now.db", at=tmp_path, DATABASE_URL=url)
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.replicas import REPOSITORY

NOT_OURS = ("BOT_TOKEN", "DATABASE_URL", "DATA_KEY", "DATA_KEY_FILE")


@pytest.fixture
def place(
    tmp_path: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """Where the database and the key are, for the bot and for its operator."""
    given = {"DATABASE_URL": empty_database_url, "DATA_KEY_FILE": str(tmp_path / "keys" / "data.key")}
    if "sqlite" in empty_database_url:
        given["DATABASE_URL"] = f"sqlite:///{tmp_path}/data/restride.db"
        (tmp_path / "data").mkdir(mode=0o700)
    monkeypatch.setenv("DATA_KEY_FILE", given["DATA_KEY_FILE"])
    yield given


def restride(*arguments: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, once it has ended."""
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=at,
        env=env | {"PYTHONPATH": str(REPOSITORY)} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


async def typed(*arguments: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same, while a simulator or a bot goes on in this process."""
    return await asyncio.to_thread(restride, *arguments, at=at, **environment)
