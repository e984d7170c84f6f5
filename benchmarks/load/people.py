"""The people: each presses a button as soon as the answer to her last press came (a closed loop).

A press is a real callback query with the data of a button that the bot sent her last. Whoever has no button left to
press has finished her check-in, and the next one takes her place.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter, time  # noqa: TID251 - of no bot
from typing import Any

from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import well_answer

EVENING = ("programme.offered", "checkin.pain", "checkin.signs", "checkin.bleeding", "checkin.anything")
# An ordinary evening: what she answers, by what the button carries. "something" begins the long check, so that an
# evening has as many presses as when there is something to tell; "a0" is the 0 of aiogram's dialogue.
GOOD = ("something", "a0", *(well_answer(QUESTIONS[state], ()) for state in EVENING))
WORDS = re.compile("[:\x1d]")  # what parts the answer from the rest, also in aiogram-dialog's buttons


@dataclass(slots=True)
class Person:
    """Where she is: the message on her screen and when she pressed."""

    id: int
    button: str | None = None
    screen: bytes = b""
    pressed: float | None = None


@dataclass(slots=True)
class Window:
    """What was counted since the measuring began."""

    begun: float
    presses: int = 0
    latencies: list[float] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of them lies; 0 of nothing."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


class Crowd:
    """Everybody, those who are pressing now, and what is counted. `hand_over` gets the JSON of an update."""

    def __init__(self, hand_over: Callable[[bytes], None]) -> None:
        self._hand_over = hand_over
        self._people: dict[int, Person] = {}
        self._idle: deque[Person] = deque()
        self._wanted = 0
        self._active = 0
        self._update = int(time() * 100) % 1_000_000_000  # a bot that starts again must not know them
        self._all_answered = asyncio.Event()
        self.window = Window(begun=perf_counter())
        self.finished = 0
        self.exhausted = False

    def add(self, known: Iterable[tuple[int, str | None]]) -> None:
        """People with the button that is on their screens; without one they begin with /start."""
        for person, button in known:
            one = Person(person, button, _screen(person, 1, "Your session", None))
            self._people[person] = one
            self._idle.append(one)

    def press(self, at_once: int) -> None:
        """From now on so many press at the same time."""
        self._wanted = at_once
        while self._active < at_once and self._take_one():
            pass

    def press_once(self) -> None:
        """One more presses, and does not go on by herself."""
        self._take_one()

    def knows(self, chat: int) -> bool:
        """Whether she is one of those who press."""
        return chat in self._people

    def _take_one(self) -> bool:
        if not self._idle:
            self.exhausted = True
            return False
        self._active += 1
        self._act(self._idle.popleft())
        return True

    def _act(self, person: Person) -> None:
        self._update += 1
        person.pressed = perf_counter()
        who = (
            b'{"id":%d,"is_bot":false,"first_name":"Ana","last_name":"B","username":"ana","language_code":"en"}'
            % person.id
        )
        if person.button is None:
            chat = b'{"id":%d,"first_name":"Ana","username":"ana","type":"private"}' % person.id
            update = (
                b'{"update_id":%d,"message":{"message_id":1,"date":1767225600,"text":"/start","entities":'
                b'[{"type":"bot_command","offset":0,"length":6}],"from":%b,"chat":%b}}'
                % (self._update, who, chat)
            )
        else:
            update = (
                b'{"update_id":%d,"callback_query":{"id":"%d","from":%b,"message":%b,"chat_instance":"1",'
                b'"data":%b}}'
                % (self._update, self._update, who, person.screen, json.dumps(person.button).encode())
            )
        self._hand_over(update)

    def message(self, chat: int, screen: bytes, markup: Any) -> None:
        """The bot sent or edited a message: if she waits for it, her press is done and she presses again."""
        person = self._people.get(chat)
        if person is None:
            return
        pressed, person.pressed = person.pressed, None
        if pressed is None:
            return
        now = perf_counter()
        self.window.presses += 1
        self.window.latencies.append(now - pressed)
        person.screen, person.button = screen, _choose(markup)
        if person.button is None:
            self.finished += 1
        elif self._active <= self._wanted:
            self._act(person)
            return
        else:
            self._idle.append(person)
        self._active -= 1
        if self._active < self._wanted:
            self._take_one()
        if not self._active:
            self._all_answered.set()

    async def rest(self) -> None:
        """Nobody presses any more; returns when all have their answers."""
        self._wanted = 0
        self._all_answered.clear()
        if self._active:
            await self._all_answered.wait()

    def measure(self) -> Window:
        """Begins a new window; the old one is returned."""
        old, self.window = self.window, Window(begun=perf_counter())
        return old


def _screen(chat: int, message: int, text: str, markup: Any) -> bytes:
    return json.dumps(
        {
            "message_id": message,
            "from": {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
            "chat": {"id": chat, "first_name": "Ana", "username": "ana", "type": "private"},
            "date": 1767225600,
            "text": text,
            **({"reply_markup": markup} if markup else {}),
        }
    ).encode()


def _choose(markup: Any) -> str | None:
    """The button of an ordinary evening; `None` when nothing of the check-in is on her screen."""
    rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
    for row in rows:
        for key in row:
            data = key.get("callback_data", "")
            if isinstance(data, str) and WORDS.split(data)[-1] in GOOD:
                return data
    return None
