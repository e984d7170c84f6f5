"""The same words again and again: a flood of messages from one person is answered once.

When a turn says exactly what was said to her last, and that was a moment ago, it is not said again: it
already stands at the end of her chat. Each repeat begins the moment anew. Whatever is new is always said, an
answer to a red flag in the middle of a flood too. Must not know what is said: only a keyed hash is kept.

>>> is_repeat(None, b"12345678", now=now, within=timedelta(seconds=3))  # doctest: +SKIP
False
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.keys import Keys
from storage.pace import microseconds
from storage.shapes import Message

MARK_BYTES = 8


def mark(keyring: Keys, person: int, messages: Iterable[Message]) -> bytes:
    """A keyed hash of these messages to her: equal when they would look the same."""
    told = json.dumps([[message.method, dict(message.params)] for message in messages], sort_keys=True)
    return keyring.proof(keyring.current, f"said {person} ".encode(), told)[:MARK_BYTES]


def noted(said: bytes, now: datetime) -> bytes:
    """What is kept of it: the hash, and when it was said."""
    return said + microseconds(now).to_bytes(8, "big", signed=True)


def is_repeat(last: bytes | None, said: bytes, *, now: datetime, within: timedelta) -> bool:
    """Whether this is what was said to her last, less than `within` ago (a clock set back is no repeat)."""
    if last is None or last[:MARK_BYTES] != said:
        return False
    ago = microseconds(now) - int.from_bytes(last[MARK_BYTES:], "big", signed=True)
    return 0 <= ago < within.total_seconds() * 1_000_000
