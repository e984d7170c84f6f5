"""A simulator that is killed takes its bot with it: nobody has to look for a process that talks to no one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

pytestmark = pytest.mark.long


@pytest.fixture
def simulator() -> Iterator[tuple[subprocess.Popen[bytes], dict[str, Any]]]:
    argv = (sys.executable, "-m", "bot.cli", "simulate", "--at", "2026-03-02T07:30Z")
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
        process.kill()


def test_the_bot_of_a_simulator_that_was_killed_stops_by_itself(
    simulator: tuple[subprocess.Popen[bytes], dict[str, Any]],
) -> None:
    process, announced = simulator
    bot = psutil.Process(announced["bot_pid"])
    process.kill()
    bot.wait(timeout=60)
