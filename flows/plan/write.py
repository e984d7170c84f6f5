"""From a case to plain data as the case format has it: what `read_case` reads back to the same case.

What is not known is left out. Knows nothing of rules.

>>> case_data(ScreeningCase(days_since_birth=100))
{'kind': 'screening', 'days_since_birth': 100}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any

from flows.plan.case import Case, ScreeningCase

Data = dict[str, object]
AS_THEY_ARE = frozenset({str, int, float, bool})


def case_data(case: Case) -> Data:
    """The case as JSON or YAML would hold it."""
    kind = "screening" if isinstance(case, ScreeningCase) else "after_session"
    return {"kind": kind, **_fields(case)}


def _fields(part: object) -> Data:
    given: Data = {}
    names, read = _shape(type(part))  # type: ignore[arg-type]  # a type can be hashed
    for name, value in zip(names, read(part), strict=True):
        if type(value) in AS_THEY_ARE:
            given[name] = value
        elif value and (plain := _plain(value)) != {}:
            given[name] = plain
    return given


@cache
def _shape(kind: Any) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    """The names of the fields, and how all of them are read at once."""
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return _fields(value)
    assert isinstance(value, Mapping), "a plain value stands as it is"
    return {str(key): _fields(item) for key, item in value.items()}
