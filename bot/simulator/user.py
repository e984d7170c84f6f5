"""What a person does: types, taps, shares a place, sends a file, blocks. Each becomes an update for the bot.

Hand(world).tap(chat, label="I did it", message_id=None, data=None)  ->  the update's id
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace

from bot.simulator.api.entities import commands
from bot.simulator.api.method_schema import Upload
from bot.simulator.api.methods_send import LONGEST_TEXT
from bot.simulator.api.types import Button, ChatKind, FileKind, InlineKeyboard, Json, Message, Place
from bot.simulator.api.uploads import store_upload
from bot.simulator.state import BOT, Chat, TelegramState


class ActionImpossible(Exception):
    """Her phone would not let her do that; `labels` are the buttons on screen when she missed one."""

    def __init__(self, why: str, *, labels: tuple[str, ...] | None = None) -> None:
        super().__init__(why)
        self.labels = labels


@dataclass(frozen=True, slots=True)
class SimulatedUser:
    """Her hand on the phone."""

    world: TelegramState

    def type(self, chat: Chat, text: str) -> int:
        if not text.strip():
            raise ActionImpossible("there is nothing to send")
        if len(text) > LONGEST_TEXT:
            raise ActionImpossible(f"Telegram takes {LONGEST_TEXT} characters in one message")
        return self._send(chat, text=text.strip())

    def share_place(self, chat: Chat, place: Place) -> int:
        return self._send(chat, place=place)

    def send_file(self, chat: Chat, upload: Upload, kind: FileKind, caption: str = "") -> int:
        self._check(chat)
        return self._send(chat, text=caption, file_of=(upload, kind))

    def tap(self, chat: Chat, *, label: str | None, message_id: int | None, data: str | None) -> int:
        """A button by its label, or any data of any message: an old keyboard stays on an old phone."""
        self._check(chat)
        if message_id is not None and data is not None:
            message = chat.messages.get(message_id)
            if message is None:
                raise ActionImpossible(f"there is no message {message_id}", labels=visible_buttons(chat))
            return self._press(chat, message, data)
        for message in reversed(chat.messages.values()):
            if message_id not in (None, message.message_id):
                continue
            for button in (button for row in message.inline for button in row):
                if button.label == label:
                    return self._tap(chat, message, button)
            if message.reply and message.reply == chat.keyboard:
                for below in (below for row in message.reply for below in row):
                    if below.label == label and below.asks:
                        raise ActionImpossible(
                            f"this button shares something ({below.asks}): share it instead"
                        )
                    if below.label == label:
                        return self._send(chat, text=label)
        raise ActionImpossible(f"no button says {label!r}", labels=visible_buttons(chat))

    def tap_gone(self, chat: Chat, label: str) -> int:
        """The newest button of that name that is not there any more: she tapped it a moment before it went."""
        for message_id, keyboard in reversed(chat.keyboards.items()):
            data = _data(keyboard, label)
            if data is not None and message_id in chat.messages:
                return self._press(chat, chat.messages[message_id], data)
        raise ActionImpossible(f"no button has ever said {label!r}", labels=visible_buttons(chat))

    def _tap(self, chat: Chat, message: Message, button: Button) -> int:
        if button.data is None:
            raise ActionImpossible(f"this button goes elsewhere: {button.action[1]}")
        return self._press(chat, message, button.data)

    def _press(self, chat: Chat, message: Message, data: str) -> int:
        query: Json = {
            "id": self.world.open_query(chat),
            "from": chat.person.json(),
            "message": message.json(chat.json()),
            "chat_instance": str(8_000_000_000 + abs(chat.chat_id)),
            "data": data,
        }
        self.world.note(_tap_line(chat, message, data), chat_id=chat.chat_id)
        chat.taps.append((message.message_id, data))
        self.world.changed(chat)
        return self.world.mailbox.put("callback_query", query, chat_id=chat.chat_id)

    def block(self, chat: Chat, *, blocked: bool) -> None:
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        bot = BOT.json()
        states: list[Json] = [
            {"status": "member", "user": bot},
            {"status": "kicked", "user": bot, "until_date": 0},
        ]
        change: Json = {
            "chat": chat.json(),
            "from": chat.person.json(),
            "date": int(self.world.clock.now().timestamp()),
            "old_chat_member": states[not blocked],
            "new_chat_member": states[blocked],
        }
        self.world.note("-- block" if blocked else "-- unblock", chat_id=chat.chat_id)
        self.world.mailbox.put("my_chat_member", change, chat_id=chat.chat_id)
        self.world.changed(chat)

    def edit(self, chat: Chat, text: str, *, message_id: int | None = None) -> int:
        """She changes a text or a caption of hers: that of this message, or the last thing she wrote."""
        self._check(chat)
        mine = [message for message in chat.messages.values() if message.sender == chat.person]
        found = [message for message in mine if message_id in (None, message.message_id)]
        if not found:
            raise ActionImpossible(
                "she has written nothing yet" if message_id is None else "that is no message of hers"
            )
        changed = replace(found[-1], text=text, entities=commands(text), edited_at=self.world.clock.now())
        what = (
            f"-- edit {shlex.quote(text)}"
            if found[-1] is mine[-1]
            else f"# an earlier message, edited: {text}"
        )
        self.world.note(what, chat_id=chat.chat_id)
        self.world.show(chat, changed)
        return self._put(chat, "edited_", changed)

    def send(self, chat: Chat, message: Message) -> int:
        """A message that is ready but for its number."""
        self._check(chat)
        return self._put(
            chat, "", self.world.show(chat, replace(message, message_id=self.world.next_message_id()))
        )

    def _put(self, chat: Chat, prefix: str, message: Message) -> int:
        kind = "channel_post" if chat.kind is ChatKind.CHANNEL else "message"
        return self.world.mailbox.put(prefix + kind, message.json(chat.json()), chat_id=chat.chat_id)

    def _check(self, chat: Chat) -> None:
        if chat.blocked:
            raise ActionImpossible("she has blocked the bot: unblock it first")

    def _send(
        self,
        chat: Chat,
        *,
        text: str = "",
        place: Place | None = None,
        file_of: tuple[Upload, FileKind] | None = None,
    ) -> int:
        self._check(chat)
        message = Message(
            message_id=0,
            sender=chat.person,
            at=self.world.clock.now(),
            text=text,
            entities=commands(text),
            place=place,
            file=store_upload(self.world, *file_of) if file_of else None,
        )
        self.world.note(_line(message), chat_id=chat.chat_id)
        return self.send(chat, message)


def visible_buttons(chat: Chat) -> tuple[str, ...]:
    """The labels she can tap, newest message first."""
    inline = [
        button.label
        for message in reversed(chat.messages.values())
        for row in message.inline
        for button in row
    ]
    return tuple(dict.fromkeys(inline + [below.label for row in chat.keyboard for below in row]))


def _line(message: Message) -> str:
    """What she sent, as a line of a `.chat` file."""
    if message.place is not None:
        return f"-- location {message.place.latitude:g} {message.place.longitude:g}"
    if message.file is not None:
        caption = f" {shlex.quote(message.text)}" if message.text else ""
        return f"-- send {message.file.kind.value}{caption}"
    return " ".join(message.text.split("\n"))


def _tap_line(chat: Chat, message: Message, data: str) -> str:
    """Her tap likewise: by its label if that finds this very button, else by how far back it is."""
    label = _label(chat.keyboards.get(message.message_id, ()), data)
    newest = next((found for found in reversed(chat.messages.values()) if _data(found.inline, label)), None)
    if label is not None and newest is not None and newest.message_id == message.message_id:
        return f"[{label}]"
    if chat.taps[-1:] == [(message.message_id, data)]:
        return "-- second tap"
    if label is None:
        return f"# a tap that no button on screen makes: {data}"
    keyboards = list(chat.keyboards)
    return f"-- tap {shlex.quote(label)} of {len(keyboards) - keyboards.index(message.message_id)}"


def _label(keyboard: InlineKeyboard, data: str) -> str | None:
    return next((button.label for row in keyboard for button in row if button.data == data), None)


def _data(keyboard: InlineKeyboard, label: str | None) -> str | None:
    return next((button.data for row in keyboard for button in row if button.label == label), None)
