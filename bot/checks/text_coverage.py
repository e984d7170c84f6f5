"""Whether every text that is asked for has its words: ids in the source, questions, buttons, commands, in a language.

It renders nothing: values are known only when something is said, and the golden chats do that. This finds the id that
no story happens to say.

>>> missing_texts(Renderer("en"))
[]
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.rendering.texts import Renderer
from flows.dialogue.commands import MENU
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import Ahead, Choice, FreeText, MultiChoice, Question

SOURCES = Path(__file__).parents[2]
MAKERS = ("Text", "text", "say")


def missing_texts(words: Renderer) -> list[str]:
    """One line for each text that this language lacks, with where it is asked for."""
    wanted = dict(_everything())
    return [
        f"{words.locale}: there is no text {name} ({at})"
        for name, at in wanted.items()
        if not words.has(name)
    ]


def _everything() -> Iterator[tuple[str, str]]:
    for folder in ("flows", "bot"):
        for file in sorted((SOURCES / folder).rglob("*.py")):
            if "simulator" not in file.parts:
                yield from _literals(file)
    for question in QUESTIONS.values():
        yield question.text_id, question.state
        if question.unread:
            yield question.unread, question.state
        yield from ((name, question.state) for name in _buttons(question))
    yield from ((f"command-{name}", "the command menu") for name in MENU)


def button_ids() -> Iterator[str]:
    """The texts of the buttons that a question always has."""
    for question in QUESTIONS.values():
        yield from _buttons(question)


def _literals(file: Path) -> Iterator[tuple[str, str]]:
    """`Text("id")` and its like, as they are written."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MAKERS
            and node.args
        ):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, f"{file.relative_to(SOURCES)}:{node.lineno}"


def _buttons(question: Question) -> Iterator[str]:
    expects = question.expects
    match expects:
        case Choice(prefix=prefix) | MultiChoice(prefix=prefix):
            for option in expects.options:
                yield _named(prefix, option) if prefix else _attribute(question, option)
        case FreeText() | Ahead():
            for option in expects.options:
                yield _attribute(question, option)
        case _:
            return


def _named(prefix: str, option: str) -> str:
    return f"{prefix}-{option}".replace("_", "-")


def _attribute(question: Question, option: str) -> str:
    return f"{question.text_id}.{option.replace('_', '-')}"
