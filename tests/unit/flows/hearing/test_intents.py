"""Words that name a command, an illness, or a professional's no to running."""

from __future__ import annotations

import pytest

from flows.hearing.intents import all_well, asked_term, is_ill, named_command, told_not_to_run


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("help", "help"),
        ("Help me, please!", None),
        ("STOP.", "stop"),
        ("I had to stop", None),
        ("pause", "pause"),
        ("Delete my data", "delete"),
        ("", None),
    ],
)
def test_only_a_whole_message_names_a_command(words: str, command: str | None) -> None:
    assert named_command(words) == command


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("when can i start running", "plan"),
        ("When can I run again?", "plan"),
        ("how many weeks until I can run?", "plan"),
        ("can I run yet?", "plan"),
        ("What’s my plan?", "plan"),
        ("what do I do today?", "today"),
        ("whats next", "today"),
        ("when is my next run?", "today"),
        ("how do I do the exercises?", "how"),
        ("How do I find my pelvic floor?", "how"),
        ("carry on please", "questions"),
        ("next question please", "questions"),
        ("why?", "why"),
        ("how am I doing?", "progress"),
        ("can I change my days?", "settings"),
        ("who reads this?", "privacy"),
        ("how does this work?", "help"),
        ("when can I run a marathon", None),
        ("can I run with a fever", None),
        ("can I run if I leak", None),
        ("what do I do if it hurts", None),
        ("what is wrong with me", None),
        ("I carry on bleeding", None),
        ("why does it hurt", None),
        ("how do I stop leaking", None),
        ("when does it stop", None),
    ],
)
def test_an_ordinary_question_names_what_answers_it(words: str, command: str | None) -> None:
    assert named_command(words) == command


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("what is a pelvic floor?", "pelvic-floor"),
        ("what does doming mean?", "doming"),
        ("what’s an episiotomy", "episiotomy"),
        ("what is the postnatal check?", "postnatal-check"),
        ("what is wrong with my pelvic floor?", None),
        ("what is this doming doing to me", None),
        ("my pelvic floor", None),
    ],
)
def test_she_asks_what_a_word_means(words: str, term: str | None) -> None:
    assert asked_term(words) == term


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("my doctor told me to stop running", True),
        ("my physio says no running", True),
        ("My GP said I shouldn’t run", True),
        ("midwife advised against running", True),
        ("I've been told not to run", True),
        ("doctor says I can run", False),
        ("my doctor told me not to run too fast", False),
        ("did my doctor say no running?", False),
        ("no running today", False),
    ],
)
def test_a_professional_told_her_not_to_run(words: str, told: bool) -> None:
    assert told_not_to_run(words) is told


@pytest.mark.parametrize(
    ("words", "ill"),
    [
        ("I’m ill", True),
        ("I have a bad cold", True),
        ("tummy bug", True),
        ("I'm not ill", False),
        ("my baby is ill", False),
        ("it is cold outside", False),
    ],
)
def test_she_is_ill(words: str, ill: bool) -> None:
    assert is_ill(words) is ill


@pytest.mark.parametrize(
    ("words", "clean", "well"),
    [
        ("it was lovely", False, True),
        ("thanks", False, True),
        ("no pain, all good", True, True),
        ("all good, but it felt wrong", True, False),
        ("was it good?", False, False),
        ("it was the run", False, False),
        ("my knee was good", False, False),
        ("", False, False),
    ],
)
def test_only_that_it_was_good(words: str, clean: bool, well: bool) -> None:
    assert all_well(words, clean=clean) is well
