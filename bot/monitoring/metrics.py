"""The metrics of this process: numbers with plain labels, never a name, a text or a health word.

The metrics live in a registry of their own (`REGISTRY`) and not in the library's global one, so that a program that
imports this module decides itself what it exposes. `bot/web/prometheus.py` renders the page. Every label value that can
occur is created here, so each series exists from the start at 0 and an alert rule never meets a missing series.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from flows.schedule import ALARM_KINDS
from flows.vocabulary import Event

REGISTRY = CollectorRegistry()
GCCollector(REGISTRY)
PlatformCollector(REGISTRY)
ProcessCollector(registry=REGISTRY)

EVENTS = tuple(event.__name__ for event in get_args(Event))
# `again` is set by the coach after a failed turn, `prompt` is an alarm that the schedule did not fire.
# `announcement` is a message of the operator to all people.
MESSAGE_KINDS = ("reply", "toast", "choice", "prompt", "again", "announcement", *ALARM_KINDS)
SEND_OUTCOMES = ("sent", "later", "unreachable", "refused")
POLL_OUTCOMES = ("ok", "conflict", "failed")
WEBHOOK_STATUSES = ("200", "400", "403", "413", "503")
# How a message of a day ended, in the order in which the pages show it; the numbers are the database's.
OUTCOMES = ("planned", "sent", "seen", "failed", "expired", "dropped", "late", "skipped")

TURN_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
LATENESS_BUCKETS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600)


def _counter(name: str, about: str, **labels: Iterable[str]) -> Counter:
    """A counter whose series all exist: one for each combination of its label values (at most two labels)."""
    counter = Counter(name, about, tuple(labels), registry=REGISTRY)
    match list(labels.values()):
        case [first]:
            for value in first:
                counter.labels(value)
        case [first, second]:
            for value in first:
                for other in second:
                    counter.labels(value, other)
    return counter


TURNS = _counter("restride_turns", "Turns taken, by what happened.", event=EVENTS)
DUPLICATE_UPDATES = _counter(
    "restride_repeated_updates", "Updates that Telegram delivered again, and alarms gone stale."
)
TURN_ERRORS = _counter(
    "restride_turn_errors", "Turns that failed by a bug of ours; she was asked again.", event=EVENTS
)
SENDS = _counter(
    "restride_sends",
    "Messages by kind and what became of them.",
    kind=MESSAGE_KINDS,
    outcome=SEND_OUTCOMES,
)
DEAD_LETTERS = _counter(
    "restride_dead_letters", "Messages that Telegram will never take.", kind=MESSAGE_KINDS
)
BAD_UPDATES = _counter("restride_unreadable_updates", "Updates that are none, passed over.")
WEBHOOK = _counter(
    "restride_webhook_requests", "Requests at the webhook by the answer they got.", status=WEBHOOK_STATUSES
)
POLLS = _counter("restride_polls", "Calls of getUpdates by their outcome.", outcome=POLL_OUTCOMES)
OPERATOR_MESSAGES = _counter(
    "restride_operator_messages", "Messages to OPERATOR_CHAT_ID by their outcome.", outcome=SEND_OUTCOMES
)
STALLED_POLLS = _counter("restride_stalled_polls", "Polls that Telegram answered at once with nothing new.")

ALARM_LAG_S = Gauge("restride_alarm_lag_seconds", "How late the alarm was that rang last.", registry=REGISTRY)
PENDING_UPDATES = Gauge(
    "restride_pending_updates", "Updates that wait at Telegram, asked once a minute.", registry=REGISTRY
)
TURN_SECONDS = Histogram(
    "restride_turn_seconds",
    "Time of a turn, from its event to its commit.",
    buckets=TURN_BUCKETS_S,
    registry=REGISTRY,
)
ALARM_LATENESS_SECONDS = Histogram(
    "restride_alarm_lateness_seconds",
    "How long after its instant an alarm was run.",
    buckets=LATENESS_BUCKETS_S,
    registry=REGISTRY,
)
