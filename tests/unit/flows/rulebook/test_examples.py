"""Every rule's own examples, on both sides of its threshold, and what the book promises of its text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from flows.plan.cases.case_reader import read_case
from flows.plan.cases.enums import RedFlag, Test
from flows.plan.decide import decide
from flows.rulebook import Example, Rule, load
from flows.rulebook.model import Kind

BOOK = load()
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{place}")
    for rule in BOOK.rules
    for place, example in enumerate(rule.examples)
]
SPECIFIED = {
    "R-RED": 18,
    "R-MED": 1,
    "R-TIME": 9,
    "R-TEST": 13,
    "R-PASS": 8,
    "R-FND": 10,
    "R-LIF": 9,
    "R-RSK": 4,
    "R-PROG": 7,
    "R-POST": 16,
    "R-LEG": 8,
    "D": 12,
}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_does_what_its_example_says(rule: Rule, example: Example) -> None:
    verdict = decide(read_case(dict(example.case)), BOOK)
    assert (rule.id in verdict.rules) is example.fires, verdict.rules
    assert example.decision in (None, verdict.decision)


def test_every_rule_of_the_specification_is_in_the_book() -> None:
    specified = {f"{family}-{n}" for family, count in SPECIFIED.items() for n in range(1, count + 1)}
    specified |= {"R-THR", "R-REST", "R-MISS", "R-ILL"}
    assert specified <= {rule.id for rule in BOOK.rules}


def test_every_red_flag_belongs_to_one_rule() -> None:
    assert set(BOOK.red_flags) == set(RedFlag)


def test_the_tests_are_in_the_order_in_which_they_are_taken() -> None:
    assert [test.id for test in BOOK.tests] == list(Test)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_speaks_kindly_and_claims_nothing(rule: Rule) -> None:
    assert rule.says and rule.title and rule.when and rule.then
    assert "!" not in rule.says
    said = rule.says.casefold()
    for word in (
        "you are cleared",
        "diagnosis is",
        "failed",
        "should have",
        "lazy",
        "rehab",
        "thrombosis",
        "prolapse",
    ):
        assert word not in said
    assert not re.search(r"\b(fiber|program|center|color)\b", said), "British English"
    for text in (rule.title, rule.says, rule.when, rule.then, rule.ours):
        assert "{" not in text, "a number that was not filled in"


@pytest.mark.parametrize("rule", [r for r in BOOK.rules if r.kind is Kind.DECIDES], ids=lambda rule: rule.id)
def test_a_rule_that_decides_is_cited(rule: Rule) -> None:
    assert rule.cites


def test_minutes_and_longest_runs_grow_no_faster_than_the_caps() -> None:
    for weeks, rows in BOOK.tracks.items():
        minutes = BOOK.number("R-PROG-4", f"track_{weeks}")
        longest = BOOK.number("R-PROG-4", f"longest_{weeks}")
        for earlier, later in pairwise(rows):
            assert earlier.run_s < later.run_s <= earlier.run_s * (100 + minutes) / 100 + 1e-9
            assert earlier.longest_s <= later.longest_s
            if earlier.longest_s >= 60:
                assert later.longest_s <= earlier.longest_s * (100 + longest) / 100 + 60


def test_every_session_lasts_between_half_an_hour_and_forty_minutes() -> None:
    sessions = [row.session_s for rows in BOOK.tracks.values() for row in rows]
    assert min(sessions) >= 30 * 60
    assert max(sessions) <= 40 * 60


def test_tracks_as_printed_in_the_specification() -> None:
    first, last = BOOK.tracks[20][0], BOOK.tracks[20][-1]
    assert (first.runs_s, first.walk_s, first.block_s) == ((30,) * 10, 120, 300 + 9 * 120)
    assert (last.runs_s, last.run_s, last.longest_s) == ((1800,), 1800, 1800)
    assert BOOK.tracks[16][11].runs_s == (480, 360, 360)
    assert BOOK.tracks[12][10].runs_s == (1140, 480)
