"""Simulates people for load tests: plays a healthy person through the real dialogue, from /start until an instant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from flows import codec, session
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import Day, well_answer
from flows.engine import open_question, step
from flows.rulebook.model import RuleBook
from flows.schedule import Alarm, next_alarm
from flows.session import Session
from flows.vocabulary import Ask, Commanded, Event, Said, Tapped, Woken

ANSWER_DELAY = timedelta(seconds=20)
TRAINED = timedelta(hours=9)  # from the morning's prompt to the evening's check
MAX_TURNS_PER_STATE = 50  # more mean that the dialogue makes no progress
SLOW_STATES = ("programme.offered",)


class NoAnswer(Exception):
    """The dialogue asks something whose question names no answer of a well person (`Question.sample`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """When the person writes /start, the time zone, the hour of the prompts and the training days."""

    begins: datetime
    zone: str
    hour: str
    days: tuple[str, ...]
    name: str = "Ana"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One line of a journal: the event and the decisions as JSON."""

    seq: int
    at: datetime
    event: str
    decisions: str


@dataclass(slots=True, kw_only=True)
class SimulatedPerson:
    """The simulated person's current state. `asked`: the last question shown."""

    session: Session
    journal: list[JournalEntry] = field(default_factory=list)
    wake: Alarm | None = None
    asked: Ask | None = None


def simulate(person: Profile, until: datetime, book: RuleBook) -> SimulatedPerson:
    """Plays the person up to that instant; raises `NoAnswer`."""
    life = SimulatedPerson(session=session.new(name=person.name, locale="en"))
    now = person.begins
    _turn(life, Commanded(name="start"), now, book)
    place, times, answers_at = "", 0, now
    while True:
        asked = open_question(life.session, now, book)
        wake = next_alarm(life.session, book)
        here = life.session.aside or life.session.state
        if here != place:
            place, times, answers_at = here, 0, now + (TRAINED if here in SLOW_STATES else ANSWER_DELAY)
        times += 1
        if times > MAX_TURNS_PER_STATE or (asked is None and wake is None):
            raise NoAnswer(here)
        if wake is not None and (asked is None or wake.at <= answers_at):
            now, event = max(now, wake.at), _woken(life.session)
        else:
            assert asked is not None
            now = max(now, answers_at)
            answers_at, event = now + ANSWER_DELAY, _answer(life.session, asked, person)
        if now > until:
            life.wake = wake
            return life
        _turn(life, event, now, book)


def _woken(at: Session) -> Event:
    return Woken(seq=at.seq)


def _turn(life: SimulatedPerson, event: Event, now: datetime, book: RuleBook) -> None:
    before = life.session
    result = step(before, event, now=now, book=book)
    if result.session is None or (result.session == before and not result.effects):
        raise NoAnswer(f"{before.aside or before.state}: {event}")
    life.session = result.session
    happened = json.dumps({type(event).__name__: asdict(event)}, ensure_ascii=False)
    decisions = codec.dumps(result.decisions)
    life.journal.append(JournalEntry(seq=result.session.seq, at=now, event=happened, decisions=decisions))
    life.asked = next((one for one in reversed(result.effects) if isinstance(one, Ask)), life.asked)


def _answer(at: Session, asked: Ask, person: Profile) -> Event:
    place = at.aside or at.state
    question = QUESTIONS[place]
    match place:
        case "onboarding.zone":
            return Said(text=person.zone)
        case "onboarding.hour":
            return Said(text=person.hour)
        case "onboarding.days":
            left = [day for day in person.days if day not in at.draft.chosen]
            return Tapped(seq=at.asked, option=left[0] if left else "done")
    answer = well_answer(question, [option.id for option in asked.options])
    if answer is None:
        raise NoAnswer(place)
    if isinstance(question.expects, Day):
        return Said(text=answer)
    return Tapped(seq=at.asked, option=answer)
