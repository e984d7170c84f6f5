"""Other words for the buttons of a question, the end of a list that she ticked, and a test that she puts off.

Whole messages only, and only where one option alone is meant. Yes, no and numbers are read elsewhere.

>>> chosen("onboarding-birth-type", ("vaginal", "assisted", "caesarean"), "emergency C-section")
'caesarean'
>>> ends_list("thats all"), ends_list("yes please"), ends_list("yes please", plain_yes=True)
(True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from flows.hearing.lexicon_data import load
from flows.hearing.normalize import strip_punctuation

ANY = "any"
ADDING = ("and", "also", "plus", "add")
_HYPHEN = re.compile(r"-")


def chosen(text_id: str, options: Iterable[str], words: str) -> str | None:
    """The one option of the question with this text that her words name, or `None`."""
    said = _plain(words)
    meant = {
        option
        for option in options
        for known in (text_id, ANY)
        if (pattern := _meanings(known).get(option)) and pattern.fullmatch(said)
    }
    return meant.pop() if len(meant) == 1 else None


def ends_list(words: str, *, plain_yes: bool = False) -> bool:
    """Whether she says that her list is complete; `plain_yes`: a yes says so too."""
    said = _plain(words)
    known = _whole("ends")
    return bool(known["all"].fullmatch(said) or (plain_yes and known["yes"].fullmatch(said)))


def adds_to_list(words: str) -> bool:
    """Whether what she names comes to her list, and does not take its place: `and Saturday`, `also on Sunday`."""
    return _plain(words).split(" ", 1)[0] in ADDING


def puts_off(words: str) -> bool:
    """Whether she wants to do what is asked of her at another time."""
    return bool(_whole("put_off")["later"].fullmatch(_plain(words)))


def doubts(words: str, *, once: bool = False, ever: bool = False) -> bool:
    """Whether it may be there; `once`: or has been there, however seldom; `ever`: or was there before."""
    meant = ("doubtful", *(("seldom",) if once else ()), *(("before",) if ever else ()))
    said = _plain(words)
    rest = _doubtful(meant).sub(" ", said)
    return rest != said and all(word in _around_doubt() for word in rest.split())


def rather_not(words: str) -> bool:
    """Whether she does not want to answer."""
    return chosen("doubt", ("rather_not",), words) is not None


def _plain(words: str) -> str:
    return " ".join(_HYPHEN.sub(" ", strip_punctuation(words)).split())


@cache
def _meanings(text_id: str) -> dict[str, re.Pattern[str]]:
    around = load("choices")["around"]
    before, after = "|".join(around["before"]), "|".join(around["after"])
    return {
        option: re.compile(rf"(?:(?:{before}) )*(?:{'|'.join(phrases)})(?: (?:{after}))*")
        for option, phrases in load("choices").get(text_id, {}).items()
    }


@cache
def _doubtful(meant: tuple[str, ...]) -> re.Pattern[str]:
    known = load("choices")["doubt"]
    return re.compile(rf"(?<!\S)(?:{'|'.join(phrase for kind in meant for phrase in known[kind])})(?!\S)")


@cache
def _around_doubt() -> frozenset[str]:
    """The single words that may stand beside a doubt."""
    around = load("choices")["around"]
    return frozenset((*around["before"], *around["after"], *load("choices")["doubt"]["beside"]))


@cache
def _whole(name: str) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?:{'|'.join(phrases)})") for kind, phrases in load("choices")[name].items()}
