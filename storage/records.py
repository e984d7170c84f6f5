"""What goes into the database and what comes out of it.

Texts named JSON are the caller's: nothing here reads them.

>>> Message(method="sendMessage", params={"text": "Good morning"}, kind="prompt").opens
False
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

TOAST = "toast"  # the answer to a tap itself
CHOICE = "choice"  # the edit that leaves what she chose in the message she tapped
REPLIES = ("reply", CHOICE)

# Ranks: across people a lower one is sent first. 0 and 1 are what 0.1.0 stored.
EMERGENCY = -1  # all messages of a turn about a red flag
REPLY = 0
PROMPT = 1
STRANGER = 2  # messages to a person who has not consented
RANKS = (EMERGENCY, REPLY, PROMPT, STRANGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One rendered Bot API call that waits in the outbox.

    `kind` is `reply`, `toast`, `choice` or, for a prompt, what kind of alarm it is for: replies go before prompts. A
    toast is not stored: it is worth nothing after seconds, so the process that took the turn makes that call once it
    is committed. A `choice` is tried once too, and stored only where something of hers has to be sent before it.
    `opens`: it carries the open question, so its Telegram message id is remembered once it is sent.
    """

    method: str
    params: Mapping[str, object]
    kind: str
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJournalEntry:
    """The journal line of a turn. `event` and `decisions` are JSON."""

    event: str
    decisions: str
    book_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """What a turn leaves behind. `session` is JSON; `None` erases everything about this person.

    `seq` never goes down; `wake_at` is her one next alarm. `state` is for the caller: it is stored only
    inside the sealed session. The messages of a turn that erases are still delivered, once. `forgets`: her
    journal so far is deleted and this turn leaves no line in it; the session stays. `rang`: the alarm that began it.
    `handed`: the message that the caller has to send at once, because it is leased to him (`SendSlot`).
    `rank`: how urgent its messages are
    (`RANKS`); `None`: as their kind has it, see `rank_of`.
    """

    session: str | None
    seq: int
    state: str
    wake_at: datetime | None
    wake_kind: str
    messages: tuple[Message, ...]
    entry: NewJournalEntry
    clears_journal: bool = False
    rang: AlarmRef | None = None
    leased_message: LeasedMessage | None = None
    rank: int | None = None

    def rank_of(self, message: Message) -> int:
        """How urgent this message of the turn is."""
        if self.rank is not None:
            return self.rank
        return REPLY if message.kind in REPLIES else PROMPT

    @property
    def spoken(self) -> list[Message]:
        """What it says to her: all but the calls that belong to her tap."""
        return [message for message in self.messages if message.kind not in (TOAST, CHOICE)]

    @property
    def choices(self) -> list[Message]:
        """The edits that leave what she chose."""
        return [message for message in self.messages if message.kind == CHOICE]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRef:
    """The alarm that a turn plays: for which instant it was set, and what it is for."""

    at: datetime
    kind: str


class DueAlarm(NamedTuple):
    """An alarm that rang: set at turn `seq` for the instant `at`. `kind` is a plain word, stored in clear.

    A tuple, as the database gives it: a thousand of them may be due in the same second.
    """

    person: int
    seq: int
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One line of the journal, opened."""

    seq: int
    at: datetime
    event: str
    decisions: str
    book_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPerson:
    """Everything that she said, as it is stored at one moment: her session as JSON, if we know her, and her journal."""

    session: str | None
    journal: list[JournalEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedMessage:
    """A message handed out for sending, ours until `until` (of the wall). `attempts` counts this one.

    `rank`: one of `RANKS`. `failures`: how often it could not be sent.
    """

    id: int
    person: int
    seq: int
    method: str
    params: Mapping[str, object]
    kind: str
    rank: int
    opens: bool
    attempts: int
    failures: int
    made_at: datetime
    claimed_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimResult:
    """What was handed out. When that is nothing: when there will be something, as `next_at`.

    `prompts_at`: before it the pace lets no prompt go; `None` if it was not asked. `left`: by rank, from when on what
    nobody has taken may be sent, if nobody stands before it.
    """

    taken: list[LeasedMessage]
    next_at: datetime | None
    prompts_at: datetime | None
    left: Mapping[int, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """A message that reached Telegram, with the number it has there, if it has one."""

    waiting: LeasedMessage
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCounts:
    """Messages of one kind planned on one day (UTC), and what became of them.

    `seen`: prompts that she answered. `late`: alarms that rang more than an hour after their instant and still
    had something to say; `skipped`: those that had not.
    """

    day: date
    kind: str
    planned: int
    sent: int = 0
    failed: int = 0
    expired: int = 0
    dropped: int = 0
    seen: int = 0
    late: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How late the oldest work is. `overdue`: alarms and prompts that are later than ten minutes.

    The same numbers as in `Status`, without those that read a whole table: a health check asks often.
    """

    oldest_alarm: datetime | None
    oldest_message: datetime | None
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How many people and alarms there are, and how late the oldest ones are.

    `overdue`: alarms and prompts that are later than ten minutes.
    """

    people: int
    alarms: int
    ringing: int
    oldest_alarm: datetime | None
    waiting: int
    oldest_message: datetime | None
    dead_letters: int
    overdue: int = 0
