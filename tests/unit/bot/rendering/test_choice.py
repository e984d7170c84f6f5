"""The line that says what she chose, under the question as Telegram holds it."""

from __future__ import annotations

import pytest

from bot.rendering.choice import TEXT_LIMIT, marked


def test_the_choice_stands_in_bold_on_a_line_of_its_own() -> None:
    assert marked("How was it?", (), ("Fine",)) == {
        "text": "How was it?\n\n✓ Fine",
        "entities": [{"type": "bold", "offset": 13, "length": 6}],
    }


def test_all_that_she_ticked_stands_there() -> None:
    found = marked("Which days?", (), ("Monday", "Wednesday", "Friday"))
    assert found is not None and found["text"] == "Which days?\n\n✓ Monday, Wednesday, Friday"


def test_the_formatting_of_the_question_is_kept_and_offsets_count_utf_16_units() -> None:
    italic = {"type": "italic", "offset": 0, "length": 2}
    found = marked("🏃 go", [italic], ("<b>&",))
    assert found == {
        "text": "🏃 go\n\n✓ <b>&",
        "entities": [italic, {"type": "bold", "offset": 7, "length": 6}],
    }


@pytest.mark.parametrize(("room", "fits"), [(0, True), (1, False)])
def test_what_would_be_too_long_for_telegram_is_not_marked(room: int, fits: bool) -> None:
    text = "x" * (TEXT_LIMIT - len("\n\n✓ Fine") + room)
    assert (marked(text, (), ("Fine",)) is not None) is fits
