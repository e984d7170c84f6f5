"""Runs one turn from end to end: load the session, let the core decide, commit all that follows in one transaction.

A bug in the core never costs her an answer: her session stays as it was, she is told calmly and asked again, and the
log says where, not what.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot import documents
from bot.admission import EVERYBODY, Admission
from bot.clock import Clock
from bot.documents import DocumentFile
from bot.documents.context import DocumentContext
from bot.monitoring import metrics
from bot.monitoring.health_checks import TurnHealth
from bot.monitoring.logs import error_location
from bot.origin import NO_ORIGIN, EventOrigin
from bot.rendering.calls import RenderContext, to_api_calls
from bot.rendering.texts import Renderer
from bot.session_cache import SessionCache
from flows import codec, engine, session, upcasters
from flows.dialogue.consent import has_agreed, stored_part
from flows.engine import Step, open_question, wants_place
from flows.hearing.normalize import normalize
from flows.rulebook.model import RuleBook
from flows.schedule import next_alarm
from flows.session import Session
from flows.vocabulary import (
    Blocked,
    ClearJournal,
    Commanded,
    Document,
    Effect,
    Event,
    Literal,
    Returned,
    Said,
    Say,
    Tapped,
    Text,
    Woken,
    text,
)
from storage.outbox.enqueue import SendSlot
from storage.people.store import Store
from storage.records import EMERGENCY, STRANGER, Message, NewJournalEntry, TurnResult

log = structlog.get_logger(__name__)
RETRY_ALARM_AFTER = timedelta(hours=1)
Handouts = Callable[[Document], DocumentFile]


class MessageSender(Protocol):
    """Sends what turns say: `bot/telegram/delivery/outbox_worker.py`."""

    def reserve_slot(self, *, prompt: bool) -> AbstractContextManager[SendSlot | None]:
        """A place for the first message of the turn inside, if there is one."""

    def turn_committed(self, turn: TurnResult) -> None:
        """This turn is committed, and has something to say."""


class NullSender:
    """A sender for turns whose messages another process will send."""

    def reserve_slot(self, *, prompt: bool) -> AbstractContextManager[SendSlot | None]:
        """None."""
        return nullcontext()

    def turn_committed(self, turn: TurnResult) -> None:
        """They wait in the outbox."""


class TurnHandler:
    """Runs the turns of all people."""

    __slots__ = (
        *("_admission", "_book", "_clock", "_default"),
        *("_sender", "_sessions", "_step", "_store", "_turns", "_words"),
    )

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        book: RuleBook,
        words: Mapping[str, Renderer],
        default_locale: str,
        sender: MessageSender,
        step: Callable[..., Step] = engine.step,
        admission: Admission = EVERYBODY,
        turns: TurnHealth | None = None,
    ) -> None:
        self._admission = admission
        self._turns = turns
        self._store = store
        self._clock = clock
        self._book = book
        self._words = words
        self._default = default_locale
        self._sender = sender
        self._step = step
        self._sessions = SessionCache()

    async def handle(self, person: int, event: Event, origin: EventOrigin = NO_ORIGIN) -> TurnResult | None:
        """One turn; `None` if this update was handled before, or nothing is stored and the event needs no answer."""
        now = self._clock.now()
        if origin.alarm is not None:
            now = max(now, origin.alarm.at)  # the clock may have been set back since the alarm was due
        failed: list[Exception] = []

        handout = await self._handouts(person, event, origin, now)

        def decide(stored: str | None) -> TurnResult | None:
            failed.clear()
            return self._decide(person, stored, event, origin, now, failed, handout)

        began = time.perf_counter()
        with self._sender.reserve_slot(prompt=isinstance(event, Woken)) as hand:
            turn = await self._store.turn(
                person,
                decide,
                now=now,
                update_id=origin.update_id,
                content_id=origin.content_id,
                hand=hand,
            )
            if turn is not None and turn.messages:
                self._sender.turn_committed(turn)
        name = type(event).__name__
        metrics.TURN_SECONDS.observe(time.perf_counter() - began)
        if turn is None:
            metrics.DUPLICATE_UPDATES.inc()
            return None
        self._count(name, failed)
        for error in failed:
            log.error(
                "turn failed, she was asked again", event_kind=name, seq=turn.seq, **error_location(error)
            )
        return turn

    def _count(self, name: str, failed: Sequence[Exception]) -> None:
        metrics.TURNS.labels(name).inc()
        metrics.TURN_ERRORS.labels(name).inc(len(failed))
        if self._turns is not None:
            if failed:
                self._turns.failed(type(failed[0]).__name__)
            else:
                self._turns.worked()

    async def _handouts(
        self, person: int, event: Event, origin: EventOrigin, now: datetime
    ) -> Handouts | None:
        """The files of a command, made in a thread before its turn. One that cannot be made is the turn's to tell."""
        if not isinstance(event, Commanded) or event.name not in documents.COMMANDS:
            return None
        kept = await self._store.kept(person)

        def make() -> documents.BuiltDocuments:
            before = self._stranger(origin) if kept.session is None else upcasters.load(kept.session)
            words = self._words[before.locale]
            subject = DocumentContext(
                session=before, journal=kept.journal, now=now, book=self._book, words=words
            )
            return documents.build_documents(event.name, subject)

        try:
            made = await asyncio.to_thread(make)
        except Exception as error:  # a bug of ours; she is told by the turn
            return _cannot(error)
        return lambda wanted: made[wanted.name, wanted.form]

    def _stranger(self, origin: EventOrigin) -> Session:
        """The session of a person who writes for the first time. The name is read once she has agreed."""
        return session.new(name="", locale=self._locale(origin.locale))

    def _decide(
        self,
        person: int,
        stored: str | None,
        event: Event,
        origin: EventOrigin,
        now: datetime,
        failed: list[Exception],
        handout: Handouts | None,
    ) -> TurnResult | None:
        if stored is None and isinstance(event, Woken | Blocked | Returned):
            return None
        if stored is None and not self._admission.admits(person, event):
            return self._turn_away(person, event, origin, now, failed)
        before = self._stranger(origin) if stored is None else self._sessions.load(stored)
        try:
            return self._take(person, before, event, origin, now, handout)
        except (
            Exception
        ) as error:  # a bug of ours; what she gets is decided here, and it is logged after the commit
            failed.append(error)
            return self._apologise(person, before, event, origin, now)

    def _take(
        self,
        person: int,
        before: Session,
        event: Event,
        origin: EventOrigin,
        now: datetime,
        handout: Handouts | None,
    ) -> TurnResult | None:
        words = self._words[before.locale]
        heard = self._as_tap(before, event, now, words)
        step = self._step(before, heard, now=now, book=self._book)
        if step.session == before and not step.effects:
            return None
        after = None if step.session is None else stored_part(step.session, name=origin.name)
        wake = next_alarm(after, self._book) if after is not None else None
        woken = isinstance(event, Woken)
        frame = RenderContext(
            person=person,
            seq=step.session.asked if step.session is not None else 0,
            words=words,
            tap=origin.tap,
            kind=(origin.alarm.kind if origin.alarm is not None else "prompt") if woken else "reply",
            keyboard_up=wants_place(before),
            keyboard_wanted=step.session is not None and wants_place(step.session),
            handout=handout,
        )
        return TurnResult(
            session=self._sessions.dump(after) if after is not None else None,
            seq=after.seq if after is not None else before.seq + 1,
            state=after.state if after is not None else "",
            wake_at=wake.at if wake is not None else None,
            wake_kind=wake.kind if wake is not None else "",
            messages=to_api_calls(frame, step.effects),
            entry=self._entry(heard, codec.dumps(step.decisions)),
            clears_journal=any(isinstance(effect, ClearJournal) for effect in step.effects)
            or (after is not None and not has_agreed(after)),
            rang=origin.alarm,
            rank=_rank(before, after, urgent=step.urgent),
        )

    def _turn_away(
        self, person: int, event: Event, origin: EventOrigin, now: datetime, failed: list[Exception]
    ) -> TurnResult:
        """Answers a person who is not invited: help for a warning sign, else one sentence. Stores nothing."""
        before = self._stranger(origin)
        try:
            effects = engine.help_only(before, event, now=now, book=self._book)
        except Exception as error:  # a bug of ours; the sentence names the emergency number too
            failed.append(error)
            effects = ()
        words = self._words[before.locale]
        frame = RenderContext(person=person, seq=0, words=words, tap=origin.tap)
        not_invited = Say(text=text("not-invited", number=Literal(str(person))))
        return TurnResult(
            session=None,
            seq=before.seq + 1,
            state="",
            wake_at=None,
            wake_kind="",
            messages=to_api_calls(frame, effects or (not_invited,)),
            entry=self._entry(event, "[]"),
            rank=EMERGENCY if effects else STRANGER,
        )

    def _apologise(
        self, person: int, before: Session, event: Event, origin: EventOrigin, now: datetime
    ) -> TurnResult:
        """Her session as it was. An alarm that failed says nothing and fires again later."""
        after = replace(before, seq=before.seq + 1)
        alarm = (
            now + RETRY_ALARM_AFTER
            if isinstance(event, Woken)
            else _wake_or(after, self._book, now + RETRY_ALARM_AFTER)
        )
        quiet = isinstance(event, Woken | Blocked | Returned)
        kept = stored_part(after, name="")
        return TurnResult(
            session=None if kept is None else self._sessions.dump(kept),
            seq=after.seq,
            state=after.state,
            wake_at=alarm if kept is not None else None,
            wake_kind="again",
            messages=() if quiet else self._sorry(person, after, origin, now),
            entry=self._entry(event, '"failed"'),
            clears_journal=not has_agreed(after),
            rank=_rank(before, after, urgent=False),
        )

    def _sorry(self, person: int, after: Session, origin: EventOrigin, now: datetime) -> tuple[Message, ...]:
        frame = RenderContext(person=person, seq=after.asked, words=self._words[after.locale], tap=origin.tap)
        sorry: tuple[Effect, ...] = (Say(text=Text("something-went-wrong")),)
        try:
            asked = open_question(after, now, self._book)
            return to_api_calls(frame, (*sorry, asked) if asked is not None else sorry)
        except Exception:  # the question itself is what cannot be shown
            return to_api_calls(frame, sorry)

    def _as_tap(self, before: Session, event: Event, now: datetime, words: Renderer) -> Event:
        """The words of a button, typed, are a tap on it."""
        if not isinstance(event, Said):
            return event
        asked = open_question(before, now, self._book)
        if asked is None:
            return event
        said = normalize(event.text)
        for option in asked.options:
            if normalize(words.label(asked.text, replace(option, marked=False))) == said:
                return Tapped(seq=before.asked, option=option.id)
        return event

    def _locale(self, code: str) -> str:
        language = code.replace("_", "-").partition("-")[0].lower()
        return language if language in self._words else self._default

    def _entry(self, event: Event, decisions: str) -> NewJournalEntry:
        happened = json.dumps({type(event).__name__: asdict(event)}, ensure_ascii=False)
        return NewJournalEntry(event=happened, decisions=decisions, book_version=self._book.version)


def _rank(before: Session, after: Session | None, *, urgent: bool) -> int | None:
    """How urgent the messages of a turn are, where their kind alone does not say it."""
    if urgent:
        return EMERGENCY
    consented = before.consented_at or (after is not None and after.consented_at)
    return None if consented else STRANGER


def _cannot(error: Exception) -> Handouts:
    """Raises the error of making a file when the turn asks for that file."""

    def ask(wanted: Document) -> DocumentFile:
        raise error

    return ask


def _wake_or(after: Session, book: RuleBook, otherwise: datetime) -> datetime | None:
    try:
        wake = next_alarm(after, book)
    except Exception:  # a person must never end up without an alarm: if this fails too, retry later
        return otherwise
    return wake.at if wake is not None else None
