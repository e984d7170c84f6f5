"""Files for her to keep, made from what is stored about her: each by its name and form, in its own module.

They are made in a thread, before the turn that hands them out, because a long journal takes a while and other turns
must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.documents import export
from bot.documents.context import DocumentContext
from flows.dialogue.commands import EXPORT, PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFile:
    """One file."""

    file_name: str
    content: bytes


def _weeks(subject: DocumentContext) -> bytes:
    from bot.documents import weekly_report  # with the first sheet: an idle bot does without

    return weekly_report.as_pdf(subject)


Builder = Callable[[DocumentContext], bytes]
BuiltDocuments = Mapping[tuple[str, str], DocumentFile]
DOCUMENTS: Mapping[tuple[str, str], tuple[str, Builder]] = {
    ("export", "json"): ("restride.json", export.as_json),
    ("export", "csv"): ("restride.csv", export.as_table),
    ("weeks", "pdf"): ("restride-weeks.pdf", _weeks),
}
# The files that a command may hand out.
COMMANDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    EXPORT: (("export", "json"), ("export", "csv")),
    PDF: (("weeks", "pdf"),),
}


def build_documents(command: str, subject: DocumentContext) -> BuiltDocuments:
    """Every file of a command in `COMMANDS`, by its name and form."""
    return {which: _make(which, subject) for which in COMMANDS[command]}


def _make(which: tuple[str, str], subject: DocumentContext) -> DocumentFile:
    file_name, maker = DOCUMENTS[which]
    return DocumentFile(file_name=file_name, content=maker(subject))
