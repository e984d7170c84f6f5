"""From a Telegram update to an event: who, what, and the button it came from.

Must not decide what an event means, and keeps nothing: a shared place becomes a time zone here and is
forgotten. Kinds of update that nobody knows yet are ignored.

>>> understand({"update_id": 1, "message": {...}}, bot)  # doctest: +SKIP
Received(person=7, event=Said(text='no pain'), origin=Origin(update_id=1, name='Ana', ...))
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from telegram import Bot, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatType

from bot.coach import Origin
from bot.messages import Tap
from bot.names import clean_name
from bot.telegram.keyboards import read_data
from flows.vocabulary import Attached, Blocked, Commanded, Edited, Event, Located, Returned, Said, Tapped

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
BIG = 2**63
ATTACHMENTS = (
    *("photo", "sticker", "voice", "video", "video_note", "animation", "audio", "document", "contact"),
    *("poll", "dice", "venue", "story", "game", "paid_media", "checklist", "location"),
)
NOBODY_KNOWS = Tapped(seq=-1, option="?")
"""A tap on a button that is not of our making: older than anything, so it gets the answer of an old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Something happened to one person."""

    person: int
    event: Event
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Something happened in a chat that is not private. The bot stays only in its operator's chat.

    `removed`: the bot was taken out of it. `was`: the id of this group before it became a supergroup.
    """

    chat: int
    removed: bool = False
    was: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A tap on something that is not ours: her screen waits for an answer to it, and that is all."""

    query: str


class Unreadable(ValueError):
    """This is no update of the Bot API. Asking for it again would not mend it."""


def understand(raw: object, bot: Bot) -> Received | Elsewhere | Foreign | None:
    """What the JSON of an update means, whatever it is; raises `Unreadable` and nothing else."""
    if not (isinstance(raw, dict) and type(raw.get("update_id")) is int and abs(raw["update_id"]) < BIG):
        raise Unreadable("it has no number")
    try:
        query = raw.get("callback_query")
        return _tap(raw["update_id"], query) if query is not None else read(Update.de_json(raw, bot))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise Unreadable(type(error).__name__) from None


def _tap(number: int, query: dict[str, Any]) -> Received | Foreign:
    """A press, the commonest update by far, as it came: of what it would be parsed into nine fields are read."""
    pressed, message = _words(query["id"]), query.get("message")
    if message is None or message["chat"]["type"] != ChatType.PRIVATE:
        return Foreign(query=pressed)
    return Received(
        person=_chat(message["chat"]["id"]),
        event=read_data(_words(query.get("data") or "")) or NOBODY_KNOWS,
        origin=_origin(
            number,
            query["from"]["first_name"],
            query["from"].get("language_code"),
            _as_she_saw_it(pressed, message, query.get("data")),
        ),
    )


def _as_she_saw_it(pressed: str, message: dict[str, Any], data: object) -> Tap:
    """The tap with the message under it. A text that Telegram does not show us any more is empty."""
    text, entities = message.get("text"), message.get("entities")
    return Tap(
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
    if type(value) is not int or not 0 < abs(value) < BIG:
        raise TypeError("the id of a chat was expected")
    return value


def read(update: Update) -> Received | Elsewhere | None:
    """What an update means; `None` if it means nothing to us."""
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.chat.type != ChatType.PRIVATE:
        if message.left_chat_member is not None or message.migrate_to_chat_id is not None:
            return None
        return Elsewhere(chat=_chat(message.chat.id), was=message.migrate_from_chat_id)
    event = _edited(message) if update.edited_message is not None else _message(message)
    return None if event is None else _received(update, message.chat.id, event, message.from_user)


def _received(update: Update, person: int, event: Event, user: User | None) -> Received:
    name, locale = (user.first_name, user.language_code) if user is not None else ("", None)
    return Received(person=_chat(person), event=event, origin=_origin(update.update_id, name, locale))


def _origin(number: int, name: object, locale: object, tap: Tap | None = None) -> Origin:
    return Origin(update_id=number, name=clean_name(_words(name)), locale=_words(locale or ""), tap=tap)


def _membership(update: Update, change: ChatMemberUpdated) -> Received | Elsewhere | None:
    gone = (ChatMember.BANNED, ChatMember.LEFT)
    was, now = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type != ChatType.PRIVATE:
        return Elsewhere(chat=_chat(change.chat.id), removed=now in gone)
    if (was in gone) == (now in gone):
        return None
    event: Event = Blocked() if now in gone else Returned()
    return _received(update, change.chat.id, event, change.from_user)


def _message(message: Message) -> Event | None:
    if message.text is not None:
        text = _words(message.text)
        command = COMMAND.fullmatch(text)
        if command is None:
            return Said(text=text)
        return Commanded(name=command[1].lower(), argument=(command[2] or "").strip())
    place = message.location
    if place is not None and message.venue is None and place.live_period is None:
        return Located(zone=zone_at(place.latitude, place.longitude))
    kind = next((kind for kind in ATTACHMENTS if getattr(message, kind, None)), None)
    return None if kind is None else Attached(kind=kind, caption=_words(message.caption or ""))


def _edited(message: Message) -> Event | None:
    words = message.text or message.caption
    return None if words is None else Edited(text=_words(words))


def zone_at(latitude: float, longitude: float) -> str | None:
    """The time zone of a place; `None` at sea, where there is only an offset."""
    from tzfpy import get_tz  # its map takes a moment to load, and few share their place

    zone = get_tz(longitude, latitude)
    return None if not zone or zone.startswith("Etc/") else zone
