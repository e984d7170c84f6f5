"""What she chose and what she mended: it holds, it is decided again, and each thing that was announced comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts, Offer
from tests.system.lives.questions import topic_of
from tests.system.lives.record import Entry, dates_in

STAYS = re.compile(r"You stay at level (\d+) until ([^.]*?) at least")
A_WEEK = re.compile(r"It is (\d) sessions a week from now on")
ON_TRACK = re.compile(r"You are on the (\d+)-week plan now")
CHANGES = (
    "per_week",
    "days",
    "easier",
    "easier_longer",
    "easier_track",
    "move",
    "pause",
    "hour",
    "fix",
    "proposal",
)
PORTION = re.compile(r"(?:I have|I’ll ask|if you like:) (?:up to )?(\d+|one) short questions?")
FROM = re.compile(r"Level (\d+), from ([^:\n]*?) at the earliest")
END = re.compile(r"On ([^.\n]*?) at the earliest you run")
PAUSED_UNTIL = re.compile(r"I’ll write again on (?P<day>[^.]*?) at (?P<hour>\d\d):(?P<minute>\d\d)")
CORRECTED = re.compile(r"that is corrected|I’ve decided again|Thank you", re.I)
NOTHING_BACK = "There is nothing to take back"
MILESTONES = (
    re.compile(r"That was your first run"),
    re.compile(r"That’s your first week of running done"),
    re.compile(r"in one go\. At the start it was"),
    re.compile(r"past half-way through your levels"),
    re.compile(r"\d+ days of running without symptoms"),
    re.compile(r"last step of your plan"),
)


def a_level_that_she_made_easier_holds(facts: Facts) -> Iterator[Complaint]:
    """Longer at a level, fewer sessions, a slower track: as it was said, until she chooses otherwise."""
    rule = "a_level_that_she_made_easier_holds"
    for index, entry in enumerate(facts.entries):
        if entry.kind != "bot":
            continue
        offers = _until_another_choice(facts, index)
        if match := STAYS.search(entry.text):
            named = dates_in(match[2], entry.at.date())
            for offer in offers:
                if named and offer.day < named[0] and offer.level > int(match[1]):
                    yield Complaint(rule=rule, at=offer.at, why=f"level {offer.level}", quote=entry.text)
        if match := A_WEEK.search(entry.text):
            days = sorted({offer.day for offer in offers})
            for first, last in zip(days, days[int(match[1]) :], strict=False):
                if (last - first).days < 7:
                    yield Complaint(
                        rule=rule, at=entry.at, why=f"more from {first:%d %b} on", quote=entry.text
                    )
        if match := ON_TRACK.search(entry.text):
            for offer in offers[:1]:
                if offer.levels != int(match[1]):
                    yield Complaint(
                        rule=rule, at=offer.at, why=f"a level of {offer.levels}", quote=entry.text
                    )


def a_week_of_runs_grows_within_the_cap(facts: Facts) -> Iterator[Complaint]:
    """D-4: the seconds of seven days in a row, whatever the number of sessions, against the best such week before."""
    done: list[tuple[date, int]] = []
    sessions = list(facts.sessions)
    best = 0
    for offer in facts.first_offers():
        while sessions and sessions[0].index < offer.index:
            one = sessions.pop(0)
            if one.how == "A run of her own":
                continue
            done.append((one.day, sum(one.runs)))
            best = max(best, sum(ran for day, ran in done if 0 <= (one.day - day).days < 7))
        if not done or (offer.day - done[0][0]).days < 14:
            continue  # the first weeks have no whole week before them
        if offer.level == 1:
            continue  # nothing is easier
        now = sum(ran for day, ran in done if 0 < (offer.day - day).days < 7) + offer.seconds
        cap = clinical.WEEKLY_RISE[offer.levels]
        if best and now > best * (1 + cap) + 0.5:
            yield Complaint(
                rule="a_week_of_runs_grows_within_the_cap",
                at=offer.at,
                why=f"{now} s in seven days, {best} s in the best week before: over {cap:.0%}",
                quote=offer.entry.text.split("\n")[0],
            )


def a_portion_asks_as_many_as_was_said(facts: Facts) -> Iterator[Complaint]:
    """At most five, and never more than the number that was said."""
    rule = "a_portion_asks_as_many_as_was_said"
    for index, entry in enumerate(facts.entries):
        match = PORTION.search(entry.text) if entry.kind == "bot" and not entry.edited else None
        if match is None:
            continue
        said = 1 if match[1] == "one" else int(match[1])
        asked: set[str] = set()
        for later in facts.entries[index:]:
            topic = topic_of(later.text, later.buttons) if later.kind == "bot" and not later.edited else None
            another = later is not entry and PORTION.search(later.text)
            if later.kind == "looks" or another or (topic is not None and topic.family not in _PORTIONED):
                break
            if (
                topic is not None and topic.name != "portion"
            ):  # the message that announces them asks none of them
                asked.add(later.text.split("\n\n")[-1])
        if len(asked) > said or said > clinical.PORTION:
            yield Complaint(
                rule=rule, at=entry.at, why=f"{len(asked)} were asked, {said} said", quote=entry.text
            )


_PORTIONED = ("screening", "onboarding")


def the_days_of_the_plan_come_true(facts: Facts) -> Iterator[Complaint]:
    """No level comes before the day that /plan named; to her who does all well it comes on that very day."""
    rule = "the_days_of_the_plan_come_true"
    for index, entry in enumerate(facts.entries):
        if entry.kind != "bot" or "-week plan" not in entry.text:
            continue
        offers = _until_another_choice(facts, index)
        named = [(int(level), words) for level, words in FROM.findall(entry.text)]
        if offers:
            named += [(offers[0].levels, words) for words in END.findall(entry.text)]
        for level, words in named:
            days = dates_in(words, entry.at.date())
            of_today = [offer for offer in facts.first_offers() if offer.day == entry.at.date()]
            first = next((offer for offer in (*of_today, *offers) if offer.level == level), None)
            if not days or first is None:
                continue
            late = facts.record.well and first.day > days[0]
            if first.day < days[0] or late:
                why = f"level {level} came on {first.day:%a %d %b}, {days[0]:%a %d %b} was said"
                yield Complaint(rule=rule, at=entry.at, why=why, quote=entry.text)


def a_pause_ends_on_the_day_that_was_said(facts: Facts) -> Iterator[Complaint]:
    """Who named a day hears from the coach on that day, at her hour, if she has not written before."""
    for index, entry in enumerate(facts.entries):
        match = PAUSED_UNTIL.search(entry.text) if entry.kind == "bot" else None
        if match is None:
            continue
        named = dates_in(match["day"], entry.at.date())
        if not named:
            continue
        hour = time(int(match["hour"]), int(match["minute"]))
        due = datetime.combine(named[0], hour, tzinfo=entry.at.tzinfo)
        later = facts.entries[index + 1 :]
        if due > facts.entries[-1].at or any(e.hers or e.kind == "blocks" for e in later if e.at < due):
            continue
        if not any(e.pushed and abs(e.at - due) <= timedelta(minutes=2) for e in later):
            rule = "a_pause_ends_on_the_day_that_was_said"
            yield Complaint(
                rule=rule, at=entry.at, why=f"nothing came on {due:%d %b %H:%M}", quote=entry.text
            )


def a_run_told_later_has_its_check(facts: Facts) -> Iterator[Complaint]:
    for session in facts.sessions:
        if not session.told_later:
            continue
        soon = session.told_at + timedelta(hours=clinical.LATE_H)
        asked = [
            topic.name
            for entry in facts.entries[session.index :]
            if entry.kind == "bot" and entry.at <= soon
            if (topic := topic_of(entry.text, entry.buttons)) is not None and topic.family == "session"
        ]
        if not {"good_day", "good_since", "why_partly", "pain"} & set(asked):
            rule = "a_run_told_later_has_its_check"
            yield Complaint(rule=rule, at=session.told_at, why=f"the run of {session.day:%d %b}")


def a_corrected_answer_is_decided_again(facts: Facts) -> Iterator[Complaint]:
    """What she takes back or adds in /correct is answered with what it means."""
    for told in facts.told:
        if not told.topic.startswith("fix_"):
            continue
        after = _reply(facts, told.index)
        if not any(CORRECTED.search(e.text) or topic_of(e.text, e.buttons) for e in after):
            rule = "a_corrected_answer_is_decided_again"
            yield Complaint(rule=rule, at=told.at, why=f"{told.topic}: nothing was said of it")


def one_back_asks_what_was_asked_before(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        if entry.kind != "command" or entry.text != "/back":
            continue
        before = {_asked(e) for e in facts.entries[max(0, index - 30) : index] if e.kind == "bot"}
        said = _reply(facts, index)
        if not any(NOTHING_BACK in e.text or _asked(e) in before - {""} for e in said):
            quote = said[0].text if said else ""
            yield Complaint(
                rule="one_back_asks_what_was_asked_before", at=entry.at, why="another thing came", quote=quote
            )


def each_thing_reached_is_said_once(facts: Facts) -> Iterator[Complaint]:
    """A warm line each, once; all of them where all goes well, as the track allows."""
    rule = "each_thing_reached_is_said_once"
    said = [e for e in facts.entries if e.kind == "bot" and not e.edited]
    for pattern in MILESTONES:
        found = [e for e in said if pattern.search(e.text)]
        if len(found) > 1:
            yield Complaint(rule=rule, at=found[1].at, why=f"{len(found)} times", quote=found[1].text)
        if facts.record.well and not found:
            yield Complaint(rule=rule, at=facts.entries[-1].at, why=f"never said: {pattern.pattern}")


def the_buttons_of_the_day_change_it(facts: Facts) -> Iterator[Complaint]:
    """[Only 10 minutes] makes the day shorter, and longer again; [Show me how] says how each thing is done."""
    rule = "the_buttons_of_the_day_change_it"
    for index, entry in enumerate(facts.entries):
        if entry.topic != "day" or entry.text not in ("Only 10 minutes", "Show me how"):
            continue
        shown = [facts.entries[i].text for i in facts.messages[entry.message] if i < index]
        after = [e.text for e in _reply(facts, index) if e.message == entry.message]
        shorter = sum(
            e.text == "Only 10 minutes"
            for e in facts.hers_between(0, index + 1)
            if e.message == entry.message
        )
        good = after and (
            len(after[0]) > len(shown[-1])
            if entry.text == "Show me how" or shorter % 2 == 0
            else "2 minutes of breathing" in after[0] or "Breathing, 2 minutes" in after[0]
        )
        if not good:
            yield Complaint(
                rule=rule, at=entry.at, why=f"after [{entry.text}]", quote=after[0] if after else ""
            )


def _until_another_choice(facts: Facts, index: int) -> list[Offer]:
    """The offers after this, the first of each day, until she chooses something that changes her days or levels."""
    end = next((t.index for t in facts.told if t.index > index and t.topic in CHANGES), len(facts.entries))
    return [offer for offer in facts.first_offers() if index < offer.index < end]


def _reply(facts: Facts, index: int) -> list[Entry]:
    """What came back at once."""
    found = []
    for entry in facts.entries[index + 1 :]:
        if entry.hers or entry.at - facts.entries[index].at > timedelta(minutes=1):
            break
        if entry.kind == "bot":
            found.append(entry)
    return found


def _asked(entry: Entry) -> str:
    return entry.text.split("\n\n")[-1] if topic_of(entry.text, entry.buttons) else ""


RULES = (
    a_level_that_she_made_easier_holds,
    a_week_of_runs_grows_within_the_cap,
    a_portion_asks_as_many_as_was_said,
    the_days_of_the_plan_come_true,
    a_pause_ends_on_the_day_that_was_said,
    a_run_told_later_has_its_check,
    a_corrected_answer_is_decided_again,
    one_back_asks_what_was_asked_before,
    each_thing_reached_is_said_once,
    the_buttons_of_the_day_change_it,
)
