"""From a case to plain data as the case format has it: what `read_case` reads back to the same case.

What is not known is left out.

>>> case_data(ScreeningCase(days_since_birth=100))
{'kind': 'screening', 'days_since_birth': 100}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin, get_type_hints

from flows.plan.cases.case import Case, ScreeningCase

Data = dict[str, object]
Write = Callable[[Any], object]
Shape = tuple[tuple[str, ...], Callable[[object], tuple[object, ...]], tuple[tuple[str, Write], ...]]
AS_THEY_ARE = frozenset({str, int, float, bool})


def case_data(case: Case) -> Data:
    """The case as JSON or YAML would hold it."""
    kind = "screening" if isinstance(case, ScreeningCase) else "after_session"
    return {"kind": kind, **_fields(case)}


def _fields(part: object) -> Data:
    names, read, others = _shape(type(part))  # type: ignore[arg-type]  # a type can be hashed
    given = {name: value for name, value in zip(names, read(part), strict=True) if value is not None}
    for name, write in others:
        if name in given:
            value = given[name]
            if value and (data := write(value)):
                given[name] = data
            else:
                del given[name]
    return given


@cache
def _shape(kind: Any) -> Shape:
    """The names of the fields, how all of them are read at once, and how each is written that is no plain value."""
    writers = {name: _writer(hint) for name, hint in get_type_hints(kind).items()}
    others = tuple((name, write) for name, write in writers.items() if write is not None)
    return tuple(writers), attrgetter(*writers), others


def _writer(hint: Any) -> Write | None:
    """How what is known of a field of this type is written: `X | None`, `tuple[X, ...]`, `Mapping[id, X]` or `X`."""
    kinds = get_args(hint) or (hint,)
    if AS_THEY_ARE.issuperset(kinds[:1]):
        return None
    if get_origin(hint) is Mapping:
        return lambda parts: {str(name): _fields(part) for name, part in parts.items()}
    write: Write = _fields if is_dataclass(kinds[0]) else str
    if get_origin(hint) is tuple:
        return lambda items: [write(item) for item in items]
    return write
