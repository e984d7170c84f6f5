"""Where an event came from, and the type of the function that handles it.

A module of its own, so that `bot.telegram` and `bot.turns` do not import each other.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from bot.rendering.choice import Entity
from flows.vocabulary import Event
from storage.records import AlarmRef, TurnResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackQueryRef:
    """The button press that a turn answers: the query, what the button said, and the message under which it was."""

    query: str
    message_id: int | None = None
    label: str = ""
    text: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOrigin:
    """The update, the person's name and language on Telegram, and the pressed button; or the alarm.

    `content_id`: identifies the message independently of the update's number (`bot/telegram/updates/identity.py`).
    """

    update_id: int | None = None
    content_id: str = ""
    name: str = ""
    locale: str = ""
    tap: CallbackQueryRef | None = None
    alarm: AlarmRef | None = None


NO_ORIGIN = EventOrigin()


class EventHandler(Protocol):
    """Handles events of people; it is `bot.turns.TurnHandler`."""

    def handle(
        self, person: int, event: Event, origin: EventOrigin = NO_ORIGIN
    ) -> Awaitable[TurnResult | None]:
        """One turn; `None` if nothing changed."""
