"""What names an update apart from its number: Telegram may give the number again, but never the message.

Telegram delivers an unconfirmed update again word for word. After a week without updates its numbers start again at a
random one. So two updates with one number are the same if they also name the same message, edit, tap or change.

>>> content_id({"update_id": 9, "message": {"message_id": 5, "date": 1767225600, "text": "no pain"}})
'message 5 1767225600'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
NAMED_BY = ("message_id", "id", "date", "edit_date")
MAX_CHARACTERS = 64  # of one of them: longer is nothing that Telegram sends


def content_id(raw: Mapping[str, Any]) -> str:
    """The kind of the update and the numbers that its message or tap has within Telegram; empty if it has none."""
    for kind in KINDS:
        body = raw.get(kind)
        if isinstance(body, dict):
            named = (body.get(name) for name in NAMED_BY)
            shown = (ascii(one)[:MAX_CHARACTERS] for one in named if isinstance(one, int | str))
            return " ".join([kind, *shown])
    return ""


def update_number(raw: object) -> int | None:
    """Its `update_id`; `None` when it has none that Telegram could have given."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and abs(number) < 2**63 else None
