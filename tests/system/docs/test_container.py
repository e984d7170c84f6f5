"""What can be held of the Dockerfile and of compose.yaml on a machine without Docker."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import secret_files, variables

ROOT = Path(__file__).parents[3]
SETTINGS = set(variables())
PYTHONS = {"PYTHONPATH", "PYTHONUNBUFFERED"}


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


@pytest.fixture
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return read


def copies() -> list[tuple[str, str]]:
    """From where to where."""
    return [(rest.split()[0], rest.split()[1]) for name, rest in instructions() if name == "COPY"]


def test_both_say_first_that_they_were_not_run() -> None:
    for name in ("Dockerfile", "compose.yaml", "docs/deploy/compose.secrets.yaml"):
        assert "NOT run on the machine it was written on" in (ROOT / name).read_text("utf-8").splitlines()[0]


def test_what_is_copied_is_there_and_is_all_that_the_bot_needs(tmp_path: Path) -> None:
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source, target in copies():
        assert f"!{source.rstrip('/')}" in allowed
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, tmp_path / target)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {"PYTHONPATH": str(tmp_path), "DATA_KEY_FILE": str(tmp_path / "keys" / "data.key")}
    checked = subprocess.run(
        [sys.executable, "-P", "-m", "bot.cli", "check"],
        cwd=elsewhere,
        env=environment | {"DATABASE_URL": f"sqlite:///{tmp_path}/data/restride.db", "BOT_TOKEN": "1:a"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.stdout.splitlines()[-1] == "everything is in order", checked.stderr


def test_every_setting_that_is_named_exists(compose: dict[str, Any]) -> None:
    pairs = [shlex.split(rest) for name, rest in instructions() if name == "ENV"]
    named = {pair.partition("=")[0] for line in pairs for pair in line}
    assert named - PYTHONS == {"DATABASE_URL", "DATA_KEY_FILE"}
    assert named - PYTHONS < SETTINGS
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text("utf-8")))
    assert asked < SETTINGS | {"POSTGRES_PASSWORD"}


def test_compose_passes_every_setting(compose: dict[str, Any]) -> None:
    """But for where the database and the key are: those stand on the volumes."""
    passed = compose["services"]["bot"]["environment"]
    assert set(passed) == SETTINGS - {"RESTRIDE_SIM_CLOCK"}
    from_env = {name for name, value in passed.items() if value.startswith(f"${{{name}:-")}
    assert set(passed) - from_env == {"DATABASE_URL", "DATA_KEY_FILE"}


def test_compose_gives_each_secret_once(compose: dict[str, Any]) -> None:
    by_file = yaml.safe_load((ROOT / "docs/deploy/compose.secrets.yaml").read_text("utf-8"))
    given = by_file["services"]["bot"]["environment"]
    files = {name for name in given if name in secret_files()}
    assert files and all(given[secret_files()[name]] == "" for name in files)
    assert set(given) == files | {secret_files()[name] for name in files}
    mounted = {f"/run/secrets/{name}" for name in by_file["services"]["bot"]["secrets"]}
    assert {given[name] for name in files} == mounted
    for service in by_file["services"].values():
        assert set(service["secrets"]) <= set(by_file["secrets"])


def test_the_container_is_healthy_where_it_listens(compose: dict[str, Any]) -> None:
    script = compose["services"]["bot"]["healthcheck"]["test"][-1]
    compile(script, "healthcheck", "exec")
    assert "os.environ['LISTEN']" in script


def test_it_runs_as_nobody_special_with_hashes(compose: dict[str, Any]) -> None:
    found = dict(instructions())
    assert found["USER"] == "restride"
    assert [name for name, _ in instructions()].index("USER") > [name for name, _ in instructions()].index(
        "RUN"
    )
    assert any("--require-hashes -r requirements-demo.lock" in rest for _, rest in instructions())
    assert (found["ENTRYPOINT"], found["CMD"]) == ('["python", "-m", "bot.cli"]', '["run"]')
    assert compose["services"]["bot"]["cap_drop"] == ["ALL"]


def test_the_key_is_apart_from_the_database(compose: dict[str, Any]) -> None:
    bot, database = compose["services"]["bot"], compose["services"]["database"]
    (keys,), (rows,) = bot["volumes"], database["volumes"]
    assert keys.partition(":")[0] != rows.partition(":")[0]
    assert bot["environment"]["DATA_KEY_FILE"].startswith(keys.partition(":")[2] + "/")
    assert set(compose["volumes"]) == {"keys", "database"}
    assert "ports" not in bot and "ports" not in database
