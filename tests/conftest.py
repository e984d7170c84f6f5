"""Options that every test may use."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-chats", action="store_true", help="write what the bot says into tests/chats")
    parser.addoption(
        "--all-lives", action="store_true", help="live all lives of tests/lives, not a third of them"
    )
