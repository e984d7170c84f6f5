"""On SQLite a message's number is never given again: what has arrived is known by it.

Without this SQLite begins anew with 1 whenever the outbox is empty, so a goodbye could have the number of a message
that was just on its way, and be taken out for it, unsent. PostgreSQL's sequence never goes back.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """The table is made anew: it holds only what still has to be sent."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("outbox", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
