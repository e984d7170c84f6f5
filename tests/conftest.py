"""Options that every test may use, and the one place that leaves the long tests out."""

import pytest
from hypothesis import settings

EXAMPLES, EXAMPLES_WITH_LONG = 25, 120  # of each property


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-chats", action="store_true", help="write what the bot says into tests/chats")
    parser.addoption("--long", action="store_true", help="run everything, with the tests marked `long`")


def pytest_configure(config: pytest.Config) -> None:
    examples = EXAMPLES_WITH_LONG if _runs_long(config) else EXAMPLES
    settings.register_profile("restride", max_examples=examples, deadline=None)
    settings.load_profile("restride")


def pytest_report_header(config: pytest.Config) -> str | None:
    return None if _runs_long(config) else "long tests: left out; --long runs them, and so does naming one"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _runs_long(config):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


def _runs_long(config: pytest.Config) -> bool:
    """With `--long`, or when a test is named by its id (`file.py::test`)."""
    return bool(config.getoption("--long")) or any("::" in argument for argument in config.args)
