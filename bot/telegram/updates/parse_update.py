"""From a Telegram update to an event: who, what, and the button it came from.

Reads the raw JSON, so that a part that cannot be parsed never costs her words: every message in a private chat is an
event. Must not decide what an event means, and keeps nothing: a shared place becomes a time zone here and is
forgotten. Updates that are no message, tap or membership are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType

from bot.origin import CallbackQueryRef, EventOrigin
from bot.rendering.keyboards import decode_callback_data
from bot.rendering.names import clean_name
from bot.telegram.updates.identity import content_id, update_number
from bot.telegram.updates.own_words import kind_of, source_of, text_of, words_of
from flows.vocabulary import (
    Attached,
    Blocked,
    Commanded,
    Edited,
    Event,
    Forwarded,
    Located,
    Returned,
    Said,
    Tapped,
)

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
MAX_ID = 2**63
GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
# A message with one of these belongs to another chat that may have the same number.
OTHER_CHATS = ("business_connection_id", "guest_query_id")
UNKNOWN_TAP = Tapped(seq=-1, option="?")
"""A tap on a button that is not of our making: older than anything, so it gets the answer of an old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent:
    """Something happened to one person. `album`: the id of the album that the message is a part of, if it is one."""

    person: int
    event: Event
    origin: EventOrigin
    album: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChat:
    """Something happened in a chat that is not private. The bot stays only in its operator's chat.

    `removed`: the bot was taken out of it. `was`: the id of this group before it became a supergroup.
    """

    chat: int
    removed: bool = False
    was: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCallback:
    """A tap on something that is not ours: her screen waits for an answer to it, and that is all."""

    query: str


class BadUpdate(ValueError):
    """This is no update of the Bot API. Asking for it again would not mend it."""


def parse_update(raw: object) -> PersonEvent | GroupChat | ForeignCallback | None:
    """What the JSON of an update means, whatever it is; raises `BadRequest` and nothing else."""
    number = update_number(raw)
    if number is None or not isinstance(raw, dict):
        raise BadUpdate("it has no number")
    try:
        understood = _read(number, raw)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadUpdate(type(error).__name__) from None
    if not isinstance(understood, PersonEvent):
        return understood
    return replace(understood, origin=replace(understood.origin, content_id=content_id(raw)))


def _read(number: int, raw: dict[str, Any]) -> PersonEvent | GroupChat | ForeignCallback | None:
    if (query := raw.get("callback_query")) is not None:
        return _tap(number, query)
    if (change := raw.get("my_chat_member")) is not None:
        return _membership(number, change)
    if (message := raw.get("message")) is not None:
        return _message(number, message, _event)
    if (message := raw.get("edited_message")) is not None:
        return _message(number, message, _edited)
    post = raw.get("channel_post")
    return GroupChat(chat=_chat(post["chat"]["id"])) if post is not None else None


def _tap(number: int, query: dict[str, Any]) -> PersonEvent | ForeignCallback:
    """A press, the commonest update by far, as it came: of what it would be parsed into nine fields are read."""
    pressed, message = _words(query["id"]), query.get("message")
    if message is None or message["chat"]["type"] != ChatType.PRIVATE:
        return ForeignCallback(query=pressed)
    return PersonEvent(
        person=_chat(message["chat"]["id"]),
        event=decode_callback_data(_words(query.get("data") or "")) or UNKNOWN_TAP,
        origin=_origin(
            number,
            query["from"]["first_name"],
            query["from"].get("language_code"),
            _as_she_saw_it(pressed, message, query.get("data")),
        ),
    )


def _as_she_saw_it(pressed: str, message: dict[str, Any], data: object) -> CallbackQueryRef:
    """The tap with the message under it. A text that Telegram does not show us any more is empty."""
    text, entities = message.get("text"), message.get("entities")
    return CallbackQueryRef(
        query=pressed,
        message_id=_chat(message["message_id"]),
        label=_label(message.get("reply_markup"), data),
        text=_words(text) if isinstance(text, str) else "",
        entities=tuple(entities) if isinstance(entities, list) else (),
    )


def _label(markup: object, data: object) -> str:
    """What the button says that carries this; nothing if it is not there any more."""
    rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
    for key in (key for row in rows for key in row):
        if key.get("callback_data") == data:
            return _words(key["text"])
    return ""


def _words(value: object) -> str:
    """Text as it can be stored and sent: half a character becomes a question mark."""
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value.encode("utf-8", "replace").decode("utf-8")


def _chat(value: object) -> int:
    if type(value) is not int or not 0 < abs(value) < MAX_ID:
        raise TypeError("the id of a chat was expected")
    return value


def _message(
    number: int, message: dict[str, Any], event_of: Callable[[dict[str, Any]], Event | None]
) -> PersonEvent | GroupChat | None:
    """A message of a private chat as its event; in any other chat there is nothing to do but leave."""
    chat = message["chat"]
    person = _chat(chat["id"])
    if any(message.get(field) for field in OTHER_CHATS):
        return None
    if chat.get("type", ChatType.PRIVATE if person > 0 else "") != ChatType.PRIVATE:
        if message.get("left_chat_member") is not None or message.get("migrate_to_chat_id") is not None:
            return None
        was = message.get("migrate_from_chat_id")
        return GroupChat(chat=person, was=None if was is None else _chat(was))
    sender = message.get("from")
    if isinstance(sender, dict) and sender.get("is_bot"):
        return None  # two bots that answer each other would never stop
    event = event_of(message)
    if event is None:
        return None
    album = message.get("media_group_id")
    received = _received(number, person, event, sender)
    return replace(received, album=album) if isinstance(album, str) else received


def _received(number: int, person: int, event: Event, sender: object) -> PersonEvent:
    """The event with who she is on Telegram, as far as that can be read."""
    given = sender if isinstance(sender, dict) else {}
    name, locale = given.get("first_name"), given.get("language_code")
    origin = _origin(
        number, name if isinstance(name, str) else "", locale if isinstance(locale, str) else None
    )
    return PersonEvent(person=person, event=event, origin=origin)


def _origin(number: int, name: object, locale: object, tap: CallbackQueryRef | None = None) -> EventOrigin:
    return EventOrigin(update_id=number, name=clean_name(_words(name)), locale=_words(locale or ""), tap=tap)


def _membership(number: int, change: dict[str, Any]) -> PersonEvent | GroupChat | None:
    was, now = change["old_chat_member"]["status"], change["new_chat_member"]["status"]
    chat = _chat(change["chat"]["id"])
    if change["chat"]["type"] != ChatType.PRIVATE:
        return GroupChat(chat=chat, removed=now in GONE)
    if (was in GONE) == (now in GONE):
        return None
    event: Event = Blocked() if now in GONE else Returned()
    return _received(number, chat, event, change.get("from"))


def _event(message: dict[str, Any]) -> Event:
    """What a new message means. Whatever it is made of, it is an event: nothing she sends goes unanswered."""
    source = source_of(message)
    if source is not None:
        return Forwarded(source=source)
    text = text_of(message)
    if text:
        command = COMMAND.fullmatch(text)
        if command is None:
            return Said(text=text)
        return Commanded(name=command[1].lower(), argument=(command[2] or "").strip())
    place = _place(message)
    if place is not None:
        return Located(zone=zone_at(*place))
    return Attached(kind=kind_of(message), caption=words_of(message))


def _edited(message: dict[str, Any]) -> Event | None:
    """What an edit means. One without words is nothing: a place that moves is edited every few seconds."""
    source = source_of(message)
    if source is not None:
        return Forwarded(source=source)
    words = words_of(message)
    return Edited(text=words) if words else None


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude of the place she shares; None if it is none, or a place that moves."""
    match message:
        case {"venue": _}:
            return None
        case {
            "location": {
                "latitude": int() | float() as latitude,
                "longitude": int() | float() as longitude,
            } as place
        }:
            on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
            return (latitude, longitude) if on_earth and place.get("live_period") is None else None
        case _:
            return None


def zone_at(latitude: float, longitude: float) -> str | None:
    """The time zone of a place; `None` at sea, where there is only an offset."""
    from tzfpy import get_tz  # its map takes a moment to load, and few share their place

    zone = get_tz(longitude, latitude)
    return None if not zone or zone.startswith("Etc/") else zone
