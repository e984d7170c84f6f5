"""A rule's number stands in the rule book alone: the dialogue has none, and a text that says one is tied to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.locales
import flows.dialogue
from flows.hearing.red_flags import statements
from flows.plan.cases.case_reader import TRACKS
from flows.rulebook import load

CODE = sorted(Path(flows.dialogue.__path__[0]).rglob("*.py"))
TEXTS = sorted(Path(next(iter(bot.locales.__path__)), "en").rglob("*.ftl"))
HARMLESS = {0, 1, -1}
LAYOUT = {"columns", "buttons", "low", "high"}  # how a question looks, and what can be typed at all
# Numbers of the shell and of the calendar, each with what it is.
KNOWN = {
    ("open_questions.py", "COPIES"): "how many copies of a question are remembered",
    ("open_questions.py", "KEPT"): "how many questions are remembered",
    ("menus.py", "REST"): "places of a list",
    ("present_question.py", "present"): "how a question looks",
    ("build_case.py", "DAYS_A_WEEK"): "the calendar",
    ("build_case.py", "SLOW_WEEK"): "the smaller of the two numbers of sessions that are offered",
    ("checkin.py", "HALF_HOUR"): "a clock is offered in half hours",
    ("checkin.py", "RUN_BUTTONS"): "lengths to tap, any other can be typed",
    ("checkin.py", "MORNING_SIGNS"): "the list without its last two",
    ("checkin.py", "_partly"): "what `half of it` means in percent",
    ("correct_report.py", "ALL"): "all of it, in percent",
    ("correct_report.py", "SHARES"): "what `half of it` means in percent",
    ("exercises.py", "_walks"): "a part of a name",
    ("foundations.py", "STRENGTH_DAYS_KEPT"): "how many days are remembered",
    ("milestones.py", "_half_way"): "a half",
    ("log_session.py", "LONGEST_DAY"): "as long as anybody runs",
    ("log_session.py", "TOTALS"): "lengths to tap, any other can be typed",
    ("log_session.py", "PERCENT"): "a share",
    ("log_session.py", "DAYS"): "the days of R-LOG and today; the unit tests compare them",
    ("correct_answers.py", "TEARS"): "degrees of a tear, as the case format counts them",
    ("onboarding.py", "_tear"): "degrees of a tear, as the case format counts them",
    ("onboarding.py", "_date_and_age"): "the calendar",
    ("outlook.py", "MOST"): "where an outlook ends that leads nowhere",
    ("outlook.py", "WHOLE"): "all of it, in percent",
    ("shared_questions.py", "LEAST_SESSIONS"): "the smaller of the two numbers of sessions that are offered",
    ("programme.py", "WALKS_KEPT"): "how many days are remembered",
    ("programme.py", "did_it"): "all of it, in percent",
    ("status.py", "AHEAD"): "how many levels are shown",
    ("questions.py", "Number"): "how a question looks",
    ("questions.py", "ZERO_TO_TEN"): "the scale of pain and stress",
    ("readiness.py", "QUARTERS"): "a half and quarters of what is enough, as buttons",
    ("readiness.py", "_around"): "a half and quarters of what is enough, as buttons",
    ("move_session.py", "WEEK"): "the calendar",
    ("open_signs.py", "MOST_CLEARED"): "how many messages are remembered",
    ("questions_asked.py", ""): "limits of the model, as likely as not and less",
    ("questions_asked.py", "LEAST"): "words of a sentence",
    ("undo.py", "MOST_CHARACTERS"): "how much is remembered",
    ("strength.py", "SESSIONS_KEPT"): "how many sessions are remembered",
    ("answer_parser.py", "_tapped"): "a clock",
    ("answer_parser.py", "_choice"): "as large as anybody types",
    ("volume.py", "DAYS_A_WEEK"): "the calendar",
    ("volume.py", "PERCENT"): "all of it, in percent",
    ("waiting.py", "_first_of_two"): "days enough for two of any weekday",
    ("waiting.py", "NAMED"): "how many tests are named in a line",
    ("weekly.py", "WHOLE"): "all of it, in percent",
    ("sessions.py", "MINUTE"): "seconds",
    ("sessions.py", "_shown"): "how many reasons are told at once",
}
# Texts that say a rule's number in their own words, and the rule whose number it is.
TIED = {
    "bot-description": ("R-RSK-2", "fast"),
    "onboarding-age": ("R-LEG-6", "value"),
    "flag-fever": ("R-RED-10", "value"),
    "programme-still": ("R-POST-4", "walk_minutes"),
    "option-short": ("R-STR-6", "value"),
}


def _strays(file: Path) -> Iterator[tuple[str, float, int]]:
    tree = ast.parse(file.read_text("utf-8"))
    for top in tree.body:
        named = top.targets[0] if isinstance(top, ast.Assign) else top
        name = getattr(named, "name", getattr(named, "id", ""))
        layout = {
            id(inner)
            for call in ast.walk(top)
            if isinstance(call, ast.keyword) and call.arg in LAYOUT
            for inner in ast.walk(call.value)
        }
        for node in ast.walk(top):
            if not isinstance(node, ast.Constant) or isinstance(node.value, bool) or id(node) in layout:
                continue
            if isinstance(node.value, int | float) and node.value not in HARMLESS:
                yield name, node.value, node.lineno


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_no_number_hides_in_the_dialogue(file: Path) -> None:
    assert [s for s in _strays(file) if (file.name, s[0]) not in KNOWN] == []


@pytest.mark.parametrize(("text_id", "rule"), TIED.items())
def test_a_text_that_repeats_a_number_repeats_the_one_of_its_rule(
    text_id: str, rule: tuple[str, str]
) -> None:
    written = "\n".join(file.read_text("utf-8") for file in TEXTS)
    (said,) = re.findall(rf"^{text_id} =(.*(?:\n    .*)*)", written, re.MULTILINE)
    assert re.search(rf"\b{load().number(*rule):g}\b", said)


def test_the_tracks_that_a_case_may_name_are_those_of_the_book() -> None:
    assert sorted(load().tracks) == list(TRACKS)


def test_what_the_net_takes_for_a_fever_is_what_the_rule_says() -> None:
    assert statements.HOT_C[0] == load().number("R-RED-10")
