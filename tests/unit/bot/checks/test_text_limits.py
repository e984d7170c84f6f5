"""Texts as she gets them: short enough for a phone, in her words, with one phrase for what is safe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.checks import text_limits
from bot.checks.text_limits import limits, rule_limits
from bot.rendering.texts import LOCALES, Renderer, renderer
from flows.dialogue.texts.names import SHORT_ON_A_BUTTON, flag_text
from flows.rulebook import load
from flows.vocabulary import Text


def _changed(tmp_path: Path, file: str, before: str, after: str) -> list[str]:
    """What is said of the English texts with one line changed."""
    folder = tmp_path / "en"
    folder.mkdir()
    for path in (LOCALES / "en").glob("*.ftl"):
        words = path.read_text("utf-8")
        if path.name == file:
            assert before in words
            words = words.replace(before, after)
        (folder / path.name).write_text(words, "utf-8")
    return limits(Renderer("en", tmp_path), tmp_path)


def test_the_texts_as_they_are() -> None:
    assert limits(renderer("en")) == []
    assert rule_limits(load()) == []


def test_a_red_flag_that_a_phone_cuts(tmp_path: Path) -> None:
    found = _changed(
        tmp_path,
        "screening.ftl",
        "flag-heavy-bleeding = Heavy bleeding or big clots",
        "flag-heavy-bleeding = Heavy bleeding, a pad an hour, or big clots",
    )
    assert found == [
        "en: the button flag-heavy-bleeding has 43 characters; a phone cuts it after 28",
    ]


def test_a_button_of_a_question_that_a_phone_cuts(tmp_path: Path) -> None:
    found = _changed(
        tmp_path, "programme.ftl", ".did-it = I did it", ".did-it = I did all of it as it was written"
    )
    assert [line.split(" has ")[0] for line in found] == ["en: the button programme-offered.did-it"]


def test_every_variant_of_a_text_is_measured_with_its_values(tmp_path: Path) -> None:
    found = _changed(
        tmp_path,
        "common.ftl",
        "[d] Thanks for telling me.",
        "[d] Thanks. { $reasons } { $reasons } { $reasons }",
    )
    assert [line.split(" has ")[0] for line in found] == ["en: well-done"]


def test_an_argument_without_a_usual_value(tmp_path: Path) -> None:
    found = _changed(
        tmp_path, "talk.ftl", "talk-thanks = You’re welcome.", "talk-thanks = You’re welcome, { $colour }."
    )
    assert found == ["en: talk-thanks uses colour: give it a usual value in SAMPLES"]


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("That was a clean session.", "clean"),
        ("One level on.", "level on"),
        ("No prompts today.", "prompts"),
        ("Any signs?", "signs"),
        ("Noted.", "noted"),
    ],
)
def test_a_word_of_the_engine(tmp_path: Path, words: str, word: str) -> None:
    found = _changed(tmp_path, "talk.ftl", "talk-thanks = You’re welcome.", f"talk-thanks = {words}")
    assert found == [
        f"en: talk-thanks says “{word}”, a word of the engine; say it in hers, or name it in OURS"
    ]


def test_a_warning_sign_may_be_named(tmp_path: Path) -> None:
    assert not _changed(tmp_path, "talk.ftl", "You’re welcome.", "Any warning signs?")


@pytest.mark.parametrize(
    "words", ["if it causes nothing", "if you have no symptoms", "as long as it feels fine"]
)
def test_another_phrase_for_what_is_safe(tmp_path: Path, words: str) -> None:
    (found,) = _changed(tmp_path, "talk.ftl", "You’re welcome.", f"Walking is fine {words}.")
    assert found.startswith("en: talk-thanks says “") and "as long as you have no symptoms" in found


def test_a_welcome_that_fills_more_than_one_screen(tmp_path: Path) -> None:
    found = _changed(
        tmp_path, "onboarding.ftl", "Hello. I’m Restride,", "Hello, and thank you for coming. I’m Restride,"
    )
    assert [line for line in found if line.endswith("characters; one screen holds 600")] == found[-1:]


def test_an_exception_that_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_limits, "LONG", {**text_limits.LONG, "talk-thanks": "once"})
    assert limits(renderer("en")) == ["en: talk-thanks is named in LONG and is not too long; take it out"]


def test_the_sentence_of_a_rule() -> None:
    book = load()
    first = replace(book.rules[0], says="A clean one. " * 30)
    assert [line.split(";")[0] for line in rule_limits(replace(book, rules=(first,)))] == [
        f"rule {first.id} says 390 characters",
        f"rule: {first.id} says “clean”, a word of the engine",
    ]


def test_a_shortened_red_flag_is_asked_about_in_full() -> None:
    words = renderer("en")
    whole = {flag for flag in load().red_flags if words.has(f"flag-{flag.replace('_', '-')}.whole")}
    assert whole == SHORT_ON_A_BUTTON
    assert words.plain(flag_text("heavy_bleeding")) == "Heavy bleeding (a pad an hour, or an egg-sized clot)"
    assert words.plain(Text("flag-heavy-bleeding")) == "Heavy bleeding or big clots"
