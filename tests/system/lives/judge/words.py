"""What may be said when: nothing pushed at night, no symptom on a lock screen, no sentence a dozen times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts, Told
from tests.system.lives.questions import topic_of
from tests.system.lives.record import MONTHS, WEEKDAYS

MOST_REPEATS = 15
MOST_REPEATS_A_MONTH = 8
_DAY = re.compile(rf"(?:{'|'.join(WEEKDAYS)})|\d+ (?:{'|'.join(MONTHS)})")
_BABY = re.compile(r"\b(?:baby|milk|feed\w*|bra)\b", re.I)
_CHEER = re.compile(r"Is that right|Well done|\bGreat\b|Small, regular work|patience at work", re.I)


def nothing_is_pushed_at_night(facts: Facts) -> Iterator[Complaint]:
    """Between nine in the evening and six, unless her own hour lies there."""
    for index, entry in enumerate(facts.entries):
        if not entry.pushed:
            continue
        minute = entry.at.hour * 60 + entry.at.minute
        hour = facts.last("hour", before=index)
        chosen = hour is not None and _within_an_hour(hour.value, minute)
        agreed = [told for told in facts.answers("check_hour", before=index) if told.value.startswith("Yes")]
        chosen = chosen or any(_within_an_hour(_hour_in(facts, told), minute) for told in agreed)
        asked_for = any(
            e.kind == "bot" and f"at {entry.at:%H:%M}" in e.text
            for e in facts.entries[max(0, index - 40) : index]
        )
        if (minute >= clinical.QUIET_FROM or minute < clinical.QUIET_UNTIL) and not chosen and not asked_for:
            yield Complaint(
                rule="nothing_is_pushed_at_night", at=entry.at, why="it is night", quote=entry.text
            )


def no_symptom_stands_on_a_lock_screen(facts: Facts) -> Iterator[Complaint]:
    for entry in facts.entries:
        found = (
            [word for word in clinical.SYMPTOM_WORDS if word in entry.text.lower()] if entry.pushed else []
        )
        if found:
            why = f"pushed: {', '.join(found)}"
            yield Complaint(rule="no_symptom_stands_on_a_lock_screen", at=entry.at, why=why, quote=entry.text)


def no_sentence_is_said_too_often(facts: Facts) -> Iterator[Complaint]:
    """Something that only tells and names no day: a question has to be the same each time."""
    for text, number in statements(facts).most_common():
        if number > MOST_REPEATS:
            at = facts.entries[-1].at
            yield Complaint(rule="no_sentence_is_said_too_often", at=at, why=f"{number} times", quote=text)


def after_a_loss_no_word_of_the_baby(facts: Facts) -> Iterator[Complaint]:
    lost = False
    for entry in facts.entries:
        if entry.kind == "type" and re.search(
            r"miscarriage|baby died|stillb|lost (?:my|the) baby", entry.text, re.I
        ):
            lost = True
            continue
        if entry.kind == "tap" and entry.text == "A loss":
            lost = True
            continue
        if lost and entry.kind == "bot" and (_BABY.search(entry.text) or _CHEER.search(entry.text)):
            if "thoughts of harming" in entry.text:
                continue
            rule = "after_a_loss_no_word_of_the_baby"
            yield Complaint(rule=rule, at=entry.at, why="after a loss", quote=entry.text)


def _hour_in(facts: Facts, told: Told) -> str:
    """The hour that the question named to which she said yes."""
    question = facts.entries[facts.messages[facts.entries[told.index].message][0]]
    match = re.search(r"\d\d:\d\d", question.text)
    return match[0] if match else ""


def _within_an_hour(hour: str, minute: int) -> bool:
    match = re.match(r"(\d\d?):(\d\d)", hour)
    return match is not None and 0 <= minute - int(match[1]) * 60 - int(match[2]) < 60


def statements(facts: Facts) -> Counter[str]:
    """How often each thing was said that asks nothing, days and numbers aside."""
    found: Counter[str] = Counter()
    asked = False  # with /today she asks for what stands there
    for entry in facts.entries:
        if entry.hers:
            asked = entry.text in ("/today", "/plan")
        if entry.kind != "bot" or entry.edited or asked:
            continue
        parts = entry.text.split("\n\n")
        topic = topic_of(entry.text, entry.buttons)
        if topic is not None and topic.name in ("day", "done"):
            parts = []  # what is to be done today: it may be the same each day
        elif topic is not None:  # the last part asks, and so may what stands above it
            parts = parts[:-1] if topic_of(parts[-1], entry.buttons) else []
        found.update(_DAY.sub("…", part) for part in parts)
    return found


RULES = (
    nothing_is_pushed_at_night,
    no_symptom_stands_on_a_lock_screen,
    no_sentence_is_said_too_often,
    after_a_loss_no_word_of_the_baby,
)
