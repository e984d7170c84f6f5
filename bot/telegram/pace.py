"""How fast one may send: so many a second in all and to one chat, with room for a few answers at once.

Telegram bears a short burst to a chat, and about one a second for long. Answers may use the whole burst,
prompts only half of it, so that an answer never waits behind the morning's prompts. Real seconds, not the
coach's clock.

>>> pace = Pace(per_second=30, per_chat=1); [pace.wait(7, at=0.0, hurry=False) for _ in range(2)]
[0.0, 1.0]
"""

from __future__ import annotations

CHAT_BURST_S = 6.0
ALL_BURST_S = 1.0
TIDY_AT = 10_000


class Line:
    """One limit (GCRA): `rate` a second, and `burst_s` seconds' worth of it at once."""

    __slots__ = ("_burst_s", "_interval_s", "free_at")

    def __init__(self, rate: float, burst_s: float) -> None:
        self._interval_s = 1.0 / rate
        self._burst_s = burst_s
        self.free_at = 0.0

    def wait(self, at: float, share: float) -> float:
        """Seconds until one more may go; it counts as gone then. `share` of the burst may be used."""
        behind = max(self.free_at, at) - at
        self.free_at = max(self.free_at, at) + self._interval_s
        return max(0.0, behind - self._burst_s * share)


class Pace:
    """The limits of this process."""

    __slots__ = ("_all", "_chats", "_per_chat")

    def __init__(self, *, per_second: float, per_chat: float) -> None:
        self._all = Line(per_second, ALL_BURST_S)
        self._per_chat = per_chat
        self._chats: dict[int, Line] = {}

    def wait(self, chat: int, *, at: float, hurry: bool) -> float:
        """How many seconds to wait before the next message to this chat; it is counted as sent."""
        line = self._chats.get(chat)
        if line is None:
            self._tidy(at)
            line = self._chats[chat] = Line(self._per_chat, CHAT_BURST_S)
        hers = line.wait(at, 1.0 if hurry else 0.0)
        return hers + self._all.wait(at + hers, 1.0 if hurry else 0.5)

    def _tidy(self, at: float) -> None:
        if len(self._chats) >= TIDY_AT:
            self._chats = {chat: line for chat, line in self._chats.items() if line.free_at > at}
