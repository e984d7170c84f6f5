"""What was said comes true: days, hours, silence; she can know what she waits for; a good life reaches its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts, Told
from tests.system.lives.judge.gates import born_on, tests_passed
from tests.system.lives.questions import topic_of
from tests.system.lives.record import Entry, dates_in

NEXT = re.compile(
    r"(?:[Nn]ext (?:run/walk|session|one)(?: is on|:)|plan begins on|next run is on|session is now on)"
    r"\s+(?P<rest>[^.\n]*)"
)
AHEAD = re.compile(
    r"at the earliest|Next try|next run/walk|next session|plan begins|begins on|starts on|[Uu]ntil \w+day"
    r"|I’ll write|come back on",
    re.I,
)
AGAIN = re.compile(r"I’ll write again at (\d\d):(\d\d)")
TOMORROW = re.compile(r"[Tt]omorrow morning I’ll ask|I’ll ask tomorrow morning|I’ll ask again tomorrow")
SILENCE = re.compile(
    r"I won’t (?:send prompts|send anything|write to you again|write until you do)|No prompts until you"
    r"|I’ll be quiet from here on|won’t hear from me|it stays quiet|You are paused\. I’ll write again on"
)
REASON = re.compile(r"sleep|slept|night|hours|because|rest|ill", re.I)
DAILY_STOPPED = re.compile(r"I’ll stop the daily messages")
UNTIL = re.compile(r"I’ll (?:write|ask|be back|come back)[^.]* on |until (?:then|\w+day)", re.I)
WHAT = re.compile(r"level|Running (?:is off|starts|begins)|run/walk|session|run", re.I)
DAYS_OF_SILENCE, DAYS_SHE_IS_SILENT = 10, 15
STEADY = re.compile(r"running steadily|last step of your plan")
HELD = (
    "off for now",
    "pauses here",
    "medical help",
    "medical advice",
    "should look at",
    "cancelled",
    "no sessions",
)
HER_NEWS = ("settings", "pause", "per_week", "days", "hour", "stop", "still", "place", "others")


def a_next_session_comes_on_the_day_that_was_said(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        match = NEXT.search(entry.text) if entry.kind == "bot" else None
        if match is None:
            continue
        named = dates_in(match["rest"], entry.at.date())
        if not named or named[0] > facts.entries[-1].at.date() - timedelta(days=1):
            continue
        if not _kept(facts, index, entry, named[0]):
            why = f"{named[0]:%a %d %b} was said, and nothing of a run came that day"
            rule = "a_next_session_comes_on_the_day_that_was_said"
            yield Complaint(rule=rule, at=entry.at, why=why, quote=match[0])


def no_past_day_is_said_to_come(facts: Facts) -> Iterator[Complaint]:
    for entry in facts.entries:
        if entry.kind != "bot":
            continue
        for line in re.split(r"\n|(?<=[.!?]) ", entry.text):
            if AHEAD.search(line):
                for named in dates_in(line, entry.at.date()):
                    if named < entry.at.date():
                        yield Complaint(
                            rule="no_past_day_is_said_to_come", at=entry.at, why=f"{named}", quote=line
                        )


def a_reminder_comes_at_the_minute_that_was_said(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        match = AGAIN.search(entry.text) if entry.kind == "bot" else None
        if match is None:
            continue
        due = datetime.combine(entry.at.date(), time(int(match[1]), int(match[2])), tzinfo=entry.at.tzinfo)
        within = (due - timedelta(minutes=1), due + timedelta(minutes=2))
        came = any(e.pushed and within[0] <= e.at <= within[1] for e in facts.entries[index:])
        hers = any(e.hers and e.at < due for e in facts.entries[index + 1 : index + 30])
        if not came and not hers:
            rule = "a_reminder_comes_at_the_minute_that_was_said"
            yield Complaint(rule=rule, at=entry.at, why=f"nothing came at {due:%H:%M}", quote=entry.text)


def tomorrow_morning_means_tomorrow_morning(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        if entry.kind != "bot" or not TOMORROW.search(entry.text):
            continue
        tomorrow = entry.at.date() + timedelta(days=1)
        following = [e for e in facts.entries[index + 1 :] if e.at.date() == tomorrow]
        if not following or tomorrow >= facts.entries[-1].at.date():
            continue
        if not any(e.kind == "bot" and (e.pushed or topic_of(e.text, e.buttons)) for e in following):
            rule = "tomorrow_morning_means_tomorrow_morning"
            yield Complaint(rule=rule, at=entry.at, why="nothing was asked", quote=entry.text)


def silence_that_was_promised_is_kept(facts: Facts) -> Iterator[Complaint]:
    """After “I won’t send prompts” nothing is pushed until she writes, or the day that was named has come."""
    promise: Entry | None = None
    until: date | None = None
    for entry in facts.entries:
        if entry.hers:
            promise = None
        if entry.pushed and promise is not None and (until is None or entry.at.date() < until):
            if "will be deleted" in entry.text:
                continue  # what the law of her data asks for
            why = f"on {promise.at:%d %b}: {promise.text[:80]}"
            yield Complaint(rule="silence_that_was_promised_is_kept", at=entry.at, why=why, quote=entry.text)
            promise = None
        if entry.kind == "bot" and SILENCE.search(entry.text):
            promise = entry
            named = dates_in(entry.text, entry.at.date())
            until = named[0] if named else None


def daily_messages_that_were_stopped_stay_away(facts: Facts) -> Iterator[Complaint]:
    """After “I’ll stop the daily messages” no prompt comes until she does something."""
    stopped: Entry | None = None
    for entry in facts.entries:
        if entry.hers:
            stopped = None
        topic = topic_of(entry.text, entry.buttons) if entry.pushed else None
        if stopped is not None and topic is not None and topic.name in ("day", "offer"):
            rule = "daily_messages_that_were_stopped_stay_away"
            yield Complaint(rule=rule, at=entry.at, why=f"stopped on {stopped.at:%d %b}", quote=entry.text)
        if entry.kind == "bot" and DAILY_STOPPED.search(entry.text):
            stopped = entry


def she_is_never_left_in_silence(facts: Facts) -> Iterator[Complaint]:
    """Where nothing promised silence: ten days while she is there; while she is silent herself, two weeks."""
    rule = "she_is_never_left_in_silence"
    heard: list[datetime] = []
    last = facts.entries[0].at
    silent = blocked = False
    for entry in (*facts.entries, Entry(at=facts.entries[-1].at, kind="end", pushed=True)):
        if entry.kind in ("blocks", "unblocks"):
            blocked, last = entry.kind == "blocks", entry.at
        if entry.hers:
            heard.append(entry.at)
            comes_back = entry.text.startswith(("/resume", "/start")) or entry.topic not in (
                "",
                "pause",
                "stop",
            )
            if silent and comes_back:
                silent, last = False, entry.at
        if entry.kind == "bot" and SILENCE.search(entry.text):
            silent = True
        if not entry.pushed:
            continue
        a_week_before, just_now = last - timedelta(days=7), entry.at - timedelta(minutes=5)
        there = any(a_week_before < at < just_now for at in heard[-60:])
        without = entry.at - last
        most = timedelta(days=DAYS_OF_SILENCE if there else DAYS_SHE_IS_SILENT)
        if without > most and not silent and not blocked:
            yield Complaint(rule=rule, at=entry.at, why=f"nothing for {without.days} days", quote=entry.text)
        last = entry.at


def a_walk_instead_of_a_run_says_why(facts: Facts) -> Iterator[Complaint]:
    """A walk in the place of a run names the sleep behind it, or whatever it is, and what would help."""
    for entry in facts.entries:
        if (
            entry.kind == "bot"
            and "takes the place of the run" in entry.text
            and not REASON.search(entry.text)
        ):
            rule = "a_walk_instead_of_a_run_says_why"
            yield Complaint(rule=rule, at=entry.at, why="no reason", quote=entry.text)


def today_names_what_she_waits_for(facts: Facts) -> Iterator[Complaint]:
    """Before the first run, /today names each thing that is missing, and a day."""
    rule = "today_names_what_she_waits_for"
    first = facts.offers[0].index if facts.offers else len(facts.entries)
    for index, entry in enumerate(facts.entries):
        if entry.kind != "command" or entry.text != "/today" or index > first:
            continue
        said = _reply(facts, index)
        if not said or facts.last("strength_weeks", before=index) is None:
            continue
        for missing, pattern in _missing(facts, index, entry.at.date()):
            if not re.search(pattern, said, re.I):
                yield Complaint(rule=rule, at=entry.at, why=f"{missing} is missing and not named", quote=said)


def today_says_what_comes_next(facts: Facts) -> Iterator[Complaint]:
    """In the plan /today names the session of today, a day, or what would help."""
    first = facts.offers[0].index if facts.offers else len(facts.entries)
    for index, entry in enumerate(facts.entries):
        if entry.kind != "command" or entry.text != "/today" or index <= first:
            continue
        said = _reply(facts, index)
        good = dates_in(said, entry.at.date()) or re.search(
            r"Today’s session|answer|question below|/resume|until|when you|write|tell me here", said
        )
        good = good or any(
            topic_of(e.text, e.buttons) for e in facts.entries[index + 1 : index + 4] if e.at == entry.at
        )
        if not said or not good:
            yield Complaint(
                rule="today_says_what_comes_next", at=entry.at, why="no day, no way on", quote=said
            )


def no_run_today_is_not_said_of_a_day_with_a_run(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        if entry.kind == "bot" and "No run today" in entry.text:
            day = entry.at.date()
            later = [o for o in facts.offers if o.index > index and o.day == day]
            if later:
                rule = "no_run_today_is_not_said_of_a_day_with_a_run"
                yield Complaint(rule=rule, at=entry.at, why=f"one at {later[0].at:%H:%M}", quote=entry.text)


def who_does_all_well_reaches_steady_running(facts: Facts) -> Iterator[Complaint]:
    """In about the weeks of her track: two more are for the calendar, a cold or a date that falls badly."""
    if not facts.record.well or not facts.offers:
        if facts.record.well:
            at = facts.entries[-1].at
            yield Complaint(
                rule="who_does_all_well_reaches_steady_running", at=at, why="no run was ever offered"
            )
        return
    first = facts.offers[0]
    per_week = facts.last("per_week")
    days = clinical.DAYS_A_LEVEL_OF_TWO if per_week and per_week.value == "Two" else clinical.DAYS_A_LEVEL
    half = any("BMI" in told.value for told in facts.answers("risks"))
    weeks = first.levels * days / 7 + 2 + (clinical.HALF_VOLUME_WEEKS if half else 0)
    told = [e for e in facts.entries if e.kind == "bot" and STEADY.search(e.text)]
    end = told[0].at if told else facts.entries[-1].at
    lasted = (end - first.at).days / 7
    if not told or lasted > weeks:
        reached = max(offer.level for offer in facts.offers)
        why = f"level {reached} of {first.levels} after {lasted:.0f} weeks; {weeks:.0f} are enough"
        yield Complaint(rule="who_does_all_well_reaches_steady_running", at=end, why=why)


def _kept(facts: Facts, index: int, entry: Entry, day: date) -> bool:
    for later in facts.entries[index + 1 :]:
        if later.at.date() > day:
            return False
        if later.kind in ("blocks",):
            return True
        if later.hers and (
            later.topic in HER_NEWS
            or later.text.startswith(("/pause", "/stop", "/settings", "/move", "/easier"))
        ):
            return True
        if later.kind == "bot" and (any(words in later.text for words in HELD) or SILENCE.search(later.text)):
            return True
        if later.kind == "bot" and DAILY_STOPPED.search(later.text):
            return True
        if later.kind == "bot" and NEXT.search(later.text) and later.at.date() < day:
            named = dates_in(NEXT.search(later.text)["rest"], later.at.date())  # type: ignore[index]
            if named and named[0] != day:
                return True  # said again, and that is looked at by itself
        if later.at.date() == day and later.kind == "bot":
            if "oday’s session" in later.text or "walk takes the place" in later.text:
                return True
            if "still here" in later.text:
                return True
    return day >= facts.entries[-1].at.date()


def _missing(facts: Facts, index: int, today: date) -> Iterator[tuple[str, str]]:
    born = born_on(facts, index)
    if born is not None and (today - born).days < clinical.FLOOR_DAYS:
        floor = born + timedelta(days=clinical.FLOOR_DAYS)
        yield "day 84", rf"{floor.day} {floor:%B}"
    weeks = facts.last("strength_weeks", before=index)
    done = int(weeks.value) + (today - weeks.at.date()).days // 7 if weeks and weeks.value.isdigit() else 0
    if done < clinical.STRENGTH_WEEKS:
        yield "strength", r"\bstrength\b.*week|week.*\bstrength\b"
    if not tests_passed(facts, index).keys() >= clinical.TESTS.keys():
        yield "the tests", r"\btests?\b"
    for topic, words in (("postnatal_check", r"\bcheck\b"), ("wounds", r"wound|scar|heal")):
        told: Told | None = facts.last(topic, before=index)
        if told is not None and told.value == "No":
            yield topic, words


def _reply(facts: Facts, index: int) -> str:
    texts = []
    for entry in facts.entries[index + 1 :]:
        if entry.hers or entry.at - facts.entries[index].at > timedelta(minutes=1):
            break
        if entry.kind == "bot":
            texts.append(entry.text)
    return "\n".join(texts)


RULES = (
    a_next_session_comes_on_the_day_that_was_said,
    no_past_day_is_said_to_come,
    a_reminder_comes_at_the_minute_that_was_said,
    tomorrow_morning_means_tomorrow_morning,
    silence_that_was_promised_is_kept,
    daily_messages_that_were_stopped_stay_away,
    she_is_never_left_in_silence,
    a_walk_instead_of_a_run_says_why,
    today_names_what_she_waits_for,
    today_says_what_comes_next,
    no_run_today_is_not_said_of_a_day_with_a_run,
    who_does_all_well_reaches_steady_running,
)
