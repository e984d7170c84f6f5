"""The cases in tests/cases, written from the specification: one situation in, one decision out.

A case differs from a base by `with` (merged in) and `without` (left out). `expect` names what must hold.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.plan.decide import decide
from flows.plan.read import read_case
from flows.plan.verdict import to_json
from flows.rulebook import load
from flows.rulebook.load import changed

FOLDER = Path(__file__).parent.parent / "cases"
BASES = yaml.safe_load((FOLDER / "bases.yaml").read_text("utf-8"))
CASES = [
    case
    for file in sorted(FOLDER.glob("*.yaml"))
    if file.name != "bases.yaml"
    for case in yaml.safe_load(file.read_text("utf-8"))
]
SAME = (
    "decision",
    "running",
    "levels",
    "resume_after_hours",
    "next_level",
    "ready_on_day",
    "threshold_s",
    "longest_run_s",
    "run_s",
    "track",
    "rescreen",
)


def data_of(case: dict[str, Any]) -> dict[str, Any]:
    """The whole case that is decided."""
    if "case" in case:
        return dict(case["case"])
    return changed(BASES[case["base"]], case.get("with", {}), case.get("without", ()))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"].replace(" ", "-")) for case in CASES])
def test_a_case_is_decided_as_the_specification_says(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    found: dict[str, Any] = to_json(decide(read_case(data_of(case)), load()))
    for name in SAME:
        if name in expect:
            assert found.get(name) == expect.pop(name), (name, found)
    rules = found["rules"]
    assert rules[0] == expect.pop("winner", rules[0])
    assert set(expect.pop("rules", ())) <= set(rules)
    assert not set(expect.pop("absent", ())) & set(rules)
    failed = found.get("failed_tests", [])
    goals = [{"test": test["test"], **test, **test["training"]} for test in failed]
    assert [test["test"] for test in failed] == expect.pop("failed", [test["test"] for test in failed])
    for goal, made in zip(expect.pop("goals", ()), goals, strict=False):
        assert goal.items() <= made.items(), made
    referrals = [[r["to"], r["rule"], r["blocking"]] for r in found["referrals"]]
    assert referrals == expect.pop("referrals", referrals)
    assert set(expect.pop("to", ())) <= {to for to, _, _ in referrals}
    assert found.get("ask_red_flag") == expect.pop("ask", None)
    assert not expect, "an expectation that nobody checks"


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)
