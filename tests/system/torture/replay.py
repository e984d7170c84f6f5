"""What everybody should have seen, worked out again by the pure core from the journal, beside what she did see.

The journal holds every event in its order; the core is deterministic. So each message that the bot planned
is known, and whatever she missed, got twice or got out of order shows. Must not know how it went wrong.

>>> compared(expected(lines, begun), seen)  # doctest: +SKIP
Compared(missing=(), doubled=(812,), strange=())
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.rendering.choice import TEXT_LIMIT
from bot.rendering.texts import renderer
from bot.simulator.terminal.chat_writer import marks_choice, plain
from flows import vocabulary
from flows.vocabulary import Text
from storage.records import JournalEntry
from tests.kit.core_player import CorePlayer

SHORTEST_SPLIT = TEXT_LIMIT // 2  # characters that count twice
MOST_PARTS = 4
SPOKEN = ("sendMessage", "editMessageText")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One message that the core wanted said: its words, and where they come from."""

    words: str
    seq: int
    place: int
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Which of the planned messages she never got; which calls doubled one, and which nobody planned then."""

    missing: tuple[int, ...]
    doubled: tuple[int, ...]
    strange: tuple[int, ...]


def expected(lines: list[JournalEntry], begun: str) -> list[Planned]:
    """Every message of these turns, in order. A turn that failed would show as `strange`."""
    player = CorePlayer()
    player.stored = begun
    planned: list[Planned] = []
    for line in lines:
        told = json.loads(line.event)
        if isinstance(told, dict):
            player.now = line.at
            event = _event(told)
            shown = [one for one in player._one(event) if one.kind == "bot"]
            said = [_question(one.text) if one.edited else one.text for one in shown]
            planned += [
                Planned(words=words, seq=line.seq, place=place, event=type(event).__name__)
                for place, words in enumerate(said)
            ]
    return planned


def seen(calls: list[dict[str, Any]]) -> list[tuple[str, bool, int]]:
    """Each message that arrived, whether it was to be seen (an edit that changes nothing is not), its call."""
    aside = renderer("en").plain(Text("location-noted"))  # only takes a keyboard away: nothing of the core's
    told = []
    for call in calls:
        params, answer = call["parameters"], call["answer"] or {}
        unchanged = "message is not modified" in str(answer.get("description", ""))
        if (
            call["method"] in SPOKEN
            and not marks_choice(call["method"], params)
            and (answer.get("ok") or unchanged)
        ):
            edited = (
                call["method"] == "editMessageText" or "entities" in params
            )  # or sent anew, if that was refused
            words = _question(plain(params)) if edited else plain(params)
            if words != aside:
                told.append((words, not unchanged, call["n"]))
    return told


def joined(planned: list[str], came: list[tuple[str, bool, int]]) -> list[tuple[str, bool, int]]:
    """What came, with the parts of a text that was too long for one message put together again."""
    long = {_letters(words): words for words in planned if len(words) > SHORTEST_SPLIT}
    whole: list[tuple[str, bool, int]] = []
    at = 0
    while at < len(came):
        for parts in range(2, MOST_PARTS + 1):
            told = came[at : at + parts]
            words = long.get(_letters("".join(one for one, _, _ in told)))
            if words is not None and len(told) == parts:
                whole.append((words, all(visible for _, visible, _ in told), told[-1][2]))
                at += parts
                break
        else:
            whole.append(came[at])
            at += 1
    return whole


def _letters(words: str) -> str:
    """Without white space: the place of a split loses some."""
    return "".join(words.split())


def _question(words: str) -> str:
    """The question of a message that was edited; what stands above it depends on which copy she tapped."""
    return words.rpartition("\n\n")[2]


def compared(planned: list[str], came: list[tuple[str, bool, int]]) -> Compared:
    """The least that must have gone wrong: one loss or one stray message counts once, however alike the others are.

    Doubled is what comes again directly after itself; later than that it is strange, as is anything out of order.
    """
    told = [words for words, _, _ in came]
    common = _common(planned, told)
    missing, doubled, strange = [], [], []
    at = now = 0
    while at < len(planned) or now < len(came):
        if at < len(planned) and now < len(came) and planned[at] == told[now]:
            at, now = at + 1, now + 1
        elif now == len(came) or (at < len(planned) and common[at + 1][now] > common[at][now + 1]):
            missing.append(at)
            at += 1
        else:
            _, visible, number = came[now]
            if visible:
                (doubled if at and told[now] == planned[at - 1] else strange).append(number)
            now += 1
    return Compared(missing=tuple(missing), doubled=tuple(doubled), strange=tuple(strange))


def _common(one: list[str], other: list[str]) -> list[list[int]]:
    """How long a sequence both have in common, from each pair of places to their ends."""
    rows = [[0] * (len(other) + 1)]
    for words in reversed(one):
        below, row = rows[-1], [0]
        for there in range(len(other) - 1, -1, -1):
            row.append(below[there + 1] + 1 if words == other[there] else max(below[there], row[-1]))
        rows.append(row[::-1])
    return rows[::-1]


def _event(told: dict[str, Any]) -> vocabulary.Event:
    ((name, fields),) = told.items()
    kind = getattr(vocabulary, name)
    event: vocabulary.Event = kind(**fields)
    return event
