"""The sessions written last, by their stored text, so that the next turn of the same person need not parse it.

Measured (`./run bench P1`, whose target is 2 x aiogram): reading a session of 4.8 KB costs 170 us of the 1,150 that a
press takes. The database stays the truth: a session is used again only when its very text is what is stored.
"""

from __future__ import annotations

from collections import OrderedDict

from flows import session, upcasters
from flows.session import Session

MAX_SESSIONS = 1000  # a few KB each


class SessionCache:
    """Reads and writes sessions, and forgets each when it is replaced or erased."""

    __slots__ = ("_by_text",)

    def __init__(self) -> None:
        self._by_text: OrderedDict[str, Session] = OrderedDict()

    def load(self, stored: str) -> Session:
        """The session that this text means; raises as `upcasters.load` does. It is not kept after that."""
        known = self._by_text.pop(stored, None)
        return upcasters.load(stored) if known is None else known

    def dump(self, after: Session) -> str:
        """The text to be stored."""
        text = session.dump(after)
        self._by_text[text] = after
        if len(self._by_text) > MAX_SESSIONS:
            self._by_text.popitem(last=False)
        return text
