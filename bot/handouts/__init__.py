"""Files for her to keep, made from her session: each by its name, in its own module.

Must not know Telegram: a handout is a file name and its bytes.

>>> make("export", sessions.new(name="Ana", locale="en")).file_name
'restride.json'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows import session as sessions
from flows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """One file."""

    file_name: str
    content: bytes


def export(session: Session) -> Handout:
    """Everything that is kept about her, as JSON."""
    return Handout(file_name="restride.json", content=sessions.dump(session).encode())


HANDOUTS: Mapping[str, Callable[[Session], Handout]] = {"export": export}


def make(name: str, session: Session) -> Handout:
    """The handout of this name; raises `KeyError` for one that does not exist."""
    return HANDOUTS[name](session)
