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
UNREADABLE = Counter("restride_unreadable_updates", "Updates that are none, passed over.")
WEBHOOK = Counter("restride_webhook_requests", "Requests at the webhook by the answer they got.", ["status"])

# Read from the database when they are asked for, the same from every replica.
OUTCOMES = ("planned", "sent", "seen", "failed", "expired", "dropped", "late", "skipped")
DATABASE = Gauge("restride_database_up", "Whether the database answers.")
PEOPLE = Gauge("restride_people", "People the bot knows.")
OLDEST_ALARM = Gauge("restride_oldest_alarm_seconds", "How late the oldest alarm is that still has to ring.")
OLDEST_MESSAGE = Gauge("restride_oldest_message_seconds", "How long the oldest message has waited.")
OVERDUE = Gauge("restride_overdue", "Alarms and prompts more than ten minutes late.")
WAITING = Gauge("restride_messages_waiting", "Messages that still have to be sent.")
BURIED = Gauge("restride_dead_letters_kept", "Messages that Telegram will never take, of the last 30 days.")
DELIVERED = Gauge(
    "restride_delivered",
    "Messages planned on a day (UTC), by kind and what became of them.",
    ["day", "kind", "outcome"],
)
LAG = Gauge("restride_alarm_lag_seconds", "How late the alarm was that rang last.")
