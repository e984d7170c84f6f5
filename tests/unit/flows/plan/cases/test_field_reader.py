"""Every range of the case format: its ends are read, one step beyond is refused, and what is read can be written."""

from __future__ import annotations

from typing import Any

import pytest

from flows.plan.cases.case_reader import read_case
from flows.plan.cases.case_writer import case_data
from flows.plan.cases.field_reader import CaseError
from flows.rulebook.load import changed
from tests.unit.flows.plan.test_decide import BASES, CASES, data_of

# base, field, lowest, highest: as the format prints them
RANGES = [
    ("ready", "days_since_birth", 0, 7300),
    ("ready", "temperature_c", 34, 43),
    ("ready", "birth.tear_degree", 0, 4),
    ("ready", "lifestyle.sleep_hours", 0, 24),
    ("ready", "lifestyle.stress", 0, 10),
    ("ready", "mood.two_questions_yes", 0, 2),
    ("ready", "tests.walk.days_last_7", 0, 7),
    ("ready", "tests.walk.pain", 0, 10),
    ("ready", "tests.walk.pain_next_morning", 0, 10),
    ("clean", "days_since_birth", 0, 7300),
    ("clean", "temperature_c", 34, 43),
    ("clean", "level", 1, 16),
    ("clean", "session.completed_percent", 0, 100),
    ("clean", "pain.before", 0, 10),
    ("clean", "pain.during", 0, 10),
    ("clean", "pain.after", 0, 10),
    ("clean", "pain.next_morning", 0, 10),
    ("clean", "lifestyle.sleep_hours", 0, 24),
    ("clean", "lifestyle.stress", 0, 10),
]


def _with(base: str, path: str, value: float) -> dict[str, Any]:
    """The base case with one field at that value."""
    change: Any = value
    for name in reversed(path.split(".")):
        change = {name: change}
    return changed(BASES[base], change)


@pytest.mark.parametrize(("base", "path", "low", "high"), RANGES)
def test_a_range_is_read_to_both_its_ends_and_no_further(base: str, path: str, low: int, high: int) -> None:
    for inside in (low, high):
        read_case(_with(base, path, inside))
    for outside in (low - 1, high + 1):
        with pytest.raises(CaseError, match=path.rpartition(".")[2]):
            read_case(_with(base, path, outside))


@pytest.mark.parametrize(("level", "fits"), [(0, False), (1, True), (20, True), (21, False)])
def test_a_session_before_may_have_been_on_any_track(level: int, fits: bool) -> None:
    data = changed(BASES["clean"], {"history": [{"level": level, "outcome": "clean", "days_ago": 2}]})
    if fits:
        read_case(data)
        return
    with pytest.raises(CaseError, match="level"):
        read_case(data)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"].replace(" ", "-")) for case in CASES])
def test_what_is_written_for_the_journal_is_read_back_as_the_same_case(case: dict[str, Any]) -> None:
    read = read_case(data_of(case))
    assert read_case(case_data(read)) == read
