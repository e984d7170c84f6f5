"""What a turn says stands in one message while that is short and has its buttons under its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rendering.texts import Renderer
from bot.rendering.together import MAX_TOGETHER, together
from flows.vocabulary import Ask, Chosen, Document, Option, Say, Text, text

FTL = """
saved = Saved.
question = What next?
    .go = Go on
long = { $words }
"""
SAVED = Say(text=Text("saved"))
QUESTION = Ask(text=Text("question"), options=(Option(id="go"),))
LINKED = Say(text=Text("saved"), links=(("why", ""),))


@pytest.fixture
def words(tmp_path: Path) -> Renderer:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "all.ftl").write_text(FTL, "utf-8")
    return Renderer("en", tmp_path)


def test_short_texts_go_into_the_question_behind_them(words: Renderer) -> None:
    assert together((SAVED, SAVED, QUESTION), words) == [("Saved.\n\nSaved.\n\nWhat next?", QUESTION)]


def test_they_go_into_a_message_with_links_too(words: Renderer) -> None:
    assert together((SAVED, LINKED), words) == [("Saved.\n\nSaved.", LINKED)]


def test_a_message_with_buttons_takes_nothing_behind_them(words: Renderer) -> None:
    assert together((LINKED, QUESTION), words) == [("Saved.", LINKED), ("What next?", QUESTION)]


@pytest.mark.parametrize(("room", "messages"), [(0, 1), (1, 2)])
def test_what_would_be_long_stays_apart(words: Renderer, room: int, messages: int) -> None:
    long = Say(text=text("long", words="x" * (MAX_TOGETHER - len("\n\nWhat next?") + room)))
    assert len(together((long, QUESTION), words)) == messages


def test_a_file_stands_between(words: Renderer) -> None:
    file = Document(name="export", caption=Text("saved"))
    assert [text for text, _ in together((SAVED, file, SAVED), words)] == ["Saved.", "", "Saved."]


def test_what_is_shown_in_place_of_the_tapped_message_stays_apart(words: Renderer) -> None:
    ticked = Ask(text=QUESTION.text, options=QUESTION.options, replaces=True)
    assert len(together((SAVED, ticked), words)) == 2


def test_what_she_chose_says_nothing_itself(words: Renderer) -> None:
    assert [text for text, _ in together((Chosen(), SAVED, QUESTION), words)] == ["", "Saved.\n\nWhat next?"]


def test_nothing_is_put_together_while_the_keyboard_has_to_go(words: Renderer) -> None:
    assert len(together((SAVED, QUESTION), words, keyboard_goes=True)) == 2
