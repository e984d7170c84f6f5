"""What she reads has curly apostrophes and quotes, in every text and every sentence of a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.rulebook.load import load

TEXTS = Path(__file__).parents[3] / "bot" / "locales" / "en"
PLACE = re.compile(r'\{[^{}]*\}|<a href="[^"]*">')  # what Fluent fills in, and a link
STRAIGHT = re.compile("[\"']")


@pytest.mark.parametrize("file", sorted(TEXTS.rglob("*.ftl")), ids=lambda file: file.name)
def test_no_text_has_a_straight_apostrophe_or_quote(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if STRAIGHT.search(PLACE.sub("", line))] == []


def test_no_sentence_of_a_rule_has_one() -> None:
    rules = load().rules
    said = [sentence for rule in rules for sentence in (rule.title, rule.says, rule.after_loss) if sentence]
    assert len(said) > len(rules)
    assert [sentence for sentence in said if STRAIGHT.search(sentence)] == []


def test_no_title_of_a_source_has_one() -> None:
    assert [source.title for source in load().sources if STRAIGHT.search(source.title)] == []
