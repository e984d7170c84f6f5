"""While running waits for a professional, her words for having been cleared are heard; anything doubtful is not."""

from __future__ import annotations

import pytest

from flows.hearing.choices import chosen

CLEARED = (
    "I've been cleared",
    "I have been cleared to run by my physio",
    "cleared by my gp",
    "My doctor says I can run again",
    "the physio said I may start running",
    "I asked my doctor, she says I may run",
    "I saw the physio, my knee is fine, she said I can run",
    "I've seen the pelvic floor physio and she said it's ok to run",
    "My midwife gave me the green light",
    "the all clear from my GP",
    "ive been told by my physio that i can start running again",
)
NOT_CLEARED = (
    "I haven't been cleared",
    "my doctor says I can't run",
    "the physio said I can run in four weeks",
    "I saw the physio, she said I can run but only if it doesn't leak",
    "my physio says I can run when the swelling is gone",
    "can I run?",
    "I saw the physio",
    "my friend says I can run",
    "my husband is a doctor and says I can run",
    "when I've been cleared",
    "I think I can run",
)


@pytest.mark.parametrize("words", CLEARED)
def test_she_is_heard(words: str) -> None:
    assert chosen("referred-home", ("cleared",), words) == "cleared"


@pytest.mark.parametrize("words", NOT_CLEARED)
def test_a_doubt_is_not_a_yes(words: str) -> None:
    assert chosen("referred-home", ("cleared",), words) is None
