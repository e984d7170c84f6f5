"""Words that name a command, an illness or a professional's no to running, or only say that all was well.

Must not know what any of it leads to. A command is named by the whole message only: `stop`, never `I had to stop`.

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


def all_well(text: str, *, clean: bool = False) -> bool:
    """Whether she only says that it was good; `clean`: the report reader found that too. A `but` or a `not` ends it."""
    words, known = set(_plain(text).split()), data("words")["praise"]
    if words & set(known["doubt"]) or "?" in text:
        return False
    return clean or (bool(words & set(known["good"])) and words <= {*known["good"], *known["around"]})


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
