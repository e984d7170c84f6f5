"""News of her life is heard, and ordinary words are not."""

import pytest

from flows.hearing.life import life_event


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("I’m pregnant!", "pregnant"),
        ("we had a miscarriage last week, I was pregnant again", "loss"),
        ("I am not pregnant", None),
        ("before I was pregnant I ran a lot", None),
        ("no pain", None),
    ],
)
def test_what_is_news(words: str, event: str | None) -> None:
    assert life_event(words) == event
