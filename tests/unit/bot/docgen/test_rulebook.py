"""docs/rulebook.md is what the rules make, and holds what a physiotherapist needs to sign it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.docgen import rulebook
from flows.rulebook import load
from flows.rulebook.model import Certainty

BOOK = load()
PAGE = rulebook.page(BOOK)


def test_the_committed_page_is_the_one_that_the_rules_make() -> None:
    assert rulebook.main(["--check"]) == 0


def test_every_rule_is_on_the_page_with_its_words() -> None:
    for rule in BOOK.rules:
        assert f"### {rule.id}: " in PAGE
        assert rule.says in PAGE


def test_our_own_defaults_are_marked_and_there_is_a_place_to_sign() -> None:
    ours = sum(rule.certainty is Certainty.OUR_DEFAULT for rule in BOOK.rules)
    assert PAGE.count("**Certainty** **our own default**") == ours
    for part in ("| Signature |", "| Date |", f"| Version | {BOOK.version} |", "## Changes", "## Sources"):
        assert part in PAGE


def test_every_row_of_every_track_is_on_the_page() -> None:
    assert "| 1 | 10 x 0:30 | 2:00 | 5:00 | 0:30 | 33:00 |" in PAGE
    assert "| 16 | 10:00 + 6:00 + 6:00 | 1:00 | 22:00 | 10:00 | 34:00 |" in PAGE
    assert "| 20 | 1 x 30:00 | none | 30:00 | 30:00 | 40:00 |" in PAGE


def test_a_page_that_is_out_of_date_is_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rulebook, "PAGE", tmp_path / "rulebook.md")
    assert rulebook.main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert rulebook.main(["--write"]) == 0
    assert rulebook.main(["--check"]) == 0
