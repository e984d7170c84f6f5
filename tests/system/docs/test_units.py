"""The files to copy: what systemd says of them, and that they do what docs/operations.md promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from bot.cli import parser

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "docs" / "deploy"
SERVICE, BACKUP, TIMER = "restride.service", "restride-backup.service", "restride-backup.timer"
PROGRAM = "/opt/restride/.venv/bin/restride"


def lines_of(name: str) -> list[tuple[str, str]]:
    """The settings of a unit, in order."""
    text = (DEPLOY / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in "#["]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


def settings_of(name: str) -> dict[str, str]:
    return dict(lines_of(name))


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    """Where systemd is installed, it reads the files itself; the program stands in for itself by name."""
    verify = shutil.which("systemd-analyze")
    for name in (SERVICE, BACKUP, TIMER):
        text = (DEPLOY / name).read_text("utf-8")
        assert all(re.fullmatch(r"\[\w+\]|\w+=.*|#.*|", line) for line in text.splitlines()), name
        (tmp_path / name).write_text(text.replace(PROGRAM, "/bin/true"), "utf-8")
    if verify is not None:
        for name in (SERVICE, BACKUP, TIMER):
            done = subprocess.run(
                [verify, "verify", "--man=no", tmp_path / name],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, ""), name


def test_both_services_are_walled_in() -> None:
    for name in (SERVICE, BACKUP):
        found = settings_of(name)
        for key in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces"):
            assert found[key] == "true", (name, key)
        assert found["ProtectSystem"] == "strict"
        assert found["CapabilityBoundingSet"] == ""
        assert (found["User"], found["Group"], found["UMask"]) == ("restride", "restride", "0077")
        assert found["WorkingDirectory"] in found["ReadWritePaths"].split()


def test_the_service_comes_back_and_promises_nothing_that_the_bot_does_not_do() -> None:
    found = settings_of(SERVICE)
    assert found["Restart"] == "on-failure"
    assert found["StartLimitIntervalSec"] == "0"
    assert found["StateDirectory"] == "restride" and found["StateDirectoryMode"] == "0700"
    assert "WatchdogSec" not in found and found.get("Type", "simple") != "notify"


def test_what_they_start_is_a_command_that_exists() -> None:
    for name in (SERVICE, BACKUP):
        program, *arguments = settings_of(name)["ExecStart"].split()
        assert program == PROGRAM
        assert callable(parser(arguments).parse_args(arguments).command)


def test_the_backup_goes_where_it_may_write_and_is_gone_within_30_days() -> None:
    _, verb, folder, option, days = settings_of(BACKUP)["ExecStart"].split()
    assert (verb, option) == ("backup", "--keep-days")
    assert folder in settings_of(BACKUP)["ReadWritePaths"].split()
    assert int(days) < 30
    assert settings_of(TIMER)["Persistent"] == "true"
    assert "OnCalendar" in settings_of(TIMER)


def test_the_operators_command_runs_where_and_as_whom_the_service_does() -> None:
    found = settings_of(SERVICE)
    text = (DEPLOY / "restride").read_text("utf-8")
    assert os.access(DEPLOY / "restride", os.X_OK)
    assert f"runuser -u {found['User']} " in text
    assert f"env -C {found['WorkingDirectory']} " in text
    assert PROGRAM in text
    assert subprocess.run(["sh", "-n", DEPLOY / "restride"], check=False).returncode == 0


def test_the_operations_page_names_every_file_to_copy() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for file in DEPLOY.iterdir():
        assert file.name in page, file.name
