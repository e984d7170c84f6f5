"""The same words again and again: a flood of messages from one person is answered once.

When a turn looks exactly like what was said to her last, and that was a moment ago, it waits until she has been
silent for that long, and the newest takes the place of those that wait: only its buttons are today's. Whatever is new
is said at once, an answer to a red flag in the middle of a flood too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.encryption.reloading_keyring import AnyKeyring
from storage.outbox.rate_limit import microseconds
from storage.records import Message

MARK_BYTES = 8


def fingerprint(keyring: AnyKeyring, person: int, messages: Iterable[Message]) -> bytes:
    """A keyed hash of these messages to her: equal when they would look the same."""
    told = json.dumps([_seen(message) for message in messages], sort_keys=True)
    return keyring.proof(keyring.current, f"said {person} ".encode(), told)[:MARK_BYTES]


def _seen(message: Message) -> list[object]:
    """What she would see of it: not what its buttons carry, which is new in every turn."""
    markup = message.params.get("reply_markup")
    rows = markup.get("inline_keyboard", markup) if isinstance(markup, dict) else markup
    labels = [[key.get("text") for key in row] for row in rows] if isinstance(rows, list) else rows
    others = {
        name: value for name, value in message.params.items() if name not in ("reply_markup", "message_id")
    }
    return [message.method, others, labels]


def encode_last(said: bytes, now: datetime) -> bytes:
    """What is kept of it: the hash, and when it was said."""
    return said + microseconds(now).to_bytes(8, "big", signed=True)


def is_repeat(last: bytes | None, said: bytes, *, now: datetime, within: timedelta) -> bool:
    """Whether this is what was said to her last, less than `within` ago (a clock set back is no repeat)."""
    if last is None or last[:MARK_BYTES] != said:
        return False
    ago = microseconds(now) - int.from_bytes(last[MARK_BYTES:], "big", signed=True)
    return 0 <= ago < within.total_seconds() * 1_000_000
