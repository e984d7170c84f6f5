"""What goes into the database and what comes out of it.

Must not know how it is stored. Texts named JSON are the caller's: nothing here reads them.

>>> Message(method="sendMessage", params={"text": "Good morning"}, kind="prompt").opens
False
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One rendered Bot API call that waits in the outbox.

    `kind` is `reply`, `prompt` or `toast`: replies go before prompts, a toast that is late is dropped.
    `opens`: it carries the open question, so its Telegram message id is remembered once it is sent.
    """

    method: str
    params: Mapping[str, object]
    kind: str
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The journal line of a turn. `event` and `decisions` are JSON."""

    event: str
    decisions: str
    book_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn leaves behind. `session` is JSON; `None` erases everything about this person.

    `seq` never goes down; `wake_at` is her one next alarm. `state` is for the caller: it is stored only
    inside the sealed session. The messages of a turn that erases are still delivered, once. `forgets`: her
    journal so far is deleted and this turn leaves no line in it; the session stays.
    """

    session: str | None
    seq: int
    state: str
    wake_at: datetime | None
    wake_kind: str
    messages: tuple[Message, ...]
    entry: Entry
    forgets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An alarm that rang: set at turn `seq` for the instant `at`. `kind` is a plain word, stored in clear."""

    person: int
    seq: int
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the journal, opened."""

    seq: int
    at: datetime
    event: str
    decisions: str
    book_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message handed out for sending, leased from `claimed_at` on. `attempts` counts this one."""

    id: int
    person: int
    seq: int
    method: str
    params: Mapping[str, object]
    kind: str
    opens: bool
    attempts: int
    made_at: datetime
    claimed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Messages of one kind planned on one day (UTC), and what became of them."""

    day: date
    kind: str
    planned: int
    sent: int = 0
    failed: int = 0
    expired: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How many people and alarms there are, and how late the oldest ones are."""

    people: int
    alarms: int
    ringing: int
    oldest_alarm: datetime | None
    waiting: int
    oldest_message: datetime | None
    dead_letters: int
