"""Words that name a command or ask for what one shows, an illness or a professional's no to running, or only praise.

Must not know what any of it leads to. A command is named by the whole message only: `stop`, never `I had to stop`.

>>> named_command("Help!"), named_command("I had to stop"), told_not_to_run("my physio says no running")
('help', None, True)
>>> named_command("when can I start running?"), asked_term("what is a pelvic floor?")
('plan', 'pelvic-floor')
"""

from __future__ import annotations

import re
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import strip_punctuation


def named_command(text: str) -> str | None:
    """The command that the whole message names, or whose answer it asks for, or `None`."""
    words = strip_punctuation(text)
    named = next((name for name, said in load("words")["commands"].items() if words in said), None)
    asked = words.replace("-", " ").rstrip("? ")
    return named or next((name for name, pattern in _asked().items() if pattern.fullmatch(asked)), None)


def asked_term(text: str) -> str | None:
    """The word of the texts whose meaning the whole message asks for, or `None`."""
    asked = strip_punctuation(text).replace("-", " ").rstrip("? ")
    return next((term for term, pattern in _terms().items() if pattern.fullmatch(asked)), None)


def told_not_to_run(text: str) -> bool:
    """Whether she says that a professional has told her not to run; a question does not say so."""
    words = strip_punctuation(text)
    return "?" not in words and bool(_off("told_not_to_run").search(words))


def is_ill(text: str) -> bool:
    """Whether she says that she is ill."""
    return bool(_off("ill").search(strip_punctuation(text)))


def hurts(text: str) -> bool:
    """Whether she speaks of something that hurts, also where no sign and no number is named."""
    return bool(_off("hurts").search(strip_punctuation(text)))


def all_well(text: str, *, clean: bool = False) -> bool:
    """Whether she only says that it was good; `clean`: the report reader found that too. A `but` or a `not` ends it."""
    words, known = set(strip_punctuation(text).split()), load("words")["praise"]
    if words & set(known["doubt"]) or "?" in text:
        return False
    return clean or (bool(words & set(known["good"])) and words <= {*known["good"], *known["around"]})


def excepts(text: str) -> bool:
    """Whether something good is said with an exception behind it: `all fine apart from my cold`, `good, but slow`."""
    return bool(_exception().search(strip_punctuation(text)))


@cache
def _exception() -> re.Pattern[str]:
    known = load("words")["praise"]
    good = "|".join((*known["good"], *known["whole"]))
    return re.compile(rf"(?<!\S)(?<!not )(?:{good}) (?:\S+ ){{0,4}}?(?:{'|'.join(known['exceptions'])}) \S")


@cache
def _asked() -> dict[str, re.Pattern[str]]:
    known = load("words")["asked"]
    before, after = "|".join(known["before"]), "|".join(known["after"])
    return {
        name: re.compile(rf"(?:(?:{before}) )*(?:{'|'.join(phrases)})(?: (?:{after}))*")
        for name, phrases in known["means"].items()
    }


@cache
def _terms() -> dict[str, re.Pattern[str]]:
    known = load("words")["asked"]
    before, after = "|".join(known["before"]), "|".join(known["after"])
    asks = r"(?:what(?: is|s| are| does)|whats|explain(?: me)?|what do you mean by|define|meaning of)"
    return {
        term: re.compile(
            rf"(?:(?:{before}) )*{asks} (?:an? |the |my |your )?(?:{'|'.join(names)})(?: means?)?(?: (?:{after}))*"
        )
        for term, names in known["terms"].items()
    }


@cache
def _off(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(load('words')['off'][name])})(?!\S)")
