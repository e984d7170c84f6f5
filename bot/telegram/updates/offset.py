"""Which updates the next poll confirms, and which of an answer were handled already.

How it works. Telegram deletes every update below the offset of a poll. The offset is the number of the last update of
the last answer, plus one: it confirms exactly what was returned and handled, and it is never compared with an earlier
offset. After a week without updates Telegram continues at a random number, which may be lower. It then answers the old
offset, which is too high, from the head of its queue and deletes nothing, and this offset follows.

An answer that holds only updates of the answer before has confirmed nothing. Its updates are not handled again, and
`take` says so by returning none.

>>> offset = Offset()
>>> [one["update_id"] for one in offset.take([{"update_id": 7}, {"update_id": 8}])]
[7, 8]
>>> offset.confirm()
>>> offset.next
9
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.telegram.updates.identity import content_id, update_number

Known = tuple[int, str]


class Offset:
    """`next` goes into the next poll. `take` an answer, handle what it returns, then `confirm`."""

    __slots__ = ("_handled", "_taken", "next")

    def __init__(self) -> None:
        self.next = 0
        self._taken: tuple[Known, ...] = ()
        self._handled: frozenset[Known] = frozenset()

    def take(self, found: Sequence[Any]) -> list[Any]:
        """The updates of an answer that were not in the answer before."""
        known = [_known(raw) for raw in found]
        self._taken = tuple(one for one in known if one is not None)
        return [raw for raw, one in zip(found, known, strict=True) if one not in self._handled]

    def confirm(self) -> None:
        """The updates that were taken are handled: the next poll confirms them."""
        if self._taken:
            self.next = self._taken[-1][0] + 1
            self._handled = frozenset(self._taken)

    def restart(self) -> None:
        """Telegram refused this offset: ask for the head of the queue. What is handled stays known."""
        self.next = 0


def _known(raw: Any) -> Known | None:
    number = update_number(raw)
    return None if number is None else (number, content_id(raw))
