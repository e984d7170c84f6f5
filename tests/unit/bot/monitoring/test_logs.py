"""Logs name no one and quote nothing, whatever a library tries to say."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.monitoring import logs

TOKEN = "123456789:AAEhBOweik9ai2o01lyn3qkPjx5TkFAKE00"
MARKER = "zebra-leaks-when-jumping"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_our_own_lines_are_one_line_with_their_facts(written: io.StringIO) -> None:
    structlog.get_logger("bot").info("database migrated", revision="0001")
    line = written.getvalue()
    assert line.count("\n") == 1
    assert 'level=info event="database migrated"' in line and "revision=0001" in line


def test_a_token_never_reaches_the_log(written: io.StringIO) -> None:
    structlog.get_logger("bot").error("no answer", url=f"https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("somebody").warning("POST /bot%s/getMe", TOKEN)
    assert TOKEN not in written.getvalue()
    assert "<token>" in written.getvalue()


@pytest.mark.parametrize("library", logs.TALKATIVE)
def test_libraries_do_not_chat(written: io.StringIO, library: str) -> None:
    for name in (library, f"{library}.deeper"):
        logging.getLogger(name).debug(MARKER)
        logging.getLogger(name).info(MARKER)
    assert written.getvalue() == ""


def test_what_a_library_quotes_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("telegram.Bot").critical("Error while parsing! Received data was %r", {"text": MARKER})
    try:
        raise ValueError(MARKER)
    except ValueError:
        logging.getLogger("sqlalchemy.pool").exception("failed for %s", MARKER)
    text = written.getvalue()
    assert MARKER not in text
    assert "Error while parsing" in text and "ValueError at monitoring/test_logs.py" in text


def test_an_error_is_told_by_kind_and_place() -> None:
    try:
        raise RuntimeError(MARKER)
    except RuntimeError as error:
        told = logs.error_location(error)
    assert told["error"] == "RuntimeError"
    assert told["at"].startswith("monitoring/test_logs.py:")
    assert MARKER not in str(told)
