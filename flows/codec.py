"""Frozen dataclasses to JSON text and back, driven by their types, so that a session is stored as it is.

A field that equals its default is left out; an unknown field is an
error, because silence would lose it: moving old data is the work of `upcasters.py`, before `loads`.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")
Converter = Callable[[Any], Any]
JSON_SCALARS = frozenset({str, int, float, bool, type(None)})


class CodecError(ValueError):
    """The text is not what the type says; the message names the field."""


def dumps(value: object) -> str:
    """JSON text of a dataclass made of dataclasses, tuples, enums, dates and plain values."""
    return _ENCODER.encode(value)


def loads(kind: type[T], text: str, parse: Callable[[str], Any] = json.loads) -> T:
    """The dataclass `kind` from its JSON text; raises `CodecError` naming what does not fit."""
    try:
        value: T = _reader(typing.cast(Any, kind))(parse(text))
    except json.JSONDecodeError as error:
        raise CodecError(f"not JSON: {error}") from error
    return value


def to_plain(value: object) -> Any:
    """What JSON has no word for, one level deep: a dataclass as its fields that are written, a date as its text."""
    return _writer(type(value))(value)  # type: ignore[arg-type]  # a type can be hashed


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=to_plain)


@cache
def _writer(kind: type) -> Converter:
    """How to write one type; built once for each."""
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, date):  # a datetime is one too
        return lambda value: value.isoformat()
    if not is_dataclass(kind):
        raise TypeError(f"{kind}: cannot be stored")
    names = [field.name for field in fields(kind)]
    defaults = [field.default for field in fields(kind)]
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def write(value: Any) -> object:
        return {
            name: item
            for name, item, default in zip(names, read(value), defaults, strict=True)
            if item is not default and item != default
        }

    return write


@cache
def _reader(kind: Any) -> Converter:
    """How to read one type; built once for each."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is datetime or kind is date:
        return typing.cast(Converter, kind.fromisoformat)
    return _simple(kind)


def _optional(kind: Any) -> Converter:
    inner = [arm for arm in typing.get_args(kind) if arm is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"{kind}: only `X | None` can be stored")
    read = _reader(inner[0])
    return lambda data: None if data is None else read(data)


def _tuple(kind: Any) -> Converter:
    arms = typing.get_args(kind)
    if len(arms) == 2 and arms[1] is Ellipsis:
        read = _reader(arms[0])
        return lambda data: tuple(map(read, data))
    readers = tuple(_reader(arm) for arm in arms)
    return lambda data: tuple(read(item) for read, item in zip(readers, data, strict=True))


def _simple(kind: Any) -> Converter:
    def read(data: Any) -> Any:
        if type(data) is kind or (kind is float and type(data) is int):
            return data
        raise CodecError(f"{data!r} where {kind.__name__} was expected")

    return read


def _dataclass(kind: Any) -> Converter:
    hints = typing.get_type_hints(kind)
    known: dict[str, tuple[frozenset[type], Converter]] = {}  # by field, filled when one is first met

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise CodecError(f"{kind.__name__}: an object was expected")
        values = {}
        for name, item in data.items():
            found = known.get(name)
            if found is None:
                if name not in hints:
                    raise CodecError(f"{kind.__name__}.{name}: unknown field")
                found = known[name] = (_as_it_is(hints[name]), _reader(hints[name]))
            plain, reader = found
            try:
                values[name] = item if type(item) in plain else reader(item)
            except CodecError:
                raise
            except (TypeError, ValueError) as error:
                raise CodecError(f"{kind.__name__}.{name}: {error}") from error
        return kind(**values)

    return read


def _as_it_is(kind: Any) -> frozenset[type]:
    """The types of a JSON value that a field of this type keeps as it came."""
    arms = typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, types.UnionType) else (kind,)
    return frozenset(arm for arm in arms if arm in JSON_SCALARS)
