"""Builds the whole bot from the settings, runs it until it is asked to stop, and leaves nothing half done.

What can be expected to go wrong is a `SettingsProblem`, one line each. While Telegram is away the bot waits, with one
line in the log.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog
import uvloop
from telegram.error import InvalidToken, TelegramError

from bot.admission import Admission
from bot.alarm_runner import AlarmRunner
from bot.clock import BotStatus, Clock, SimulatedClock, SimulatorDisconnected, SystemClock
from bot.configured_content import load_renderers, load_rulebook
from bot.debug_view import DebugView
from bot.monitoring import logs
from bot.monitoring.health import Condition, HealthMonitor
from bot.monitoring.health_checks import DatabaseCheck, TurnHealth
from bot.open_storage import Storage, open_store
from bot.rendering.texts import Renderer
from bot.retention import Retention
from bot.settings import Settings, SettingsProblem
from bot.telegram.bot_client import BotClient
from bot.telegram.commands_menu import publish_commands
from bot.telegram.delivery.operator_notifier import OperatorNotifier
from bot.telegram.delivery.outbox_worker import OutboxWorker
from bot.telegram.delivery.send import SendResult, send
from bot.telegram.proxy import UnusableProxy
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.telegram.updates.polling import Poller, TokenRefused
from bot.telegram.updates.receive import UpdateReceiver
from bot.telegram.updates.webhook import WebhookReceiver, delete_webhook, set_webhook, webhook_secret
from bot.telegram.watched import WatchedSending, WatchedUpdates, WebhookCheck, unreachable
from bot.turns import TurnHandler
from bot.web.bind import WEBHOOK_LISTENS, CannotBind
from bot.web.health import HealthChecker
from flows.vocabulary import Blocked

if TYPE_CHECKING:
    from bot.web.webhook import Traffic

log = structlog.get_logger(__name__)
TURNS_AT_ONCE = 32  # one half is in a commit while the other gathers: fewer of them for the same presses
THREADS_SWITCH_S = 0.0005  # the loop never waits longer for the thread that writes
WITHOUT_PACE = 1000.0
REFUSED = "BOT_TOKEN is refused by Telegram: copy it again from BotFather (/mybots, API Token)"


class _StopRequested(Exception):
    """It was asked to stop."""


def run(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT; raises `SettingsProblem`."""
    logs.configure(settings.log_level)
    for line in settings.unused:
        log.warning("a setting is no longer used", what=line)
    if not settings.bot_token.reveal():
        raise SettingsProblem(
            "BOT_TOKEN is missing: put the token from BotFather into .env (restride init makes one), or into "
            "the environment"
        )
    sys.setswitchinterval(THREADS_SWITCH_S)
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    """Turns what can be expected to end the bot into a log line or one `SettingsProblem`."""
    asyncio.get_running_loop().set_exception_handler(_unhandled)
    problem: SettingsProblem | None = None
    try:
        await _serve(settings)
    except* _StopRequested:
        log.info("stopped")
    except* SimulatorDisconnected:
        log.warning("the simulator is gone, and this bot was its own: stopped")
    except* TokenRefused:
        problem = SettingsProblem(REFUSED)
    except* CannotBind as unusable:
        problem = SettingsProblem(str(_first_exception(unusable)))
    except* SettingsProblem as problems:
        problem = _settings_problem(problems)
    if problem is not None:
        raise problem


async def _serve(settings: Settings) -> None:
    """The pages listen first, so that a long migration or a Telegram that is away can be seen from outside."""
    monitor = HealthMonitor()
    doctor = HealthChecker(monitor)
    pushed = WebhookReceiver() if settings.webhook_url else None
    async with AsyncExitStack() as stack:
        traffic = await _listen(settings, stack, doctor, pushed)
        words = await asyncio.to_thread(load_renderers, settings)
        gc.collect()
        gc.freeze()  # the texts and the tables stay: a full collection need not look at them again
        ground = await stack.enter_async_context(open_store(settings, make=True))
        ground.database.on_problem = partial(_report_database, monitor)
        clock = await _clock(settings, stack)
        wire = _wire(settings)
        stack.push_async_callback(wire.shutdown)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_wait_for_signal())
            tasks.create_task(monitor.run())
            bot = _Bot(settings, ground, clock, wire, words, monitor, doctor, pushed, traffic)
            tasks.create_task(_run_services(bot))


async def _listen(
    settings: Settings, stack: AsyncExitStack, doctor: HealthChecker, pushed: WebhookReceiver | None
) -> Traffic | None:
    """The web server, if one is asked for; it is loaded only then. What comes in by the webhook is counted."""
    if not listens(settings):
        return None
    from bot.web.application import create_app
    from bot.web.serve import serve
    from bot.web.webhook import Webhook

    webhook = None
    if pushed is not None:
        webhook = Webhook(url=settings.webhook_url, secret=_secret(settings), handle=pushed.take)
    pages = create_app(health=doctor.health, figures=doctor.figures, webhook=webhook)
    address = settings.listen or WEBHOOK_LISTENS
    await stack.enter_async_context(serve(pages, address))
    log.info("listening", address=address)
    return webhook.traffic if webhook is not None else None


def listens(settings: Settings) -> bool:
    """Whether there is a web server: a bot that polls has one only where `LISTEN` is set."""
    return bool(settings.listen or settings.webhook_url)


def _secret(settings: Settings) -> str:
    return webhook_secret(settings.bot_token.reveal(), settings.webhook_secret.reveal())


def _report_database(monitor: HealthMonitor, problem: str) -> None:
    monitor.report(Condition.DATABASE, f"The database cannot be used: {problem}.")


async def _clock(settings: Settings, stack: AsyncExitStack) -> Clock:
    if not settings.sim_clock:
        return SystemClock()
    clock = SimulatedClock(settings.sim_clock)
    stack.push_async_callback(clock.close)
    try:
        await clock.start()
    except SimulatorDisconnected:
        raise SettingsProblem(
            f"no simulator at {settings.sim_clock}: start one, or unset RESTRIDE_SIM_CLOCK"
        ) from None
    return clock


def _wire(settings: Settings) -> BotClient:
    try:
        return BotClient(settings.bot_token.reveal(), settings.bot_api_url)
    except UnusableProxy as problem:
        raise SettingsProblem(str(problem)) from None


async def _wait_for_signal() -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()
    raise _StopRequested


@dataclass(frozen=True, slots=True)
class _Bot:
    """What a running bot is made of."""

    settings: Settings
    ground: Storage
    clock: Clock
    wire: BotClient
    words: Mapping[str, Renderer]
    monitor: HealthMonitor
    doctor: HealthChecker
    pushed: WebhookReceiver | None
    traffic: Traffic | None


async def _run_services(bot: _Bot) -> None:
    """Everything that goes on side by side. It ends by being cancelled, or by `TokenRefused`."""
    settings, ground, clock, wire, monitor = bot.settings, bot.ground, bot.clock, bot.wire, bot.monitor
    operator = OperatorNotifier(wire, settings.operator_chat_id)
    monitor.notify(operator.tell)
    wire.outages.notify = operator.tell
    await _connect_to_telegram(wire, monitor)
    ordered = PerPersonQueue(at_once=TURNS_AT_ONCE)

    async def deliver(method: str, params: dict[str, object]) -> SendResult:
        return await send(wire, method, params)

    async def blocked(person: int) -> None:
        await coach.handle(person, Blocked())

    sending = WatchedSending(deliver, monitor, unclaimed=ground.outbox.unclaimed)
    turns = TurnHealth(monitor)
    worker = OutboxWorker(
        outbox=ground.outbox,
        clock=clock,
        send=sending.send,
        per_second=_send_rate(settings),
        blocked=blocked,
        alarmed=operator.tell,
        alone=ground.alone,
    )
    book = load_rulebook(settings)
    coach = TurnHandler(
        store=ground.store,
        clock=clock,
        book=book,
        words=bot.words,
        default_locale=settings.default_locale,
        sender=worker,
        admission=Admission.of(settings),
        turns=turns,
    )
    alarms = AlarmRunner(
        store=ground.store,
        coach=coach,
        clock=clock,
        ordered=ordered,
        alone=ground.alone,
        per_second=None if settings.sim_clock else settings.sends_per_second,
    )
    receiver = UpdateReceiver(
        wire=wire,
        coach=coach,
        ordered=ordered,
        words=bot.words[settings.default_locale],
        operator=operator,
        turns=turns,
    )
    polled = WatchedUpdates(wire, monitor)
    intake: Poller | WebhookReceiver = bot.pushed or Poller(polled, receiver.take)
    retention = Retention(store=ground.store, clock=clock, book=book)

    async def play() -> None:
        await alarms.run_due()
        await worker.drained()

    wall = SystemClock()

    async def standing() -> BotStatus:
        """How things stand once what a turn made due at this very instant has been played too."""
        busy = bool(intake.working) or ordered.busy or alarms.busy
        following = await ground.store.next_due()
        if not busy and following is not None and following <= clock.now():
            await play()
            following = await ground.store.next_due()
        pending = busy or worker.sending or await ground.outbox.pending(wall.now()) > 0
        return BotStatus(next_alarm=following, pending=pending)

    monitor.add_check(DatabaseCheck(store=ground.store, clock=clock), late=Condition.DATABASE)
    monitor.add_check(turns)
    monitor.add_check(sending, late=Condition.DATABASE)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(worker.run())
            tasks.create_task(operator.run())
            tasks.create_task(publish_commands(wire, bot.words, settings.default_locale))
            alarms.start(worker.wake, retention.look)
            tasks.create_task(alarms.watch_clock())
            if isinstance(clock, SimulatedClock):
                insight = DebugView(ground.store, ground.outbox, book)
                tasks.create_task(clock.follow(play, standing, insight.show))
            bot.doctor.attach(store=ground.store, clock=clock, reaches_telegram=wire.reached)
            try:
                await _receive_updates(
                    bot, receiver, intake, polled
                )  # the first to end, so that the rest can finish
            finally:
                bot.doctor.detach()
    finally:
        alarms.stop()


async def _receive_updates(
    bot: _Bot, receiver: UpdateReceiver, intake: Poller | WebhookReceiver, polled: WatchedUpdates
) -> None:
    """Updates, by polling or by the webhook, until cancelled."""
    settings, wire, monitor = bot.settings, bot.wire, bot.monitor
    if isinstance(intake, Poller):
        await delete_webhook(wire)
        monitor.add_check(polled)
        _ask_telegram(bot, received=lambda: polled.received)
        await intake.run()
        return
    traffic = bot.traffic
    assert traffic is not None, "a bot with a webhook listens"
    with intake.open(receiver.take):
        try:
            _ask_telegram(bot, received=lambda: traffic.taken, refused=lambda: traffic.refused)
            await set_webhook(wire, settings.webhook_url, _secret(settings), settings.webhook_connections)
            await asyncio.Event().wait()
        finally:
            bot.doctor.detach()
            await intake.drain()


def _ask_telegram(bot: _Bot, *, received: Callable[[], int], refused: Callable[[], int] = lambda: 0) -> None:
    """Ask Telegram how it sees this bot. Not in a simulation, which counts the calls."""
    if bot.settings.sim_clock:
        return
    check = WebhookCheck(
        bot.wire, bot.monitor, url=bot.settings.webhook_url, received=received, refused=refused
    )
    bot.monitor.add_check(check, late=Condition.TELEGRAM)


async def _connect_to_telegram(wire: BotClient, monitor: HealthMonitor) -> None:
    """Telegram knows us. While it cannot be reached: one line, and patience."""
    pause = 0.5
    while True:
        try:
            await wire.initialize()
            log.info("running", bot=wire.username)
            return
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            monitor.report(Condition.TELEGRAM, unreachable(error))
            if pause < 1:
                log.warning("Telegram cannot be reached yet, waiting for it", error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(30.0, pause * 2)


def _settings_problem(group: BaseExceptionGroup[BaseException]) -> SettingsProblem:
    """What an operator has to mend, out of a group."""
    leaf = _first_exception(group)
    return leaf if isinstance(leaf, SettingsProblem) else SettingsProblem(str(leaf))


def _first_exception(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first exception inside a group of groups."""
    first = group.exceptions[0]
    return _first_exception(first) if isinstance(first, BaseExceptionGroup) else first


def _send_rate(settings: Settings) -> float:
    """The rate that is set. A simulation has no limit unless it sets one."""
    free = settings.sim_clock and "sends_per_second" not in settings.given
    return WITHOUT_PACE if free else settings.sends_per_second


def _unhandled(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """What the event loop wants to complain about, without quoting anything."""
    error = context.get("exception")
    log.error("in the background", **(logs.error_location(error) if isinstance(error, BaseException) else {}))
