"""Logs for an operator: one line a fact, without a name, a text, a health word or a token, at DEBUG too.

Libraries that print addresses, updates or parameters are at WARNING, and a last look over every finished line takes
out tokens.

>>> redact("POST /bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe")
'POST /bot<token>/getMe'
"""

from __future__ import annotations

import copy
import logging
import re
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}|(?<=/bot)\d+:[A-Za-z0-9_-]+")
# What they log may hold the address with the token, whole updates, or the values of a statement.
TALKATIVE = (
    *("httpx", "httpcore", "telegram", "sqlalchemy", "asyncio", "transitions", "apscheduler"),
    *("alembic", "aiohttp", "uvicorn"),
)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Sets up all logging of this process: our own lines and those of libraries, on standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _Discreet(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
                _redacted,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(words: str) -> str:
    """The line without bot tokens."""
    return TOKEN.sub("<token>", words)


def error_location(error: BaseException) -> dict[str, str]:
    """An error without its message, which may quote her: its kind, and the lines it passed."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    steps = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    return {"error": type(error).__name__, "at": steps}


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").rsplit("/", 2)[-2:])


class _Discreet(logging.StreamHandler[TextIO]):
    """Leaves out what a library quotes: its values, and the message of an exception."""

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.msg, str):  # ours are dictionaries, and quote nothing
            record = copy.copy(record)
            if record.name.startswith(TALKATIVE):
                record.args = None
            if record.exc_info and record.exc_info[1] is not None:
                place = error_location(record.exc_info[1])
                record.msg = f"{record.msg} [{place['error']} at {place['at']}]"
                record.exc_info = record.exc_text = None
        super().emit(record)


def _redacted(logger: object, method: str, line: str | EventDict) -> str:
    return redact(str(line))
