"""Words that name a command, and that somebody who must know has told her not to run.

Must not know what either leads to. A command is named by the whole message only: `stop`, never `I had to stop`.

>>> named_command("Help!"), named_command("I had to stop"), told_not_to_run("my physio says no running")
('help', None, True)
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.spelling import fold
from flows.hearing.words import data

_LOOSE = re.compile(r"[\s,.!]+")


def named_command(text: str) -> str | None:
    """The command that the whole message names, or `None`."""
    words = _plain(text)
    return next((name for name, said in data("words")["commands"].items() if words in said), None)


def told_not_to_run(text: str) -> bool:
    """Whether she says that a professional has told her not to run; a question does not say so."""
    words = _plain(text)
    return "?" not in words and bool(_told().search(words))


def is_ill(text: str) -> bool:
    """Whether she says that she is ill."""
    return bool(_ill().search(_plain(text)))


def _plain(text: str) -> str:
    return _LOOSE.sub(" ", fold(text).replace("'", "")).strip()


@cache
def _told() -> re.Pattern[str]:
    return _any_of("told_not_to_run")


@cache
def _ill() -> re.Pattern[str]:
    return _any_of("ill")


def _any_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(data('words')['off'][name])})(?!\S)")
