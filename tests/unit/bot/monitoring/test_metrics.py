"""The metrics: names and labels are public and stay, and every labelled series exists from the start at 0."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import prometheus_client
import pytest

from bot.monitoring import metrics
from bot.monitoring.health import Condition, HealthMonitor, Problem
from bot.open_storage import Storage
from bot.web.health import READY, Health, HealthChecker
from bot.web.prometheus import NOT_ASKED, MetricsExporter
from flows import schedule
from flows.schedule import ALARM_KINDS
from tests.kit.bot import MONDAY, FixedClock, fresh_store, post

OPERATIONS = Path(__file__).parents[4] / "docs" / "operations.md"

# The exposition of 0.1.0: dashboards and alert rules rely on these names.
OF_0_1_0 = {
    "restride_turns_total": {"event"},
    "restride_repeated_updates_total": set(),
    "restride_turn_errors_total": {"event"},
    "restride_sends_total": {"kind", "outcome"},
    "restride_dead_letters_total": {"kind"},
    "restride_unreadable_updates_total": set(),
    "restride_webhook_requests_total": {"status"},
    "restride_alarm_lag_seconds": set(),
    "restride_database_up": set(),
    "restride_people": set(),
    "restride_oldest_alarm_seconds": set(),
    "restride_oldest_message_seconds": set(),
    "restride_overdue": set(),
    "restride_messages_waiting": set(),
    "restride_dead_letters_kept": set(),
    "restride_delivered": {"day", "kind", "outcome"},
}
SINCE_0_2_0 = {
    "restride_ready": set(),
    "restride_condition": {"condition"},
    "restride_turn_seconds_bucket": {"le"},
    "restride_turn_seconds_sum": set(),
    "restride_turn_seconds_count": set(),
    "restride_alarm_lateness_seconds_bucket": {"le"},
    "restride_alarm_lateness_seconds_sum": set(),
    "restride_alarm_lateness_seconds_count": set(),
    "restride_polls_total": {"outcome"},
    "restride_stalled_polls_total": set(),
    "restride_pending_updates": set(),
    "restride_operator_messages_total": {"outcome"},
}
# What a process shows that has done nothing yet. It is asked of a fresh one: this one has counted by now.
AT_START = """
import sys
from bot.web.prometheus import NOT_ASKED, MetricsExporter
from bot.web.health import DatabaseMetrics
sys.stdout.buffer.write(MetricsExporter().page(NOT_ASKED, DatabaseMetrics()))
"""


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Storage]:
    async with fresh_store(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def at_start() -> str:
    ran = subprocess.run([sys.executable, "-c", AT_START], capture_output=True, text=True, check=True)
    return ran.stdout


def ours(page: str) -> list[str]:
    """The samples about the bot, without the instants since when each is counted."""
    return [line for line in page.splitlines() if line.startswith("restride_") and "_created" not in line]


def labels(page: str) -> dict[str, set[str]]:
    """Each name on the page, with its labels."""
    found: dict[str, set[str]] = {}
    for line in ours(page):
        name, _, rest = line.partition("{" if "{" in line else " ")
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', rest.rpartition("}")[0]))
    return found


async def test_all_names_and_labels_are_there(ground: Storage) -> None:
    await post(ground.store, 7, "good morning", kind="daily")
    doctor = HealthChecker(HealthMonitor())
    doctor.attach(store=ground.store, clock=FixedClock(), reaches_telegram=_yes)  # type: ignore[arg-type]  # it has now()
    page = MetricsExporter().page(await doctor.health(), await doctor.figures()).decode()
    assert labels(page) == OF_0_1_0 | SINCE_0_2_0


def test_every_labelled_counter_is_at_0_from_the_start(at_start: str) -> None:
    samples = [line for line in ours(at_start) if "_bucket" not in line and "{" in line]
    assert all(line.endswith(" 0.0") for line in samples)
    shown = set(samples)
    for name, values in (
        ("restride_turns_total", [f'event="{one}"' for one in ("Said", "Tapped", "Woken", "Blocked")]),
        ("restride_turn_errors_total", [f'event="{one}"' for one in ("Said", "Commanded", "Edited")]),
        ("restride_dead_letters_total", [f'kind="{one}"' for one in ("reply", "daily", "let_go")]),
        ("restride_webhook_requests_total", [f'status="{one}"' for one in metrics.WEBHOOK_STATUSES]),
        ("restride_polls_total", [f'outcome="{one}"' for one in metrics.POLL_OUTCOMES]),
        ("restride_condition", [f'condition="{one.value}"' for one in Condition]),
        ("restride_sends_total", ['kind="daily",outcome="refused"', 'kind="toast",outcome="sent"']),
    ):
        assert shown >= {f"{name}{{{value}}} 0.0" for value in values}
    assert len(metrics.EVENTS) == 10 and len(metrics.MESSAGE_KINDS) == len(set(metrics.MESSAGE_KINDS)) == 19


def test_each_kind_of_alarm_has_a_series() -> None:
    """The kinds stand in the schedule as literals, and as the constants of the module."""
    found = set()
    for call in ast.walk(ast.parse(inspect.getsource(schedule))):
        for given in getattr(call, "keywords", ()):
            if given.arg == "kind" and isinstance(given.value, ast.Constant):
                found.add(given.value.value)
            elif given.arg == "kind" and isinstance(given.value, ast.Name) and given.value.id.isupper():
                found.add(getattr(schedule, given.value.id))
    assert found == set(ALARM_KINDS)


def test_the_registry_is_our_own(at_start: str) -> None:
    everywhere = prometheus_client.generate_latest(prometheus_client.REGISTRY).decode()
    assert "restride_" not in everywhere
    assert all(f"\n{name}" in at_start for name in ("python_info{", "process_cpu_seconds_total "))


def test_the_health_is_on_the_page() -> None:
    problem = Problem(condition=Condition.SENDING, reason="None arrived.", for_s=60.0)
    bad = Health(
        status="not ready",
        database=True,
        telegram=True,
        oldest_alarm_s=0.0,
        oldest_message_s=0.0,
        problems=(problem,),
    )
    good = Health(status=READY, database=True, telegram=True, oldest_alarm_s=0.0, oldest_message_s=0.0)
    page = MetricsExporter().page(bad, None).decode()
    assert {'restride_condition{condition="sending"} 1.0', "restride_ready 0.0"} <= set(ours(page))
    assert 'restride_condition{condition="database"} 0.0' in page
    assert "restride_ready 1.0" in ours(MetricsExporter().page(good, None).decode())


async def test_the_databases_numbers_are_shown_and_stay_when_it_does_not_answer(ground: Storage) -> None:
    clock = FixedClock()
    doctor = HealthChecker(HealthMonitor())
    doctor.attach(store=ground.store, clock=clock, reaches_telegram=_yes)  # type: ignore[arg-type]  # it has now()
    await post(ground.store, 7, "good morning", kind="daily")
    clock.at = MONDAY + timedelta(days=1)
    numbers = MetricsExporter()
    empty = ours(numbers.page(NOT_ASKED, None).decode())
    assert {"restride_database_up 0.0", "restride_messages_waiting 0.0"} <= set(empty)
    page = ours(numbers.page(NOT_ASKED, await doctor.figures()).decode())
    assert set(page) >= {
        "restride_database_up 1.0",
        "restride_messages_waiting 1.0",
        "restride_oldest_message_seconds 86400.0",
        "restride_overdue 1.0",
        'restride_delivered{day="yesterday",kind="daily",outcome="planned"} 1.0',
        'restride_delivered{day="yesterday",kind="daily",outcome="sent"} 0.0',
    }
    down = [line.replace("restride_database_up 1.0", "restride_database_up 0.0") for line in page]
    assert ours(numbers.page(NOT_ASKED, None).decode()) == down != page


def test_what_the_operators_handbook_names_is_on_the_page(at_start: str) -> None:
    named = set(re.findall(r"\brestride_\w+", OPERATIONS.read_text("utf-8")))
    shown = set(re.findall(r"^# TYPE (restride_\w+)", at_start, re.MULTILINE))
    shown |= {name for name in SINCE_0_2_0 if name.endswith("_bucket")}
    assert "restride_turn_errors_total" in named
    assert named <= shown


async def _yes() -> bool:
    return True
