"""A text or a rule in the wrong file is named by check."""

from dataclasses import replace
from pathlib import Path

from bot.checks.place_checks import RULES, misplaced_texts, scattered_rules
from flows.dialogue.machine import QUESTIONS


def test_every_text_of_a_question_is_in_the_file_of_its_phase() -> None:
    assert misplaced_texts("en") == []
    wrong = {"readiness.felt": replace(QUESTIONS["readiness.felt"], text="checkin-signs")}
    assert misplaced_texts("en", wrong) == ["en: checkin-signs is in checkin.ftl; move it to readiness.ftl"]


def test_the_rules_of_a_prefix_are_in_one_file(tmp_path: Path) -> None:
    assert len(list(RULES.glob("*.toml"))) > 15
    assert scattered_rules() == []
    (tmp_path / "a.toml").write_text('[[rule]]\nid = "R-DAY-1"\n', "utf-8")
    (tmp_path / "b.toml").write_text('[[rule]]\nid = "R-DAY-2"\n', "utf-8")
    assert scattered_rules(tmp_path) == [
        "the rules R-DAY-... are in a.toml and b.toml; keep them in one file"
    ]


def test_a_rule_whose_id_ends_in_a_word_stands_with_its_prefix_too(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[rule]]\nid = "R-DAY-1"\n', "utf-8")
    (tmp_path / "b.toml").write_text('[[rule]]\nid = "R-DAY-HEAR"\n', "utf-8")
    assert scattered_rules(tmp_path) == [
        "the rules R-DAY-... are in a.toml and b.toml; keep them in one file"
    ]
