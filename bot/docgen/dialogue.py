"""Writes `docs/dialogue.mmd`, the dialogue as a diagram, or says whether the committed one is up to date.

python -m bot.docgen.dialogue --check
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flows.diagram import mermaid

PAGE = Path(__file__).parents[2] / "docs" / "dialogue.mmd"


def main(arguments: list[str] | None = None) -> int:
    """Write the diagram, or compare it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.docgen.dialogue")
    doing = parser.add_mutually_exclusive_group(required=True)
    doing.add_argument("--write", action="store_true", help="write docs/dialogue.mmd")
    doing.add_argument("--check", action="store_true", help="fail when it is not what the tables make")
    options = parser.parse_args(arguments)
    made = mermaid()
    if options.write:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        sys.stderr.write("docs/dialogue.mmd is out of date: run ./run docs\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
