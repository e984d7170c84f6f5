"""Writes the table of a full run into docs/performance.md, between two marks; what people wrote around it stays."""

from __future__ import annotations

import platform
import re
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.systems import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGINS, ENDS = "<!-- what ./run bench printed: do not edit -->", "<!-- until here -->"
PEERS = ("python-telegram-bot", "aiogram", "aiogram-dialog", "sqlalchemy", "apscheduler")


def write(rows: list[Row], *, seconds: float) -> None:
    """The table of today in the place of the last one."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    table = "\n".join([BEGINS, "", _where(seconds), "", *_lines(rows), "", ENDS])
    PAGE.write_text(before + table + after, "utf-8")


def _where(seconds: float) -> str:
    """The machine and the day."""
    today = datetime.now(UTC).strftime("%-d %B %Y")  # noqa: TID251 - the day of a measurement
    packages = ", ".join(f"{name} {_version(name)}" for name in PEERS)
    return (
        f"{today}; {_cpu()}; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}. "
        f"The run took {seconds / 60:.0f} minutes."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not here)"


def _cpu() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _read(Path("/proc/cpuinfo")), re.MULTILINE)
    cores = len(re.findall(r"^processor\s*:", _read(Path("/proc/cpuinfo")), re.MULTILINE))
    return f"{cores} cores, {found[1] if found else platform.machine()}"


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _lines(rows: list[Row]) -> list[str]:
    lines = ["| | work | ours | beside it | ratio | target | reached |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        cells = (
            row.id,
            row.work,
            row.ours,
            row.peer or "",
            ratio,
            row.target,
            "yes" if row.reached else "**no**",
        )
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    notes = [f"- {row.id}, {row.work}: {row.note}." for row in rows if row.note]
    return [*lines, "", *dict.fromkeys(notes)]
