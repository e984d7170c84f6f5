"""What a person leaves in the database in forty weeks, in bytes that anybody can count again."""

from __future__ import annotations

from benchmarks.size import long_life
from flows.rulebook import load
from storage.encryption.crypto import Keyring
from storage.people.journal_rows import to_row
from storage.records import JournalEntry

KEY = Keyring({"12345678": bytes(32)}, "12345678")
MAX_LINE_BYTES, SEAL_BYTES = 170, 38  # 1,300 lines in 40 weeks are then 220 KB of the 400 that P8 allows


def test_a_line_of_a_long_journal_is_small() -> None:
    life, weeks = long_life(load())
    lines = [
        JournalEntry(seq=one.seq, at=one.at, event=one.event, decisions=one.decisions, book_version="1")
        for one in life.journal
    ]
    rows = [to_row(KEY, 7, line) for line in lines]
    sealed = sum(len(row["sealed_event"]) + len(row["sealed_decisions"]) for row in rows)
    said = sum(len(line.event) + len(line.decisions) for line in lines)
    assert weeks >= 40
    assert len(lines) * SEAL_BYTES < sealed < len(lines) * MAX_LINE_BYTES < said / 2
