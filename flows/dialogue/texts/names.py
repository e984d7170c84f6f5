"""The names of tests and signs, and whom to see: texts that need no value.

>>> name_of_test("walk").id
'test-walk'
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from flows.vocabulary import Text


@cache
def name_of_test(test: str) -> Text:
    """The name of a readiness test, or of the strength weeks."""
    return Text("test-" + test.replace("_", "-"))


@cache
def sign_text(sign: str) -> Text:
    """The name of a sign or symptom."""
    return Text("sign-" + sign.replace("_", "-"))


def whom_to_see(whom: Iterable[str]) -> tuple[Text, ...]:
    """These professionals, each once."""
    return tuple(dict.fromkeys(Text("see-" + to.replace("_", "-")) for to in whom))
