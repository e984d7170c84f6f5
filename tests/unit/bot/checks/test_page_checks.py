"""A generated page that is out of date is named by check."""

from pathlib import Path

import pytest

from bot.checks import page_checks
from bot.docgen import dialogue
from flows.rulebook import load


def test_a_stale_page_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page_checks.stale_pages(load()) == []
    page = tmp_path / "dialogue.mmd"
    page.write_text("stateDiagram-v2\n", "utf-8")
    monkeypatch.setattr(dialogue, "PAGE", page)
    assert page_checks.stale_pages(load()) == ["docs/dialogue.mmd is out of date: run ./run docs"]
    page.unlink()
    tmp_path.rmdir()
    assert page_checks.stale_pages(load()) == []
