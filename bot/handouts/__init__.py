"""Files for her to keep, made from what is stored about her: each by its name and form, in its own module.

Must not know Telegram: a handout is a file name and its bytes.

>>> make(Document(name="export", caption=Text("x")), sessions.new(name="Ana", locale="en"), ()).file_name
'restride.json'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.handouts import export
from flows.session import Session
from flows.vocabulary import Document
from storage.shapes import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """One file."""

    file_name: str
    content: bytes


Maker = Callable[[Session, Sequence[Line]], bytes]
HANDOUTS: Mapping[tuple[str, str], tuple[str, Maker]] = {
    ("export", "json"): ("restride.json", export.as_json),
    ("export", "csv"): ("restride.csv", export.as_table),
}


def make(document: Document, session: Session, journal: Sequence[Line]) -> Handout:
    """The handout that is asked for; raises `KeyError` for one that does not exist."""
    file_name, maker = HANDOUTS[document.name, document.form]
    return Handout(file_name=file_name, content=maker(session, journal))
