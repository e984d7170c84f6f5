"""A state is written out wherever it is named, so that a search for it finds its question, its rows and its chats."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import flows
from flows.dialogue.machine import STATES

FLOWS = Path(flows.__file__).parent
PHASES = "|".join(sorted({state.partition(".")[0] for state in STATES}))
NOT_STATES = (
    "dialogue/texts/exercises.py",  # the text that tells how to do an exercise is an attribute of its name
    "dialogue/corrections/easier.py",  # a value of a rule is named after the option
)
PIECE_OF_A_STATE = re.compile(rf"^(?:{PHASES})\.|^\.[a-z]|^_[a-z]")


def sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted((FLOWS / "dialogue").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield path, node


def test_no_state_is_put_together_from_pieces() -> None:
    found = [
        f"{path.relative_to(FLOWS)}:{node.lineno}"
        for path, node in sources()
        if isinstance(node, ast.JoinedStr)
        for part in node.values
        if isinstance(part, ast.Constant) and PIECE_OF_A_STATE.search(str(part.value))
    ]
    assert [line for line in found if not line.startswith(NOT_STATES)] == []


def test_every_state_is_written_out() -> None:
    written = {node.value for _, node in sources() if isinstance(node, ast.Constant)}
    assert [state for state in STATES if state not in written] == []
