"""`./run install`: which Python it takes, and what it says of a place that a service cannot enter."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FUNCTIONS = ("is_new_enough", "find_python", "others_can_enter", "base_of", "find_python_for_a_service")


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="restride-install-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The script, with the functions of ./run that look for a Python."""
    text = (ROOT / "run").read_text("utf-8")
    found = [
        re.search(rf"^{name}\(\) \{{.*?(?:\}}$|^\}})", text, re.MULTILINE | re.DOTALL) for name in FUNCTIONS
    ]
    functions = "\n".join(match[0] for match in found if match is not None)
    assert all(found)
    return subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{functions}\n{script}"],
        env={"PATH": "/usr/bin:/bin"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def stand_in(place: Path, *, base: Path) -> Path:
    """A Python, by the name of python3, that claims to have been installed in `base`."""
    place.mkdir(parents=True)
    python = place / "python3"
    script = f'#!/bin/sh\ncase "$*" in *base_prefix*) echo {base} ;; *) exec {sys.executable} "$@" ;; esac\n'
    python.write_text(script, "utf-8")
    python.chmod(0o755)
    return python


def others_can_enter(place: Path) -> bool:
    done = shell(f"others_can_enter {shlex.quote(sys.executable)} {shlex.quote(str(place))}")
    assert done.stderr == ""
    return done.returncode == 0


def test_a_private_home_is_noticed(open_place: Path) -> None:
    inside = open_place / "ana" / "restride"
    inside.mkdir(parents=True)
    assert others_can_enter(inside)
    (open_place / "ana").chmod(0o700)
    assert not others_can_enter(inside)


def test_a_link_into_a_private_home_is_noticed(open_place: Path) -> None:
    (open_place / "ana" / "python").mkdir(parents=True)
    (open_place / "ana").chmod(0o700)
    (open_place / "python").symlink_to(open_place / "ana" / "python")
    assert not others_can_enter(open_place / "python")


def test_a_python_that_a_service_can_start_goes_before_the_one_of_path(open_place: Path) -> None:
    private = stand_in(open_place / "private" / "bin", base=open_place / "private")
    shared = stand_in(open_place / "shared" / "bin", base=open_place / "shared")
    (open_place / "private").chmod(0o700)
    path = f"{private.parent}:{os.defpath}"
    elsewhere = f'/usr/bin/python3() {{ {shared} "$@"; }}'  # the system's, which this machine may not have
    done = shell(f"{elsewhere}\nfind_python_for_a_service", PATH=path)
    assert done.stdout.strip() == "/usr/bin/python3", done.stderr
    done = shell("find_python_for_a_service", PATH=f"{shared.parent}:{os.defpath}")
    assert done.stdout.strip() == str(shared)


def test_the_python_that_is_named_is_taken(open_place: Path) -> None:
    private = stand_in(open_place / "private" / "bin", base=open_place / "private")
    (open_place / "private").chmod(0o700)
    done = shell("find_python_for_a_service", PYTHON=str(private))
    assert done.stdout.strip() == str(private)


def test_the_operators_verb_is_listed() -> None:
    done = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True, timeout=30, check=False)
    assert re.search(r"^\./run install ", done.stdout, re.MULTILINE)
