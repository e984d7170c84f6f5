"""What she gets with /export is all that is stored about her, twice the same."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

from bot.documents import DocumentFile, build_documents
from bot.documents.context import DocumentContext
from bot.rendering.texts import renderer
from flows import session as sessions
from flows.rulebook import load
from flows.session import Past, Plan, Session, with_profile
from storage.records import JournalEntry

AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
PAST = Past(on=date(2026, 3, 1), level=1, outcome="clean")
ANA = sessions.replace(
    with_profile(sessions.new(name='Ana "the, fast"\nRuíz', locale="en"), days=(0, 2)),
    plan=Plan(track=12, log=(PAST, sessions.replace(PAST, level=2))),
)
JOURNAL = (
    JournalEntry(seq=1, at=AT, event='{"Said":{"text":"=1+1"}}', decisions="[]", book_version="1"),
    JournalEntry(
        seq=2,
        at=AT,
        event='{"Tapped":{"seq":1,"option":"yes"}}',
        decisions='[{"verdict":"ready","rules":["R-TIME-2"]}]',
        book_version="1",
    ),
)


def both(session: Session, journal: tuple[JournalEntry, ...]) -> tuple[DocumentFile, DocumentFile]:
    """What /export hands out: the JSON and the table."""
    subject = DocumentContext(session=session, journal=journal, now=AT, book=load(), words=renderer("en"))
    made = build_documents("export", subject)
    return made["export", "json"], made["export", "csv"]


def table(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def test_the_json_is_the_session_and_every_turn() -> None:
    made, _ = both(ANA, JOURNAL)
    whole = json.loads(made.content)
    assert made.file_name == "restride.json"
    assert whole["now"] == json.loads(sessions.dump(ANA))
    assert [entry["event"] for entry in whole["journal"]] == [json.loads(line.event) for line in JOURNAL]
    assert whole["journal"][1]["decisions"] == [{"verdict": "ready", "rules": ["R-TIME-2"]}]
    assert whole["journal"][0]["at"] == "2026-03-02T07:30:00+00:00"


def test_the_table_holds_each_single_value_of_the_json() -> None:
    whole_file, made = both(ANA, JOURNAL)
    head, *rows = table(made.content)
    assert made.file_name == "restride.csv" and head == ("part", "when", "name", "value")
    assert ("now", "", "name", 'Ana "the, fast"\nRuíz') in rows
    assert ("now", "", "plan.log.2.level", "2") in rows
    assert ("journal", AT.isoformat(), "event.Tapped.option", "yes") in rows
    assert ("journal", AT.isoformat(), "decisions.1.rules.1", "R-TIME-2") in rows
    whole = json.loads(whole_file.content)
    moments = len(JOURNAL)  # a column of their own
    assert len(rows) == _values(whole["now"]) + _values(whole["journal"]) - moments


def _values(value: Any) -> int:
    inside = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return sum(map(_values, inside)) if inside else 1


def test_no_cell_is_a_formula() -> None:
    rows = table(both(ANA, JOURNAL)[1].content)
    assert ("journal", AT.isoformat(), "event.Said.text", "'=1+1") in rows
    assert not [row for row in rows if any(cell.startswith(("=", "+", "@")) for cell in row)]


def test_somebody_of_whom_nothing_is_known_yet_gets_both() -> None:
    new = sessions.new(name="", locale="en")
    whole, cells = both(new, ())
    assert json.loads(whole.content)["journal"] == []
    assert table(cells.content)[1][:2] == ("now", "")
