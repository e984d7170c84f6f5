"""The cases in tests/cases, written from the specification: one situation in, one decision out.

A case differs from a base by `with` (merged in) and `without` (left out). `expect` names what must hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.commands.decide import decide_case
from flows.plan.cases.case_reader import read_case
from flows.plan.verdict import to_json
from flows.rulebook import load
from flows.rulebook.load import changed

FOLDER = Path(__file__).parents[3] / "cases"
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
    found: dict[str, Any] = to_json(decide_case(read_case(data_of(case)), load()))
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
        assert goal == {name: made.get(name) for name in goal}, made
    referrals = [[r["to"], r["rule"], r["blocking"]] for r in found["referrals"]]
    assert referrals == expect.pop("referrals", referrals)
    assert set(expect.pop("to", ())) <= {to for to, _, _ in referrals}
    assert found.get("ask_red_flag") == expect.pop("ask", None)
    assert "null" not in json.dumps(found), "what is not known is left out"
    assert not expect, "an expectation that nobody checks"


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)


def restride_decide(text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", "decide", "-"]
    root = FOLDER.parent.parent
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=root, check=False)


@pytest.mark.parametrize("written", ["json", "json lines", "yaml"])
def test_the_command_decides_every_case_as_the_engine_does(written: str) -> None:
    whole = [{**data_of(case), "id": case["name"]} for case in CASES]
    text = {
        "json": json.dumps(whole),
        "json lines": "\n".join(json.dumps(case) for case in whole),
        "yaml": yaml.safe_dump(whole),
    }[written]
    done = restride_decide(text)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert lines == [to_json(decide_case(read_case(case), load()), case["id"]) for case in whole]


def test_one_wrong_case_says_so_on_standard_error_and_nothing_is_decided() -> None:
    done = restride_decide('{"kind": "after_session", "level": 1, "colour": "red"}')
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: colour: is not a field; the fields are kind, ")


def test_a_wrong_case_in_a_list_is_a_line_of_its_own() -> None:
    done = restride_decide('[{"kind": "after_session", "id": "a"}, {"kind": "after_session", "level": 1}]')
    wrong, right = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 1
    assert wrong == {"id": "a", "error": "level: is required, a whole number from 1 to 20"}
    assert right["decision"] == "repeat"


def test_an_empty_list_has_no_lines() -> None:
    done = restride_decide("[]")
    assert (done.returncode, done.stdout) == (0, "")
