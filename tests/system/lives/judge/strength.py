"""The exercises of the strength days, by the ladders of section c: one step at a time, and on with her."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts
from tests.system.lives.questions import topic_of

BLOCK = re.compile(r"Strength(?:,| \()")
LINE = re.compile(r"• (?P<name>[^:\n]+): (?P<amount>[^\n]*)")
AMOUNT = re.compile(r"(\d) × (\d+)( s)?")
MOST_THE_SAME = 4  # sessions in full at one dose: the last dose of an exercise comes twice
NEWS = (
    "test_left",
    "test_right",
    "test_count",
    "test_felt",
    "daily",
    "noticed",
    "pause",
    "who",
    "allowed",
    "wounds",
)


@dataclass(frozen=True, slots=True)
class Day:
    """A strength day as it was shown in full, and whether she did it."""

    on: date
    index: int
    places: dict[str, tuple[int, int]]  # of each ladder: which exercise, which dose
    done: bool


def strength_is_never_on_two_days_in_a_row(facts: Facts) -> Iterator[Complaint]:
    done: set[date] = set()
    for index, entry in enumerate(facts.entries):
        topic = topic_of(entry.text, entry.buttons) if entry.kind == "bot" else None
        if topic is None or topic.name not in ("day", "done") or entry.edited or not BLOCK.search(entry.text):
            continue
        if entry.at.date() - timedelta(days=1) in done:
            rule = "strength_is_never_on_two_days_in_a_row"
            yield Complaint(rule=rule, at=entry.at, why="it was done yesterday", quote=entry.text)
        if _done(facts, index):
            done.add(entry.at.date())


def exercises_get_harder_one_step_at_a_time(facts: Facts) -> Iterator[Complaint]:
    """One dose, or the next exercise at its first dose, and only after she has done the last one."""
    rule = "exercises_get_harder_one_step_at_a_time"
    last: dict[str, tuple[Day, tuple[int, int]]] = {}
    for day in strength_days(facts):
        for ladder, place in day.places.items():
            if ladder in last:
                before, at = last[ladder]
                news = any(before.index < t.index < day.index and t.topic in NEWS for t in facts.told)
                steps = _steps(ladder, at, place)
                if not news and (steps > 1 or (steps == 1 and not _done_since(facts, before, day))):
                    why = f"{ladder}: from {at} to {place}"
                    yield Complaint(rule=rule, at=facts.entries[day.index].at, why=why)
            last[ladder] = (day, place)


def exercises_move_on(facts: Facts) -> Iterator[Complaint]:
    """Who does them in full and tells of nothing is not shown the same for weeks, before the end of a ladder."""
    rule = "exercises_move_on"
    same: dict[str, tuple[tuple[int, int], int]] = {}
    news = -1
    for day in strength_days(facts):
        if any(news < t.index < day.index and t.topic in NEWS for t in facts.told) or _signs(
            facts, news, day
        ):
            same.clear()
        news = day.index
        for ladder, place in day.places.items():
            at, times = same.get(ladder, (place, 0))
            times = times + day.done if at == place else int(day.done)
            same[ladder] = (place, times)
            top = place == (len(clinical.LADDERS[ladder]) - 1, len(_doses(ladder, place[0])) - 1)
            if times > MOST_THE_SAME and not top:
                why = f"{ladder} at {place} {times} times"
                yield Complaint(rule=rule, at=facts.entries[day.index].at, why=why)
                same[ladder] = (place, 0)


def strength_days(facts: Facts) -> Iterator[Day]:
    """The days with the whole block, the first message of each."""
    seen: set[date] = set()
    for index, entry in enumerate(facts.entries):
        topic = topic_of(entry.text, entry.buttons) if entry.kind == "bot" else None
        on = entry.at.date()
        if (
            topic is None
            or topic.name != "day"
            or entry.edited
            or "Strength (" not in entry.text
            or on in seen
        ):
            continue
        seen.add(on)
        yield Day(on, index, _places(entry.text), _done(facts, index))


def _places(text: str) -> dict[str, tuple[int, int]]:
    found = {}
    for match in LINE.finditer(text):
        amounts = AMOUNT.findall(match["amount"])
        for ladder, names in clinical.LADDERS.items():
            if match["name"] in names and amounts:
                sets, number, _ = amounts[-1]  # the stronger side, where one comes first
                rung = names.index(match["name"])
                doses = _doses(ladder, rung)
                dose = (int(sets), int(number))
                found[ladder] = (rung, doses.index(dose) if dose in doses else 0)
    return found


def _doses(ladder: str, rung: int) -> tuple[tuple[int, int], ...]:
    return clinical.DOSES if ladder != "balance" else (clinical.BALANCE_DOSES[rung],)


def _steps(ladder: str, before: tuple[int, int], now: tuple[int, int]) -> int:
    """How many steps up; none where it is the same or easier."""
    if now <= before:
        return 0
    if now[0] == before[0]:
        return now[1] - before[1]
    at_the_end = before[1] == len(_doses(ladder, before[0])) - 1
    return 1 if now == (before[0] + 1, 0) and at_the_end else 2


def _done(facts: Facts, index: int) -> bool:
    """Whether she tapped [Done] under it, of the whole session."""
    message = facts.entries[index].message
    answers = [e.text for e in facts.entries[index:] if e.hers and e.message == message]
    return "Done" in answers and answers.count("Only 10 minutes") % 2 == 0


def _done_since(facts: Facts, before: Day, now: Day) -> bool:
    return before.done or any(
        before.index < day.index < now.index and day.done for day in strength_days(facts)
    )


def _signs(facts: Facts, since: int, now: Day) -> bool:
    """Whether anything of her body was told that holds the exercises."""
    week_daily = any(
        t.topic == "week_daily" and t.value == "Yes" and since < t.index < now.index for t in facts.told
    )
    week = now.on - timedelta(days=clinical.STRENGTH_HOLD_DAYS + 3)
    return week_daily or any(s.symptoms and week <= s.day <= now.on for s in facts.sessions)


RULES = (
    strength_is_never_on_two_days_in_a_row,
    exercises_get_harder_one_step_at_a_time,
    exercises_move_on,
)
