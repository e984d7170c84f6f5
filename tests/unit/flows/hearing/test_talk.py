"""Small talk is heard as such, and one word more is none: that goes on to the other readers."""

from __future__ import annotations

import pytest

from flows.hearing.red_flags.detector import detect
from flows.hearing.talk import small_talk


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("thank you", "thanks"),
        ("Thanks!!", "thanks"),
        ("great, thank you so much", "thanks"),
        ("thank you 😊", "thanks"),
        ("❤️", "thanks"),
        ("👍🏽", "ok"),
        ("ok", "ok"),
        ("got it", "ok"),
        ("good morning", "greeting"),
        ("how are you?", "greeting"),
        ("good night", "bye"),
        ("sorry, I forgot", "sorry"),
        ("I’m tired", "tired"),
        ("exhausted tonight", "tired"),
        ("no energy", "tired"),
        ("so so tired today", "tired"),
        ("I barely slept last night", "tired"),
        ("I can't be bothered today", "unwilling"),
        ("can I run tomorrow instead?", "other_day"),
        ("can we do it thursday", "other_day"),
        ("Could we move it to Saturday, please?", "other_day"),
        ("tomorrow instead?", "other_day"),
        ("can I run longer today?", "longer"),
        ("can I run 5 minutes longer", "longer"),
        ("can I skip a level?", "longer"),
        ("is it normal that I sweat at night?", "normal"),
        ("should I be worried?", "normal"),
    ],
)
def test_small_talk(words: str, kind: str) -> None:
    assert detect(words) is None
    assert small_talk(words) == kind


@pytest.mark.parametrize(
    "words",
    [
        "",
        "🤕",
        "👍🤕",
        "thanks, but my leg is swollen",
        "ok but I feel faint",
        "good morning, I am bleeding",
        "tired of life",
        "I'm tired of living",
        "so tired I can't go on",
        "exhausted and dizzy",
        "no energy and chest pain",
        "tired and my calf hurts",
        "can I run tomorrow with a fever?",
        "can I run longer with the pain?",
        "can we do it",
        "thank you for nothing, I want to die",
        "sorry I can't go on",
        "good night forever",
        "banana",
    ],
)
def test_one_word_more_is_no_small_talk(words: str) -> None:
    assert small_talk(words) is None


@pytest.mark.parametrize(
    "words",
    ["tired of life", "thanks, but my leg is swollen and warm", "is it normal that I have chest pain?"],
)
def test_what_the_net_hears_is_heard_by_the_net(words: str) -> None:
    assert detect(words) is not None
