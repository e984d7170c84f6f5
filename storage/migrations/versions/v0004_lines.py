"""A mark, no change: from here on the journal holds lines that an older release cannot open (`storage/lines.py`).

Both kinds of rows fit the tables as they are, so nothing is rewritten, however long a journal is. The mark makes the
`backup`, `restore` and `move` of an older release say that this database is newer, and not that it is damaged.
"""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing to do."""
