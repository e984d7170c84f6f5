"""What the terminal shows of a chat: what is new since it last looked, and which button a number means.

Pure: messages and toasts in (as `/sim/chats/{id}/...` gives them), lines out.

    Transcript(zone=ZoneInfo("UTC")).news([{"message_id": 2, "from": "bot", "text": "Hi", ...}], [])
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

_WIDTH = 5
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMessage:
    """A message as the control interface tells it, with what the terminal needs of it."""

    message_id: int
    by_bot: bool
    text: str
    at: datetime
    inline: tuple[tuple[str, ...], ...]
    below: tuple[tuple[str, ...], ...]
    file: str | None
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`message_id` is None for a button of the keyboard under the text field."""

    label: str
    message_id: int | None


class Transcript:
    """Remembers what has been shown."""

    def __init__(self, *, zone: ZoneInfo) -> None:
        self._zone = zone
        self._shown: dict[int, PrintedMessage] = {}
        self._toasts = 0
        self._minute: datetime | None = None
        self._buttons: tuple[Button, ...] = ()

    def button(self, line: str) -> Button | None:
        """The button that a typed line taps: its very label, or its number on the newest keyboard.

        Buttons that say numbers themselves are not numbered: a 3 that she types is the answer 3.
        """
        label = line[1:-1] if line.startswith("[") and line.endswith("]") else line
        for button in self._buttons:
            if button.label == label:
                return button
        if line.isdecimal() and 1 <= int(line) <= len(self._buttons) and not self._say_numbers():
            return self._buttons[int(line) - 1]
        return None

    def _say_numbers(self) -> bool:
        return any(button.label.isdecimal() for button in self._buttons)

    def in_words(self, at: datetime) -> str:
        """`Monday 2 March 2026, 07:30` in her zone."""
        here = at.astimezone(self._zone)
        month = _MONTHS[here.month - 1]
        return f"{_DAYS[here.weekday()]} {here.day} {month} {here.year}, {here:%H:%M} ({self._zone.key})"

    def skip(self, messages: object) -> None:
        """All but those of the last moment count as shown."""
        rows = list(map(_shown, _rows(messages)))
        last = max((shown.at for shown in rows), default=None)
        self._shown = {shown.message_id: shown for shown in rows if shown.at != last}

    def news(self, messages: object, toasts: object) -> list[str]:
        """New messages, edits and toasts as lines. The numbers go to the newest keyboard among the news."""
        now = {shown.message_id: shown for shown in map(_shown, _rows(messages))}
        fresh = [
            shown for shown in now.values() if shown != self._shown.get(shown.message_id) and shown.by_bot
        ]
        if fresh:
            self._buttons = self._newest_keyboard(fresh)
        lines = self._new_toasts(toasts)
        for shown in fresh:
            edited = shown.message_id in self._shown
            lines += ([] if edited else self._time(shown.at)) + self._bubble(
                _new_of(shown, self._shown), edited=edited
            )
        gone = [shown for number, shown in self._shown.items() if number not in now]
        lines += [f"(deleted: {_first_words(shown)})" for shown in gone]
        self._shown = now
        return lines

    def _newest_keyboard(self, fresh: list[PrintedMessage]) -> tuple[Button, ...]:
        for shown in reversed(fresh):
            rows, number = (shown.inline, shown.message_id) if shown.inline else (shown.below, None)
            if rows:
                return tuple(Button(label=label, message_id=number) for row in rows for label in row)
        return ()

    def _new_toasts(self, toasts: object) -> list[str]:
        rows = _rows(toasts)
        new, self._toasts = rows[self._toasts :], len(rows)
        return [f"bot (toast): {row['text']}" for row in new if row.get("text")]

    def _time(self, at: datetime) -> list[str]:
        minute = at.replace(second=0, microsecond=0)
        if minute == self._minute:
            return []
        self._minute = minute
        return ["", f"-- {self.in_words(at)} --"]

    def _bubble(self, shown: PrintedMessage, *, edited: bool) -> list[str]:
        who = "bot (edited): " if edited else "bot: "
        parts = [part for part in (shown.file, shown.place, shown.text) if part]
        first, *rest = "\n".join(parts).split("\n")
        lines = [who + first] + [" " * _WIDTH + line if line else "" for line in rest]
        number = 0
        taken = () if self._say_numbers() else self._buttons
        numbered = {(button.message_id, button.label) for button in taken}
        for row in shown.inline or shown.below:
            labels = []
            for label in row:
                number += 1
                mine = (shown.message_id if shown.inline else None, label) in numbered
                labels.append(f"[{number}] {label}" if mine else f"[{label}]")
            lines.append(" " * _WIDTH + "   ".join(labels))
        return lines


def _new_of(shown: PrintedMessage, before: dict[int, PrintedMessage]) -> PrintedMessage:
    """An edit that only adds words to a message: those words, behind three dots for what she has read already."""
    earlier = before.get(shown.message_id)
    if (
        earlier is None
        or not earlier.text
        or not shown.text.startswith(earlier.text)
        or shown.text == earlier.text
    ):
        return shown
    added = shown.text.removeprefix(earlier.text).strip()
    return replace(shown, text=f"… {added}")


def _first_words(shown: PrintedMessage) -> str:
    words = shown.text.replace("\n", " ")
    return f"{words[:40]}..." if len(words) > 40 else words or shown.file or "a message"


def _rows(value: object) -> list[dict[str, object]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _shown(row: dict[str, object]) -> PrintedMessage:
    number, file, place = row["message_id"], row.get("file"), row.get("location")
    return PrintedMessage(
        message_id=number if isinstance(number, int) else 0,
        by_bot=row["from"] == "bot",
        text=str(row["text"]),
        at=datetime.fromisoformat(str(row["at"])),
        inline=_labels(row["buttons"]),
        below=_labels(row["reply_keyboard"]),
        file=f"({file['kind']}: {file['name']}, {file['bytes']} bytes, {file['url']})"
        if isinstance(file, dict)
        else None,
        place=f"(place: {place['latitude']}, {place['longitude']})" if isinstance(place, dict) else None,
    )


def _labels(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, row)) for row in value) if isinstance(value, list) else ()
