"""How the coach asks: one question at a time, each can be answered, what has to be asked is asked, few taps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts
from tests.system.lives.questions import Topic, topic_of
from tests.system.lives.record import Entry

OVER = re.compile(
    r"I’ve (?:closed|put)|doesn’t count|don’t count|don’t know how that session|is over|let (?:it|that|them) go|"
    r"leave (?:it|that|them)|put (?:it|that) aside|no longer|comes? (?:back|again) (?:later|after|right)|in its place|"
    r"waits? (?:until|for)|Running is off|Running pauses|"
    r"medical (?:help|advice)|cancelled|Everything stops|Stopped\.|Paused|start from the beginning|Let’s go through",
    re.I,
)
WAIT = ("seen", "cleared", "paused", "stopped", "declined")
ANOTHER_HOUR = re.compile(
    r"Shall I ask it at|(?:another|different|other|later) (?:hour|time)|in the evening instead|at which hour",
    re.I,
)
DAYS_WITHOUT_ASKING = 11
DAYS_WITHOUT_MOOD = 21  # every second weekly check: two weeks, and one more where the day was full
SHORTEST_ACTIVE = 4  # she answers at least so often: then the coach can ask her
NO_ASKING = ("pause", "stop")
USEFUL = re.compile(
    r"Today’s foundations|breathing|What you can do today|time for the readiness tests|medical", re.I
)
NOT_YET = ("First, what", "Hello", "To coach you", "And any", "Your weekly", "On the days")


def no_message_that_asks_follows_another(facts: Facts) -> Iterator[Complaint]:
    """Unless it is the same question again, or the earlier one was said to be over, or its day has passed."""
    open_: tuple[int, Entry, Topic] | None = None
    answered = _answered(facts)
    for index, entry in enumerate(facts.entries):
        if entry.kind != "bot" or entry.edited:
            continue
        topic = topic_of(entry.text, entry.buttons)
        if topic is None or topic.name in ("open", "done"):  # ways to something, no question
            continue
        if open_ is not None and _still_open(facts, open_, index, answered) and _another(open_, entry, topic):
            why = f"{open_[2].name} of {open_[1].at:%a %H:%M} is still open, and {topic.name} is asked"
            if entry.pushed:
                yield Complaint(
                    rule="no_message_that_asks_follows_another", at=entry.at, why=why, quote=entry.text
                )
        if topic.name not in WAIT:
            open_ = (index, entry, topic)


def one_turn_asks_one_thing(facts: Facts) -> Iterator[Complaint]:
    """Between two words of hers in a talk, no two different questions come at the same instant."""
    last: tuple[Entry, Topic] | None = None
    for entry in facts.entries:
        if entry.hers or entry.kind == "looks":
            last = None
        if entry.kind != "bot" or entry.edited:
            continue
        topic = topic_of(entry.text, entry.buttons)
        if topic is None or topic.name == "done":
            continue
        if last is not None and last[0].at == entry.at and last[0].text != entry.text:
            why = f"{last[1].name} and {topic.name} at the same instant"
            yield Complaint(rule="one_turn_asks_one_thing", at=entry.at, why=why, quote=entry.text)
        last = (entry, topic)


def every_question_can_be_answered_until_it_is_over(facts: Facts) -> Iterator[Complaint]:
    for index, toast in facts.refused.items():
        entry = facts.entries[index]
        shown = facts.messages.get(entry.message, [])
        if not shown or entry.topic == "open":
            continue
        between = range(shown[-1] + 1, index)
        over = any(facts.entries[i].kind == "bot" and OVER.search(facts.entries[i].text) for i in between)
        answered = any(t.topic == entry.topic and shown[-1] < t.index < index for t in facts.told)
        if over or answered:
            continue
        why = f"[{entry.text}] under {entry.topic} of {facts.entries[shown[-1]].at:%a %d %b %H:%M}: {toast.text}"
        rule = "every_question_can_be_answered_until_it_is_over"
        yield Complaint(rule=rule, at=entry.at, why=why, quote=facts.entries[shown[-1]].text)


def every_word_of_hers_gets_an_answer(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        if not entry.hers:
            continue
        for after in facts.entries[index + 1 :]:
            if after.kind in ("bot", "toast", "file") and after.at - entry.at < timedelta(minutes=1):
                break
            if after.hers or after.at - entry.at >= timedelta(minutes=1):
                rule = "every_word_of_hers_gets_an_answer"
                yield Complaint(rule=rule, at=entry.at, why="nothing came back", quote=entry.text)
                break


def what_is_announced_is_shown(facts: Facts) -> Iterator[Complaint]:
    """“Here is where we are now” shows it; no push says only that there is news."""
    rule = "what_is_announced_is_shown"
    for index, entry in enumerate(facts.entries):
        if "Here is where we are now" in entry.text:
            after = facts.entries[index + 1 : index + 3]
            if not any(later.kind == "bot" and later.at == entry.at for later in after):
                yield Complaint(rule=rule, at=entry.at, why="and nothing is shown", quote=entry.text)
        if entry.pushed and entry.text.strip() == "There is news about your plan.":
            yield Complaint(rule=rule, at=entry.at, why="no news is told", quote=entry.text)


def late_mornings_bring_the_offer_of_another_hour(facts: Facts) -> Iterator[Complaint]:
    """R-DAY-3: after three answers later than a day."""
    late = [
        s.morning_at
        for s in facts.sessions
        if s.morning_at and s.morning_at - s.told_at > timedelta(hours=clinical.LATE_H)
    ]
    if len(late) <= clinical.LATE_ANSWERS:
        return
    offered = any(e.kind == "bot" and ANOTHER_HOUR.search(e.text) for e in facts.entries)
    if not offered:
        rule = "late_mornings_bring_the_offer_of_another_hour"
        yield Complaint(rule=rule, at=late[-1], why=f"{len(late)} came later than {clinical.LATE_H} h")


def sleep_is_asked_about_every_week(facts: Facts) -> Iterator[Complaint]:
    yield from _asked_often(facts, ("sleep",), DAYS_WITHOUT_ASKING, "sleep_is_asked_about_every_week")


def mood_is_asked_about_every_two_weeks(facts: Facts) -> Iterator[Complaint]:
    yield from _asked_often(facts, ("mood",), DAYS_WITHOUT_MOOD, "mood_is_asked_about_every_two_weeks")


def something_useful_comes_within_fifteen_answers(facts: Facts) -> Iterator[Complaint]:
    number = answers_before_useful(facts)
    if number > clinical.FIRST_ANSWERS:
        at = facts.entries[0].at
        yield Complaint(
            rule="something_useful_comes_within_fifteen_answers", at=at, why=f"after {number} answers"
        )


def a_good_day_costs_three_taps(facts: Facts) -> Iterator[Complaint]:
    """Two in the evening, one in the morning, after a run without anything to tell."""
    evening, morning = clinical.GOOD_DAY_TAPS
    for session in facts.sessions:
        if session.symptoms or session.pain or not session.whole or session.something:
            continue
        if session.evening_taps > evening or session.morning_taps > morning:
            why = f"{session.evening_taps} and {session.morning_taps} for the session of {session.day:%d %b}"
            yield Complaint(rule="a_good_day_costs_three_taps", at=session.told_at, why=why)


def answers_before_useful(facts: Facts) -> int:
    """How many questions she answered before the first thing that she can use."""
    answered: set[int] = set()
    for entry in facts.entries:
        if entry.kind == "bot" and USEFUL.search(entry.text) and not entry.text.startswith(NOT_YET):
            break
        if entry.kind in ("tap", "type") and entry.message:
            answered.add(entry.message)
    return len(answered)


def _answered(facts: Facts) -> dict[int, int]:
    """Which message she answered, at which entry."""
    answered: dict[int, int] = {}
    for index, entry in enumerate(facts.entries):
        if entry.hers and entry.message and index not in facts.refused:
            answered.setdefault(entry.message, index)
    return answered


def _still_open(facts: Facts, one: tuple[int, Entry, Topic], now: int, answered: dict[int, int]) -> bool:
    index, entry, _ = one
    if answered.get(entry.message, now) < now:
        return False
    between = facts.entries[index + 1 : now + 1]
    if any(later.hers and not later.message for later in between):
        return False  # she typed or used a command: what follows answers that
    return not any(later.kind == "bot" and OVER.search(later.text) for later in between)


def _another(one: tuple[int, Entry, Topic], entry: Entry, topic: Topic) -> bool:
    _, earlier, before = one
    if before.family == topic.family or before.name == "open":
        return False
    return before.name not in ("day", "offer") or earlier.at.date() == entry.at.date()


def _asked_often(facts: Facts, topics: tuple[str, ...], most: int, rule: str) -> Iterator[Complaint]:
    """While she answers, and nothing of hers stopped it, the question comes at least every so many days.

    A weekly check that she began counts: it may end early with something graver.
    """
    asked = [e.at for e in facts.entries if e.kind == "bot" and _topic(e) in topics]
    begun = [told.at for told in facts.answers("week")]
    if not asked:
        return
    times = _answering_times(facts)
    for now in times:
        known = [at for at in asked if at <= now]
        if not known:
            continue
        week = max((at for at in begun if at <= now), default=known[-1])
        since = max(known[-1], week) if topics == ("sleep",) else known[-1]
        between = [at for at in times if since <= at <= now]
        seldom = max((later - earlier for earlier, later in pairwise(between)), default=timedelta())
        ended_early = any(
            t.value and since < t.at <= now for t in facts.answers("daily", "noticed", "energy")
        )
        longer = timedelta(days=clinical.SLEEP_EVERY_DAYS if topics == ("mood",) and ended_early else 0)
        if now - since > timedelta(days=most) + longer + seldom and _steady(times, now, most):
            yield Complaint(rule=rule, at=now, why=f"not since {since:%d %b}, {(now - since).days} days")
            return


def _topic(entry: Entry) -> str:
    topic = topic_of(entry.text, entry.buttons)
    return topic.name if topic else ""


def _answering_times(facts: Facts) -> list[datetime]:
    """When she answered questions; times of a pause, a stop, a hold are left out."""
    times: list[datetime] = []
    stopped = False
    for index, entry in enumerate(facts.entries):
        if entry.kind == "unblocks":
            times.clear()
        if not entry.hers:
            continue
        if entry.topic in NO_ASKING and entry.text not in ("Don’t pause", "No"):
            stopped = True
        if entry.text.startswith(("/resume", "/start")) or entry.text in ("Resume", "I’m back"):
            stopped = False
            times.clear()
        if not stopped and index not in facts.refused and entry.topic not in ("open", ""):
            times.append(entry.at)
    return [] if stopped else times


def _steady(active: list[datetime], now: datetime, days: int) -> bool:
    """She answered at least every few days in all that time."""
    begin = now - timedelta(days=days)
    times = [at for at in active if begin <= at <= now]
    stops = [begin, *times, now]
    return all(later - earlier <= timedelta(days=SHORTEST_ACTIVE) for earlier, later in pairwise(stops))


RULES = (
    no_message_that_asks_follows_another,
    one_turn_asks_one_thing,
    every_question_can_be_answered_until_it_is_over,
    every_word_of_hers_gets_an_answer,
    what_is_announced_is_shown,
    late_mornings_bring_the_offer_of_another_hour,
    sleep_is_asked_about_every_week,
    mood_is_asked_about_every_two_weeks,
    something_useful_comes_within_fifteen_answers,
    a_good_day_costs_three_taps,
)
