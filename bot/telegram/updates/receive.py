"""From an update to a committed turn: each person in her order, tried again while the database is away.

An update is done when this returns; only then is it confirmed to Telegram.
"""

from __future__ import annotations

import asyncio
from typing import assert_never

import structlog

from bot.monitoring import metrics
from bot.monitoring.health_checks import TurnHealth
from bot.monitoring.logs import error_location
from bot.origin import EventHandler
from bot.rendering.texts import Renderer
from bot.telegram.bot_client import BotClient
from bot.telegram.delivery.operator_notifier import OperatorNotifier
from bot.telegram.delivery.send import send
from bot.telegram.updates.albums import AnsweredAlbums
from bot.telegram.updates.parse_update import (
    BadUpdate,
    ForeignCallback,
    GroupChat,
    PersonEvent,
    parse_update,
)
from bot.telegram.updates.per_person_queue import PerPersonQueue
from flows.upcasters import NewerVersion
from flows.vocabulary import Attached, Forwarded, Text
from storage.db.errors import DatabaseUnavailable

log = structlog.get_logger(__name__)
RETRY_EVERY_S = 1.0


class RedeliverLater(Exception):
    """The update has to be brought again: the database is away, or only a newer release knows her session."""


class UpdateReceiver:
    """Takes updates in. `words`: the language for chats that are not with one person.

    The bot stays in the chat of `operator` and is silent there. It leaves every other group and channel.
    """

    __slots__ = ("_albums", "_coach", "_operator", "_ordered", "_turns", "_wire", "_words")

    def __init__(
        self,
        *,
        wire: BotClient,
        coach: EventHandler,
        ordered: PerPersonQueue,
        words: Renderer,
        operator: OperatorNotifier,
        turns: TurnHealth | None = None,
    ) -> None:
        self._operator = operator
        self._turns = turns
        self._wire = wire
        self._coach = coach
        self._ordered = ordered
        self._words = words
        self._albums = AnsweredAlbums()

    async def take(self, raw: object, *, patience_s: float | None = None) -> None:
        """One update as it came, to the end. Raises `RedeliverLater` when it could not be stored within `patience_s`.

        A bug of ours must not stop the others: it is logged, without what was said.
        """
        number = raw.get("update_id") if isinstance(raw, dict) else None
        try:
            understood = parse_update(raw)
            await self._do(understood, patience_s)
        except RedeliverLater:
            raise
        except BadUpdate as problem:
            metrics.BAD_UPDATES.inc()
            self._failed("an unreadable update")
            log.warning("an update could not be read, it is passed over", why=str(problem))
        except Exception as error:
            self._failed(type(error).__name__)
            log.error("an update could not be handled", update_id=number, **error_location(error))

    def _failed(self, why: str) -> None:
        if self._turns is not None:
            self._turns.failed(why)

    async def _do(
        self, understood: PersonEvent | GroupChat | ForeignCallback | None, patience_s: float | None
    ) -> None:
        match understood:
            case PersonEvent():
                await self._ordered.run(understood.person, lambda: self._turn(understood, patience_s))
            case GroupChat():
                await self._ordered.run(understood.chat, lambda: self._elsewhere(understood))
            case ForeignCallback():
                await send(self._wire, "answerCallbackQuery", {"callback_query_id": understood.query})
            case None:
                pass
            case _ as never:
                assert_never(never)

    async def _turn(self, received: PersonEvent, patience_s: float | None) -> None:
        if self._is_rest_of_album(received):
            return
        failures = 0
        while True:
            try:
                await self._coach.handle(received.person, received.event, received.origin)
                if received.album:
                    self._albums.add(received.person, received.album)
                return
            except (DatabaseUnavailable, NewerVersion) as problem:
                failures += 1
                if failures == 1:
                    log.error("a turn could not be stored, trying again", problem=str(problem))
                if patience_s is not None and failures * RETRY_EVERY_S > patience_s:
                    raise RedeliverLater from problem
                await asyncio.sleep(RETRY_EVERY_S)

    def _is_rest_of_album(self, received: PersonEvent) -> bool:
        """Whether this is another photo, without words, of an album that was answered."""
        if not received.album or (received.person, received.album) not in self._albums:
            return False
        match received.event:
            case Attached(caption=caption):
                return not caption
            case Forwarded():
                return True
            case _:
                return False

    async def _elsewhere(self, place: GroupChat) -> None:
        if place.was is not None and self._operator.is_here(place.was):
            self._operator.follow(place.chat)
        if self._operator.is_here(place.chat):
            if place.removed:
                log.warning("the bot was removed from the operator's chat: add it again", chat=place.chat)
        elif not place.removed:
            log.info("leaving a group; OPERATOR_CHAT_ID would keep the bot in it", chat=place.chat)
            await self._leave(place.chat)

    async def _leave(self, chat: int) -> None:
        """Says that this only works in private, and leaves."""
        await send(
            self._wire, "sendMessage", {"chat_id": chat, "text": self._words.plain(Text("only-private"))}
        )
        await send(self._wire, "leaveChat", {"chat_id": chat})
