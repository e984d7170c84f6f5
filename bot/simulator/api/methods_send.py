"""What the bot says: sendMessage, the files, a place, typing. What Telegram would refuse is refused here.

send_message(world, call)  ->  {"message_id": 12, "from": {...}, "chat": {...}, "date": ..., "text": "Hi"}
"""

from __future__ import annotations

from dataclasses import replace

from bot.simulator.api.entities import ENTITY_TYPES, commands, parse_html, strip_text, utf16_length
from bot.simulator.api.errors import bad_request, forbidden
from bot.simulator.api.method_schema import Call
from bot.simulator.api.reply_markup import parse_markup
from bot.simulator.api.types import Entity, FileKind, Json, Message, Place
from bot.simulator.api.uploads import read_upload
from bot.simulator.state import BOT, Chat, TelegramState

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def open_chat(world: TelegramState, call: Call) -> Chat:
    """The chat that the bot may write to."""
    chat = world.chat(call.whole("chat_id"))
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if chat.left:
        raise forbidden("bot is not a member of the group chat")
    return chat


def send_message(world: TelegramState, call: Call) -> Json:
    chat = open_chat(world, call)
    text, entities = formatted(call, "text", "entities", longest=LONGEST_TEXT, too_long="message is too long")
    if not text:
        raise bad_request("message text is empty")
    return _post(world, chat, call, _draft(world, text=text, entities=entities))


def send_file(world: TelegramState, call: Call) -> Json:
    chat = open_chat(world, call)
    kind = FileKind(call.method.removeprefix("send").lower())
    text, entities = caption(call)
    message = _draft(world, text=text, entities=entities)
    return _post(world, chat, call, replace(message, file=read_upload(world, call, kind)))


def send_location(world: TelegramState, call: Call) -> Json:
    chat = open_chat(world, call)
    latitude, longitude = call.number("latitude"), call.number("longitude")
    accuracy = call.number("horizontal_accuracy") if "horizontal_accuracy" in call.values else None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude/longitude specified")
    place = Place(latitude=latitude, longitude=longitude, horizontal_accuracy=accuracy)
    return _post(world, chat, call, replace(_draft(world), place=place))


def send_chat_action(world: TelegramState, call: Call) -> bool:
    chat = open_chat(world, call)
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.busy_with = call.text("action")
    world.changed(chat)
    return True


def caption(call: Call) -> tuple[str, tuple[Entity, ...]]:
    return formatted(
        call, "caption", "caption_entities", longest=LONGEST_CAPTION, too_long="message caption is too long"
    )


def formatted(
    call: Call, words: str, marks: str, *, longest: int, too_long: str
) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities as Telegram stores them, from HTML or from ready-made entities."""
    text, mode = call.text(words), call.text("parse_mode").lower()
    entities: tuple[Entity, ...] = ()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise bad_request(f"unsupported parse_mode: the simulator plays HTML, not {mode}")
    else:
        entities = tuple(_entity(item, utf16_length(text)) for item in call.items(marks) or ())
    text, entities = strip_text(text, entities)
    if len(text) > longest:
        raise bad_request(too_long)
    found = entities + (
        commands(text) if not any(entity.type == "bot_command" for entity in entities) else ()
    )
    return text, tuple(sorted(found, key=lambda entity: (entity.offset, -entity.length)))


def _entity(item: object, end: int) -> Entity:
    match item:
        case {"type": str(kind), "offset": int(offset), "length": int(length), **rest} if (
            kind in ENTITY_TYPES
        ):
            if not 0 <= offset < offset + length <= end:
                raise bad_request("can't parse entities: entity is out of the text")
            url, language = rest.get("url"), rest.get("language")
            return Entity(
                type=kind,
                offset=offset,
                length=length,
                url=url if isinstance(url, str) else None,
                language=language if isinstance(language, str) else None,
            )
        case _:
            raise bad_request("can't parse MessageEntity")


def _draft(world: TelegramState, *, text: str = "", entities: tuple[Entity, ...] = ()) -> Message:
    return Message(message_id=0, sender=BOT, at=world.clock.now(), text=text, entities=entities)


def _post(world: TelegramState, chat: Chat, call: Call, message: Message) -> Json:
    markup = parse_markup(call.fields("reply_markup"))
    answers = _answered(chat, call.fields("reply_parameters"))
    message = replace(
        message,
        message_id=world.next_message_id(),
        inline=markup.inline,
        reply=markup.reply,
        answers=answers,
    )
    if markup.reply or markup.removes_reply:
        chat.keyboard = markup.reply
    return world.show(chat, message).json(chat.json())


def _answered(chat: Chat, parameters: dict[str, object] | None) -> Message | None:
    """The message this one replies to, without the chain behind it, as Telegram gives it."""
    if parameters is None:
        return None
    for name in parameters:
        if name not in ("message_id", "chat_id", "allow_sending_without_reply"):
            raise bad_request(f'can\'t parse reply parameters: unknown field "{name}"')
    message_id = parameters.get("message_id")
    found = chat.messages.get(message_id) if isinstance(message_id, int) else None
    if found is None and parameters.get("allow_sending_without_reply") is not True:
        raise bad_request("message to be replied not found")
    return replace(found, answers=None) if found else None
