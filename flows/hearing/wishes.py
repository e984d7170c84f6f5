"""Words that name a command, an illness or a professional's no to running, or only say that all was well.

Must not know what any of it leads to. A command is named by the whole message only: `stop`, never `I had to stop`.

>>> named_command("Help!"), named_command("I had to stop"), told_not_to_run("my physio says no running")
('help', None, True)
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.spelling import bare
from flows.hearing.words import data


def named_command(text: str) -> str | None:
    """The command that the whole message names, or `None`."""
    words = bare(text)
    return next((name for name, said in data("words")["commands"].items() if words in said), None)


def told_not_to_run(text: str) -> bool:
    """Whether she says that a professional has told her not to run; a question does not say so."""
    words = bare(text)
    return "?" not in words and bool(_off("told_not_to_run").search(words))


def is_ill(text: str) -> bool:
    """Whether she says that she is ill."""
    return bool(_off("ill").search(bare(text)))


def hurts(text: str) -> bool:
    """Whether she speaks of something that hurts, also where no sign and no number is named."""
    return bool(_off("hurts").search(bare(text)))


def all_well(text: str, *, clean: bool = False) -> bool:
    """Whether she only says that it was good; `clean`: the report reader found that too. A `but` or a `not` ends it."""
    words, known = set(bare(text).split()), data("words")["praise"]
    if words & set(known["doubt"]) or "?" in text:
        return False
    return clean or (bool(words & set(known["good"])) and words <= {*known["good"], *known["around"]})


@cache
def _off(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(data('words')['off'][name])})(?!\S)")
