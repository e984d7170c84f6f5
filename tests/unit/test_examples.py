"""Every example in a docstring of `bot` and `storage` is true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [path for package in ("bot", "storage") for path in sorted((ROOT / package).rglob("*.py"))]
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in FILES
    if ">>>" in path.read_text("utf-8")
]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_are_true(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module))
    assert (found.attempted > 0, found.failed) == (True, 0)


def test_no_example_is_skipped() -> None:
    assert [path for path in FILES if "doctest: +SKIP" in path.read_text("utf-8")] == []
