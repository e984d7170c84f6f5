"""Alert rules, dashboard and the table of log events name only what exists, and every log event is explained."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.web.health import DatabaseMetrics
from bot.web.prometheus import NOT_ASKED, MetricsExporter
from storage.records import DeliveryCounts
from tests.kit.bot import MONDAY

REPOSITORY = Path(__file__).parents[2]
MONITORING = REPOSITORY / "docs" / "monitoring"
LOGS = (REPOSITORY / "docs" / "logs.md").read_text("utf-8")
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


def log_events() -> dict[str, str]:
    """Each warning and error that the code can log, with where."""
    found: dict[str, str] = {}
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
                    found |= dict.fromkeys(events, where)
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


def test_every_warning_and_error_of_the_log_is_explained() -> None:
    documented = set(re.findall(r"^\| `([^`]+)` \|", LOGS, re.M))
    missing = {event: where for event, where in log_events().items() if event not in documented}
    assert not missing, "add a row to docs/logs.md for each of these"
    assert all(line.count("|") == 4 for line in LOGS.splitlines() if line.startswith("| "))
