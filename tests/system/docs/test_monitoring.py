"""Alert rules, dashboard and the table of log events name only what exists, and every log event is explained."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
import yaml

from bot.monitoring.health import Problem
from bot.web.health import NOT_READY, READY, STARTING, STOPPING, DatabaseMetrics, Health
from bot.web.prometheus import NOT_ASKED, MetricsExporter
from storage.records import DeliveryCounts
from tests.kit.bot import MONDAY

REPOSITORY = Path(__file__).parents[3]
MONITORING = REPOSITORY / "docs" / "monitoring"
LOGS = (REPOSITORY / "docs" / "logs.md").read_text("utf-8")
OPERATIONS = (REPOSITORY / "docs" / "operations.md").read_text("utf-8")
LEVELS = ("warning", "error", "exception", "critical")
NAME = re.compile(r"\b(?:restride|process|python)_[a-z_]+\b")


@pytest.fixture
def shown() -> dict[str, set[str]]:
    """Every series of /metrics with its labels."""
    row = DeliveryCounts(day=MONDAY.date(), kind="daily", planned=1)
    page = MetricsExporter().page(NOT_ASKED, DatabaseMetrics(people=1, delivered=(("today", row),))).decode()
    found: dict[str, set[str]] = {}
    for line in page.splitlines():
        if not line.startswith("#"):
            name, _, rest = line.partition("{")
            found.setdefault(name.split()[0], set()).update(re.findall(r'(\w+)="', rest))
    return found


def rules() -> list[dict[str, str]]:
    groups = yaml.safe_load((MONITORING / "restride.rules.yml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, object]]:
    found = json.loads((MONITORING / "restride-dashboard.json").read_text("utf-8"))["panels"]
    return [panel for panel in found if panel["type"] != "row"]


def expressions() -> Iterator[str]:
    for rule in rules():
        yield rule["expr"]
    for panel in panels():
        targets = panel["targets"]
        assert isinstance(targets, list)
        yield from (target["expr"] for target in targets)


def test_rules_and_dashboard_use_only_what_the_bot_shows(shown: dict[str, set[str]]) -> None:
    for expression in expressions():
        names = set(NAME.findall(expression))
        assert names or "up{" in expression, expression
        assert names <= shown.keys(), names - shown.keys()
        labels = set(re.findall(r'(\w+)(?:=~|!=|=)"', expression)) | {
            label.strip() for by in re.findall(r"by \(([^)]*)\)", expression) for label in by.split(",")
        }
        known = {"job"}.union(*(shown[name] for name in names))
        assert labels <= known, (expression, labels - known)


def test_each_alert_says_what_it_means_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names)) > 8
    for rule in rules():
        assert {"summary", "action"} <= set(rule["annotations"]) and rule["labels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCall:
    """Where the code logs an event, and with which fields."""

    where: str
    fields: frozenset[str]


def log_events() -> dict[str, LogCall]:
    """Each warning and error that the code can log."""
    found: dict[str, LogCall] = {}
    for folder in ("bot", "storage", "flows"):
        for file in sorted((REPOSITORY / folder).rglob("*.py")):
            if "simulator" in file.parts:
                continue
            tree = ast.parse(file.read_text("utf-8"))
            constants = {
                target.id: node.value.value
                for node in tree.body
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in LEVELS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "log"
                ):
                    where = f"{file.relative_to(REPOSITORY)}:{node.lineno}"
                    events = list(_said(node.args[0], constants))
                    assert events, f"{where}: the event is no plain text"
                    logged = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                    found |= dict.fromkeys(events, LogCall(where=where, fields=logged))
    return found


def _said(argument: ast.expr, constants: dict[str, object]) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str() as text):
            yield text
        case ast.Name(id=name):
            yield str(constants[name])
        case ast.IfExp():
            yield from _said(argument.body, constants)
            yield from _said(argument.orelse, constants)


def log_rows() -> dict[str, str]:
    """Each row of the table: its event, and the text that explains it."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", LOGS, re.M))


def test_every_warning_and_error_of_the_log_is_explained() -> None:
    documented = log_rows()
    missing = {event: call.where for event, call in log_events().items() if event not in documented}
    assert not missing, "add a row to docs/logs.md for each of these"
    assert all(line.count("|") == 4 for line in LOGS.splitlines() if line.startswith("| "))


def test_every_row_of_the_log_is_an_event_that_the_code_logs() -> None:
    assert not log_rows().keys() - log_events().keys(), "delete or mend these rows of docs/logs.md"


def test_a_row_of_the_log_names_only_fields_of_its_line() -> None:
    events = log_events()
    for event, explained in log_rows().items():
        named = set(re.findall(r"`([a-z][a-z_]*)`", explained))
        assert named <= events[event].fields, (event, named - events[event].fields)


def test_the_page_of_readiness_is_described_by_its_own_fields() -> None:
    (row,) = re.findall(r"^\| `/readyz` \|(.*)$", OPERATIONS, re.M)
    named = set(re.findall(r"`([a-z][a-z_ ]*)`", row))
    shown = {field.name for field in (*fields(Health), *fields(Problem))} | {"ready"}
    assert named <= shown | {STARTING, READY, NOT_READY, STOPPING}
    assert {"status", "problems", "reason", "for_s"} <= named
