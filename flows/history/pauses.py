"""The pauses that she chose, found in her journal: from the reason that she gave until she went on.

A reason or a return that she typed in
words of her own is not found: only what she tapped, or said with the words of a button, stands in the journal as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows import schedule
from flows.dialogue.interruptions.menus import REASONS
from flows.session import Session
from flows.vocabulary import Made

NO_PAUSE = ("mastitis",)  # named as the reason of a pause, it is a warning sign instead


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalTurn:
    """One turn of her journal: what happened (`Commanded`, `Tapped`, ...), its command or option, what was decided."""

    at: datetime
    kind: str = ""
    said: str = ""
    made: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A pause that she chose; one that still lasts has no end."""

    since: date
    until: date | None
    reason: str


def find_pauses(session: Session, entries: Iterable[JournalTurn]) -> tuple[Pause, ...]:
    """From the reason that she gave until she went on. The one that she is in has no end, and no other is open."""
    asked, begun, found = False, None, list[Pause]()
    for entry in entries:
        day = schedule.today(session, entry.at)
        match entry.kind, entry.said:
            case "Commanded", "pause":
                asked = True
            case "Tapped", reason if asked and reason in (*REASONS, "back"):
                asked = False
                if reason not in ("back", *NO_PAUSE):
                    begun = Pause(since=day, until=None, reason=reason)
            case "Commanded" | "Tapped", "resume" | "start" | "im_back" if begun is not None:
                found.append(replace(begun, until=day))
                begun = None
            case "Tapped", "not_yet" if found and found[-1].until == day:  # not well yet: the pause goes on
                begun = found.pop()
    if session.paused_at is not None:
        since, reason = schedule.today(session, session.paused_at), session.pause_reason or "other"
        found = [each for each in found if each.since < since]
        found.append(Pause(since=since, until=None, reason=reason))
    return tuple(found)


def in_pause(day: date, breaks: Sequence[Pause]) -> bool:
    """Whether that day lies in one of them; the day of a return does not."""
    return any(each.since <= day and (each.until is None or day < each.until) for each in breaks)
