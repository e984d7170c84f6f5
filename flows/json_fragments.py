"""The JSON text of a dataclass by its fields, so that a field that did not change is stored again as it stood.

Must not know what the fields mean; what a text means and what is wrong with it is `codec.py`'s.

>>> loads_parts(Zone, '{"name":"Europe/Paris"}', carried)  # doctest: +SKIP
(Zone(name='Europe/Paris'), {'name': '"Europe/Paris"'})
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from flows import codec

T = TypeVar("T")
Fields = dict[str, Any]

_scan = json.JSONDecoder().raw_decode


def loads_with_fragments(
    kind: type[T], text: str, carried: Callable[[Fields], Fields]
) -> tuple[T, dict[str, str]]:
    """What `codec.loads` reads of what `carried` makes of the text, and the text of each field.

    Of none when it was made another one, and unless `joined` makes the same text of them.
    """
    parts: dict[str, str] = {}

    def parse(text: str) -> Fields:
        fields = _fields(text)
        if join_fragments((name, part) for name, _, part in fields) != text:
            return carried(json.loads(text))
        data = {name: item for name, item, _ in fields}
        today = carried(data)
        if today is data:
            parts.update({name: part for name, _, part in fields})
        return today

    return codec.loads(kind, text, parse), parts


def join_fragments(parts: Iterable[tuple[str, str]]) -> str:
    """The text that `codec.dumps` writes, from the name and the text of each field."""
    return "{" + ",".join([f'"{name}":{text}' for name, text in parts]) + "}"


def _fields(text: str) -> list[tuple[str, Any, str]]:
    """The name, the value and the text of each field, up to the first that is not written as we write."""
    found = []
    at = 1
    with suppress(json.JSONDecodeError):
        while at < len(text):
            name, colon = _scan(text, at)
            item, end = _scan(text, colon + 1)
            found.append((name, item, text[colon + 1 : end]))
            at = end + 1
    return found
