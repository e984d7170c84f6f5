"""Plays a story on the pure core: no bot, no HTTP, the session written and read back between all turns."""

from __future__ import annotations

import html
import re
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.configured_content import load_renderers, load_rulebook
from bot.documents import DOCUMENTS
from bot.rendering.texts import Renderer
from bot.rendering.together import together
from bot.settings import Settings
from bot.simulator.terminal.stories import instant
from flows import session as sessions
from flows import upcasters
from flows.dialogue.consent import stored_part
from flows.engine import open_question, step, wants_place
from flows.schedule import next_alarm
from flows.session import Session
from flows.vocabulary import (
    Ask,
    Attached,
    Blocked,
    Chosen,
    ClearJournal,
    Commanded,
    DeletePerson,
    Document,
    Edited,
    Effect,
    Event,
    Forwarded,
    Located,
    Made,
    Returned,
    Said,
    Say,
    Tapped,
    Toast,
    Woken,
)
from tests.kit.story import Shown

TAG = re.compile(r"<[^<>]*>")


@cache
def _english() -> Renderer:
    """The words, compiled once a process: that takes longer than most chats."""
    return load_renderers(Settings())["en"]


class CorePlayer:
    """One person, one virtual clock."""

    def __init__(self) -> None:
        self.book = load_rulebook(Settings())
        self.render = _english()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.zone = ZoneInfo("UTC")
        self.stored: str | None = None
        self.name = "Ana"
        self.keyboards: list[tuple[int, list[list[tuple[str, str]]]]] = []
        self.answered: set[int] = set()  # the questions whose buttons are gone
        self.asked: dict[int, str] = {}  # the text of each question as it stands on screen
        self.last_tap: Event | None = None
        self.turns: list[tuple[Session, Event, Session | None]] = []
        self.times: list[datetime] = []
        self.decisions: list[tuple[Made, ...]] = []
        self.typed = False

    @property
    def session(self) -> Session:
        """The session as it is stored."""
        if self.stored is None:
            return sessions.new(name="", locale="en")
        return upcasters.load(self.stored)

    async def at(self, when: str) -> list[Shown]:
        if when == "next":
            wake = next_alarm(self.session, self.book)
            assert wake is not None, "no alarm is set"
            target = wake.at
        else:
            parts = when.split()
            if len(parts) == 3:
                self.zone = ZoneInfo(parts[2])
            target = instant(when, self.now, self.zone)
        shown: list[Shown] = []
        for _ in range(1000):
            wake = next_alarm(self.session, self.book)
            if wake is None or wake.at > target:
                self.now = max(self.now, target)
                return shown
            self.now = max(self.now, wake.at)
            shown += self.turn(Woken(seq=self.session.seq))
        raise AssertionError("an alarm rings for ever")

    async def says(self, who: str, text: str) -> list[Shown]:
        self.name = who.capitalize()
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return self.turn(Commanded(name=name, argument=argument))
        asked = open_question(self.session, self.now, self.book)
        for option in asked.options if asked else ():
            plain = replace(option, marked=False)
            if asked and self.render.label(asked.text, plain).casefold() == text.casefold():
                self.typed = True  # the words of a button: there is no tapped message to show anew
                shown = self.turn(Tapped(seq=self.session.asked, option=option.id))
                self.typed = False
                return shown
        return self.turn(Said(text=text))

    async def taps(self, who: str, label: str) -> list[Shown]:
        found = [
            (seq, option)
            for seq, rows in reversed(self.keyboards)
            for option, words in (button for row in rows for button in row)
            if words == label
        ]
        there = [one for one in found if one[0] not in self.answered or one[1].startswith("/")]
        if found:  # of those that are gone, a tap may be on its way
            return self._tap(*(there or found)[0])
        seen = [words for _, rows in self.keyboards[-3:] for row in rows for _, words in row]
        raise AssertionError(f"no button [{label}]; on screen: {seen}")

    def _tap(self, seq: int, option: str) -> list[Shown]:
        if option.startswith("/"):
            name, _, argument = option[1:].partition(" ")
            event: Event = Commanded(name=name, argument=argument)
        else:
            event = Tapped(seq=seq, option=option)
        self.last_tap = event
        return self.turn(event)

    async def directive(self, words: str) -> list[Shown]:
        verb, *rest = shlex.split(words)
        match verb:
            case "restart":
                return []
            case "second":
                assert self.last_tap is not None
                return self.turn(self.last_tap)
            case "tap":
                label, _, back = rest
                seq, rows = self.keyboards[-int(back)]
                option = next(o for row in rows for o, shown in row if shown == label)
                return self._tap(seq, option)
            case "send":
                return self.turn(Attached(kind=rest[0], caption=" ".join(rest[1:])))
            case "forward":
                return self.turn(Forwarded(source="bot" if rest[1] == "bot" else "forward"))
            case "reply":
                return self.turn(Said(text=rest[1]))
            case "album":
                return self.turn(Attached(kind="photo", caption=" ".join(rest[1:])))  # once an album
            case "edit":
                return self.turn(Edited(text=rest[0]))
            case "location":
                # Only here: it brings the Telegram library with it.
                from bot.telegram.updates.parse_update import zone_at

                return self.turn(Located(zone=zone_at(float(rest[0]), float(rest[1]))))
            case "block":
                return self.turn(Blocked())
            case "unblock":
                return self.turn(Returned())
        raise AssertionError(f"unknown directive {words!r}")

    def turn(self, event: Event) -> list[Shown]:
        """One turn, and the alarms that it made due at this very instant."""
        shown = self._one(event)
        for _ in range(10):
            wake = next_alarm(self.session, self.book)
            if wake is None or wake.at > self.now:
                return shown
            shown += self._one(Woken(seq=self.session.seq))
        raise AssertionError("an alarm rings for ever")

    def _one(self, event: Event) -> list[Shown]:
        """The session is read from its text and written back."""
        before = self.session
        result = step(before, event, now=self.now, book=self.book)
        self.turns.append((before, event, result.session))
        self.times.append(self.now)
        self.decisions.append(result.decisions)
        kept = None if result.session is None else stored_part(result.session, name=self.name)
        self.stored = None if kept is None else sessions.dump(kept)
        if kept is not None:
            assert sessions.load(self.stored or "") == kept, "the session does not survive storage"
        seq = 0 if result.session is None else result.session.seq
        if isinstance(event, Tapped) and any(isinstance(effect, Chosen) for effect in result.effects):
            self.answered |= set() if self.typed else {event.seq}
        goes = wants_place(before) and not (result.session is not None and wants_place(result.session))
        gathered = together(result.effects, self.render, keyboard_goes=goes)
        return [shown for text, effect in gathered if (shown := self._shown(text, effect, seq)) is not None]

    def _tapped_place(self) -> int | None:
        """Where the question stands that she tapped; a link has no question."""
        event = self.turns[-1][1]
        for place, (seq, rows) in enumerate(self.keyboards):
            if isinstance(event, Tapped) and seq == event.seq and not rows[0][0][0].startswith("/"):
                return place
        return None

    def _shown(self, text: str, effect: Effect, seq: int) -> Shown | None:
        match effect:
            case Ask():
                labels = [(option.id, self.render.label(effect.text, option)) for option in effect.options]
                rows = [labels[i : i + effect.columns] for i in range(0, len(labels), effect.columns)]
                edited = effect.replaces and not self.typed
                text = self._plain(text)
                place = self._tapped_place() if edited else None
                if place is None:
                    self.keyboards.append((seq, rows))
                else:
                    stood = self.asked.get(self.keyboards[place][0], text)
                    text = text if effect.rewrites else stood
                    self.keyboards[place] = (seq, rows)
                self.asked[seq] = text
                return Shown(
                    kind="bot",
                    text=text,
                    buttons=tuple(tuple(words for _, words in row) for row in rows),
                    edited=edited,
                )
            case Say():
                links = [(f"/{name} {argument}".strip(), self._link(name)) for name, argument in effect.links]
                if links:
                    self.keyboards.append((seq, [links]))
                return Shown(
                    kind="bot",
                    text=self._plain(text),
                    buttons=(tuple(words for _, words in links),) if links else (),
                )
            case Chosen():
                return None
            case Toast():
                return Shown(kind="toast", text=self._plain(self.render.text(effect.text)))
            case Document():
                return Shown(kind="file", text=DOCUMENTS[effect.name, effect.form][0])
            case DeletePerson():
                self.keyboards.clear()
                return None
            case ClearJournal():
                return None

    def _link(self, name: str) -> str:
        from flows.vocabulary import Text

        return self.render.plain(Text(f"link-{name}"))

    @staticmethod
    def _plain(words: str) -> str:
        return html.unescape(TAG.sub("", words))
