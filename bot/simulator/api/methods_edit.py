"""What the bot takes back or changes: edits, deletions, and the answers to taps.

edit_text(world, call)  ->  the message with its `edit_date`, or 400 when nothing changes
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.simulator.api.errors import NOT_MODIFIED, STALE_QUERY, bad_request
from bot.simulator.api.method_schema import Call
from bot.simulator.api.methods_send import LONGEST_TEXT, caption, formatted, open_chat
from bot.simulator.api.reply_markup import parse_markup
from bot.simulator.api.types import Json, Message
from bot.simulator.state import BOT, Chat, TelegramState, Toast

DELETABLE_FOR = timedelta(hours=48)
QUERY_LIVES = timedelta(seconds=15)
_LONGEST_TOAST = 200
_MOST_DELETED = 100


def edit_text(world: TelegramState, call: Call) -> Json:
    chat, message = _own(world, call)
    if message.file or message.place:
        raise bad_request("there is no text in the message to edit")
    text, entities = formatted(call, "text", "entities", longest=LONGEST_TEXT, too_long="message is too long")
    if not text:
        raise bad_request("message text is empty")
    return _edit(world, chat, message, call, replace(message, text=text, entities=entities))


def edit_caption(world: TelegramState, call: Call) -> Json:
    chat, message = _own(world, call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    text, entities = caption(call)
    return _edit(world, chat, message, call, replace(message, text=text, entities=entities))


def edit_markup(world: TelegramState, call: Call) -> Json:
    chat, message = _own(world, call)
    return _edit(world, chat, message, call, message)


def _own(world: TelegramState, call: Call) -> tuple[Chat, Message]:
    for name, why in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if name not in call.values:
            raise bad_request(why)
    chat = open_chat(world, call)
    message = chat.messages.get(call.whole("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != BOT or message.reply:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: TelegramState, chat: Chat, old: Message, call: Call, new: Message) -> Json:
    """Without a `reply_markup` an edit takes the keyboard away, as on Telegram."""
    new = replace(new, inline=parse_markup(call.fields("reply_markup"), inline_only=True).inline)
    if new == old:
        raise bad_request(NOT_MODIFIED)
    return world.show(chat, replace(new, edited_at=world.clock.now())).json(chat.json())


def delete_message(world: TelegramState, call: Call) -> bool:
    chat = open_chat(world, call)
    message = chat.messages.get(call.whole("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, chat, [message])
    return True


def delete_messages(world: TelegramState, call: Call) -> bool:
    """The ones that are there; those that are not are skipped."""
    chat = open_chat(world, call)
    ids = call.items("message_ids") or []
    if not 1 <= len(ids) <= _MOST_DELETED or not all(type(number) is int for number in ids):
        raise bad_request("there must be from 1 to 100 message identifiers")
    _delete(world, chat, [message for message in chat.messages.values() if message.message_id in ids])
    return True


def _delete(world: TelegramState, chat: Chat, messages: list[Message]) -> None:
    if any(world.clock.now() - message.at > DELETABLE_FOR for message in messages):
        raise bad_request("message can't be deleted for everyone")
    for message in messages:
        del chat.messages[message.message_id]
    world.changed(chat)


def answer_callback_query(world: TelegramState, call: Call) -> bool:
    query_id = call.text("callback_query_id")
    query = world.queries.pop(query_id, None)
    if query is None or world.clock.now() - query.at > QUERY_LIVES:
        raise bad_request(STALE_QUERY)
    text = call.text("text")
    if len(text) > _LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = world.chat(query.chat_id)
    chat.toasts.append(
        Toast(
            query_id=query_id,
            text=text,
            alert=call.flag("show_alert"),
            url=call.text("url") or None,
            at=world.clock.now(),
        )
    )
    world.changed(chat)
    return True
