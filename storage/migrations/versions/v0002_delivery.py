"""Delivery: the shared pace, what was said last, which prompt is unanswered, how often a send has failed.

Only adds (expand): a replica of the release before goes on working on these tables.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
BYTES = sa.LargeBinary()


def upgrade() -> None:
    """New columns that the older code may leave out, and the lines of the pace."""
    op.add_column("people", sa.Column("said", BYTES))
    op.add_column("people", sa.Column("unseen_at", INSTANT))
    op.add_column("people", sa.Column("unseen_kind", sa.String(20)))
    op.add_column("outbox", sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("outbox", sa.Column("mark", BYTES))
    paces = op.create_table(
        "paces",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_paces"),
    )
    op.bulk_insert(paces, [{"person": 0, "free_at": 0}])
