"""What a bot that polls on SQLite does not load: each costs a start its time and an idle bot its memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.ours import OF_DEVELOPERS
from benchmarks.systems import ROOT

START = """
import asyncio, sys
from pathlib import Path
from bot import app
from bot.open_storage import open_store
from bot.settings import load

async def opened():
    given = {"BOT_TOKEN": "1:a", "DATABASE_URL": "sqlite:///here.db", "DATA_KEY": "x:" + "A" * 43 + "="}
    settings = load(given, env_file=None)
    async with open_store(settings, make=True) as ground:
        await ground.store.session(7)

asyncio.run(opened())
print(*sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of the second process that opens a database: the first one made its tables."""
    place = tmp_path_factory.mktemp("start")
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-c", START], cwd=place, capture_output=True, text=True, check=True
        )
    return set(ran.stdout.split())


@pytest.mark.parametrize(
    "package",
    [
        *("alembic", "mako", "asyncpg", "starlette", "uvicorn", "matplotlib"),
        *("sqlalchemy.dialects.postgresql", "sqlalchemy.ext.asyncio", "sqlalchemy.orm", "aiosqlite"),
        *("pydantic", "pydantic_settings"),
    ],
)
def test_a_start_does_not_load(package: str, loaded: set[str]) -> None:
    assert package not in loaded


def test_what_it_does_load_is_seen(loaded: set[str]) -> None:
    assert {"sqlalchemy", "telegram", "fluent_compiler"} <= loaded


@pytest.mark.parametrize("package", OF_DEVELOPERS)
def test_what_is_kept_from_the_measured_bot_no_operator_has(package: str) -> None:
    operators = (ROOT / "requirements-demo.lock").read_text("utf-8")
    assert f"\n{package}==" not in operators
    assert f"\n{package}==" in (ROOT / "requirements.lock").read_text("utf-8")
