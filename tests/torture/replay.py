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

from flows import vocabulary
from storage.shapes import Line
from tests.kit.core_player import CorePlayer
from tests.kit.story import Shown

TAG = re.compile(r"<[^<>]*>")
SPOKEN = ("sendMessage", "editMessageText")
Words = tuple[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many messages she never got, and got though nobody planned them then; which calls doubled one."""

    missing: int
    doubled: tuple[int, ...]
    strange: int


def expected(lines: list[Line], begun: str) -> list[Words]:
    """Every message of these turns, in order. A turn that failed would show as `strange`."""
    player = CorePlayer()
    player.stored = begun
    shown: list[Shown] = []
    for line in lines:
        told = json.loads(line.event)
        if isinstance(told, dict):
            player.now = line.at
            shown += player._one(_event(told))
    return [(one.text, one.buttons) for one in shown if one.kind == "bot"]


def seen(calls: list[dict[str, Any]]) -> list[tuple[Words, bool, int]]:
    """Each message that arrived, whether it was to be seen (an edit that changes nothing is not), its call."""
    told = []
    for call in calls:
        params, answer = call["parameters"], call["answer"] or {}
        unchanged = "message is not modified" in str(answer.get("description", ""))
        if call["method"] in SPOKEN and (answer.get("ok") or unchanged):
            markup = params.get("reply_markup") or {}
            rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
            buttons = tuple(tuple(button["text"] for button in row) for row in rows)
            told.append(((html.unescape(TAG.sub("", params["text"])), buttons), not unchanged, call["n"]))
    return told


def compared(planned: list[Words], came: list[tuple[Words, bool, int]]) -> Compared:
    """Step by step: the next that was planned, or the last one again, or something strange."""
    at = strange = 0
    doubled = []
    for words, visible, number in came:
        if at < len(planned) and words == planned[at]:
            at += 1
        elif at and words == planned[at - 1]:
            doubled += [number] if visible else []
        else:
            strange += visible
    return Compared(missing=len(planned) - at, doubled=tuple(doubled), strange=strange)


def _event(told: dict[str, Any]) -> vocabulary.Event:
    ((name, fields),) = told.items()
    kind = getattr(vocabulary, name)
    event: vocabulary.Event = kind(**fields)
    return event
