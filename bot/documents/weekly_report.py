"""The sheet of her weeks as a PDF, to keep or to show to a clinician.

From the stored lines to what `flows.history.weekly` reads, to the words of `sheet`, to the page of `typesetting`. Must
not know any of the three but by their doors.
"""

from __future__ import annotations

import json

from bot.documents.context import DocumentContext
from bot.documents.typst_pdf import pdf
from bot.documents.weekly_report_text import report_data
from flows.history.pauses import JournalTurn
from flows.history.weekly import weekly_history
from flows.vocabulary import Made
from storage.records import JournalEntry


def as_pdf(subject: DocumentContext) -> bytes:
    """One file of one to a few A4 pages."""
    entries = tuple(entry(line) for line in subject.journal)
    weeks = weekly_history(subject.session, entries, today=subject.today, book=subject.book)
    words = report_data(weeks, subject.session, today=subject.today, book=subject.book, words=subject.words)
    return pdf("weekly_report.typ", words)


def entry(line: JournalEntry) -> JournalTurn:
    """A line of any release: a turn that failed decided nothing, the oldest ones say less."""
    ((kind, event),) = json.loads(line.event).items()
    decisions = json.loads(line.decisions)
    return JournalTurn(
        at=line.at,
        kind=kind,
        said=event.get("name") or event.get("option") or "",
        made=tuple(
            Made(verdict=made["verdict"], rules=tuple(made.get("rules", ())), weighed=made.get("weighed", ""))
            for made in (decisions if isinstance(decisions, list) else ())
        ),
    )
