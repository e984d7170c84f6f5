"""Finds generated pages of `docs/` that are out of date, and texts that must not stand on a lock screen.

Only a checkout has the pages; an installed bot checks the texts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from bot.docgen import dialogue, rulebook
from bot.rendering.texts import LOCALES
from flows.diagram import mermaid
from flows.dialogue.lock_screen import SAFE_TEXTS
from flows.rulebook.model import RuleBook

ALWAYS_PUSHED = ("check-ready", "news-ready")
PRIVATE_WORDS = re.compile(
    r"\b(?:birth|born|baby|pregnan\w*|professional|doctor|midwife|physio\w*|cleared|pelvi\w*|leak\w*|bleed\w*)\b",
    re.IGNORECASE,
)


def stale_pages(book: RuleBook) -> list[str]:
    """One line for each generated page that differs from what the tables and rules make."""
    made = ((dialogue.PAGE, mermaid()), (rulebook.PAGE, rulebook.page(book)))
    return [
        f"docs/{page.name} is out of date: run ./run docs"
        for page, text in made
        if page.parent.is_dir() and (not page.exists() or page.read_text("utf-8") != text)
    ]


def private_prompts(locale: str, messages: Iterable[str] = SAFE_TEXTS) -> list[str]:
    """One line for each text that an alarm may push and that names a body, a birth or a professional."""
    folder = LOCALES / locale
    return [
        f"{locale}: {message} stands on a lock screen and says {found[0]!r}; say it neutrally, or take it out of "
        "SAFE_TEXTS in flows/dialogue/lock_screen.py, so that it waits behind [Open]"
        for message in sorted({*messages, *ALWAYS_PUSHED})
        if (found := PRIVATE_WORDS.search(words_of(message, folder)))
    ]


def words_of(message: str, folder: Path) -> str:
    """The words of a message as they stand in its file, until the next message begins; empty when there is none."""
    files = "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.ftl")))
    found = re.search(rf"^{message} =(.*(?:\n(?:[ ].*)?)*)", files, re.MULTILINE)
    return "" if found is None else found[1]
