"""Stored sessions, moved one version at a time to today's shape. A shipped upcaster is never edited.

How it works: `upcast` runs one function a version, in order, until the session has today's version. An upgrade may make
the coach more cautious, never less. A retired state stays in `RETIRED` with the state that replaces it: the question is
asked there again, and the old buttons are answered as old buttons.

>>> upcast('{"seq": 3}')
'{"seq": 3}'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flows import codec
from flows.session import VERSION, Session

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: Mapping[int, Upcaster] = {}
RETIRED: Mapping[str, str] = {}  # a state of an earlier release: where its people are now
STATE_FIELDS = ("state", "aside", "below")


class NewerVersion(ValueError):
    """The session was written by a newer release; this one leaves it alone."""


def load(text: str) -> Session:
    """A session as it is stored, also by an earlier release; raises `NewerVersion` and `codec.CodecError`."""
    return codec.loads(Session, text, lambda text: upcast_data(json.loads(text)))


def upcast(text: str, steps: Mapping[int, Upcaster] = UPCASTERS, retired: Mapping[str, str] = RETIRED) -> str:
    """The same session in today's version and in a state of today; unchanged when it is that already."""
    data = json.loads(text)
    moved = upcast_data(data, steps, retired)
    return text if moved is data else json.dumps(moved, ensure_ascii=False, separators=(",", ":"))


def upcast_data(
    data: dict[str, Any],
    steps: Mapping[int, Upcaster] = UPCASTERS,
    retired: Mapping[str, str] = RETIRED,
) -> dict[str, Any]:
    """The same of a session that was parsed already; the very object when there is nothing to move."""
    places = {name: retired[data[name]] for name in STATE_FIELDS if data.get(name) in retired}
    version = data.get("version", 1)
    if version > VERSION:
        raise NewerVersion(
            f"this session has version {version}, this release knows {VERSION}: upgrade the bot"
        )
    if version == VERSION and not places:
        return data
    data = dict(data)  # another one, also where a step changes what it is given
    while version < VERSION:
        data = steps[version](data)
        version += 1
        data["version"] = version
    if places:
        data |= places | {"asked": 0, "answered": 0}  # 0: what is asked there now, she has not seen
    return data
