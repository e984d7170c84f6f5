"""Wrong answers are said once per outage and kind."""

from __future__ import annotations

import pytest
import structlog
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.telegram.answers import NotTelegram, Throttled
from bot.telegram.outages import Outages

HTML = NotTelegram("HTML instead of JSON (HTTP 200)")
EMPTY = NotTelegram("an empty answer")


def said(*steps: tuple[Outages, str, TelegramError | None]) -> list[tuple[str, str | None]]:
    with structlog.testing.capture_logs() as lines:
        for outages, method, error in steps:
            if error is None:
                outages.answered(method)
            else:
                outages.failed(method, error)
    return [(line["event"], line.get("kind")) for line in lines]


async def test_each_kind_is_said_once_and_the_end_too() -> None:
    one = Outages()
    assert said(
        *[(one, "sendMessage", HTML)] * 50, (one, "getUpdates", HTML), (one, "getUpdates", EMPTY)
    ) == [("an answer is not Telegram's", HTML.kind), ("an answer is not Telegram's", EMPTY.kind)]
    assert said((one, "answerCallbackQuery", None)) == [], "that one was well all the time"
    assert said((one, "sendMessage", None)) == []
    assert said((one, "getUpdates", None)) == [("Telegram answers again", None)]
    assert said((one, "getUpdates", None)) == []
    assert said((one, "sendMessage", HTML)) == [("an answer is not Telegram's", HTML.kind)], "a new outage"


async def test_what_is_tried_once_does_not_keep_an_outage_open(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Outages()
    assert len(said((one, "setMyCommands", HTML), (one, "getUpdates", HTML))) == 1
    monkeypatch.setattr("bot.telegram.outages.FORGET_METHOD_AFTER_S", -1.0)
    assert said((one, "getUpdates", None)) == [("Telegram answers again", None)]


async def test_what_telegram_itself_refuses_is_no_outage() -> None:
    assert said((Outages(), "sendMessage", BadRequest("chat not found"))) == []
    assert said((Outages(), "sendMessage", Throttled(7))) == []


async def test_a_network_that_is_away_is_said_once() -> None:
    gone = NetworkError("ClientConnectorDNSError")
    assert said(*[(Outages(), "getUpdates", gone)] * 9) == [
        ("no answer from Telegram", "ClientConnectorDNSError")
    ]


async def test_slowness_is_said() -> None:
    assert said((Outages(), "getUpdates", TimedOut())) == [
        ("Telegram is too slow", "no whole answer in time")
    ]


async def test_a_wait_of_a_year_is_told_to_the_operator_once() -> None:
    told: list[str] = []
    one = Outages(notify=told.append)
    lines = said(*[(one, "sendMessage", Throttled(31_536_000))] * 9)
    assert lines == [("Telegram asks for a very long wait", None)]
    assert len(told) == 1 and "365.0 days" in told[0]
