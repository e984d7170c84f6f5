"""The names of tests and signs, and whom to see: texts that need no value.

>>> name_of_test("walk").id
'test-walk'
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from flows.vocabulary import Text

WHOLE = ".whole"
# Red flags whose button says less than the whole sentence.
SHORT_ON_A_BUTTON = frozenset(
    {
        "breathless",
        "hearing_or_seeing_things",
        "heavy_bleeding",
        "hot_red_breast",
        "lasting_dizziness",
        "one_leg_swollen",
        "saddle_numbness",
        "wound_infected_or_open",
    }
)


@cache
def name_of_test(test: str) -> Text:
    """The name of a readiness test, or of the strength weeks."""
    return Text("test-" + test.replace("_", "-"))


@cache
def flag_label(flag: str) -> Text:
    """A red flag as short as its button."""
    return Text("flag-" + flag.replace("_", "-"))


@cache
def flag_text(flag: str) -> Text:
    """A red flag in full: a button has room for a part of some."""
    label = flag_label(flag)
    return Text(label.id + WHOLE) if flag in SHORT_ON_A_BUTTON else label


@cache
def sign_text(sign: str) -> Text:
    """The name of a sign or symptom."""
    return Text("sign-" + sign.replace("_", "-"))


def whom_to_see(whom: Iterable[str]) -> tuple[Text, ...]:
    """These professionals, each once."""
    return tuple(dict.fromkeys(Text("see-" + to.replace("_", "-")) for to in whom))
