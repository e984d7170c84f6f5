"""Everything that is stored about her, for her: as JSON, and the same as a table that any spreadsheet opens.

Must not leave anything out: a test compares the two, and both with what is stored.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.documents.context import DocumentContext
from flows import session as sessions
from storage.records import JournalEntry

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run instead of showing it


def as_json(subject: DocumentContext) -> bytes:
    """Where she is, and every turn on the way there."""
    whole = {
        "now": json.loads(sessions.dump(subject.session)),
        "journal": [_entry(line) for line in subject.journal],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_table(subject: DocumentContext) -> bytes:
    """A row for each single value; those of the journal with their moment (UTC)."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("part", "when", "name", "value"))
    for name, value in _flatten(json.loads(sessions.dump(subject.session))):
        table.writerow(("now", "", name, _cell(value)))
    for line in subject.journal:
        entry = _entry(line)
        when = entry.pop("at")
        for name, value in _flatten(entry):
            table.writerow(("journal", when, name, _cell(value)))
    return text.getvalue().encode("utf-8-sig")  # with its mark, or spreadsheets misread an accent


def _entry(line: JournalEntry) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "turn": line.seq,
        "event": json.loads(line.event),
        "decisions": json.loads(line.decisions),
        "rule_book": line.book_version,
    }


def _flatten(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each single value with the way to it: `plan.log.3.level`. What is empty is a value too."""
    inside: Sequence[tuple[object, Any]] = ()
    if isinstance(value, Mapping):
        inside = tuple(value.items())
    elif isinstance(value, list):
        inside = tuple(enumerate(value, start=1))
    if not inside:
        yield name, "" if value in (None, [], {}) else value
    for key, item in inside:
        yield from _flatten(item, f"{name}.{key}" if name else str(key))


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
