"""The TOML files of the rule book that belong to hearing: read once, each under its name.

Must not know what is in them; each reader of words takes its own part.

>>> data("words")["numbers"]["tens"]["twenty"]
20
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The file `name.toml` of the rule book. It is shared: read it, never change it."""
    return tomllib.loads((resources.files("flows.rulebook") / f"{name}.toml").read_text(encoding="utf-8"))


def any_word(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these regular expressions, from the beginning of a word to the end of one."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")
