"""Her choice, written under the question that she answered with a tap. Telegram itself does not show what was tapped.

Pure: the text of the message as Telegram holds it goes in, the text of the edited message comes out. Formatting is
given as entities, with offsets in UTF-16 units, because that is how Telegram returns it.

>>> marked("Is that right?", (), ("Yes",))["text"]
'Is that right?\\n\\n✓ Yes'
"""

from __future__ import annotations

from collections.abc import Sequence

TEXT_LIMIT = 4096
MARK = "✓ "  # the same as in front of a ticked option of a multiple choice

Entity = dict[str, object]


def marked(text: str, entities: Sequence[Entity], labels: Sequence[str]) -> dict[str, object] | None:
    """The text and its formatting with the choice in bold on a line of its own; `None` if that is too long."""
    line = MARK + ", ".join(labels)
    whole = f"{text}\n\n{line}"
    if units(whole) > TEXT_LIMIT:
        return None
    bold: Entity = {"type": "bold", "offset": units(text) + 2, "length": units(line)}
    return {"text": whole, "entities": [*entities, bold]}


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
