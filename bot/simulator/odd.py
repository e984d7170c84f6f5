"""Messages that are not plainly hers: forwards, replies with a quote, albums, messages through a bot, unknown kinds.

Each becomes an update for the bot, as `bot/simulator/user.py` makes them.

    OddHand(world).forward(chat, "I feel faint", origin=Origin.HIDDEN_USER)  ->  the update's id
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.simulator.api.entities import commands
from bot.simulator.api.method_schema import Upload
from bot.simulator.api.types import FileKind, Json, Message
from bot.simulator.api.uploads import store_upload
from bot.simulator.state import BOT, Chat, TelegramState
from bot.simulator.user import ActionImpossible, SimulatedUser

MAX_ALBUM_SIZE = 10
FRIEND: Json = {"id": 5_001, "is_bot": False, "first_name": "Bea"}
GROUP: Json = {"id": -5_002, "type": "group", "title": "Runners"}
CHANNEL: Json = {"id": -1_000_000_005_003, "type": "channel", "title": "Running news"}
INLINE_BOT: Json = {"id": 5_004, "is_bot": True, "first_name": "Pictures", "username": "pictures_bot"}
# Fields that say whose message it is and where; a message of an unknown kind may not change them.
FIXED = frozenset({"message_id", "chat", "from", "date"})


class Origin(StrEnum):
    """Where a forwarded message comes from; `bot`: she sent it through another bot."""

    USER = "user"
    HIDDEN_USER = "hidden_user"
    CHAT = "chat"
    CHANNEL = "channel"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class OddHand:
    """Her hand on the phone, when she does more than type."""

    world: TelegramState

    def forward(self, chat: Chat, text: str, *, origin: Origin, file: Upload | None = None) -> int:
        """Passes on a message that somebody else wrote, with a photo if there is a `file`."""
        when = int(self.world.clock.now().timestamp())
        self.world.note(f"-- forward {shlex.quote(text)} {origin.value}", chat_id=chat.chat_id)
        message = self._draft(chat, text)
        if file is not None:
            message = replace(message, file=store_upload(self.world, file, FileKind.PHOTO))
        return self._send(chat, replace(message, beside=_origin(origin, when)))

    def reply(
        self, chat: Chat, text: str, *, to: int | None = None, quote: str = "", elsewhere: bool = False
    ) -> int:
        """Answers a message of this chat (the bot's last one unless `to` says which), or of another chat."""
        beside: Json = {"quote": {"text": quote, "position": 0, "is_manual": True}} if quote else {}
        answered = None
        if elsewhere:
            when = int(self.world.clock.now().timestamp())
            beside["external_reply"] = {"origin": {"type": "user", "date": when, "sender_user": FRIEND}}
        else:
            answered = self._answered(chat, to)
        self.world.note(f"-- reply {shlex.quote(quote)} {shlex.quote(text)}", chat_id=chat.chat_id)
        return self._send(chat, replace(self._draft(chat, text), answers=answered, beside=beside))

    def album(self, chat: Chat, photos: Sequence[Upload], caption: str = "") -> list[int]:
        """Several photos that came together; the first one carries the caption."""
        if not 2 <= len(photos) <= MAX_ALBUM_SIZE:
            raise ActionImpossible(f"an album has from 2 to {MAX_ALBUM_SIZE} photos")
        group: Json = {"media_group_id": str(13_000_000_000_000_000 + self.world.next_message_id())}
        self.world.note(f"-- album {len(photos)} {shlex.quote(caption)}", chat_id=chat.chat_id)
        sent = []
        for number, photo in enumerate(photos):
            message = self._draft(chat, caption if number == 0 else "")
            file = store_upload(self.world, photo, FileKind.PHOTO)
            sent.append(self._send(chat, replace(message, file=file, beside=group)))
        return sent

    def raw(
        self, chat: Chat, fields: Mapping[str, object], *, text: str = "", edits: int | None = None
    ) -> int:
        """A message with these fields of the Bot API, known or not; `edits`: in place of that message of hers."""
        if fixed := FIXED.intersection(fields):
            raise ActionImpossible(f"the simulator sets {', '.join(sorted(fixed))} itself")
        message = self._draft(chat, text)
        self.world.note(f"# a message with {', '.join(fields) or 'nothing'}", chat_id=chat.chat_id)
        if edits is None:
            return self._send(chat, replace(message, beside=dict(fields)))
        if edits not in chat.messages or chat.messages[edits].sender != chat.person:
            raise ActionImpossible(f"she has written no message {edits}")
        changed = replace(message, message_id=edits, beside=dict(fields), edited_at=self.world.clock.now())
        self.world.show(chat, changed)
        return self.world.mailbox.put("edited_message", changed.json(chat.json()), chat_id=chat.chat_id)

    def _draft(self, chat: Chat, text: str) -> Message:
        return Message(
            message_id=0, sender=chat.person, at=self.world.clock.now(), text=text, entities=commands(text)
        )

    def _answered(self, chat: Chat, to: int | None) -> Message:
        by_bot = [message for message in chat.messages.values() if message.sender == BOT]
        found = by_bot[-1] if to is None and by_bot else chat.messages.get(to or 0)
        if found is None:
            raise ActionImpossible("there is no message to reply to")
        return replace(found, answers=None)

    def _send(self, chat: Chat, message: Message) -> int:
        return SimulatedUser(self.world).send(chat, message)


def _origin(origin: Origin, when: int) -> Json:
    match origin:
        case Origin.USER:
            return {"forward_origin": {"type": "user", "date": when, "sender_user": FRIEND}}
        case Origin.HIDDEN_USER:
            return {"forward_origin": {"type": "hidden_user", "date": when, "sender_user_name": "Bea"}}
        case Origin.CHAT:
            return {"forward_origin": {"type": "chat", "date": when, "sender_chat": GROUP}}
        case Origin.CHANNEL:
            return {"forward_origin": {"type": "channel", "date": when, "chat": CHANNEL, "message_id": 12}}
        case Origin.BOT:
            return {"via_bot": INLINE_BOT}
