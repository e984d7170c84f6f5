"""The examples in the docstrings of flows are true, and none is skipped; flows.hearing is left out for now."""

import doctest
import importlib
import pkgutil

import pytest

import flows

MODULES = [
    found.name
    for found in pkgutil.walk_packages(flows.__path__, "flows.")
    if not found.name.startswith("flows.hearing")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    module = importlib.import_module(name)
    assert "+SKIP" not in (module.__doc__ or "")
    assert doctest.testmod(module).failed == 0
