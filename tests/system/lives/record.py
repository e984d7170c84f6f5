"""What one woman saw and did, in order: all that the judge may look at. No code of the product in it.

>>> Entry(at=datetime(2026, 3, 2, 7, 30), kind="bot", text="Good day.").asks
False
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LINKS = frozenset(
    {
        "Why?",
        "Correct my answers",
        "Resume",
        "Not today",
        "Move the session",
        "Show me how",
        "As a PDF",
        "My plan",
        "Find the cause",
        "Fewer tips",
        "I have a symptom",
        "I’m ill, or need a break",
        "Open",
        "Carry on now",
        "What’s on today",
        "Keep my data",
        "Settings",
    }
)
_DATE = re.compile(rf"(?:({'|'.join(WEEKDAYS)}) )?(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened, at her local time.

    kind: `bot`, `toast`, `file` (she sees it), `tap`, `type`, `command` (she does it), `ran`, `walked`, `looks`,
    `blocks`, `unblocks`. `message` numbers the messages; of a tap it is the message that was tapped. `topic` is
    what the question was about that she answers.
    """

    at: datetime
    kind: str
    text: str = ""
    buttons: tuple[str, ...] = ()
    message: int = 0
    pushed: bool = False
    edited: bool = False
    topic: str = ""
    level: int = 0

    @property
    def asks(self) -> bool:
        """Whether it has buttons that are an answer, not only a way to something else."""
        return self.kind == "bot" and any(_bare(label) not in LINKS for label in self.buttons)

    @property
    def hers(self) -> bool:
        return self.kind in ("tap", "type", "command")

    def lines(self) -> str:
        """As a person reads it."""
        head = {"tap": f"  me: [{self.text}]", "type": f"  me: {self.text}", "command": f"  me: {self.text}"}
        if self.kind in head:
            return head[self.kind]
        if self.kind in ("bot", "toast", "file"):
            name = f"{self.kind}{' (edit)' if self.edited else ''}{' (pushed)' if self.pushed else ''}"
            rows = f"\n     [{'] ['.join(self.buttons)}]" if self.buttons else ""
            return f"{name}: " + self.text.replace("\n", "\n     ") + rows
        return f"  -- {self.kind} {self.text}"


@dataclass(slots=True, kw_only=True)
class Record:
    """A life as it was lived."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    well: bool = False  # she does all well: her track must end

    def chat(self) -> Iterator[str]:
        day: date | None = None
        for entry in self.entries:
            if entry.at.date() != day:
                day = entry.at.date()
                yield f"\n@ {day:%A} {day.day} {day:%B %Y}"
            if entry.kind != "looks":
                yield f"{entry.at:%H:%M} {entry.lines()}"


def dates_in(text: str, near: date) -> list[date]:
    """The dates named in a text, each in the year in which its weekday is right, nearest to `near`."""
    found: list[date] = []
    for weekday, day, month, year in _DATE.findall(text):
        years = [int(year)] if year else [near.year, near.year + 1, near.year - 1]
        for one in years:
            try:
                named = date(one, MONTHS.index(month) + 1, int(day))
            except ValueError:
                continue
            if not weekday or WEEKDAYS[named.weekday()] == weekday:
                found.append(named)
                break
    return found


def _bare(label: str) -> str:
    return label.removeprefix("✓ ")
