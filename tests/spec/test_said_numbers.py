"""Where a fixed text says a number of the rule book, it says the book's: a moved threshold has to be said anew.

What varies from person to person is filled in; these sentences are the same for all, so the number stands in them.
"""

from __future__ import annotations

import pytest

from bot.render import renderer
from flows.rulebook import load
from flows.vocabulary import Text

BOOK = load()
DAYS_A_WEEK = 7
WEEKS_TO_WAIT = BOOK.whole("R-TIME-2") // DAYS_A_WEEK
SHORTEST_TRACK = min(BOOK.tracks)

SAID = {
    "programme-still": (
        f"pain at most {BOOK.whole('R-POST-1')} of 10",
        f"a {BOOK.test('walk').pass_at}-minute walk",
    ),
    "day-84-passed": ("Twelve weeks have passed",),
    "welcome": (f"over at least {SHORTEST_TRACK} weeks",),
    "bot-description": (f"over at least {SHORTEST_TRACK} weeks",),
}


@pytest.mark.parametrize("message", SAID)
def test_a_fixed_text_says_the_number_of_the_book(message: str) -> None:
    words = renderer("en").text(Text(message, (("name", "Ana"),)))
    for said in SAID[message]:
        assert said in words


def test_running_waits_for_as_many_weeks_as_the_words_say() -> None:
    assert (WEEKS_TO_WAIT, BOOK.whole("R-TIME-2") % DAYS_A_WEEK) == (12, 0)
    for days in (0, 1, 5):
        ahead = Text("day-84-ahead", (("date", "Monday"), ("days", days)))
        assert f"{WEEKS_TO_WAIT} weeks after the birth" in renderer("en").text(ahead)
