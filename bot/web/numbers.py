"""What /metrics shows: what this process counted (`bot/metrics.py`) and what the database told, in Prometheus' format.

prometheus_client knows that format, and only this module knows prometheus_client. Must not know where the figures
come from.

>>> Numbers().page(Figures(people=3)).splitlines()[-1]  # no alarm has rung yet
b'restride_alarm_lag_seconds 0.0'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from bot import metrics
from bot.web.health import Figures

CONTENT_TYPE = CONTENT_TYPE_LATEST
Family = CounterMetricFamily | GaugeMetricFamily


class Numbers:
    """The page, and the collector that its registry asks, beside the library's own for Python and the process."""

    __slots__ = ("_counters", "_known", "_registry", "_up")

    def __init__(self, counters: Iterable[metrics.Counter] = metrics.COUNTERS) -> None:
        self._counters = counters
        self._known = Figures()
        self._up = False
        self._registry = CollectorRegistry()
        GCCollector(self._registry)
        PlatformCollector(self._registry)
        ProcessCollector(registry=self._registry)
        self._registry.register(self)

    def page(self, figures: Figures | None) -> bytes:
        """All of it. `None`: the database does not answer, and what it told last is shown again."""
        self._up = figures is not None
        self._known = figures or self._known
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Family]:
        """Each number with its name and what it is, as it stands."""
        yield from map(_counted, self._counters)
        yield GaugeMetricFamily("restride_database_up", "Whether the database answers.", self._up)
        yield from _told(self._known)
        lag = metrics.ALARM_LAG_S.value
        yield GaugeMetricFamily("restride_alarm_lag_seconds", "How late the alarm was that rang last.", lag)


def _counted(counter: metrics.Counter) -> Family:
    family = CounterMetricFamily(counter.name, counter.about, labels=counter.labels)
    for labels, tally in counter.series.items():
        family.add_metric(labels, tally.number, created=tally.since)
    return family


def _told(figures: Figures) -> Iterator[Family]:
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
