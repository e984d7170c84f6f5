"""Secrets that are given as the name of a file: a systemd credential, a Docker secret, a file of one's own.

>>> read_secret_files({"BOT_TOKEN": "1:a", "BOT_TOKEN_FILE": "/x"}, {"BOT_TOKEN_FILE": "BOT_TOKEN"}, {})[1]
['BOT_TOKEN and BOT_TOKEN_FILE are both set: keep one of them, empty the other']
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class _UnusableFile(Exception):
    """What is wrong with the file, and what to do. The text never holds anything of the file."""


def read_secret_files(
    values: Mapping[str, str], pairs: Mapping[str, str], defaults: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The secrets that are given by file, by the variable of the secret, and every problem as one line.

    `pairs`: the variable that names a file, and the variable of its secret. A secret that is set to its default beside
    a file counts as not set: the line may have been left as the example has it.
    """
    found: dict[str, str] = {}
    problems: list[str] = []
    for file_variable, variable in pairs.items():
        name = values.get(file_variable, "").strip()
        if not name:
            continue
        if values.get(variable, "").strip() not in ("", defaults.get(variable, "")):
            problems.append(f"{variable} and {file_variable} are both set: keep one of them, empty the other")
            continue
        try:
            found[variable] = _read_line(Path(name))
        except _UnusableFile as problem:
            problems.append(f"{file_variable}: {name} {problem}")
    return found, problems


def _read_line(path: Path) -> str:
    try:
        text = path.read_text("utf-8").strip()
    except OSError as error:
        raise _UnusableFile(
            f"cannot be read ({error.strerror}): name a file that this user may read"
        ) from None
    except ValueError:
        raise _UnusableFile("is not a text file: write the secret alone into it") from None
    if not text:
        raise _UnusableFile("is empty: write the secret into it")
    if len(text.splitlines()) > 1:
        raise _UnusableFile("has several lines: write the secret alone into it")
    return text
