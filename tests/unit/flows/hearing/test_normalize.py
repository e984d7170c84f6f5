"""Text made plain, the nearest known word, and numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hearing.normalize import LONGEST, closest, distance, normalize
from flows.hearing.values.number_words import to_digits

MONTHS = ("january", "february", "march", "may", "june", "july", "september")

FOLDED = {
    "  São  Paulo’s ½ ": "sao paulo's 1/2",
    "ＬＹＯＮ": "lyon",
    "Łódź – Tromsø": "lodz - tromso",
    "Straße": "strasse",
    "٣ weeks": "3 weeks",
    "a\u200bb\n\tc": "ab c",
    "👍🏽": "👍🏽",
}

NUMBERS = {
    "twenty-five reps": "25 reps",
    "seven and a half": "7.5",
    "7 1/2": "7.5",
    "7 and 1/2": "7.5",
    "a hundred": "100",
    "one hundred and twenty one": "121",
    "ninety seven": "97",
    "thirty minutes and ten seconds": "30 minutes and 10 seconds",
    "phone someone": "phone someone",
    "3/4": "3/4",
    "01/02/2026": "01/02/2026",
}

NEAREST = {
    "march": "march",
    "febuary": "february",
    "setpember": "september",
    "mya": None,  # too short to be mended
    "xanuary": None,  # first letters are rarely wrong
    "jule": None,  # june or july
    "hello": None,
}


@pytest.mark.parametrize(("typed", "plain"), FOLDED.items())
def test_text_is_made_plain(typed: str, plain: str) -> None:
    assert normalize(typed) == plain


@pytest.mark.parametrize(("words", "figures"), NUMBERS.items())
def test_numbers_in_words_become_figures(words: str, figures: str) -> None:
    assert to_digits(words) == figures


@pytest.mark.parametrize(("typed", "known"), NEAREST.items())
def test_a_slip_is_mended_when_one_word_only_is_near(typed: str, known: str | None) -> None:
    assert closest(typed, MONTHS) == known


@pytest.mark.parametrize(
    ("one", "two", "slips"),
    [("march", "march", 0), ("mrach", "march", 1), ("marhc", "march", 1), ("m", "march", 3)],
)
def test_slips_are_counted_up_to_a_limit(one: str, two: str, slips: int) -> None:
    assert distance(one, two, 2) == slips


@given(st.text(max_size=LONGEST + 100))
def test_any_text_is_made_plain_once_and_for_all(typed: str) -> None:
    plain = normalize(typed)
    assert len(plain) <= LONGEST
    assert not plain or not (plain[0].isspace() or plain[-1].isspace())
    to_digits(plain)
