"""Her phone on the pure core: messages, buttons, a virtual clock, and a bot that is killed between all turns.

The session is written and read back at each turn. What she sees goes into the record; nothing else does.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.configured_content import load_renderers, load_rulebook
from bot.documents import DOCUMENTS
from bot.rendering.texts import Renderer
from bot.rendering.together import together
from bot.settings import Settings
from flows import session as sessions
from flows.engine import open_question, step, wants_place
from flows.rulebook.model import RuleBook
from flows.schedule import next_alarm
from flows.session import Session
from flows.vocabulary import (
    Ask,
    Blocked,
    Commanded,
    Document,
    Effect,
    Event,
    Returned,
    Said,
    Say,
    Tapped,
    Text,
    Toast,
    Woken,
)
from tests.system.lives.record import Entry, Record

TAG = re.compile(r"<[^<>]*>")
MOST_ALARMS = 3000


@cache
def _english() -> Renderer:
    return load_renderers(Settings())["en"]


@cache
def _book() -> RuleBook:
    return load_rulebook(Settings())


@dataclass(slots=True, kw_only=True)
class Message:
    """A message on her screen; `options` are what its buttons stand for, `text` and `labels` what she sees."""

    number: int
    seq: int
    text: str
    labels: tuple[str, ...]
    options: tuple[str, ...]
    at: datetime
    dealt_with: bool = False


@dataclass(slots=True, kw_only=True)
class Phone:
    """One person's chat, and the clock."""

    name: str
    now: datetime
    zone: ZoneInfo
    record: Record
    messages: list[Message] = field(default_factory=list)
    session: Session | None = None
    stored: str | None = None
    blocked: bool = False
    erased: bool = False

    def local(self) -> datetime:
        return self.now.astimezone(self.zone)

    def wait_until(self, target: datetime) -> None:
        """On to an instant; what falls due on the way comes first."""
        for _ in range(MOST_ALARMS):
            wake = None if self.session is None else next_alarm(self.session, _book())
            if wake is None or wake.at > target:
                self.now = max(self.now, target)
                return
            self.now = max(self.now, wake.at)
            assert self.session is not None
            self._turn(Woken(seq=self.session.seq), pushed=True)
        raise AssertionError("an alarm rings for ever")

    def tap(self, message: Message, label: str, topic: str) -> None:
        """She taps a button of a message, an old one too."""
        labels = [words.removeprefix("✓ ") for words in message.labels]
        option = message.options[labels.index(label)]
        self._note("tap", label, message=message.number, topic=topic)
        if option.startswith("/"):
            name, _, argument = option[1:].partition(" ")
            self._turn(Commanded(name=name, argument=argument), tapped=message)
        else:
            self._turn(Tapped(seq=message.seq, option=option), tapped=message)

    def type(self, words: str, *, message: int = 0, topic: str = "") -> None:
        """She types; the words of a button of the open question are a tap on it, as Telegram shows them."""
        if words.startswith("/"):
            self._note("command", words, topic=topic)
            name, _, argument = words[1:].partition(" ")
            self._turn(Commanded(name=name, argument=argument))
            return
        self._note("type", words, message=message, topic=topic)
        session = self.session
        asked = None if session is None else open_question(session, self.now, _book())
        for option in asked.options if asked else ():
            plain = replace(option, marked=False)
            if asked and _english().label(asked.text, plain).casefold() == words.casefold():
                assert session is not None
                self._turn(Tapped(seq=session.asked, option=option.id))
                return
        self._turn(Said(text=words))

    def block(self, blocked: bool) -> None:
        self.blocked = blocked
        self._note("blocks" if blocked else "unblocks", "")
        self._turn(Blocked() if blocked else Returned())

    def _note(self, kind: str, text: str, *, message: int = 0, topic: str = "") -> None:
        entry = Entry(at=self.local(), kind=kind, text=text, message=message, topic=topic)
        self.record.entries.append(entry)

    def _turn(self, event: Event, *, tapped: Message | None = None, pushed: bool = False) -> None:
        """One turn, and the alarms that it made due at this very instant."""
        self._one(event, tapped, pushed)
        if pushed:
            return
        for _ in range(10):
            wake = None if self.session is None else next_alarm(self.session, _book())
            if wake is None or wake.at > self.now:
                return
            assert self.session is not None
            self._one(Woken(seq=self.session.seq), None, True)
        raise AssertionError("an alarm rings for ever")

    def _one(self, event: Event, tapped: Message | None, pushed: bool) -> None:
        session = self.session or sessions.new(name=self.name, locale="en")
        result = step(session, event, now=self.now, book=_book())
        self.session = None
        if result.session is not None:  # a bot that is killed after each turn knows only what is stored
            self.session = sessions.load(sessions.dump(result.session))
        self.erased = result.session is None
        seq = 0 if result.session is None else result.session.seq
        goes = wants_place(session) and not (result.session is not None and wants_place(result.session))
        for words, effect in together(result.effects, _english(), keyboard_goes=goes):
            self._show(words, effect, seq, tapped, pushed)

    def _show(self, words: str, effect: Effect, seq: int, tapped: Message | None, pushed: bool) -> None:
        match effect:
            case Ask():
                shown = [(option.id, _english().label(effect.text, option)) for option in effect.options]
                edits = tapped if effect.replaces else None
                if edits is not None and effect.rewrites:
                    edits.text = _plain(words)
                self._message(words, shown, seq, pushed, edits)
            case Say():
                links = [
                    (f"/{name} {argument}".strip(), _english().plain(Text(f"link-{name}")))
                    for name, argument in effect.links
                ]
                self._message(words, links, seq, pushed, None)
            case Toast():
                self._note("toast", _plain(_english().text(effect.text)))
            case Document():
                self._note("file", DOCUMENTS[effect.name, effect.form][0])
            case _:
                return

    def _message(
        self, words: str, buttons: list[tuple[str, str]], seq: int, pushed: bool, edits: Message | None
    ) -> None:
        text = _plain(words) if edits is None else edits.text
        labels = tuple(label for _, label in buttons)
        options = tuple(option for option, _ in buttons)
        if self.blocked:
            return
        number = len(self.messages) + 1
        if edits is not None:
            edits.seq, edits.text, edits.labels, edits.options = seq, text, labels, options
            number = edits.number
        else:
            message = Message(
                number=number, seq=seq, text=text, labels=labels, options=options, at=self.local()
            )
            self.messages.append(message)
        entry = Entry(
            at=self.local(),
            kind="bot",
            text=text,
            buttons=labels,
            message=number,
            pushed=pushed,
            edited=edits is not None,
        )
        self.record.entries.append(entry)


def _plain(words: str) -> str:
    return html.unescape(TAG.sub("", words))
