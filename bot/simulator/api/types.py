"""What a chat is made of, and how each thing looks on Telegram's wire.

All is immutable; `json()` gives Telegram's own field names.

    Button(label="I did it", action=("callback_data", "12:done")).json()["callback_data"] == "12:done"
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Json = dict[str, object]


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class FileKind(StrEnum):
    DOCUMENT = "document"
    PHOTO = "photo"
    AUDIO = "audio"
    VOICE = "voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user of Telegram, the bot included."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    language_code: str | None = None

    def json(self) -> Json:
        return present(
            id=self.id,
            is_bot=self.is_bot,
            first_name=self.first_name,
            username=self.username,
            language_code=self.language_code,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of formatted text; `offset` and `length` count UTF-16 code units, as Telegram does."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    def json(self) -> Json:
        return present(
            type=self.type,
            offset=self.offset,
            length=self.length,
            url=self.url,
            language=self.language,
            custom_emoji_id=self.custom_emoji_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button; `action` is its one field besides the label, e.g. `("callback_data", "12:yes")`."""

    label: str
    action: tuple[str, str]
    style: str | None = None

    @property
    def data(self) -> str | None:
        return self.action[1] if self.action[0] == "callback_data" else None

    def json(self) -> Json:
        name, value = self.action
        nested: object = {"web_app": {"url": value}, "copy_text": {"text": value}}.get(name, value)
        return present(text=self.label, style=self.style) | {name: nested}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyButton:
    """A button of the keyboard under the text field; `asks` is what it shares instead of its label."""

    label: str
    asks: str | None = None


InlineKeyboard = tuple[tuple[Button, ...], ...]
ReplyKeyboard = tuple[tuple[ReplyButton, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A parsed `reply_markup`: at most one of the two; neither for a removed keyboard or a forced reply."""

    inline: InlineKeyboard = ()
    reply: ReplyKeyboard = ()
    removes_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Bytes with Telegram's names for them; width and height for pictures, seconds for sound."""

    kind: FileKind
    file_id: str
    file_unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0
    duration: int = 0
    title: str | None = None
    performer: str | None = None

    def json(self) -> object:
        basic: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": len(self.content),
        }
        match self.kind:
            case FileKind.PHOTO:
                return [basic | {"width": self.width, "height": self.height}]
            case FileKind.VOICE:
                return basic | {"duration": self.duration, "mime_type": self.mime_type}
            case FileKind.AUDIO:
                sound: Json = {"duration": self.duration, "mime_type": self.mime_type, "file_name": self.name}
                return basic | sound | present(title=self.title, performer=self.performer)
            case FileKind.DOCUMENT:
                return basic | {"file_name": self.name, "mime_type": self.mime_type}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    latitude: float
    longitude: float
    horizontal_accuracy: float | None = None

    def json(self) -> Json:
        return present(
            latitude=self.latitude, longitude=self.longitude, horizontal_accuracy=self.horizontal_accuracy
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One bubble. `text` is the caption when there is a file; `beside` are more fields, as the Bot API has them."""

    message_id: int
    sender: Person
    at: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    file: StoredFile | None = None
    place: Place | None = None
    inline: InlineKeyboard = ()
    reply: ReplyKeyboard = ()
    edited_at: datetime | None = None
    answers: Message | None = None
    beside: Json = field(default_factory=dict)

    def json(self, chat: Json) -> Json:
        by: Json = {"from": self.sender.json()}
        if chat["type"] == ChatKind.CHANNEL:
            by = {"sender_chat": chat}
        body: Json = {
            "message_id": self.message_id,
            **by,
            "chat": chat,
            "date": int(self.at.timestamp()),
        }
        if self.edited_at is not None:
            body["edit_date"] = int(self.edited_at.timestamp())
        if self.answers is not None:
            body["reply_to_message"] = self.answers.json(chat)
        words, marks = ("caption", "caption_entities") if self.file else ("text", "entities")
        if self.file is not None:
            body[self.file.kind] = self.file.json()
        if self.place is not None:
            body["location"] = self.place.json()
        if self.text:
            body[words] = self.text
        if self.entities:
            body[marks] = [entity.json() for entity in self.entities]
        if self.inline:
            body["reply_markup"] = inline_json(self.inline)
        return body | self.beside


def inline_json(keyboard: InlineKeyboard) -> Json:
    return {"inline_keyboard": [[button.json() for button in row] for row in keyboard]}


def present(**fields: object) -> Json:
    """The fields that have a value: Telegram leaves the others out."""
    return {name: value for name, value in fields.items() if value is not None}
