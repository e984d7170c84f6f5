"""The page /metrics: what this process counted (`bot/monitoring/metrics.py`), its health, and what the database told.

The numbers of the database and of the health are asked for each page, so they live in a registry of the page and not
beside the counters.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from bot.monitoring import metrics
from bot.monitoring.health import Condition
from bot.web.health import STARTING, DatabaseMetrics, Health

CONTENT_TYPE = CONTENT_TYPE_LATEST
Family = GaugeMetricFamily
NOT_ASKED = Health(
    status=STARTING, database=False, telegram=False, oldest_alarm_s=None, oldest_message_s=None
)


class MetricsExporter:
    """The page, and the collector of what is read again for each page."""

    __slots__ = ("_counted", "_health", "_known", "_registry", "_up")

    def __init__(self, counted: CollectorRegistry = metrics.REGISTRY) -> None:
        self._counted = counted
        self._known = DatabaseMetrics()
        self._health = NOT_ASKED
        self._up = False
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def page(self, health: Health, figures: DatabaseMetrics | None) -> bytes:
        """All of it. `None`: the database does not answer, and what it told last is shown again."""
        self._health = health
        self._up = figures is not None
        self._known = figures or self._known
        return generate_latest(self._counted) + generate_latest(self._registry)

    def collect(self) -> Iterator[Family]:
        """Each number with its name and what it is, as it stands."""
        yield GaugeMetricFamily("restride_database_up", "Whether the database answers.", self._up)
        yield GaugeMetricFamily("restride_ready", "Whether /readyz answers 200.", self._health.ready)
        active = {problem.condition for problem in self._health.problems}
        conditions = GaugeMetricFamily(
            "restride_condition", "Whether a health condition is active.", labels=("condition",)
        )
        for condition in Condition:
            conditions.add_metric((condition.value,), condition in active)
        yield conditions
        yield from _told(self._known)


def _told(figures: DatabaseMetrics) -> Iterator[Family]:
    """The same from every replica."""
    for name, about, value in (
        ("restride_people", "People the bot knows.", figures.people),
        (
            "restride_oldest_alarm_seconds",
            "How late the oldest alarm is that still has to ring.",
            figures.oldest_alarm_s,
        ),
        (
            "restride_oldest_message_seconds",
            "How long the oldest message has waited.",
            figures.oldest_message_s,
        ),
        ("restride_overdue", "Alarms and prompts more than ten minutes late.", figures.overdue),
        ("restride_messages_waiting", "Messages that still have to be sent.", figures.waiting),
        (
            "restride_dead_letters_kept",
            "Messages that Telegram will never take, of the last 30 days.",
            figures.buried,
        ),
    ):
        yield GaugeMetricFamily(name, about, value)
    delivered = GaugeMetricFamily(
        "restride_delivered",
        "Messages planned on a day (UTC), by kind and what became of them.",
        labels=("day", "kind", "outcome"),
    )
    for day, row in figures.delivered:
        for outcome in metrics.OUTCOMES:
            delivered.add_metric((day, row.kind, outcome), getattr(row, outcome))
    yield delivered
