"""Builds the whole bot from the settings, runs it until it is asked to stop, and leaves nothing half done.

Must not know what is said or why. What can be expected to go wrong is a `SettingsProblem`, one line each;
while Telegram is away it waits, with one line in the log.

>>> run(settings, all_words(settings))  # until SIGTERM or SIGINT  # doctest: +SKIP
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack

import structlog
import uvloop
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.admission import Admission
from bot.alarms import Alarms
from bot.clock import Clock, SimulatedClock, SimulatorGone, Standing, SystemClock
from bot.coach import Coach
from bot.ground import Ground, open_store
from bot.house import book_for
from bot.insight import Insight
from bot.menu import set_menu
from bot.render import Renderer
from bot.retention import Retention
from bot.settings import Settings, SettingsProblem
from bot.telegram.operator import Operator
from bot.telegram.ordering import Ordered
from bot.telegram.outbound import Outbound
from bot.telegram.polling import Poller, TokenRefused
from bot.telegram.pushed import Pushed, announce, secret_of, take_off
from bot.telegram.receive import Receiver
from bot.telegram.sending import Delivery, send
from bot.telegram.wire import Wire
from bot.watch import Watch
from bot.web.health import Doctor
from bot.web.listening import Unusable
from flows.vocabulary import Blocked

log = structlog.get_logger(__name__)
TURNS_AT_ONCE = 32  # one half is in a commit while the other gathers: fewer of them for the same presses
THREADS_SWITCH_S = 0.0005  # the loop never waits longer for the thread that writes
# How many new objects until garbage is looked for: among them, and seldom among all. A turn leaves no cycles, and each
# look at all that is remembered of a thousand people holds up everybody for 30 to 60 ms. The first number is what is
# new less what has gone, so while people come and go in what is remembered, even "among them" is nearly all of it.
GARBAGE = (100_000, 20, 100)
WEBHOOK_LISTENS = "127.0.0.1:8080"
WITHOUT_PACE = 1000.0
REFUSED = "BOT_TOKEN is refused by Telegram: copy it again from BotFather (/mybots, API Token)"


class _Enough(Exception):
    """It was asked to stop."""


def run(settings: Settings, words: Mapping[str, Renderer]) -> None:
    """Runs until it is asked to stop; raises `SettingsProblem`."""
    logs.configure(settings.log_level)
    if not settings.bot_token.reveal():
        raise SettingsProblem(
            "BOT_TOKEN is missing: put the token from BotFather into .env, or into the environment"
        )
    sys.setswitchinterval(THREADS_SWITCH_S)
    uvloop.run(_run(settings, words))


async def _run(settings: Settings, words: Mapping[str, Renderer]) -> None:
    asyncio.get_running_loop().set_exception_handler(_unhandled)
    _keep_what_is_here()
    problem = ""
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(open_store(settings, make=True))
        clock = await _clock(settings, stack)
        wire = Wire(settings.bot_token.reveal(), settings.bot_api_url, client=settings.http_client)
        stack.push_async_callback(wire.shutdown)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_until_asked())
                tasks.create_task(_live(settings, ground, clock, wire, words))
        except* _Enough:
            log.info("stopped")
        except* SimulatorGone:
            log.warning("the simulator is gone, and this bot was its own: stopped")
        except* TokenRefused:
            problem = REFUSED
        except* Unusable as unusable:
            problem = str(_leaf(unusable))
    if problem:
        raise SettingsProblem(problem)


def _keep_what_is_here() -> None:
    """What a start has made is looked at no more when garbage is looked for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()


async def _clock(settings: Settings, stack: AsyncExitStack) -> Clock:
    if not settings.sim_clock:
        return SystemClock()
    clock = SimulatedClock(settings.sim_clock)
    stack.push_async_callback(clock.close)
    try:
        await clock.start()
    except SimulatorGone:
        raise SettingsProblem(
            f"no simulator at {settings.sim_clock}: start one, or unset RESTRIDE_SIM_CLOCK"
        ) from None
    return clock


async def _until_asked() -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()
    raise _Enough


async def _live(
    settings: Settings, ground: Ground, clock: Clock, wire: Wire, words: Mapping[str, Renderer]
) -> None:
    """Everything that goes on side by side. It ends by being cancelled, or by `TokenRefused`."""
    await _greeted(wire)
    ordered = Ordered(at_once=TURNS_AT_ONCE)

    async def deliver(method: str, params: dict[str, object]) -> Delivery:
        return await send(wire, method, params)

    async def blocked(person: int) -> None:
        await coach.handle(person, Blocked())

    operator = Operator(wire, settings.operator_chat_id)
    outbound = Outbound(
        outbox=ground.outbox,
        clock=clock,
        send=deliver,
        per_second=_rate(settings),
        blocked=blocked,
        alarmed=operator.tell,
        alone=ground.alone,
    )
    book = book_for(settings)
    coach = Coach(
        store=ground.store,
        clock=clock,
        book=book,
        words=words,
        default_locale=settings.default_locale,
        sender=outbound,
        admission=Admission.of(settings),
    )
    alarms = Alarms(
        store=ground.store,
        coach=coach,
        clock=clock,
        ordered=ordered,
        alone=ground.alone,
        per_second=None if settings.sim_clock else settings.sends_per_second,
    )
    receiver = Receiver(
        wire=wire, coach=coach, ordered=ordered, words=words[settings.default_locale], operator=operator
    )
    intake: Poller | Pushed = Pushed(receiver.take) if settings.webhook_url else Poller(wire, receiver.take)
    retention = Retention(store=ground.store, clock=clock, book=book)
    watch = Watch(store=ground.store, clock=clock, tell=operator.tell)

    async def play() -> None:
        await alarms.ring()
        await outbound.rested()

    wall = SystemClock()

    async def standing() -> Standing:
        """How things stand once what a turn made due at this very instant has been played too."""
        busy = bool(intake.working) or ordered.busy or alarms.busy
        following = await ground.store.next_due()
        if not busy and following is not None and following <= clock.now():
            await play()
            following = await ground.store.next_due()
        pending = busy or outbound.busy or await ground.outbox.pending(wall.now()) > 0
        return Standing(next_alarm=following, pending=pending)

    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbound.run())
            tasks.create_task(operator.run())
            tasks.create_task(set_menu(wire, words, settings.default_locale))
            alarms.start(outbound.nudge, watch.look, retention.look)
            if isinstance(clock, SimulatedClock):
                insight = Insight(ground.store, ground.outbox, book)
                tasks.create_task(clock.follow(play, standing, insight.show))
            doctor = Doctor(store=ground.store, clock=clock, reaches_telegram=wire.reached)
            await _take_in(settings, wire, intake, doctor)  # the first to end, so that the rest can finish
    finally:
        alarms.stop()


async def _take_in(settings: Settings, wire: Wire, intake: Poller | Pushed, doctor: Doctor) -> None:
    """Updates, by polling or by the webhook, and the pages of an operator, until cancelled."""
    async with AsyncExitStack() as stack:
        secret = secret_of(settings.bot_token.reveal(), settings.webhook_secret.reveal())
        address = settings.listen or ("" if isinstance(intake, Poller) else WEBHOOK_LISTENS)
        if address:
            await stack.enter_async_context(_pages(settings, intake, doctor, secret, address))
            log.info("listening", address=address)
        if isinstance(intake, Poller):
            await take_off(wire)
            await intake.run()
        else:
            await announce(wire, settings.webhook_url, secret, settings.webhook_connections)
            await asyncio.Event().wait()


def _pages(
    settings: Settings, intake: Poller | Pushed, doctor: Doctor, secret: str, address: str
) -> AbstractAsyncContextManager[None]:
    """The web server at this address. It is loaded only where one is asked for: a bot that polls holds none."""
    from bot.web.application import application
    from bot.web.serve import serving
    from bot.web.webhook import Webhook

    webhook = None
    if isinstance(intake, Pushed):
        webhook = Webhook(url=settings.webhook_url, secret=secret, handle=intake.take)
    pages = application(health=doctor.health, figures=doctor.figures, webhook=webhook)
    return serving(pages, address)


async def _greeted(wire: Wire) -> None:
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
            if pause < 1:
                log.warning("Telegram cannot be reached yet, waiting for it", error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(30.0, pause * 2)


def _leaf(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first exception inside a group of groups."""
    first = group.exceptions[0]
    return _leaf(first) if isinstance(first, BaseExceptionGroup) else first


def _rate(settings: Settings) -> float:
    """As set; in a simulation, where nobody counts seconds, only if it was set there."""
    free = settings.sim_clock and "sends_per_second" not in settings.given
    return WITHOUT_PACE if free else settings.sends_per_second


def _unhandled(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """What the event loop wants to complain about, without quoting anything."""
    error = context.get("exception")
    log.error("in the background", **(logs.where(error) if isinstance(error, BaseException) else {}))
