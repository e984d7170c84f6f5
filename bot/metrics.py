"""What is counted where it happens, for the operator: numbers with plain labels, never a name, a text or a health word.

Must not know who looks: Prometheus' library is loaded with the page that shows them (`bot/web/numbers.py`), and a
bot without pages holds none of it. Everything here is counted on the event loop, so there is no lock.

>>> TURNS.add(event="Said")
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import SystemClock


@dataclass(slots=True)
class Tally:
    """How many, since when (Unix seconds)."""

    number: int
    since: float


class Counter:
    """Goes up only. `series`: a tally for what its labels said each time; without labels, one from the start."""

    __slots__ = ("about", "labels", "name", "series")

    def __init__(self, name: str, about: str, *labels: str) -> None:
        self.name = name
        self.about = about
        self.labels = labels
        self.series: dict[tuple[str, ...], Tally] = {} if labels else {(): Tally(0, _now())}

    def add(self, **labels: str) -> None:
        """One more. All its labels, in the order in which they were declared; anything else is a `TypeError`."""
        if tuple(labels) != self.labels:
            raise TypeError(f"{self.name} has the labels {self.labels}, not {tuple(labels)}")
        values = tuple(labels.values())
        tally = self.series.get(values)
        if tally is None:
            tally = self.series[values] = Tally(0, _now())
        tally.number += 1


@dataclass(slots=True)
class Latest:
    """A number of which only the last is told."""

    value: float = 0.0


def _now() -> float:
    return SystemClock().now().timestamp()


TURNS = Counter("restride_turns", "Turns taken, by what happened.", "event")
REPEATED = Counter(
    "restride_repeated_updates", "Updates that Telegram delivered again, and alarms gone stale."
)
TURN_ERRORS = Counter(
    "restride_turn_errors", "Turns that failed by a bug of ours; she was asked again.", "event"
)
SENDS = Counter("restride_sends", "Messages by kind and what became of them.", "kind", "outcome")
DEAD_LETTERS = Counter("restride_dead_letters", "Messages that Telegram will never take.", "kind")
UNREADABLE = Counter("restride_unreadable_updates", "Updates that are none, passed over.")
WEBHOOK = Counter("restride_webhook_requests", "Requests at the webhook by the answer they got.", "status")
COUNTERS = (TURNS, REPEATED, TURN_ERRORS, SENDS, DEAD_LETTERS, UNREADABLE, WEBHOOK)

ALARM_LAG_S = Latest()

# What can become of a message, in the order in which it is shown; the numbers are the database's.
OUTCOMES = ("planned", "sent", "seen", "failed", "expired", "dropped", "late", "skipped")
