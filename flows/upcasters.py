"""Stored sessions, moved one version at a time to today's shape. A shipped upcaster is never edited.

An upgrade may make somebody more cautious, never less.

>>> upcast('{"seq": 3}')
'{"seq": 3}'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flows.session import VERSION

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: Mapping[int, Upcaster] = {}


class FromTheFuture(ValueError):
    """The session was written by a newer release; this one leaves it alone."""


def upcast(text: str, steps: Mapping[int, Upcaster] = UPCASTERS) -> str:
    """The same session in today's version; text of today's version is returned as it is."""
    data = json.loads(text)
    version = data.get("version", 1)
    if version > VERSION:
        raise FromTheFuture(
            f"this session has version {version}, this release knows {VERSION}: upgrade the bot"
        )
    if version == VERSION:
        return text
    while version < VERSION:
        data = steps[version](data)
        version += 1
        data["version"] = version
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
