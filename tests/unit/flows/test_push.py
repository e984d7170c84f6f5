"""What an alarm may push to a lock screen says nothing of a birth, of a body, or of who has to look at it."""

from __future__ import annotations

import re

import pytest

from bot.render import LOCALES
from flows.dialogue.push import NEUTRAL, neutral
from flows.vocabulary import Ask, Say, Text

PRIVATE = re.compile(
    r"\b(?:birth|born|baby|pregnan\w*|professional|doctor|midwife|physio\w*|cleared|pelvi\w*|leak\w*|bleed\w*)\b",
    re.I,
)
FILES = "\n".join(file.read_text("utf-8") for file in sorted((LOCALES / "en").glob("*.ftl")))


def written(message: str) -> str:
    """The words of a message as they stand in the file, until the next message begins."""
    found = re.search(rf"^{message} =(.*(?:\n(?:[ ].*)?)*)", FILES, re.M)
    assert found is not None, message
    return found[1]


@pytest.mark.parametrize(
    "message", [*sorted(NEUTRAL), "day-84-ahead", "day-84-passed", "check-ready", "news-ready"]
)
def test_what_is_pushed_is_neutral(message: str) -> None:
    assert not PRIVATE.search(written(message))


@pytest.mark.parametrize("message", ["locked-home", "referred-home", "checkin-pain"])
def test_a_private_question_waits_behind_a_button(message: str) -> None:
    pushed = neutral((Ask(text=Text(message)),), name="Ana")
    assert [effect.text.id for effect in pushed if isinstance(effect, Say)] == ["check-ready"]
