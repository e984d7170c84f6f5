"""A test stands where the product has what it tests: tests/unit mirrors the packages, with the modules' names."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
UNIT = ROOT / "tests" / "unit"
OF_NO_ONE_MODULE = {
    "flows/test_doctests": "the examples in the docstrings of the core",
    "flows/test_state_names": "every state is written out where it is named",
    "test_examples": "the examples in the docstrings of the shell and the storage",
    "flows/hearing/test_any_text": "every reader of typed words, with the same words",
    "flows/rulebook/test_examples": "the examples in the files of the rules",
    "storage/people/test_before_consent": "the whole way of a message before she agrees",
    "storage/test_query_plans": "the queries of all packages",
    "storage/test_weather": "turns and sends together",
}
TESTS = sorted(file.relative_to(UNIT).with_suffix("") for file in UNIT.rglob("test_*.py"))


@pytest.mark.parametrize("test", TESTS, ids=str)
def test_each_unit_test_has_the_name_of_a_module(test: Path) -> None:
    """With its topic behind it, where a module has several."""
    folder = ROOT / test.parent
    names = {file.stem for file in folder.glob("*.py")} | {
        one.name for one in folder.iterdir() if one.is_dir()
    }
    own = test.name.removeprefix("test_")
    found = any(own == name or own.startswith(f"{name}_") for name in names)
    assert found is (test.as_posix() not in OF_NO_ONE_MODULE), f"{folder} has no module for it"


def test_each_exception_exists() -> None:
    assert OF_NO_ONE_MODULE.keys() <= {test.as_posix() for test in TESTS}
