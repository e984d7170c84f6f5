"""What is counted, for the operator: numbers with plain labels, never a name, a text or a health word.

>>> TURNS.labels(event="Said").inc()
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge

TURNS = Counter("restride_turns", "Turns taken, by what happened.", ["event"])
REPEATED = Counter(
    "restride_repeated_updates", "Updates that Telegram delivered again, and alarms gone stale."
)
TURN_ERRORS = Counter(
    "restride_turn_errors", "Turns that failed by a bug of ours; she was asked again.", ["event"]
)
SENDS = Counter("restride_sends", "Messages by kind and what became of them.", ["kind", "outcome"])
DEAD_LETTERS = Counter("restride_dead_letters", "Messages that Telegram will never take.", ["kind"])
LAG = Gauge("restride_alarm_lag_seconds", "How late the alarm was that rang last.")
