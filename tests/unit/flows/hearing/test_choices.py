"""Other words for a button are heard as the button, and words that may mean another, or none, are not."""

from __future__ import annotations

import pytest

from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import Ahead, Choice
from flows.hearing.choices import chosen, ends_list, puts_off
from flows.hearing.lexicon_data import load

NOT_QUESTIONS = ("around", "any", "ends", "put_off", "doubt")


def options(text_id: str) -> tuple[str, ...]:
    return next(
        question.expects.options
        for question in QUESTIONS.values()
        if question.text_id == text_id and isinstance(question.expects, (Choice, Ahead))
    )


@pytest.mark.parametrize(
    ("text_id", "words", "option"),
    [
        ("onboarding-age", "yes im over 18", "adult"),
        ("onboarding-age", "I’m 34", "adult"),
        ("onboarding-age", "34 years old", "adult"),
        ("onboarding-age", "im 17", "minor"),
        ("onboarding-age", "no, im 17", "minor"),
        ("onboarding-age", "I’m not 18 yet", "minor"),
        ("onboarding-age", "not over 18", None),
        ("onboarding-age", "17 nearly 18", None),
        ("onboarding-birth-type", "normal birth", "vaginal"),
        ("onboarding-birth-type", "it was a natural birth", "vaginal"),
        ("onboarding-birth-type", "vaginal", "vaginal"),
        ("onboarding-birth-type", "Forceps.", "assisted"),
        ("onboarding-birth-type", "vaginal with ventouse", "assisted"),
        ("onboarding-birth-type", "c-section", "caesarean"),
        ("onboarding-birth-type", "I had an emergency C section", "caesarean"),
        ("onboarding-birth-type", "not normal", None),
        ("onboarding-birth-type", "no forceps", None),
        ("onboarding-birth-type", "no c-section", None),
        ("onboarding-birth-type", "forceps failed so a c-section", None),
        ("onboarding-birth-type", "vaginal, then a section for the twin", None),
        ("onboarding-tear", "second degree", "first_or_second"),
        ("onboarding-tear", "3a", "third_or_fourth"),
        ("onboarding-tear", "I didn't tear", "none"),
        ("onboarding-tear", "I don’t know", "unsure"),
        ("onboarding-tear", "second or third degree", None),
        ("onboarding-wounds", "not sure", "unsure"),
        ("onboarding-wounds", "not sure it is healed, it hurts", None),
        ("programme-later", "in half an hour", "half_hour"),
        ("programme-later", "tonight", "evening"),
        ("readiness-invite", "can I do them tomorrow?", "later"),
        ("checkin-why-partly", "the baby woke up", "time"),
        ("checkin-why-partly", "no time and my knee hurt", None),
        ("referred-who", "my GP", "doctor"),
        ("referred-who", "women’s health physio", "pelvic_physio"),
        ("referred-who", "a physio", None),
        ("aside-pause", "on holiday", "travel"),
    ],
)
def test_words_for_a_button(text_id: str, words: str, option: str | None) -> None:
    assert chosen(text_id, options(text_id), words) == option


def test_every_option_in_the_data_is_one_of_its_question() -> None:
    for text_id, known in load("choices").items():
        if text_id not in NOT_QUESTIONS:
            assert set(known) <= set(options(text_id)), text_id


@pytest.mark.parametrize("words", ["that's it", "Done!", "thats all", "nothing else", "only these"])
def test_a_list_is_complete(words: str) -> None:
    assert ends_list(words)


@pytest.mark.parametrize(
    "words", ["that's all so far, and my hip", "yes", "done with leaking", "all of them"]
)
def test_a_list_is_not_complete(words: str) -> None:
    assert not ends_list(words)


@pytest.mark.parametrize(
    "words", ["can I do the walk later?", "later", "skip the walk", "I can’t do it now", "not today"]
)
def test_a_test_is_put_off(words: str) -> None:
    assert puts_off(words)


@pytest.mark.parametrize(
    "words", ["later it hurt", "I can’t walk", "30 minutes, later 20", "not now doctor says no"]
)
def test_a_test_is_not_put_off(words: str) -> None:
    assert not puts_off(words)
