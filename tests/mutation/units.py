"""Tests of the core that want nothing but their parameters, as killers: no fixture, no database, no time.

Must not know what a mutant is.

>>> next(units())[0]
'test_a_check_that_is_given_up_still_stops_or_refers 1'
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from tests.system.specification import test_printed
from tests.unit.flows import test_engine_turns, test_schedule
from tests.unit.flows.dialogue import test_gate
from tests.unit.flows.dialogue.facts import test_volume
from tests.unit.flows.dialogue.phases import test_locked_and_referred
from tests.unit.flows.dialogue.texts import test_tips
from tests.unit.flows.plan import test_tracks

MODULES = (
    test_gate,
    test_engine_turns,
    test_schedule,
    test_locked_and_referred,
    test_tips,
    test_volume,
    test_tracks,
    test_printed,
)


def units() -> Iterator[tuple[str, Callable[[], object]]]:
    """Each test with each of its sets of values, by name."""
    for module in MODULES:
        yield from of_module(module)


def of_module(module: ModuleType) -> Iterator[tuple[str, Callable[[], object]]]:
    """Those of one module, but the properties: what these try differs from run to run."""
    for name, test in inspect.getmembers(module, inspect.isfunction):
        own = name.startswith("test_") and test.__module__ == module.__name__
        if own and not hasattr(test, "hypothesis"):
            for place, values in enumerate(_values(test), start=1):
                yield f"{name} {place}", partial(test, **values)


def _values(test: Callable[..., object]) -> Iterator[dict[str, Any]]:
    """Every set of values with which pytest would run it."""
    columns = [_column(*mark.args) for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for rows in product(*columns):
        found = {name: value for row in rows for name, value in row.items()}
        assert found.keys() == inspect.signature(test).parameters.keys(), f"{test.__name__} wants a fixture"
        yield found


def _column(names: str | tuple[str, ...], rows: Any) -> list[dict[str, Any]]:
    marked = type(pytest.param())
    if isinstance(names, str):
        return [{names: row.values[0] if isinstance(row, marked) else row} for row in rows]
    bare = [row.values if isinstance(row, marked) else row for row in rows]
    return [dict(zip(names, row, strict=True)) for row in bare]
