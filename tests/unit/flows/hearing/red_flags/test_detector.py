"""The red-flag net: what it has to hear, ask about, and let pass."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.hearing.red_flags.detector import RedFlagMatch, detect

PHRASES = tomllib.loads(Path(__file__).with_name("red_flags.toml").read_text("utf-8"))
SURE = [(flag, phrase) for flag, phrases in PHRASES["sure"].items() for phrase in phrases]
UNSURE = [(flag, phrase) for flag, phrases in PHRASES["unsure"].items() for phrase in phrases]
PASSES = [phrase for phrases in PHRASES["passes"].values() for phrase in phrases]
FLAGS = frozenset(PHRASES["sure"])


def decided(text: str) -> tuple[str, bool] | None:
    heard = detect(text)
    return None if heard is None else (heard.flag, heard.sure)


@pytest.mark.parametrize(("flag", "phrase"), SURE)
def test_a_red_flag_is_heard(flag: str, phrase: str) -> None:
    assert decided(phrase) == (flag, True)


@pytest.mark.parametrize(("flag", "phrase"), UNSURE)
def test_an_unclear_one_is_asked_about(flag: str, phrase: str) -> None:
    assert decided(phrase) == (flag, False)


@pytest.mark.parametrize("phrase", PASSES)
def test_a_near_miss_passes(phrase: str) -> None:
    assert detect(phrase) is None


def test_every_flag_of_the_rule_book_has_several_wordings() -> None:
    assert len(FLAGS) == 28
    assert all(len(phrases) >= 5 for phrases in PHRASES["sure"].values())


@pytest.mark.parametrize(("flag", "phrase"), SURE)
def test_case_and_curly_quotes_change_nothing(flag: str, phrase: str) -> None:
    assert decided(phrase.upper().replace("'", "’")) == (flag, True)


@pytest.mark.parametrize(
    "frame",
    [
        "hi, {}",
        "not sure if it matters but {}",
        "slept badly. {}",
        "I finished 8 of 10, then {}",
        "this morning {}",
        "{} today",
        "{} please help",
        "{} and my husband is worried",
        "{} so I stopped",
        "{} but I finished the session",
        "{} since I gave birth",
        "{} when I was feeding the baby",
        "{} should I still run?",
    ],
)
def test_what_she_says_around_it_never_hides_a_red_flag(frame: str) -> None:
    assert [phrase for _, phrase in SURE if detect(frame.format(phrase)) is None] == []


def test_it_is_what_she_spoke_of_in_the_sentence_before() -> None:
    assert decided("The chest was fine in the warm up. Then it hurt.") == ("chest_pain", True)
    assert decided("My knee was fine in the warm up. Then it hurt.") is None
    assert decided("My son bumped his chest. It hurt.") is None


def test_the_gravest_wins() -> None:
    assert decided("I have a fever. And I passed out. Also my breast is hot and red.") == ("passed_out", True)


def test_a_clear_one_wins_over_a_graver_doubt() -> None:
    assert decided("chest feels a bit tight. temperature of 39") == ("fever", True)


def test_what_was_heard_is_quoted() -> None:
    assert detect("well, I have chest pain") == RedFlagMatch(
        flag="chest_pain", sure=True, phrase="chest pain"
    )


@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    heard = detect(text)
    assert heard is None or heard.flag in FLAGS


@given(
    st.lists(
        st.sampled_from(
            [*" ".join(phrase for _, phrase in SURE).split(), "no", "not", ",", ".", "?", "but", "if"]
        )
    )
)
def test_any_shuffle_of_the_words_is_answered(words: list[str]) -> None:
    heard = detect(" ".join(words))
    assert heard is None or heard.flag in FLAGS


@pytest.mark.parametrize(
    "text", ["no chest pain ", "brethles xyzzy ", "a", "pain in my ", "ran and ran. ", "😰"]
)
def test_the_longest_message_is_read_in_no_time(text: str) -> None:
    detect("warm")
    long = (text * 4096)[:4096]
    began = time.perf_counter()
    detect(long)
    assert time.perf_counter() - began < 0.5
