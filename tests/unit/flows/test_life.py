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
        ("pregnant", "pregnant"),
        ("Pregnant!!", "pregnant"),
        ("positive test", "pregnant"),
        ("my test came back positive", "pregnant"),
        ("my friend is pregnant", None),
        ("my covid test was positive", None),
        ("I think pregnant", "pregnant"),
        ("I lost my baby", "loss"),
        ("we lost the baby last week", "loss"),
        ("lost our baby girl", "loss"),
        ("ectopic", "loss"),
        ("abortion last week", "loss"),
        ("I had an abortion", "loss"),
        ("I had an abortion ten years ago", None),
        ("I lost my baby weight", None),
        ("lost the baby’s hat", None),
        ("lost my baby brain today", None),
    ],
)
def test_what_is_news(words: str, event: str | None) -> None:
    assert life_event(words) == event
