"""No clinical number lives in code: the rule book holds them all."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import flows.plan

FOLDER = Path(flows.plan.__file__).parent
FORMAT = {"case_reader.py", "field_reader.py"}  # the ranges of the case format, which are no thresholds
SHELL = {"moves.py"}  # minutes of the day and days of the week
HARMLESS = {0, 1, -1}
UNITS = {"PERCENT": 100, "HOURS_A_DAY": 24, "DAYS_A_WEEK": 7, "REMEMBERED": 2048}
FILES = sorted(file for file in FOLDER.glob("*.py") if file.name not in FORMAT | SHELL)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_number_hides_in_a_module(file: Path) -> None:
    stray = []
    tree = ast.parse(file.read_text("utf-8"))
    named = {
        id(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.targets[0], ast.Name)
        and UNITS.get(node.targets[0].id) == node.value.value
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool) or id(node) in named:
            continue
        if isinstance(node.value, int | float) and node.value not in HARMLESS:
            stray.append((node.lineno, node.value))
    assert not stray


def test_the_core_reads_no_clock_and_writes_no_log() -> None:
    for file in [*FILES, *(FOLDER.parent / "rulebook").glob("*.py")]:
        modules = {
            name.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert not modules & {"logging", "time", "datetime", "random", "asyncio", "os", "pathlib", "yaml"}, (
            file.name
        )
