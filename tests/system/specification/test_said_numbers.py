"""Where a fixed text says a number of the rule book, it says the book's: a moved threshold has to be said anew.

What varies from person to person is filled in; these sentences are the same for all, so the number stands in them.
"""

from __future__ import annotations

import pytest

from bot.rendering.texts import renderer
from flows.rulebook import load
from flows.vocabulary import Text

BOOK = load()
SHORTEST_TRACK = min(BOOK.tracks)

SAID = {
    "programme-still": (
        f"pain at most {BOOK.whole('R-POST-1')} of 10",
        f"a {BOOK.test('walk').pass_at}-minute walk",
    ),
    "welcome": (f"over at least {SHORTEST_TRACK} weeks",),
    "bot-description": (f"over at least {SHORTEST_TRACK} weeks",),
}


@pytest.mark.parametrize("message", SAID)
def test_a_fixed_text_says_the_number_of_the_book(message: str) -> None:
    words = renderer("en").text(Text(message, (("name", "Ana"),)))
    for said in SAID[message]:
        assert said in words
