"""A life written by hand for the judge: all goes well from the first question to steady running, track of 12.

It is what a record of a faultless coach looks like; the tests spoil it in one way each. No code of the product in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.system.lives import clinical
from tests.system.lives.record import MONTHS, WEEKDAYS, Entry, Record

PARIS = ZoneInfo("Europe/Paris")
TRACK = 12
SOMEWHEN = datetime(2026, 1, 1, tzinfo=PARIS)  # until it is placed in a life
START = date(2026, 3, 1)  # a Sunday
FIRST_RUN = date(2026, 3, 4)  # a Wednesday
SESSION_DAYS = (0, 2, 4)
YES_NO = ("Yes", "No")
SIGNS = ("Leaking urine", "Heaviness or pelvic pressure", "None of these")
THANKS = ("Thank you.", "Good to know.", "Rest well.", "Thanks, Ana.", "That is written down.")
REACHED = {  # one line each, the day after
    date(2026, 3, 4): "That was your first run, and your body took it well.",
    date(2026, 3, 9): "That’s your first week of running done.",
    date(2026, 4, 6): "30 days of running without symptoms.",
    date(2026, 4, 15): "You are past half-way through your levels now.",
    date(2026, 4, 22): "You ran 6 min in one go. At the start it was seconds.",
}
OFFER = ("I did it", "Partly", "Not today", "Later", "Something feels wrong")


class Writing:
    """Entries in order, at a place in time."""

    def __init__(self) -> None:
        self.record = Record(name="written", well=True)
        self.now = datetime.combine(START, time(9), tzinfo=PARIS)
        self.messages = 0

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.now = datetime.combine(day, time(hour, minute), tzinfo=PARIS)

    def bot(self, text: str, *buttons: str, pushed: bool = False) -> None:
        self.messages += 1
        entry = Entry(
            at=self.now, kind="bot", text=text, buttons=buttons, message=self.messages, pushed=pushed
        )
        self.record.entries.append(entry)

    def tap(self, label: str, topic: str, *, kind: str = "tap") -> None:
        """She answers the last message."""
        self.now += timedelta(seconds=4)
        entry = Entry(at=self.now, kind=kind, text=label, message=self.messages, topic=topic)
        self.record.entries.append(entry)

    def ask(self, text: str, answer: str, topic: str, *buttons: str) -> None:
        self.bot(text, *(buttons or YES_NO))
        self.tap(answer, topic)


def said(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def block(level: int) -> str:
    """The runs of a level in the words of the coach."""
    runs = clinical.TRACKS[TRACK][level - 1]
    if len(runs) == 1:
        return f"{_length(runs[0])} of easy, steady running"
    if len(set(runs)) == 1:
        return f"{len(runs)} × {_length(runs[0])} run / 2 min walk"
    return f"run {', '.join(map(_length, runs))}, with 1 min walk between"


def offer_text(level: int) -> str:
    head = f"Good day, Ana. Today’s session (level {level} of {TRACK}):"
    return f"{head}\n• 5 min brisk walk\n• {block(level)}\n• 5 min easy walk"


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return " ".join(part for part in (f"{minutes} min" * bool(minutes), f"{rest} s" * bool(rest)) if part)


def good() -> Record:
    """The whole life."""
    writing = Writing()
    _first_evening(writing)
    level, since, clean = 1, FIRST_RUN, 0
    day = FIRST_RUN
    while True:
        if day.weekday() in SESSION_DAYS:
            clean, told = _run(writing, day, level, clean, since)
            if told == "end":
                return writing.record
            if told == "up":
                level, clean = level + 1, 0
                since = _next_session(day)
        else:
            _other_day(writing, day)
        day += timedelta(days=1)


def _first_evening(w: Writing) -> None:
    w.record.entries.append(Entry(at=w.now, kind="command", text="/start"))
    w.bot("When was your baby born? Please type the date, for example 14 March 2026.")
    w.tap("1 December 2025", "birth_date", kind="type")
    w.ask("How was your baby born?", "Vaginally", "birth_type", "Vaginally", "By caesarean")
    w.ask("At what time of day shall I write to you?", "07:30", "hour", "06:30", "07:30")
    w.ask("How many run/walk sessions a week?", "Three", "per_week", "Two", "Three")
    w.ask("First, what must not wait. Tap all that apply.", "None of these", "emergency", *SIGNS)
    w.bot("Today’s foundations, Ana: 5 minutes of breathing")
    w.ask("Does any of this apply to you?", "None of these", "risks", "BMI of 30 or more", "None of these")
    w.ask(
        "For how many weeks in a row have you been doing strength training?",
        "12",
        "strength_weeks",
        "8",
        "12",
    )
    for name, enough in clinical.TESTS.items():
        w.ask(
            f"{name}\nHow.\n{enough} is the goal. How many repetitions did you do?",
            str(enough),
            "test_count",
            str(enough),
        )
        if name == "Brisk walk":
            w.ask(
                "On how many of the last 7 days have you walked that long?", "4", "test_walk_days", "3", "4"
            )
        w.ask("Did you notice anything during it?", "None of these", "test_felt", *SIGNS)
    w.bot(f"Your plan begins on {said(FIRST_RUN)} at 07:30.")


def _run(w: Writing, day: date, level: int, clean: int, since: date) -> tuple[int, str]:
    w.at(day, 7, 30)
    w.bot(offer_text(level), *OFFER, pushed=True)
    w.at(day, 19)
    w.tap("I did it", "offer")
    w.bot("Did you notice any of these? Leaks, heaviness, pain, bleeding", "All well", "Something")
    w.tap("All well", "good_day")
    w.bot(f"{THANKS[day.toordinal() % len(THANKS)]} Tomorrow morning I’ll ask once more.")
    w.at(day + timedelta(days=1), 7, 30)
    w.bot("Good morning, Ana. How is it since the session?", "All fine", "Something", pushed=True)
    w.tap("All fine", "good_morning")
    clean += 1
    following = _next_session(day)
    up = clean >= 2 and (following - since).days >= 7
    if day in REACHED:
        w.bot(REACHED[day])
    if up and level == TRACK:
        w.bot("That was the last step of your plan.")
        return clean, "end"
    words = (
        f"one level on (level {level + 1}): {block(level + 1)}"
        if up
        else f"We stay at this level: {block(level)}"
    )
    w.bot(f"{words}. Your next session is on {said(following)}.")
    return clean, "up" if up else "stays"


def _next_session(day: date) -> date:
    return next(
        one for one in (day + timedelta(days=n) for n in range(1, 8)) if one.weekday() in SESSION_DAYS
    )


def _other_day(w: Writing, day: date) -> None:
    if day.weekday() == 6:
        w.at(day, 7, 30)
        w.bot("Your weekly check: a few short questions.", "None of these", "Yes, or not sure", pushed=True)
        w.tap("None of these", "week")
        w.ask("How many hours do you sleep in 24 hours?", "8", "sleep", "4", "8")
        w.ask("How high is your stress just now?", "3", "stress", "3", "8")
        w.ask("In the last month, have you often felt down, low or hopeless?", "No", "mood")
        w.bot("Thank you. None of these changes your plan.")


def spoilt(*changes: Callable[[list[Entry]], list[Entry]]) -> Record:
    """The good life with something wrong in it."""
    record = good()
    for change in changes:
        record.entries = change(record.entries)
    return record


def reworded(old: str, new: str, *, first: int = 1) -> Callable[[list[Entry]], list[Entry]]:
    """A text said otherwise, in the first so many places."""

    def change(entries: list[Entry]) -> list[Entry]:
        left = first
        changed = []
        for entry in entries:
            if left and old in entry.text:
                entry = replace(entry, text=entry.text.replace(old, new))
                left -= 1
            changed.append(entry)
        assert left < first, f"{old!r} is nowhere"
        return changed

    return change


def without(unwanted: Callable[[Entry], bool]) -> Callable[[list[Entry]], list[Entry]]:
    return lambda entries: [entry for entry in entries if not unwanted(entry)]


def inserted(at: datetime, *new: Entry) -> Callable[[list[Entry]], list[Entry]]:
    """More entries from an instant on, in their order; their messages are numbered above all others."""

    def change(entries: list[Entry]) -> list[Entry]:
        place = next((i for i, entry in enumerate(entries) if entry.at > at), len(entries))
        placed = [replace(entry, at=at + timedelta(seconds=i)) for i, entry in enumerate(new)]
        return [*entries[:place], *placed, *entries[place:]]

    return change


def bot(text: str, *buttons: str, message: int = 9001, pushed: bool = False) -> Entry:
    return Entry(at=SOMEWHEN, kind="bot", text=text, buttons=buttons, message=message, pushed=pushed)


def hers(text: str, topic: str = "", *, message: int = 9001, kind: str = "tap") -> Entry:
    return Entry(at=SOMEWHEN, kind=kind, text=text, topic=topic, message=message)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=PARIS)
