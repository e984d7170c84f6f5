"""Reading a case's data with errors that help: each names the field by its path and what it allows.

The ranges here are the case format's, not clinical thresholds.

>>> Fields({"level": True}, "").whole("level", low=1)
Traceback (most recent call last):
...
flows.plan.cases.field_reader.CaseError: level: must be a whole number from 1, not true
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import TypeVar

Id = TypeVar("Id", bound=StrEnum)
Part = TypeVar("Part")


MOST = 1_000_000_000  # of anything anybody counts; keeps absurd numbers out of messages and sums


class CaseError(ValueError):
    """The data is not a case. The message names the field and the values that it allows."""


class Fields:
    """One object of the data, read field by field; `done` complains about any field that was not read."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, Mapping):
            raise CaseError(f"{path or 'case'}: must be an object with named fields, not {shown(data)}")
        self._data: dict[object, object] = dict(data)
        self._path = path
        self._known: list[str] = []

    def path(self, name: str) -> str:
        """The field's path from the case's root, such as `history[2].level`."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Whether the field is given at all."""
        self._known.append(name)
        return name in self._data

    def value(self, name: str, allowed: str = "") -> object:
        """The raw value; an error when the field is missing, with what is allowed there."""
        if not self.has(name):
            raise CaseError(f"{self.path(name)}: is required{allowed and f', {allowed}'}")
        return self._data[name]

    def needed(self, name: str, *, low: int = 0, high: int) -> int:
        """A whole number that must be there."""
        found = self.value(name, f"a whole number from {low} to {high}")
        return _whole(found, self.path(name), low, high)

    def whole(self, name: str, *, low: int = 0, high: int = MOST) -> int | None:
        """A whole number in a range, or `None` when the field is absent."""
        return _whole(self.value(name), self.path(name), low, high) if self.has(name) else None

    def number(self, name: str, *, low: float = 0, high: float = MOST) -> float | None:
        """Any finite number in a range, or `None` when the field is absent."""
        if not self.has(name):
            return None
        found = self.value(name)
        if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
            allowed = f"from {low:g}" if high == MOST else f"from {low:g} to {high:g}"
            raise CaseError(f"{self.path(name)}: must be a number {allowed}, not {shown(found)}")
        return found

    def flag(self, name: str) -> bool | None:
        """True or false, or `None` when the field is absent."""
        if not self.has(name):
            return None
        found = self.value(name)
        if not isinstance(found, bool):
            raise CaseError(f"{self.path(name)}: must be true or false, not {shown(found)}")
        return found

    def text(self, name: str) -> str | None:
        """Words, or `None` when the field is absent."""
        if not self.has(name):
            return None
        found = self.value(name)
        if not isinstance(found, str):
            raise CaseError(f"{self.path(name)}: must be text, not {shown(found)}")
        return found

    def choice(self, name: str, ids: type[Id]) -> Id | None:
        """One of the ids, or `None` when the field is absent."""
        return choice(self.value(name), self.path(name), ids) if self.has(name) else None

    def choices(self, name: str, ids: type[Id]) -> tuple[Id, ...]:
        """A list of ids; an absent one is empty."""
        return tuple(choice(item, path, ids) for item, path in self._items(name))

    def part(self, name: str, read: Callable[[Fields], Part], absent: Part) -> Part:
        """A nested object, read by `read`; `absent` when the field is."""
        return one(self.value(name), self.path(name), read) if self.has(name) else absent

    def parts(self, name: str, read: Callable[[Fields], Part]) -> tuple[Part, ...]:
        """A list of nested objects; an absent one is empty."""
        return tuple(one(item, path, read) for item, path in self._items(name))

    def by_id(self, name: str, ids: type[Id], read: Callable[[Id, Fields], Part]) -> dict[Id, Part]:
        """A map from ids to nested objects; an absent one is empty. `read` is told the id."""
        if not self.has(name):
            return {}
        found = self.value(name)
        if not isinstance(found, Mapping):
            raise CaseError(f"{self.path(name)}: must be an object with named fields, not {shown(found)}")
        parts: dict[Id, Part] = {}
        for key, item in found.items():
            known = choice(key, self.path(name), ids)
            parts[known] = one(item, f"{self.path(name)}.{key}", partial(read, known))
        return parts

    def done(self) -> None:
        """Complain about the first field that was not read."""
        for name in self._data:
            if name not in self._known:
                where = self.path(name) if isinstance(name, str) else f"{self._path or 'case'}: {shown(name)}"
                raise CaseError(
                    f"{where}: is not a field; the fields are {', '.join(dict.fromkeys(self._known))}"
                )

    def _items(self, name: str) -> list[tuple[object, str]]:
        if not self.has(name):
            return []
        found = self.value(name)
        if not isinstance(found, list | tuple):
            raise CaseError(f"{self.path(name)}: must be a list, not {shown(found)}")
        return [(item, f"{self.path(name)}[{place}]") for place, item in enumerate(found)]


def one(data: object, path: str, read: Callable[[Fields], Part]) -> Part:
    """Read one object whole: its fields, then the complaint about any other."""
    fields = Fields(data, path)
    part = read(fields)
    fields.done()
    return part


def choice(found: object, path: str, ids: type[Id]) -> Id:
    """The id that `found` names; an error with all allowed ids otherwise."""
    if isinstance(found, str) and found in tuple(ids):
        return ids(found)
    raise CaseError(f"{path}: must be one of {', '.join(ids)}, not {shown(found)}")


def shown(value: object) -> str:
    """A value as it looks in a case, cut short: `true`, `null`, `"pink"`, `12`."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) > MOST:
        return "a number far too large"
    return reprlib.repr(value)


def _whole(found: object, path: str, low: int, high: int) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
        allowed = f"from {low}" if high == MOST else f"from {low} to {high}"
        raise CaseError(f"{path}: must be a whole number {allowed}, not {shown(found)}")
    return found
