"""Options that every test may use."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-chats", action="store_true", help="write what the bot says into tests/chats")
