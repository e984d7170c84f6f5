"""What a record says: the runs that were offered, the sessions she told of, her answers, and what stopped her.

Reads only entries. An answer that the coach refused ("That button is from earlier") was not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.system.lives import clinical
from tests.system.lives.questions import GOOD_DAY, GOOD_MORNING, GOOD_SINCE, OFFER, TOPICS, topic_of
from tests.system.lives.record import Entry, Record, dates_in

REFUSED = re.compile(r"That button is from earlier|that question is over|no longer open", re.I)
_LEVEL = re.compile(r"oday’s session.* \(level (\d+) of (\d+)\)")
_PART = re.compile(r"(?:(\d+) min)?(?: ?(\d+) s)?")
_INTERVALS = re.compile(r"(\d+) × ((?:\d+ min ?)?(?:\d+ s)?) run")
_MIXED = re.compile(r"run (\d[^,]*(?:, \d[^,]*)*), with .* walk between")
_STEADY = re.compile(r"((?:\d+ min ?)?(?:\d+ s)?) of easy, steady running")
_MOVED_UP = re.compile(r"move up to level (\d+)")
_NOTHING = ("None of these", "All well", "All fine", "None")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing that the judge did not accept, with what was read at that moment."""

    rule: str
    at: datetime
    why: str
    quote: str = ""

    def __str__(self) -> str:
        quote = " | ".join(self.quote.strip().split("\n"))[:300]
        return f"{self.rule}: {self.at:%a %d %b %H:%M}: {self.why}" + (f" «{quote}»" if quote else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A run as it was offered to her."""

    entry: Entry
    index: int
    level: int
    levels: int
    runs: tuple[int, ...]

    @property
    def at(self) -> datetime:
        return self.entry.at

    @property
    def day(self) -> date:
        return self.entry.at.date()

    @property
    def seconds(self) -> int:
        return sum(self.runs)


@dataclass(slots=True, kw_only=True)
class Session:
    """A session she told of."""

    day: date
    level: int
    levels: int
    runs: tuple[int, ...]
    told_at: datetime
    index: int
    how: str
    share: str = ""
    signs: set[str] = field(default_factory=set)
    morning: set[str] = field(default_factory=set)
    pain: int = 0
    where: str = ""
    feels: str = ""
    before: int = 0
    longest: str = ""
    bleeding: str = ""
    illness: set[str] = field(default_factory=set)
    warning: set[str] = field(default_factory=set)
    fever: bool = False
    gone: bool = True
    something: bool = False
    words: str = ""
    morning_pain: int = 0
    morning_at: datetime | None = None
    told_later: bool = False
    evening_taps: int = 0
    morning_taps: int = 0

    @property
    def whole(self) -> bool:
        return self.how in ("I did it", "Yes, all of it", "All of it") or self.share == "Nearly all"

    @property
    def symptoms(self) -> bool:
        """Whether anything in her body was told, of the session itself."""
        return bool(
            self.signs
            or self.morning
            or self.pain > clinical.GREEN_PAIN
            or self.morning_pain > min(self.before, clinical.GREEN_PAIN)
            or self.illness & clinical.ILL
            or self.warning
            or self.words
            or self.bleeding in clinical.NOT_A_PERIOD
            or self.bleeding.startswith("Heavy")
            or not self.gone
        )

    @property
    def clean(self) -> bool:
        return self.whole and not self.symptoms and self.morning_at is not None

    @property
    def all_signs(self) -> set[str]:
        return self.signs | self.morning


@dataclass(slots=True, kw_only=True)
class Told:
    """An answer of hers, by topic, as it was accepted."""

    index: int
    at: datetime
    topic: str
    value: str


@dataclass(slots=True, kw_only=True)
class Facts:
    record: Record
    offers: list[Offer] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    refused: dict[int, Entry] = field(default_factory=dict)
    messages: dict[int, list[int]] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        return self.record.entries

    def first_offers(self) -> list[Offer]:
        """The first offer of each day."""
        days: dict[date, Offer] = {}
        for offer in self.offers:
            days.setdefault(offer.day, offer)
        return list(days.values())

    def answers(self, *topics: str, before: int | None = None) -> list[Told]:
        return [one for one in self.told if one.topic in topics and (before is None or one.index < before)]

    def last(self, topic: str, before: int | None = None) -> Told | None:
        found = self.answers(topic, before=before)
        return found[-1] if found else None

    def sessions_before(self, index: int) -> list[Session]:
        return [one for one in self.sessions if one.index < index]

    def hers_between(self, begin: int, end: int) -> Iterator[Entry]:
        return (entry for entry in self.entries[begin + 1 : end] if entry.hers)


def runs_in(text: str) -> tuple[int, ...]:
    """The runs that a session is made of, in seconds, as it is read."""
    if match := _INTERVALS.search(text):
        return (_duration(match[2]),) * int(match[1])
    if match := _MIXED.search(text):
        return tuple(_duration(part) for part in re.split(r", | \+ | and ", match[1]))
    if match := _STEADY.search(text):
        return (_duration(match[1]),)
    return ()


def _duration(words: str) -> int:
    match = _PART.fullmatch(words.strip())
    return 0 if match is None else int(match[1] or 0) * 60 + int(match[2] or 0)


def read(record: Record) -> Facts:
    """The whole record, once through."""
    return _Reader(record).facts()


class _Reader:
    def __init__(self, record: Record) -> None:
        self.out = Facts(record=record)
        self.ticks: dict[int, set[str]] = {}
        self.current: Session | None = None
        self.logged: date | None = None  # of which day she tells with /log
        self.total = 0  # the seconds of a run of her own

    def facts(self) -> Facts:
        for index, entry in enumerate(self.out.entries):
            if entry.kind == "bot":
                self.out.messages.setdefault(entry.message, []).append(index)
                self._offer(index, entry)
            elif entry.hers:
                self._hers(index, entry)
        return self.out

    def _offer(self, index: int, entry: Entry) -> None:
        match = _LEVEL.search(entry.text)
        if match is None or "I did it" not in entry.buttons or entry.edited:
            return
        offer = Offer(
            entry=entry, index=index, level=int(match[1]), levels=int(match[2]), runs=runs_in(entry.text)
        )
        self.out.offers.append(offer)

    def _hers(self, index: int, entry: Entry) -> None:
        for after in self.out.entries[index + 1 : index + 8]:
            if after.hers:
                break
            if after.kind == "toast" and REFUSED.search(after.text):
                self.out.refused[index] = after
                return
        if entry.text == "/back" and self.current is not None:
            self.current.evening_taps -= 1  # an answer that she takes back costs her nothing
        if not entry.message or not entry.topic:
            return
        question = self.out.entries[self.out.messages[entry.message][-1]]
        value = entry.text
        if {"That’s all", "None of these"} & set(question.buttons) and entry.topic in _MANY:
            first = self.out.entries[self.out.messages[entry.message][0]]
            ticked = {label.removeprefix("✓ ") for label in first.buttons if label.startswith("✓ ")}
            ticks = self.ticks.setdefault(entry.message, ticked)
            words = {one.strip() for one in value.split(", ")}
            if value not in ("That’s all", *_NOTHING):
                ticks ^= words
                if entry.kind == "tap":
                    self._taps(entry)
                return
            value = "" if value in _NOTHING else ", ".join(sorted(ticks))
            ticks.clear()
        self.out.told.append(Told(index=index, at=entry.at, topic=entry.topic, value=value))
        self._taps(entry)
        self._session(index, entry, question, value)

    def _taps(self, entry: Entry) -> None:
        session = self.current
        if session is None or _FAMILY.get(entry.topic) != "session":
            return
        if entry.at.date() == session.told_at.date():
            session.evening_taps += 1
        elif entry.topic in _MORNING:
            session.morning_taps += 1

    def _session(self, index: int, entry: Entry, question: Entry, value: str) -> None:
        if entry.topic in ("offer", "yesterday"):
            self._begins(index, entry, question, value)
            return
        if entry.topic in ("log_day", "log_total", "log_longest", "how_much_of_it") and self._later(
            index, entry, value
        ):
            return
        session = self.current
        if session is None:
            return
        signs = {one for one in value.split(", ") if one} if value not in _NOTHING else set()
        match entry.topic:
            case "how_much":
                session.share = value
            case "signs":
                session.signs |= signs - {"Something", "All well"}
            case "good_day":
                session.something = session.something or value == "Something"
            case "good_morning" | "good_since":
                session.something = session.something or value == "Something"
                if value != "Something":
                    session.morning_at = entry.at
            case "pain":
                session.pain = int(value)
            case "pain_where":
                session.where = value
            case "pain_kind":
                session.feels = value
            case "pain_before":
                session.before = int(value)
            case "longest":
                session.longest = value
            case "bleeding":
                session.bleeding = value
            case "illness":
                session.illness |= signs
            case "warning":
                session.warning |= signs
            case "fever":
                session.fever = value == "Yes"
            case "anything" if entry.kind == "type" and value not in ("Nothing else", "I feel ill"):
                session.words = value
                if re.search(r"\bleak", value, re.I):
                    session.signs.add("Leaking urine")
            case "how_much_of_it":
                session.how, session.share = ("I did it", "") if value == "All of it" else ("Partly", value)
            case "fix_signs":
                session.signs = signs
            case "fix_ill":
                session.illness = signs
            case "fix_morning_signs":
                session.morning = signs
            case "settled" | "fix_settled":
                session.gone = value == "Yes"
            case "morning_pain" | "fix_morning_pain":
                session.morning_pain = int(value)
            case "morning_signs":
                session.morning |= signs
                session.morning_at = entry.at

    def _later(self, index: int, entry: Entry, value: str) -> bool:
        """A run that she tells of with /log: of which day, and how much."""
        if entry.topic == "log_day":
            named = dates_in(value, entry.at.date())
            self.logged = named[0] if named else None
        elif entry.topic == "log_total":
            self.total = int(value.split(" ")[0]) * 60
        elif self.logged is not None and self.out.offers:
            last = self._decided(self.out.offers[-1], index)
            how, share, runs = value, value, last.runs
            if entry.topic == "log_longest":
                longest = _duration(value)
                within = self.total <= last.seconds and longest <= max(last.runs)
                how = "All of it" if within and self.total >= last.seconds * 0.9 else "A run of her own"
                share, runs = "", runs if how == "All of it" else (longest, self.total - longest)
            self.current = Session(
                day=self.logged,
                level=last.level,
                levels=last.levels,
                runs=runs,
                told_at=entry.at,
                index=index,
                how=how,
                share=share,
                told_later=True,
            )
            self.out.sessions.append(self.current)
            self.logged = None
        else:
            return False
        return True

    def _decided(self, offer: Offer, index: int) -> Offer:
        """The session of her level: the last one offered, or the one that was said to come since."""
        for entry in self.out.entries[offer.index : index]:
            if entry.kind == "bot" and (match := _MOVED_UP.search(entry.text)):
                runs = runs_in(entry.text)
                offer = Offer(entry=entry, index=index, level=int(match[1]), levels=offer.levels, runs=runs)
        return offer

    def _begins(self, index: int, entry: Entry, question: Entry, value: str) -> None:
        if value in ("Not today", "Later", "No"):
            return
        day = question.at.date()
        if entry.topic == "yesterday":
            named = dates_in(question.text, day)
            day = named[0] if named else day
        offers = [offer for offer in self.out.offers if offer.day == day]
        if not offers:
            return
        if any(session.day == day for session in self.out.sessions):
            return
        last = offers[-1]
        self.current = Session(
            day=day,
            level=last.level,
            levels=last.levels,
            runs=last.runs,
            told_at=entry.at,
            index=index,
            how=value,
        )
        self.current.evening_taps = 1
        self.out.sessions.append(self.current)


_FAMILY = {topic.name: topic.family for topic in (*TOPICS, GOOD_DAY, GOOD_SINCE, GOOD_MORNING, OFFER)}
_MANY = ("days", "emergency", "same_day", "conditions", "daily", "still_daily", "noticed", "risks", "energy", "warning",
         "signs", "illness", "morning_signs", "test_felt", "test_morning_signs", "since_emergency", "fix_signs",
         "fix_ill", "fix_morning_signs")  # fmt: skip
_MORNING = ("good_since", "settled", "morning_pain", "morning_signs", "good_morning")


def asks(entry: Entry) -> bool:
    """Whether a message asks her something that is not only a way to something else."""
    return topic_of(entry.text, entry.buttons) is not None
