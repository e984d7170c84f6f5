"""What everybody should have seen, worked out again by the pure core from the journal, beside what she did see.

The journal holds every event in its order; the core is deterministic. So each message that the bot planned
is known, and whatever she missed, got twice or got out of order shows. Must not know how it went wrong.

>>> compared(expected(lines, begun), seen)  # doctest: +SKIP
Compared(missing=0, doubled=(812,), strange=0)
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from bot.render import renderer
from flows import vocabulary
from flows.vocabulary import Text
from storage.shapes import Line
from tests.kit.core_player import CorePlayer
from tests.kit.story import Shown

TAG = re.compile(r"<[^<>]*>")
SPOKEN = ("sendMessage", "editMessageText")
AHEAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many messages she never got, and got though nobody planned them then; which calls doubled one."""

    missing: int
    doubled: tuple[int, ...]
    strange: int


def expected(lines: list[Line], begun: str) -> list[str]:
    """Every message of these turns, in order. A turn that failed would show as `strange`."""
    player = CorePlayer()
    player.stored = begun
    shown: list[Shown] = []
    for line in lines:
        told = json.loads(line.event)
        if isinstance(told, dict):
            player.now = line.at
            shown += player._one(_event(told))
    return [one.text for one in shown if one.kind == "bot"]


def seen(calls: list[dict[str, Any]]) -> list[tuple[str, bool, int]]:
    """Each message that arrived, whether it was to be seen (an edit that changes nothing is not), its call."""
    aside = renderer("en").plain(Text("location-noted"))  # only takes a keyboard away: nothing of the core's
    told = []
    for call in calls:
        params, answer = call["parameters"], call["answer"] or {}
        unchanged = "message is not modified" in str(answer.get("description", ""))
        if call["method"] in SPOKEN and (answer.get("ok") or unchanged):
            words = html.unescape(TAG.sub("", params["text"]))
            if words != aside:
                told.append((words, not unchanged, call["n"]))
    return told


def compared(planned: list[str], came: list[tuple[str, bool, int]]) -> Compared:
    """Step by step: the next that was planned, or the last one again, or a later one, or something strange."""
    at = missing = strange = 0
    doubled = []
    for words, visible, number in came:
        if words in planned[at : at + AHEAD]:
            skipped = planned.index(words, at) - at
            if skipped and words == planned[at - 1]:
                doubled += [number] if visible else []
                continue
            missing += skipped
            at += skipped + 1
        elif at and words == planned[at - 1]:
            doubled += [number] if visible else []
        else:
            strange += visible
    return Compared(missing=missing + len(planned) - at, doubled=tuple(doubled), strange=strange)


def _event(told: dict[str, Any]) -> vocabulary.Event:
    ((name, fields),) = told.items()
    kind = getattr(vocabulary, name)
    event: vocabulary.Event = kind(**fields)
    return event
