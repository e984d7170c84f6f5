"""News of her life is heard, and ordinary words are not."""

import pytest

from flows.hearing.life_events import life_event, loss_at_birth


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
        ("my baby died", "loss"),
        ("our little girl was stillborn", "loss"),
        ("My son was born sleeping", "loss"),
        ("my baby didn’t make it", "loss"),
        ("they couldn't find a heartbeat", "loss"),
        ("he passed away shortly after birth", "loss"),
        ("my friend came, my baby died", "loss"),
        ("after my baby died I stopped", "loss"),
        ("I've lost the pregnancy", "loss"),
        ("my sister had a miscarriage", None),
        ("my friend’s baby died", None),
        ("can running cause a miscarriage?", None),
        ("I'm afraid of losing my baby", None),
        ("I had a miscarriage two years ago", None),
        ("I had a miscarriage before my son", None),
        ("no miscarriage", None),
        ("lost my son at the park", None),
        ("my dog died", None),
        ("my baby didn't make it easy last night", None),
    ],
)
def test_what_is_news(words: str, event: str | None) -> None:
    assert life_event(words) == event


@pytest.mark.parametrize(
    ("words", "loss"),
    [
        ("he didn’t make it", True),
        ("she was stillborn", True),
        ("we lost him", True),
        ("born sleeping on 3 March", True),
        ("there is no baby", True),
        ("my baby is not alive", True),
        ("died", True),
        ("14 March 2026", False),
        ("baby isn't here yet", False),
        ("two weeks ago", False),
        ("I don't remember", False),
    ],
)
def test_at_the_question_for_the_birth_less_is_enough(words: str, loss: bool) -> None:
    assert loss_at_birth(words) is loss
