"""The wheel: everything of the package is in it, and it works where there is no checkout."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("bot", "flows", "storage")
NOT_SHIPPED = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run(unpacked: Path, *arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    """A command of the unpacked wheel, on this machine's libraries; -P keeps the checkout out of it."""
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=at,
        env={"PYTHONPATH": str(unpacked), "BOT_TOKEN": "1:a", "HOME": str(at), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    """Texts, rule book, migrations, the chat page, templates of the sheet: whatever lies in the packages."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    there = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and not NOT_SHIPPED.intersection(file.parts) and file.suffix != ".pyc"
    }
    assert there <= packed
    assert {name for name in packed if ".dist-info/" not in name} == there
    kinds = {Path(name).suffix for name in packed}
    assert {".py", ".ftl", ".toml", ".html", ".typ"} <= kinds


def test_it_is_in_order_where_there_is_no_checkout(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, "-m", "bot.cli", "check", at=tmp_path)
    assert done.stdout.splitlines()[-1:] == ["everything is in order"], done.stderr
    assert run(unpacked, "-c", "import bot; print(bot.__file__)", at=tmp_path).stdout.startswith(
        str(unpacked)
    )


def test_it_knows_its_version_and_its_command(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    (information,) = unpacked.glob("*.dist-info")
    assert "restride = bot.cli:main" in (information / "entry_points.txt").read_text("utf-8")
    number = re.search(r"^Version: (.+)$", (information / "METADATA").read_text("utf-8"), re.MULTILINE)
    assert number is not None
    done = run(unpacked, "-m", "bot.cli", "version", at=tmp_path)
    assert done.stdout.startswith(f"restride {number[1]}, rule book ")


def test_its_sheet_can_be_printed(unpacked: Path, tmp_path: Path) -> None:
    """The template and its fonts come with the package and with the library, not from the machine."""
    template = tmp_path / "hello.typ"
    template.write_text("Hello", "utf-8")
    script = f"from bot.documents.typst_pdf import pdf; print(pdf({str(template)!r}, {{}})[:5])"
    assert run(unpacked, "-c", script, at=tmp_path).stdout == "b'%PDF-'\n"


def test_the_simulator_shows_its_page_without_the_stories(unpacked: Path, tmp_path: Path) -> None:
    script = "import bot.simulator.main; from bot.simulator.server import STORIES; print(STORIES.exists())"
    done = run(unpacked, "-c", script, at=tmp_path)
    assert done.stdout == "False\n", done.stderr
