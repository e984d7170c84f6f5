"""One message at a time: what a turn says before its last words goes into the same message, while that stays short.

Each message is a sound on her phone, and a line such as "Saved." does not deserve one of its own. A message with
buttons stays as it is, so what comes after it begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rendering.texts import Renderer
from flows.vocabulary import Ask, Effect, Say

MAX_TOGETHER = 600  # characters: about what a phone shows at once
SEPARATOR = "\n\n"


def together(
    effects: Sequence[Effect], words: Renderer, *, keyboard_goes: bool = False
) -> list[tuple[str, Effect]]:
    """The effects in their order, each with the text it is shown with; a text that went into the next has none left.

    `keyboard_goes`: a plain message has to take the keyboard away that shares her place, so nothing is put together.
    """
    shown: list[tuple[str, Effect]] = []
    for effect in effects:
        text = words.text(effect.text) if isinstance(effect, Ask | Say) else ""
        if shown and not keyboard_goes and _follows(shown[-1], text, effect):
            text = shown.pop()[0] + SEPARATOR + text
        shown.append((text, effect))
    return shown


def _follows(last: tuple[str, Effect], text: str, effect: Effect) -> bool:
    """Whether it can stand in one message with what was said before it."""
    before, said = last
    if not (isinstance(said, Say) and not said.links and isinstance(effect, Ask | Say)):
        return False
    replaces = isinstance(effect, Ask) and effect.replaces
    return not replaces and len(before) + len(SEPARATOR) + len(text) <= MAX_TOGETHER
