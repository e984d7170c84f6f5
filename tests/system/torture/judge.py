"""Judges each moment of a run: whatever waits too long must be visible to the operator.

Work is an update that Telegram still holds, a message in the outbox, or an alarm that is due. All times are seconds of
a monotonic clock, as in the health conditions of the bot.

>>> judge = Judge(); judge.look({("alarm", 7)}, Signs(up=True, ready=True), at=0.0)
>>> judge.look({("alarm", 7)}, Signs(up=True, ready=True), at=301.0); judge.findings
['alarm 7 waits for 301 s, and the operator sees nothing']
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

VISIBLE_WITHIN_S = 300.0
Work = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the operator sees. `up`: the page /readyz answers. `conditions`: those that are active, by name."""

    up: bool
    ready: bool
    conditions: tuple[str, ...] = ()
    oldest_message_s: float = 0.0

    @property
    def visible(self) -> bool:
        """Whether they show that something is wrong."""
        return not (self.up and self.ready) or self.oldest_message_s > VISIBLE_WITHIN_S


@dataclass(slots=True, kw_only=True)
class Judge:
    """What waits, and since when. `longest_unseen_s`: the longest wait at a moment when nothing was visible."""

    longest_wait_s: float = 0.0
    longest_unseen_s: float = 0.0
    looks: int = 0
    findings: list[str] = field(default_factory=list)
    _since: dict[Work, float] = field(default_factory=dict)
    _found: set[Work] = field(default_factory=set)

    def look(self, waiting: AbstractSet[Work], signs: Signs, *, at: float) -> None:
        """One moment. Each piece of work is found once."""
        self.looks += 1
        self._since = {work: self._since.get(work, at) for work in sorted(waiting)}
        for work, since in self._since.items():
            waited_s = at - since
            self.longest_wait_s = max(self.longest_wait_s, waited_s)
            if signs.visible:
                continue
            self.longest_unseen_s = max(self.longest_unseen_s, waited_s)
            if waited_s > VISIBLE_WITHIN_S and work not in self._found:
                self._found.add(work)
                kind, number = work
                self.findings.append(
                    f"{kind} {number} waits for {waited_s:.0f} s, and the operator sees nothing"
                )
