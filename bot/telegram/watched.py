"""Watches the calls to Telegram for the bot's health: polling, sending, and what Telegram says about the webhook.

`WatchedUpdates` and `WatchedSending` wrap a call and pass its outcome on unchanged, so the poller and the sender know
nothing of health. Each is also a health check (`bot/monitoring/health.py`) that is asked in every round.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.clock import SystemClock
from bot.monitoring import metrics
from bot.monitoring.health import Condition, HealthMonitor, Sighting
from bot.telegram.delivery.send import HARMLESS, Rejected, SendResult, Sent, Unreachable
from storage.db.errors import DatabaseUnavailable

POLL_SILENT_S = 120.0  # a long poll takes 30 s, its longest pause another 30
SEND_SILENT_S = 120.0
UNCLAIMED = timedelta(seconds=SEND_SILENT_S)
FAILED_IN_A_ROW = 3
ASK_EVERY_S = 60.0
MOST_WORDS = 120

TOKEN_REFUSED = "Telegram refuses BOT_TOKEN: copy it again from BotFather and restart the bot."  # noqa: S105
SECOND_POLLER = "Another process polls with this token (409 Conflict): stop one of the two."
WEBHOOK_SET = (
    "A webhook is set for this token, so polling gets no updates (409 Conflict): restart this bot to remove it, "
    "and stop the process that set it."
)


class Source(Protocol):
    """What a poller asks: `bot/telegram/bot_client.py`."""

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int = ...) -> list[Any]: ...


class Caller(Protocol):
    """Any method of the Bot API by name: `bot/telegram/bot_client.py`."""

    async def call(self, method: str, params: Mapping[str, object]) -> Any: ...


class WatchedUpdates:
    """getUpdates, and whether it is still called and answered. `received`: how many updates came in all."""

    __slots__ = ("_began_at", "_ended_at", "_monitor", "_seconds", "_source", "_trouble", "received")

    def __init__(
        self, source: Source, monitor: HealthMonitor, *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._source = source
        self._monitor = monitor
        self._seconds = seconds
        self._began_at: float | None = None
        self._ended_at = seconds()
        self._trouble = ""
        self.received = 0

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int = 30) -> list[Any]:
        """As the source answers."""
        self._began_at = self._seconds()
        try:
            found = await self._source.updates(offset, kinds, wait_s=wait_s)
        except TelegramError as error:
            self._failed(error)
            raise
        finally:
            self._began_at, self._ended_at = None, self._seconds()
        self._trouble = ""
        self._monitor.clear(Condition.TELEGRAM)
        metrics.POLLS.labels("ok").inc()
        self.received += len(found)
        return found

    def _failed(self, error: TelegramError) -> None:
        self._trouble = type(error).__name__
        if isinstance(error, Conflict):
            metrics.POLLS.labels("conflict").inc()
            reason = WEBHOOK_SET if "webhook" in error.message.lower() else SECOND_POLLER
            self._monitor.report(Condition.POLLING_CONFLICT, reason)
        else:
            metrics.POLLS.labels("failed").inc()
            self._monitor.report(Condition.TELEGRAM, unreachable(error))

    async def __call__(self) -> Iterable[Sighting]:
        at = self._seconds()
        if self._began_at is not None:
            waited = at - self._began_at
            reason = f"getUpdates has had no answer for {waited:.0f} s."
        else:
            waited = at - self._ended_at
            reason = (
                f"No updates have been asked for since {waited:.0f} s, after {self._trouble}."
                if self._trouble
                else f"The turns of the last updates have not finished for {waited:.0f} s."
            )
        return [(Condition.UPDATES_STUCK, reason)] if waited > POLL_SILENT_S else []


class WatchedSending:
    """Sends, and whether any of them succeed.

    Sending is ill when three attempts in a row failed and none has succeeded since, or when messages could be sent
    and no send is tried. An answer to a tap does not count: it may succeed while every message is refused.
    """

    __slots__ = ("_failed", "_monitor", "_seconds", "_send", "_tried_at", "_unclaimed", "_wall", "_why")

    def __init__(
        self,
        send: Callable[[str, dict[str, object]], Awaitable[SendResult]],
        monitor: HealthMonitor,
        *,
        unclaimed: Callable[..., Awaitable[int]],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send = send
        self._monitor = monitor
        self._unclaimed = unclaimed
        self._seconds = seconds
        self._wall = SystemClock()
        self._failed = 0
        self._tried_at = seconds()
        self._why = ""

    async def send(self, method: str, params: dict[str, object]) -> SendResult:
        """As it was sent."""
        outcome = await self._send(method, params)
        if method not in HARMLESS:
            self._tried_at = self._seconds()
            self._note(outcome)
        return outcome

    def _note(self, outcome: SendResult) -> None:
        match outcome:
            case Sent() | Unreachable():  # Telegram took it, or said that she blocked the bot
                self._failed = 0
                self._monitor.clear(Condition.SENDING)
            case Rejected():
                self._failed, self._why = self._failed + 1, "Telegram refuses them"
            case _:
                self._failed, self._why = self._failed + 1, outcome.why

    async def __call__(self) -> Iterable[Sighting]:
        if self._failed >= FAILED_IN_A_ROW:
            reason = (
                f"The last {self._failed} attempts to send a message failed ({self._why}), and none arrived."
            )
            return [(Condition.SENDING, reason)]
        silent_s = self._seconds() - self._tried_at
        if silent_s < SEND_SILENT_S:
            return []
        try:
            waiting = await self._unclaimed(self._wall.now() - UNCLAIMED)
        except DatabaseUnavailable:
            return []  # the check of the database says so
        if not waiting:
            return []
        return [
            (
                Condition.SENDING,
                f"Messages could be sent ({waiting}), and none was tried for {silent_s:.0f} s.",
            )
        ]


class WebhookCheck:
    """Asks Telegram once a minute how it sees this bot: the webhook, its last error, the updates that wait.

    `url`: our webhook, empty when we poll. `received`: how many updates came so far, by whichever way. `refused`: how
    many requests at our webhook showed a wrong secret. Updates that still wait after a minute in which none came in
    are not delivered, and Telegram's last error says why.
    """

    __slots__ = (
        *("_asked_at", "_caller", "_monitor", "_received", "_received_before", "_refused", "_refused_before"),
        *("_seconds", "_seen", "_url", "_waited"),
    )

    def __init__(
        self,
        caller: Caller,
        monitor: HealthMonitor,
        *,
        url: str,
        received: Callable[[], int],
        refused: Callable[[], int] = lambda: 0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._caller = caller
        self._monitor = monitor
        self._url = url
        self._received = received
        self._refused = refused
        self._seconds = seconds
        self._asked_at = seconds()
        self._received_before = self._refused_before = 0
        self._waited = False
        self._seen: list[Sighting] = []

    async def __call__(self) -> Iterable[Sighting]:
        if self._seconds() - self._asked_at < ASK_EVERY_S:
            return self._seen
        self._asked_at = self._seconds()
        try:
            info = await self._caller.call("getWebhookInfo", {})
        except TelegramError as error:
            self._seen = [(Condition.TELEGRAM, unreachable(error))]
        else:
            self._seen = list(self._read(info)) if isinstance(info, dict) else []
        return self._seen

    def _read(self, info: dict[str, Any]) -> Iterable[Sighting]:
        received, refused = self._received(), self._refused()
        came, turned_away = received > self._received_before, refused > self._refused_before
        self._received_before, self._refused_before = received, refused
        waiting = _count(info.get("pending_update_count"))
        metrics.PENDING_UPDATES.set(waiting)
        still, self._waited = self._waited and waiting > 0 and not came, waiting > 0
        theirs = info.get("url") or ""
        if theirs != self._url:
            yield _elsewhere(ours=self._url, theirs=str(theirs))
        elif still and not self._url:
            yield (
                Condition.UPDATES_STUCK,
                f"Updates wait at Telegram ({waiting}), and polling brings none of them.",
            )
        elif still and turned_away:
            yield (
                Condition.WEBHOOK_SECRET,
                f"Updates wait ({waiting}): every request at the webhook shows a wrong secret. Restart the bot, and "
                "give all replicas the same WEBHOOK_SECRET.",
            )
        elif still:
            said = str(info.get("last_error_message") or "it gives no reason")[:MOST_WORDS]
            yield (
                Condition.WEBHOOK_FAILING,
                f"Updates wait ({waiting}), and Telegram cannot deliver them to WEBHOOK_URL: {said}.",
            )


def _elsewhere(*, ours: str, theirs: str) -> Sighting:
    if not ours:
        return (Condition.POLLING_CONFLICT, WEBHOOK_SET)
    if not theirs:
        return (
            Condition.WEBHOOK_ELSEWHERE,
            "Telegram has no webhook for this bot: another process took it off. Restart the bot to set it again.",
        )
    return (
        Condition.WEBHOOK_ELSEWHERE,
        "Telegram delivers to another address than WEBHOOK_URL: stop the other process, then restart this bot.",
    )


def unreachable(error: TelegramError) -> str:
    """Why a call had no answer, for the operator."""
    if isinstance(error, InvalidToken):
        return TOKEN_REFUSED
    return (
        f"Telegram cannot be reached ({type(error).__name__}): check the network, the proxy and BOT_API_URL."
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
