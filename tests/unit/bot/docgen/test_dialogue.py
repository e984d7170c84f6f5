"""The committed diagram is the one the tables draw."""

from pathlib import Path

from flows.diagram import mermaid

PAGE = Path(__file__).parents[4] / "docs" / "dialogue.mmd"


def test_the_diagram_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == mermaid()
