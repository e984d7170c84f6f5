"""Everything there is on this Telegram: people, chats, messages, files, the bot's profile, the calls made.

world.newcomer(first_name="Ana", language_code="en", kind=ChatKind.PRIVATE).chat_id
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.api.errors import bad_request
from bot.simulator.api.faults import Faults
from bot.simulator.api.types import (
    ChatKind,
    FileKind,
    InlineKeyboard,
    Json,
    Message,
    Person,
    ReplyKeyboard,
    StoredFile,
)
from bot.simulator.api.update_queue import UpdateQueue
from bot.simulator.clock import VirtualClock
from bot.simulator.control.action_log import UserAction
from bot.simulator.control.notifier import ChangeNotifier

BOT = Person(id=7_000_000_001, is_bot=True, first_name="Restride", username="restride_sim_bot")
TOKEN = f"{BOT.id}:SIMULATED-token-for-loopback-only-0"

_FIRST_PERSON = 1_001
_FIRST_GROUP = -4_000_000_001
_CALLS_KEPT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """The bot's answer to a tap; `alert` is the kind that she has to close."""

    query_id: str
    text: str
    alert: bool
    url: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCallback:
    """A tap that waits for its answer."""

    chat_id: int
    at: datetime


@dataclass(slots=True, kw_only=True)
class Chat:
    """A chat with its person; the one mutable thing a person's world consists of.

    `busy_with` is the bot's last chat action (typing, ...) until it speaks; `taps` are (message id, data), in
    order; `keyboards` are the last buttons of each message, also of those that have none left; `rev` grows with
    every change.
    """

    chat_id: int
    kind: ChatKind
    person: Person
    since: datetime
    messages: dict[int, Message] = field(default_factory=dict)
    toasts: list[Toast] = field(default_factory=list)
    keyboard: ReplyKeyboard = ()
    blocked: bool = False
    left: bool = False
    busy_with: str = ""
    taps: list[tuple[int, str]] = field(default_factory=list)
    keyboards: dict[int, InlineKeyboard] = field(default_factory=dict)
    rev: int = 0

    @property
    def title(self) -> str:
        first_name = self.person.first_name
        return first_name if self.kind is ChatKind.PRIVATE else f"{first_name}'s {self.kind.value}"

    def json(self) -> Json:
        name = "first_name" if self.kind is ChatKind.PRIVATE else "title"
        return {"id": self.chat_id, "type": self.kind.value, name: self.title}


@dataclass(slots=True, kw_only=True)
class Profile:
    """What the bot has told Telegram about itself; keys are (scope, language)."""

    commands: dict[tuple[str, str], list[object]] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """A call of the Bot API that has been answered (or dropped: `answer` is None)."""

    n: int
    method: str
    parameters: Json
    status: int
    answer: Json | None
    at: datetime


class TelegramState:
    """The model in memory. One event loop touches it, so nothing needs a lock."""

    def __init__(self, clock: VirtualClock, bell: ChangeNotifier | None = None) -> None:
        self.clock = clock
        self.bell = bell or ChangeNotifier()
        self.mailbox = UpdateQueue(clock, self.bell)
        self.faults = Faults()
        self.profile = Profile()
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, PendingCallback] = {}
        self.calls: deque[RecordedCall] = deque(maxlen=_CALLS_KEPT)
        self.calls_made = 0
        self.in_flight = 0
        self.diary: list[UserAction] = []
        self.beginnings = 1
        self._people = 0
        self._messages = 0
        self._queries = 0

    def changed(self, chat: Chat | None = None) -> None:
        """Something is different now, in this chat if one is given: whoever waits looks again."""
        if chat is not None:
            chat.rev += 1
        self.bell.ring()

    def note(self, line: str, *, chat_id: int | None = None, to: datetime | None = None) -> None:
        """Write down what somebody did."""
        after_call = self.calls[-1].n if self.calls else 0
        self.diary.append(
            UserAction(at=self.clock.now(), after_call=after_call, line=line, chat_id=chat_id, to=to)
        )

    def begin_again(self, at: datetime) -> None:
        """Nobody is here, nothing was said, and it is `at`; only the list of calls goes on."""
        for things in (self.chats, self.files, self.queries, self.diary):
            things.clear()
        self.mailbox.clear()
        self.faults.clear()
        self.clock.begin_again(at)
        self.beginnings += 1
        self.changed()

    def quiet(self) -> bool:
        """No update waits to be taken and no call waits to be answered."""
        return self.in_flight == 0 and not self.mailbox.waiting()

    def activity(self) -> tuple[int, int]:
        """Grows with every call (polls apart) and every update: the same twice, nothing happened between."""
        return self.calls_made, self.mailbox.received

    def newcomer(self, *, first_name: str, language_code: str | None, kind: ChatKind) -> Chat:
        number = self._people
        self._people += 1
        person = Person(id=_FIRST_PERSON + number, first_name=first_name, language_code=language_code)
        chat_id = person.id if kind is ChatKind.PRIVATE else _FIRST_GROUP - number
        chat = self.chats[chat_id] = Chat(chat_id=chat_id, kind=kind, person=person, since=self.clock.now())
        self.changed()
        return chat

    def chat(self, chat_id: int) -> Chat:
        try:
            return self.chats[chat_id]
        except KeyError:
            raise bad_request("chat not found") from None

    def next_message_id(self) -> int:
        self._messages += 1
        return self._messages

    def show(self, chat: Chat, message: Message) -> Message:
        """Put a message into a chat, new or in the place of its older self."""
        chat.messages[message.message_id] = message
        if message.inline:
            chat.keyboards[message.message_id] = message.inline
        if message.sender == BOT:
            chat.busy_with = ""
        self.changed(chat)
        return message

    def open_query(self, chat: Chat) -> str:
        self._queries += 1
        query_id = str(40_000_000_000_000_000 + self._queries)
        self.queries[query_id] = PendingCallback(chat_id=chat.chat_id, at=self.clock.now())
        return query_id

    def keep(
        self,
        kind: FileKind,
        *,
        name: str,
        mime_type: str,
        content: bytes,
        size: tuple[int, int] = (0, 0),
        duration: int = 0,
        title: str | None = None,
        performer: str | None = None,
    ) -> StoredFile:
        """Store bytes under a new file id."""
        number = len(self.files) + 1
        ending = f".{name.rsplit('.', 1)[-1]}" if "." in name else ""
        stored = StoredFile(
            kind=kind,
            file_id=f"BQACAgIAAx{kind.value[0].upper()}{number:010d}sim",
            file_unique_id=f"AgAD{number:08d}",
            path=f"{kind.value}s/file_{number}{ending}",
            name=name,
            mime_type=mime_type,
            content=content,
            width=size[0],
            height=size[1],
            duration=duration,
            title=title,
            performer=performer,
        )
        self.files[stored.file_id] = stored
        return stored

    def record(self, method: str, parameters: Json, *, status: int, answer: Json | None) -> None:
        number = self.calls[-1].n + 1 if self.calls else 1
        self.calls.append(
            RecordedCall(
                n=number,
                method=method,
                parameters=parameters,
                status=status,
                answer=answer,
                at=self.clock.now(),
            )
        )
        self.calls_made += method != "getUpdates"
        self.changed()
