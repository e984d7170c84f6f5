"""What is counted is shown as Prometheus' own library would have shown it, and a label that is none is an error."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import prometheus_client
import pytest

from bot import metrics
from bot.ground import Ground
from bot.metrics import Counter
from bot.web.health import Doctor, Figures
from bot.web.numbers import Numbers
from tests.kit.bot import MONDAY, FixedClock, fresh_store, post

OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    async with fresh_store(tmp_path) as made:
        yield made


def ours(page: bytes) -> list[str]:
    """The lines about the bot, without the instants since when each is counted."""
    lines = [line for line in page.decode().splitlines() if "restride_" in line]
    return [re.sub(r"^(restride_\w+_created.*) .*", r"\1", line) for line in lines]


def test_a_counter_is_shown_as_the_library_shows_its_own() -> None:
    counters = (
        Counter("restride_sends", 'About "sends".', "kind", "outcome"),
        Counter("restride_idle", "With a label, and nothing counted.", "kind"),
        Counter("restride_plain", "Without labels."),
    )
    registry = prometheus_client.CollectorRegistry()
    theirs = [prometheus_client.Counter(c.name, c.about, c.labels, registry=registry) for c in counters]
    shown = []
    for kind, outcome in (("daily", "sent"), ("reply", 'a "quoted"\n\\ one'), ("daily", "sent")):
        counters[0].add(kind=kind, outcome=outcome)
        theirs[0].labels(kind=kind, outcome=outcome).inc()
        counters[2].add()
        theirs[2].inc()
        expected = ours(prometheus_client.generate_latest(registry))
        shown.append(ours(Numbers(counters).page(None))[: len(expected)])
        assert shown[-1] == expected
    assert 'restride_sends_total{kind="daily",outcome="sent"} 2.0' in shown[-1]
    assert 'restride_sends_created{kind="daily",outcome="sent"}' in shown[-1]


def test_each_series_says_since_when_it_is_counted() -> None:
    counter = Counter("restride_sends", "Sends.", "kind")
    counter.add(kind="daily")
    (since,) = (tally.since for tally in counter.series.values())
    counter.add(kind="daily")
    page = Numbers((counter,)).page(None).decode()
    started = float(re.findall(r"^process_start_time_seconds (.+)", page, re.MULTILINE)[0])
    shown = [float(instant) for instant in re.findall(r"^restride_sends_created.* (.+)", page, re.MULTILINE)]
    assert shown == [pytest.approx(since, abs=1e-3)]
    assert started < since < started + 86_400, "Unix seconds, and not since it was counted last"


@pytest.mark.parametrize(
    "labels",
    [{}, {"kind": "daily"}, {"kind": "daily", "outcom": "sent"}, {"outcome": "sent", "kind": "daily"}],
    ids=["none", "too few", "mistyped", "another order"],
)
def test_labels_that_are_not_its_own_are_an_error_and_no_series(labels: dict[str, str]) -> None:
    counter = Counter("restride_sends", "Sends.", "kind", "outcome")
    with pytest.raises(TypeError, match="restride_sends has the labels"):
        counter.add(**labels)
    assert not counter.series


def test_each_counter_that_there_is_is_shown() -> None:
    assert [each for each in vars(metrics).values() if isinstance(each, Counter)] == list(metrics.COUNTERS)


def test_python_and_the_process_are_told_of_too() -> None:
    page = Numbers().page(None).decode()
    assert all(f"\n{name}" in page for name in ("python_info{", "process_cpu_seconds_total "))


async def test_the_databases_numbers_are_shown_and_stay_when_it_does_not_answer(ground: Ground) -> None:
    clock = FixedClock()
    doctor = Doctor(store=ground.store, clock=clock, reaches_telegram=_yes)  # type: ignore[arg-type]  # it has now()
    await post(ground.store, 7, "good morning", kind="daily")
    clock.at = MONDAY + timedelta(days=1)
    numbers = Numbers()
    assert {"restride_database_up 0.0", "restride_messages_waiting 0.0"} <= set(ours(numbers.page(None)))
    page = ours(numbers.page(await doctor.figures()))
    assert set(page) >= {
        "restride_database_up 1.0",
        "restride_messages_waiting 1.0",
        "restride_oldest_message_seconds 86400.0",
        "restride_overdue 1.0",
        'restride_delivered{day="yesterday",kind="daily",outcome="planned"} 1.0',
        'restride_delivered{day="yesterday",kind="daily",outcome="sent"} 0.0',
    }
    down = [line.replace("restride_database_up 1.0", "restride_database_up 0.0") for line in page]
    assert ours(numbers.page(None)) == down != page


def test_what_the_operators_handbook_names_is_on_the_page() -> None:
    named = set(re.findall(r"\brestride_\w+", OPERATIONS.read_text("utf-8")))
    shown = set(re.findall(r"^# TYPE (restride_\w+)", Numbers().page(Figures()).decode(), re.MULTILINE))
    assert "restride_turn_errors_total" in named
    assert named <= shown


async def _yes() -> bool:
    return True
