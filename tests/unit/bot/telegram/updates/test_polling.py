"""The poller confirms exactly what it has handled, follows numbers that restart lower, and never spins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.monitoring import metrics
from bot.telegram.updates.identity import content_id, update_number
from bot.telegram.updates.offset import Offset
from bot.telegram.updates.polling import LONGEST_STALL_S, Poller

MAX_UPDATES = 100


class Enough(Exception):
    """The test has seen enough polls."""


def said(number: int, message_id: int, text: str = "hello") -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": message_id, "date": 1_700_000_000, "text": text}}


def stalled_polls() -> float:
    value = metrics.REGISTRY.get_sample_value("restride_stalled_polls_total")
    assert value is not None, "it exists from the start"
    return value


class Telegram:
    """Its queue: an offset deletes what is below it; one above every number is answered from the head.

    `meanwhile`: what happens while a poll waits, by its place. `deaf`: an offset deletes nothing.
    """

    def __init__(self, polls: int, *, deaf: bool = False) -> None:
        self.queue: list[Any] = []
        self.next_number = 1
        self.offsets: list[int] = []
        self.errors: list[TelegramError] = []
        self.meanwhile: dict[int, Callable[[], None]] = {}
        self.waits_s = 0.0
        self.now_s = 0.0
        self._polls = polls
        self._deaf = deaf

    def put(self, *texts: str, number: int | None = None) -> None:
        for text in texts:
            first = self.next_number if number is None else number
            self.queue.append(said(first, message_id=len(text), text=text))
            self.next_number, number = first + 1, None

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int) -> list[Any]:
        if len(self.offsets) == self._polls:
            raise Enough
        self.offsets.append(offset)
        if self.errors:
            raise self.errors.pop(0)
        if not self._deaf and offset <= self.next_number:
            self.queue = [raw for raw in self.queue if (update_number(raw) or 0) >= offset]
        self.meanwhile.get(len(self.offsets), lambda: None)()
        self.now_s += self.waits_s
        return self.queue[:MAX_UPDATES]


class Watched:
    """A poller with its Telegram; `handled` are texts, `pauses` seconds."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.handled: list[str] = []
        self.pauses: list[float] = []

    async def _handle(self, raw: object) -> None:
        assert isinstance(raw, dict)
        self.handled.append(str(raw["message"]["text"] if "message" in raw else raw))

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def run(self) -> None:
        with pytest.raises(Enough):
            await Poller(self.telegram, self._handle, self._sleep, lambda: self.telegram.now_s).run()


async def test_the_offset_confirms_what_was_handled_and_nothing_else() -> None:
    telegram = Telegram(polls=3)
    telegram.put("a", "bb", number=41)
    telegram.meanwhile[2] = lambda: telegram.put("ccc")
    watched = Watched(telegram)
    await watched.run()
    assert telegram.offsets == [0, 43, 44]
    assert watched.handled == ["a", "bb", "ccc"] and telegram.queue == []


async def test_an_update_is_not_confirmed_before_it_is_handled() -> None:
    telegram = Telegram(polls=2)
    telegram.put("a")
    committed = asyncio.Event()

    async def handle(raw: object) -> None:
        assert telegram.offsets == [0]
        await asyncio.sleep(0)
        assert telegram.offsets == [0]
        committed.set()

    with pytest.raises(Enough):
        await Poller(telegram, handle).run()
    assert committed.is_set() and telegram.offsets == [0, 2]


async def test_everybody_is_heard_when_numbers_restart_lower() -> None:
    telegram = Telegram(polls=5)
    telegram.put("before", number=700_000_000)
    telegram.meanwhile[2] = lambda: telegram.put(*map(str, range(1000, 1120)), number=5)
    watched = Watched(telegram)
    await watched.run()
    assert watched.handled == ["before", *map(str, range(1000, 1120))]
    assert telegram.offsets == [0, 700_000_001, 105, 125, 125]
    assert telegram.queue == []


async def test_updates_that_can_not_be_confirmed_any_more_keep_nobody_from_being_heard() -> None:
    """Numbers restart although an update waits. Telegram does not do that; a broken one may."""
    telegram = Telegram(polls=6)
    telegram.put("before", number=700_000_000)
    telegram.meanwhile[1] = lambda: telegram.put(*map(str, range(1000, 1120)), number=5)
    telegram.meanwhile[6] = lambda: telegram.put("after")
    watched = Watched(telegram)
    await watched.run()
    assert sorted(watched.handled) == sorted(["before", *map(str, range(1000, 1120)), "after"])
    assert watched.pauses == [0.5, 1.0, 2.0]


async def test_a_poll_that_brings_only_what_was_handled_is_paced_and_logged_once() -> None:
    telegram = Telegram(polls=8, deaf=True)
    telegram.put("a", "bb")
    watched = Watched(telegram)
    before = stalled_polls()
    with capture_logs() as lines:
        await watched.run()
    assert watched.handled == ["a", "bb"], "what was handled is not handled again"
    assert watched.pauses == [0.5, 1.0, 2.0, 4.0, LONGEST_STALL_S, LONGEST_STALL_S, LONGEST_STALL_S]
    assert [line["log_level"] for line in lines] == ["warning"]
    assert stalled_polls() == before + 7


async def test_what_is_new_among_what_was_handled_is_heard_at_once() -> None:
    telegram = Telegram(polls=4, deaf=True)
    telegram.put("a")
    telegram.meanwhile[3] = lambda: telegram.put("bb")
    watched = Watched(telegram)
    with capture_logs() as lines:
        await watched.run()
    assert watched.handled == ["a", "bb"]
    assert watched.pauses == [0.5, 0.5], "the pause begins again after progress"
    assert [line["log_level"] for line in lines] == ["warning"]


async def test_the_end_of_a_stall_is_logged_when_telegram_waits_again() -> None:
    telegram = Telegram(polls=5, deaf=True)
    telegram.put("a")

    def heal() -> None:
        telegram.queue.clear()
        telegram.waits_s = 30.0

    telegram.meanwhile[4] = heal
    watched = Watched(telegram)
    with capture_logs() as lines:
        await watched.run()
    assert watched.pauses == [0.5, 1.0]
    assert [(line["log_level"], line.get("after_polls")) for line in lines] == [
        ("warning", None),
        ("info", 2),
    ]


async def test_the_same_number_of_another_message_is_another_update() -> None:
    telegram = Telegram(polls=2, deaf=True)
    telegram.put("a", number=7)

    def restart() -> None:
        telegram.queue.clear()
        telegram.put("bb", number=7)

    telegram.meanwhile[2] = restart
    watched = Watched(telegram)
    await watched.run()
    assert watched.handled == ["a", "bb"] and watched.pauses == []


async def test_updates_without_a_number_are_no_progress() -> None:
    telegram = Telegram(polls=3, deaf=True)
    telegram.queue.append({"hello": 1})
    watched = Watched(telegram)
    await watched.run()
    assert telegram.offsets == [0, 0, 0]
    assert watched.pauses == [0.5, 1.0, 2.0]


async def test_empty_answers_that_were_not_waited_for_are_paced() -> None:
    telegram = Telegram(polls=3)
    watched = Watched(telegram)
    with capture_logs() as lines:
        await watched.run()
    assert watched.pauses == [0.5, 1.0, 2.0]
    assert len(lines) == 1


async def test_an_offset_that_telegram_refuses_is_given_up() -> None:
    telegram = Telegram(polls=4)
    telegram.put("a", number=9)

    def refuse() -> None:
        telegram.errors.append(BadRequest("offset is out of range"))

    telegram.meanwhile[1] = refuse
    telegram.meanwhile[3] = lambda: telegram.put("bb")
    watched = Watched(telegram)
    await watched.run()
    assert telegram.offsets == [0, 10, 0, 11]
    assert watched.handled == ["a", "bb"]


async def test_the_offset_survives_an_outage() -> None:
    telegram = Telegram(polls=4)
    telegram.put("a", number=9)
    telegram.meanwhile[1] = lambda: telegram.errors.extend([NetworkError("away"), NetworkError("away")])
    await Watched(telegram).run()
    assert telegram.offsets == [0, 10, 10, 10]


def test_an_offset_is_never_compared_with_an_earlier_one() -> None:
    offset = Offset()
    for numbers in ([10, 11], [3], [2_000_000_000], [1, 2]):
        found = [said(number, message_id=number) for number in numbers]
        assert offset.take(found) == found
        offset.confirm()
        assert offset.next == numbers[-1] + 1


def test_an_answer_that_was_not_handled_is_new_again() -> None:
    offset = Offset()
    found = [said(3, message_id=1)]
    assert offset.take(found) == offset.take(found) == found
    assert offset.next == 0


@pytest.mark.parametrize(
    "raw", [None, [], "x", {}, {"update_id": "9"}, {"update_id": True}, {"update_id": 2**63}]
)
def test_what_has_no_number_confirms_nothing(raw: object) -> None:
    offset = Offset()
    assert offset.take([raw]) == [raw]
    offset.confirm()
    assert offset.next == 0 and update_number(raw) is None


@pytest.mark.parametrize(
    ("update", "named"),
    [
        ({"message": {"message_id": 5, "date": 7, "text": "x"}}, "message 5 7"),
        ({"edited_message": {"message_id": 5, "date": 7, "edit_date": 8}}, "edited_message 5 7 8"),
        ({"callback_query": {"id": "40", "data": "x", "message": {"message_id": 5}}}, "callback_query '40'"),
        ({"my_chat_member": {"date": 7, "chat": {"id": 1}}}, "my_chat_member 7"),
        ({"callback_query": {"id": "a\ud83d"}}, "callback_query 'a\\ud83d'"),
        ({"message": {"message_id": [5]}}, "message"),
        ({"message": 7}, ""),
        ({"poll": {"id": "5"}}, ""),
    ],
)
def test_an_update_is_named_by_its_message_without_its_words(update: dict[str, Any], named: str) -> None:
    assert content_id({"update_id": 9, **update}) == named
