"""What an alarm may push to a lock screen says nothing of a birth, of a body, or of who has to look at it."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.checks.page_checks import PRIVATE_WORDS, private_prompts, words_of
from bot.rendering.texts import LOCALES, renderer
from flows.dialogue.facts.waiting import waiting
from flows.dialogue.lock_screen import SAFE_TEXTS, neutralise
from flows.dialogue.texts.waiting import daily_words, whole_words
from flows.dialogue.turn_context import TurnContext
from flows.rulebook import load
from flows.session import Session
from flows.vocabulary import Ask, Say, Text, Woken
from tests.kit.somebody import BOOK, NOW, TODAY
from tests.unit.flows.dialogue.facts.test_waiting import somebody

WORDS = renderer("en")


@pytest.mark.parametrize(
    "message",
    [
        *sorted(SAFE_TEXTS),
        *("check-ready", "news-ready"),
        *("foundation-breathing", "foundation-pelvic-floor", "foundation-walk", "foundation-new"),
        *("short-strength", "short-foundation", "short-walk", "strength-block", "exercise-line"),
    ],
)
def test_what_is_pushed_is_neutral(message: str) -> None:
    assert not PRIVATE_WORDS.search(words_of(message, LOCALES / "en"))


def test_the_names_of_the_exercises_are_neutral() -> None:
    names = [
        WORDS.plain(Text("exercise-" + exercise.id.replace("_", "-")))
        for ladder in load().ladders
        for exercise in (*ladder.steps, *((ladder.beside,) if ladder.beside else ()))
    ]
    assert names and not [name for name in names if PRIVATE_WORDS.search(name)]


@given(somebody())
def test_what_is_pushed_of_what_she_waits_for_is_neutral(session: Session) -> None:
    turn = TurnContext(session, Woken(seq=0), NOW, BOOK)
    seen = waiting(session, TODAY, BOOK)
    assert seen is not None
    for words in (daily_words(turn), whole_words(session, seen, private=False)):
        assert not PRIVATE_WORDS.search(renderer("en").plain(words))


@pytest.mark.parametrize("message", ["locked-home", "referred-home", "checkin-pain"])
def test_a_private_question_waits_behind_a_button(message: str) -> None:
    pushed = neutralise((Ask(text=Text(message)),), name="Ana")
    assert [effect.text.id for effect in pushed if isinstance(effect, Say)] == ["check-ready"]


def test_check_names_a_prompt_that_is_not_neutral() -> None:
    assert private_prompts("en") == []
    [problem] = private_prompts("en", ("referred-home",))
    assert problem.startswith("en: referred-home stands on a lock screen")
