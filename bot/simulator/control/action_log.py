"""What was done by hand, in order: what she did, where the clock was moved, when the bot was killed.

A line is as a `.chat` file writes it, without her name; `after_call` is the number of the last Bot API call made
before.

    Deed(at=now, after_call=12, line="[I did it]", chat_id=1001)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAction:
    """One thing that somebody did. `chat_id` is None for what concerns everybody, `to` is where time went."""

    at: datetime
    after_call: int
    line: str
    chat_id: int | None = None
    to: datetime | None = None
