"""What the calls to Telegram tell of the bot's health: polling, sending, the webhook, the operator's chat."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.monitoring import metrics
from bot.monitoring.health import GRACE_S, LOOK_S, Condition, HealthMonitor, Sighting
from bot.simulator.api.errors import SECOND_POLLER, WEBHOOK_ACTIVE
from bot.telegram.delivery.operator_notifier import OperatorNotifier
from bot.telegram.delivery.send import Rejected, RetryLater, SendResult, Sent, Unreachable
from bot.telegram.updates.polling import Poller
from bot.telegram.updates.receive import RedeliverLater
from bot.telegram.updates.webhook import WebhookReceiver
from bot.telegram.watched import (
    ASK_EVERY_S,
    POLL_SILENT_S,
    SEND_SILENT_S,
    WatchedSending,
    WatchedUpdates,
    WebhookCheck,
)

FIVE_MINUTES_S = 300.0
OURS = "https://bot.example.org/telegram"


class Time:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def names(found: Iterable[Sighting]) -> list[str]:
    return [condition.value for condition, _ in found]


def active(monitor: HealthMonitor) -> list[str]:
    return [problem.condition.value for problem in monitor.problems()]


# --- polling --------------------------------------------------------------------------------------


class Updates:
    """getUpdates: answers in turn, then for ever nothing."""

    def __init__(self, *answers: list[Any] | TelegramError) -> None:
        self.answers = list(answers)
        self.hangs = asyncio.Event()
        self.asked = 0

    async def updates(self, offset: int, kinds: tuple[str, ...], *, wait_s: int = 30) -> list[Any]:
        self.asked += 1
        answer: list[Any] | TelegramError = self.answers.pop(0) if self.answers else []
        if isinstance(answer, TelegramError):
            raise answer
        if not self.answers:
            self.hangs.set()
            await asyncio.Event().wait()
        return answer


@pytest.mark.parametrize(
    ("error", "condition", "said"),
    [
        (Conflict(f"Conflict: {SECOND_POLLER}"), "polling_conflict", "Another process polls"),
        (Conflict(f"Conflict: {WEBHOOK_ACTIVE}"), "polling_conflict", "A webhook is set"),
        (NetworkError("ConnectionError"), "telegram", "cannot be reached (NetworkError)"),
        (InvalidToken(), "telegram", "refuses BOT_TOKEN"),
    ],
    ids=["another poller", "a webhook", "no network", "the token"],
)
async def test_polls_that_fail_for_good_are_a_condition_within_five_minutes(
    error: TelegramError, condition: str, said: str
) -> None:
    time = Time()
    monitor = HealthMonitor(seconds=time)
    source = WatchedUpdates(Updates(*[error] * 10), monitor, seconds=time)
    for _ in range(10):
        with pytest.raises(type(error)):
            await source.updates(0, (), wait_s=0)
        time.at += 30
    [problem] = monitor.problems()
    assert (problem.condition.value, said in problem.reason) == (condition, True)


async def test_a_conflict_stays_while_every_second_poll_succeeds() -> None:
    time = Time()
    monitor = HealthMonitor(seconds=time)
    conflict = Conflict(f"Conflict: {SECOND_POLLER}")
    source = WatchedUpdates(Updates(*[conflict, []] * 10), monitor, seconds=time)
    for _ in range(5):
        with pytest.raises(Conflict):
            await source.updates(0, ())
        time.at += 15
        await source.updates(0, ())
        time.at += 15
    assert active(monitor) == ["polling_conflict"]


async def test_an_outage_that_ends_in_time_is_none() -> None:
    time = Time()
    monitor = HealthMonitor(seconds=time)
    source = WatchedUpdates(Updates(*[NetworkError("x"), []] * 10), monitor, seconds=time)
    for _ in range(9):
        with pytest.raises(NetworkError):
            await source.updates(0, ())
        time.at += 30
        await source.updates(0, ())
    assert active(monitor) == []


async def test_turns_that_never_finish_are_seen_through_the_poller() -> None:
    time = Time()
    source = WatchedUpdates(Updates([{"update_id": 7}], []), HealthMonitor(seconds=time), seconds=time)
    stuck = asyncio.Event()

    async def turn(raw: object) -> None:
        stuck.set()
        await asyncio.Event().wait()

    running = asyncio.ensure_future(Poller(source, turn).run())
    try:
        await stuck.wait()
        time.at += POLL_SILENT_S
        assert list(await source()) == []
        time.at += 1
        [(condition, reason)] = await source()
        assert condition is Condition.UPDATES_STUCK
        assert "turns of the last updates have not finished" in reason
        assert POLL_SILENT_S + GRACE_S[condition] + 2 * LOOK_S < FIVE_MINUTES_S
    finally:
        running.cancel()


async def test_a_poll_that_is_never_answered_is_seen() -> None:
    time = Time()
    updates = Updates([])
    source = WatchedUpdates(updates, HealthMonitor(seconds=time), seconds=time)
    running = asyncio.ensure_future(source.updates(0, ()))
    try:
        await updates.hangs.wait()
        time.at += POLL_SILENT_S + 1
        [(_, reason)] = await source()
        assert "getUpdates has had no answer for 121 s" in reason
    finally:
        running.cancel()


async def test_a_poller_that_has_died_is_seen() -> None:
    time = Time()
    source = WatchedUpdates(Updates([], NetworkError("x")), HealthMonitor(seconds=time), seconds=time)
    with pytest.raises(NetworkError):
        await source.updates(0, ())
        await source.updates(0, ())
    time.at += POLL_SILENT_S + 1
    [(condition, reason)] = await source()
    assert (condition, "after NetworkError" in reason) == (Condition.UPDATES_STUCK, True)


# --- sending --------------------------------------------------------------------------------------


class Sends:
    """A way to send that answers as it is told."""

    def __init__(self) -> None:
        self.outcome: SendResult = Sent(message_id=1)
        self.waiting = 0

    async def send(self, method: str, params: dict[str, object]) -> SendResult:
        return self.outcome

    async def unclaimed(self, since: object) -> int:
        return self.waiting


def sender() -> tuple[Time, Sends, WatchedSending]:
    time, telegram = Time(), Sends()
    monitor = HealthMonitor(seconds=time)
    return time, telegram, WatchedSending(telegram.send, monitor, unclaimed=telegram.unclaimed, seconds=time)


@pytest.mark.parametrize(
    "outcome", [RetryLater(why="NetworkError"), RetryLater(why="429", after_s=3600), Rejected(why="400")]
)
async def test_a_sender_of_which_nothing_arrives_is_ill_until_something_does(outcome: SendResult) -> None:
    _, telegram, watched = sender()
    await watched.send("sendMessage", {})
    telegram.outcome = outcome
    await watched.send("sendMessage", {})
    await watched.send("sendMessage", {})
    assert list(await watched()) == [], "one may be slow"
    await watched.send("sendMessage", {})
    assert names(await watched()) == ["sending"]
    telegram.outcome = Sent(message_id=2)
    await watched.send("answerCallbackQuery", {})
    assert names(await watched()) == ["sending"], "an answer to a tap proves nothing"
    await watched.send("sendMessage", {})
    assert list(await watched()) == []


async def test_somebody_who_blocked_the_bot_is_no_failure() -> None:
    _, telegram, watched = sender()
    telegram.outcome = Unreachable(why="403")
    for _ in range(5):
        await watched.send("sendMessage", {})
    assert list(await watched()) == []


async def test_messages_that_nobody_tries_to_send_are_seen() -> None:
    time, telegram, watched = sender()
    telegram.waiting = 3
    await watched.send("sendMessage", {})
    time.at += SEND_SILENT_S - 1
    assert list(await watched()) == []
    time.at += 1
    [(condition, reason)] = await watched()
    assert condition is Condition.SENDING
    assert reason.startswith("Messages could be sent (3)")
    telegram.waiting = 0
    assert list(await watched()) == []


# --- what Telegram says of the webhook --------------------------------------------------------------


class Info:
    """getWebhookInfo, and what came in meanwhile."""

    def __init__(self, url: str) -> None:
        self.answer: dict[str, object] | TelegramError = {"url": url, "pending_update_count": 0}
        self.asked = self.received = self.refused = 0
        self.time = Time()
        self.check = WebhookCheck(
            self,
            HealthMonitor(),
            url=url,
            received=lambda: self.received,
            refused=lambda: self.refused,
            seconds=self.time,
        )

    async def call(self, method: str, params: Mapping[str, object]) -> Any:
        self.asked += 1
        if isinstance(self.answer, TelegramError):
            raise self.answer
        return self.answer

    def now(self, **answer: object) -> None:
        assert isinstance(self.answer, dict)
        self.answer |= answer

    async def minute(self) -> list[Sighting]:
        self.time.at += ASK_EVERY_S
        return list(await self.check())


async def test_telegram_is_asked_once_a_minute() -> None:
    info = Info(OURS)
    for _ in range(12):
        await info.check()
        info.time.at += ASK_EVERY_S / 4
    assert info.asked == 2


async def test_updates_that_come_in_are_no_condition_though_some_wait() -> None:
    info = Info(OURS)
    info.now(pending_update_count=40, last_error_message="Wrong response from the webhook: 503")
    for _ in range(5):
        info.received += 1
        assert await info.minute() == []
    assert metrics.PENDING_UPDATES._value.get() == 40


async def test_a_wrong_secret_is_seen_when_updates_wait_and_every_request_is_refused() -> None:
    info = Info(OURS)
    assert await info.minute() == []
    info.now(pending_update_count=1, last_error_message="Wrong response from the webhook: 403 Forbidden")
    info.refused += 3
    assert await info.minute() == []
    info.refused += 1
    [(condition, reason)] = await info.minute()
    assert condition is Condition.WEBHOOK_SECRET
    assert reason.startswith("Updates wait (1): every request at the webhook shows a wrong secret")
    assert 3 * ASK_EVERY_S + GRACE_S[condition] + LOOK_S < FIVE_MINUTES_S


async def test_a_stranger_with_a_wrong_secret_is_no_condition() -> None:
    info = Info(OURS)
    for _ in range(5):
        info.refused += 100
        assert await info.minute() == []


async def test_a_webhook_that_telegram_cannot_reach_is_seen_with_telegrams_words() -> None:
    info = Info(OURS)
    info.now(pending_update_count=2, last_error_message="Connection refused" + "!" * 500)
    await info.minute()
    [(condition, reason)] = await info.minute()
    assert condition is Condition.WEBHOOK_FAILING
    assert "Connection refused" in reason and len(reason) < 220


@pytest.mark.parametrize("theirs", ["https://elsewhere.example.org/secret-path", ""])
async def test_a_webhook_that_is_set_elsewhere_is_seen_and_its_address_is_not_shown(theirs: str) -> None:
    info = Info(OURS)
    info.now(url=theirs)
    [(condition, reason)] = await info.minute()
    assert condition is Condition.WEBHOOK_ELSEWHERE
    assert "secret-path" not in reason


async def test_a_bot_that_polls_sees_a_webhook_and_updates_that_no_poll_brings() -> None:
    info = Info("")
    info.now(url="https://elsewhere.example.org/x")
    assert names(await info.minute()) == ["polling_conflict"]
    info.now(url="", pending_update_count=5)
    info.received += 1
    assert await info.minute() == []
    assert names(await info.minute()) == ["updates_stuck"]
    info.received += 5
    assert await info.minute() == []


async def test_a_refused_token_is_seen_without_polling() -> None:
    info = Info(OURS)
    info.answer = InvalidToken()
    [(condition, reason)] = await info.minute()
    assert (condition, "refuses BOT_TOKEN" in reason) == (Condition.TELEGRAM, True)


# --- the webhook before the start and at the end ----------------------------------------------------


async def test_an_update_before_the_start_or_at_the_end_is_to_be_brought_again() -> None:
    pushed, taken = WebhookReceiver(), list[object]()
    go_on = asyncio.Event()

    async def take(raw: object, *, patience_s: float | None = None) -> None:
        await go_on.wait()
        taken.append(raw)

    assert await pushed.take({"update_id": 1}) is False
    with pushed.open(take):
        under_way = asyncio.ensure_future(pushed.take({"update_id": 2}))
        await asyncio.sleep(0)
        drained = asyncio.ensure_future(pushed.drain())
        await asyncio.sleep(0)
        assert await pushed.take({"update_id": 3}) is False
        assert not drained.done(), "what has begun is finished"
        go_on.set()
        await drained
        assert await under_way is True
    assert taken == [{"update_id": 2}]


async def test_what_could_not_be_stored_is_to_be_brought_again() -> None:
    async def take(raw: object, *, patience_s: float | None = None) -> None:
        raise RedeliverLater

    pushed = WebhookReceiver()
    with pushed.open(take):
        assert await pushed.take({"update_id": 1}) is False
        await pushed.drain()


# --- the operator's chat ----------------------------------------------------------------------------


class OperatorsTelegram:
    """sendMessage: the outcomes in turn, then everything arrives."""

    def __init__(self, *outcomes: TelegramError) -> None:
        self.outcomes = list(outcomes)
        self.texts: list[object] = []
        self.arrived = asyncio.Event()

    async def call(self, method: str, params: Mapping[str, object]) -> Any:
        if self.outcomes:
            raise self.outcomes.pop(0)
        self.texts.append(params["text"])
        self.arrived.set()
        return {"message_id": 1}


async def test_a_line_that_could_not_be_sent_reaches_the_operator_when_telegram_is_back() -> None:
    telegram = OperatorsTelegram(NetworkError("x"), NetworkError("x"))
    operator = OperatorNotifier(telegram, 7, between_s=0)  # type: ignore[arg-type]  # it has call()
    running = asyncio.ensure_future(operator.run())
    try:
        operator.tell("Problem (telegram): it is away.")
        while telegram.outcomes:  # noqa: ASYNC110 - the fake has no event for its failures
            await asyncio.sleep(0)
        operator.tell("Over (telegram), after 3 min.")
        await telegram.arrived.wait()
    finally:
        running.cancel()
    assert "\n".join(map(str, telegram.texts)) == (
        "Problem (telegram): it is away.\nOver (telegram), after 3 min."
    )


async def test_without_a_chat_nothing_is_kept_for_it() -> None:
    telegram = OperatorsTelegram()
    operator = OperatorNotifier(telegram, 0, between_s=0)  # type: ignore[arg-type]
    operator.tell("Problem")
    assert not operator._lines
