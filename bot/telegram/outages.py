"""Says once per outage what kind of wrong answer comes in the place of Telegram's, and what to do about it.

An outage begins with the first wrong answer. It is over when every method that had one was answered well since, or
was not called for two minutes (a mark in a message, or what is set at the start, is not tried again).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

import structlog
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.telegram.answers import MAX_WAIT_S, NotTelegram, Throttled, is_from_telegram

log = structlog.get_logger(__name__)
FORGET_METHOD_AFTER_S = 120.0  # longer than the sender and the poller wait before they try again
TOO_SLOW = "no whole answer in time"
LOOK_ON_THE_WAY = (
    "something else answers: look for the login page of a network, a proxy, or a wrong BOT_API_URL"
)
LOOK_AT_THE_BOT = "BOT_API_URL or a proxy leads to another bot: compare it with BOT_TOKEN"
LOOK_AT_THE_SPEED = "look at the network and at https://core.telegram.org: what was to be sent waits"
LOOK_AT_THE_NETWORK = "look at the network, its name server and the proxy; Telegram may have trouble, too"
ANOTHER_BOT = "the answer of another bot"


class Outages:
    """The wrong answers of one bot. `notify` is called with a line for the operator's chat."""

    __slots__ = ("_failing", "_reported", "_wrong", "last_answer_at", "notify")

    def __init__(self, notify: Callable[[str], None] = lambda line: None) -> None:
        self.notify = notify
        self.last_answer_at = -math.inf  # by the loop's time: when Telegram itself answered last
        self._failing: dict[str, float] = {}  # by method, when it last had a wrong answer
        self._reported: set[str] = set()
        self._wrong = 0

    def answered(self, method: str) -> None:
        """Telegram itself answered this method."""
        now = asyncio.get_running_loop().time()
        self.last_answer_at = now
        if self._failing:
            self._failing.pop(method, None)
            self._end_if_over(now)

    def failed(self, method: str, error: TelegramError) -> None:
        """This came instead of an answer."""
        match error:
            case NotTelegram():
                advice = LOOK_AT_THE_BOT if error.kind == ANOTHER_BOT else LOOK_ON_THE_WAY
                if self._is_new(method, error.kind):
                    log.error("an answer is not Telegram's", method=method, kind=error.kind, todo=advice)
            case TimedOut():
                if self._is_new(method, TOO_SLOW):
                    log.error("Telegram is too slow", method=method, kind=TOO_SLOW, todo=LOOK_AT_THE_SPEED)
            case NetworkError() if not is_from_telegram(error):
                if self._is_new(method, error.message):
                    log.warning(
                        "no answer from Telegram", method=method, kind=error.message, todo=LOOK_AT_THE_NETWORK
                    )
            case Throttled() if error.asked_s > MAX_WAIT_S:
                if self._is_new(method, "throttled"):
                    self._report_throttle(method, error.asked_s)

    def _report_throttle(self, method: str, asked_s: int) -> None:
        log.error(
            "Telegram asks for a very long wait",
            method=method,
            asked_s=asked_s,
            waits_s=MAX_WAIT_S,
            todo="it is tried again meanwhile; lower SENDS_PER_SECOND if this lasts",
        )
        self.notify(
            f"Telegram asks this bot to wait {asked_s} seconds ({asked_s / 86_400:.1f} days) before {method}. "
            f"It is tried again every {MAX_WAIT_S} seconds. If this lasts, lower SENDS_PER_SECOND."
        )

    def _is_new(self, method: str, kind: str) -> bool:
        now = asyncio.get_running_loop().time()
        self._end_if_over(now)
        self._failing[method] = now
        self._wrong += 1
        new = kind not in self._reported
        self._reported.add(kind)
        return new

    def _end_if_over(self, now: float) -> None:
        for method, at in list(self._failing.items()):
            if now - at > FORGET_METHOD_AFTER_S:
                del self._failing[method]
        if self._reported and not self._failing:
            log.info("Telegram answers again", wrong_answers=self._wrong)
            self._reported.clear()
            self._wrong = 0
