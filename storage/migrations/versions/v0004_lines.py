"""From here on the journal holds lines that an older release cannot open (`storage/people/journal_rows.py`); its
index is narrower.

Both kinds of rows fit the table as it is, so none is rewritten, however long a journal is. The number makes the
`backup`, `restore` and `move` of an older release say that this database is newer, and not that it is damaged.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """SQLite keeps the row's own number in every index anyway, in the order in which a journal is read."""
    op.drop_index("ix_journal_person_id", table_name="journal")
    op.create_index("ix_journal_person", "journal", ["person"])
