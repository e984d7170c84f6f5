"""`restride COMMAND` as an operator types it, in a process of its own.

Must not know what a command does.

    done = await typed("backup", "now.db", at=tmp_path, DATABASE_URL=url)
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from tests.kit.replicas import REPOSITORY

NOT_OURS = ("BOT_TOKEN", "DATABASE_URL", "DATA_KEY", "DATA_KEY_FILE")


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
