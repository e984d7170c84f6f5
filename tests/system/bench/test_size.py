"""What a person leaves in the database in forty weeks, in bytes that anybody can count again."""

from __future__ import annotations

from benchmarks.size import long_life
from flows.rulebook import load
from storage.encryption.crypto import Keyring
from storage.people.journal_rows import to_row
from storage.records import JournalEntry

KEY = Keyring({"12345678": bytes(32)}, "12345678")
A_LINE, A_SEAL = 76, 38  # a good run has few turns, so more of the lines hold a decision


def test_a_line_of_a_long_journal_is_hardly_more_than_its_seal() -> None:
    life, weeks = long_life(load())
    lines = [
        JournalEntry(seq=one.seq, at=one.at, event=one.event, decisions=one.decisions, book_version="1")
        for one in life.journal
    ]
    rows = [to_row(KEY, 7, line) for line in lines]
    sealed = sum(len(row["sealed_event"]) + len(row["sealed_decisions"]) for row in rows)
    said = sum(len(line.event) + len(line.decisions) for line in lines)
    assert weeks >= 40
    assert len(lines) * A_SEAL < sealed < len(lines) * A_LINE < said / 4
