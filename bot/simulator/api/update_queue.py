"""The bot's letter box: updates wait here until it has confirmed them, by polling or by its webhook's 2xx.

Waits by the bell, tells age by the virtual clock.

    mailbox.put("message", {...}, chat_id=7); await mailbox.poll(offset=0, limit=100, timeout_s=50, line=line)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.api.errors import SECOND_POLLER, WEBHOOK_ACTIVE, conflict
from bot.simulator.api.types import Json
from bot.simulator.clock import VirtualClock
from bot.simulator.control.notifier import ChangeNotifier, ClientConnection

KEPT_FOR = timedelta(hours=24)
MAX_UPDATE_ID = 2**31 - 1  # Telegram counts them in 32 bits
_FIRST_UPDATE_ID = 700_000_001
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_GRACE_S = 0.25  # a poller that hung up may be seen to leave only after the next one has come in


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One thing that happened, in Telegram's JSON; `at` is when, for the 24 hours that it is kept."""

    update_id: int
    kind: str
    body: Json
    chat_id: int
    at: datetime

    def json(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.body}


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    url: str
    secret: str
    max_connections: int
    has_certificate: bool = False
    ip_address: str | None = None


class StillWaiting(Exception):
    """So many updates are not confirmed yet."""

    def __init__(self, updates: int) -> None:
        super().__init__(
            f"{updates} updates still wait for the bot: Telegram restarts its numbers only after a quiet week"
        )


class UpdateQueue:
    """All updates not yet confirmed, oldest first, and the one way in which they leave."""

    def __init__(self, clock: VirtualClock, bell: ChangeNotifier) -> None:
        self._clock = clock
        self._bell = bell
        self._waiting: list[Update] = []
        self._next_id = _FIRST_UPDATE_ID
        self._poller = asyncio.Lock()
        self.allowed: tuple[str, ...] = ()
        self.webhook: Webhook | None = None
        self.last_error: tuple[datetime, str] | None = None
        self.closing = False
        self.contacts = 0
        self.received = 0

    def put(self, kind: str, body: Json, *, chat_id: int) -> int:
        """Queue an update if the bot wants its kind; the update's id either way."""
        update_id = self._next_id
        self._next_id += 1
        wanted = kind in self.allowed if self.allowed else kind not in _ONLY_ON_REQUEST
        if wanted:
            self.received += 1
            self._waiting.append(
                Update(update_id=update_id, kind=kind, body=body, chat_id=chat_id, at=self._clock.now())
            )
            self._bell.ring()
        return update_id

    def restart_numbers(self, next_id: int | None = None) -> int:
        """Continue at another number, as Telegram does after a week without updates; half of the last by default.

        Telegram deletes an update after a day, so none waits when its numbers restart: raises `StillWaiting`.
        """
        if waiting := len(self.waiting()):
            raise StillWaiting(waiting)
        self._next_id = max(1, self._next_id // 2) if next_id is None else next_id
        return self._next_id

    def go_on_after(self, earlier: UpdateQueue) -> None:
        """Number updates as if these had been the same: the bot knows the numbers that it has seen."""
        self._next_id = earlier._next_id

    def waiting(self) -> tuple[Update, ...]:
        """What is not confirmed, without what has grown older than a day."""
        since = self._clock.now() - KEPT_FOR
        self._waiting = [update for update in self._waiting if update.at > since]
        return tuple(self._waiting)

    def confirm(self, gone: Iterable[int]) -> None:
        ids = frozenset(gone)
        self._waiting = [update for update in self._waiting if update.update_id not in ids]
        self._bell.ring()

    def clear(self) -> None:
        self._waiting.clear()
        self._bell.ring()

    def want(self, kinds: list[object] | None) -> None:
        """`allowed_updates`: kept until the next time it is given; an empty list is the default again."""
        if kinds is not None:
            self.allowed = tuple(str(kind) for kind in kinds)

    def head(self, chat_id: int) -> Update | None:
        """The oldest update of a chat: the only one of it that a webhook may get."""
        return next((update for update in self.waiting() if update.chat_id == chat_id), None)

    def made_contact(self) -> None:
        self.contacts += 1
        self._bell.ring()

    async def poll(
        self, *, offset: int, limit: int, timeout_s: float, line: ClientConnection | None
    ) -> tuple[Update, ...]:
        """getUpdates: confirms everything below `offset`, then waits for more. One reader at a time.

        An offset above every number is answered from the head of the queue, and confirms nothing.
        """
        if self.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        try:
            async with asyncio.timeout(_GRACE_S):
                await self._poller.acquire()
        except TimeoutError:
            raise conflict(SECOND_POLLER) from None
        try:
            self._confirm_below(offset)
            self.made_contact()
            await self._bell.until(
                lambda: bool(self.waiting()) or self.closing or self.webhook is not None,
                timeout_s=timeout_s,
                line=line,
            )
            if self.webhook is not None:
                raise conflict("terminated by setWebhook request")
            return self.waiting()[:limit]
        finally:
            self._poller.release()

    @asynccontextmanager
    async def polled_elsewhere(self) -> AsyncIterator[None]:
        """Another process polls without a pause: whoever else polls is refused with 409."""
        async with self._poller:
            yield

    def _confirm_below(self, offset: int) -> None:
        waiting = self.waiting()
        if offset < 0:
            self.confirm(update.update_id for update in waiting[:offset])
        elif offset <= self._next_id:
            self.confirm(update.update_id for update in waiting if update.update_id < offset)
