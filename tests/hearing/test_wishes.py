"""Words that name a command, an illness, or a professional's no to running."""

from __future__ import annotations

import pytest

from flows.hearing.wishes import all_well, is_ill, named_command, told_not_to_run


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
