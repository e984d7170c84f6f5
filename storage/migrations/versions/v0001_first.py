"""The first tables. Written out in full: `storage/tables.py` moves on, a shipped revision never changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
BYTES = sa.LargeBinary()


def upgrade() -> None:
    """People, journal, update ids, schedule, outbox, dead letters, counts, deletions."""
    _people()
    _schedule()
    _outbox()
    _records()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sealed", BYTES, nullable=False),
        sa.Column("heard_at", INSTANT),
        sa.PrimaryKeyConstraint("person", name="pk_people"),
    )
    op.create_table(
        "journal",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("book_version", sa.String(64), nullable=False),
        sa.Column("sealed_event", BYTES, nullable=False),
        sa.Column("sealed_decisions", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_person_id", "journal", ["person", "id"])
    op.create_table(
        "seen_updates",
        sa.Column("update_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_seen_updates"),
    )
    op.create_index("ix_seen_updates_at", "seen_updates", ["at"])


def _schedule() -> None:
    op.create_table(
        "due",
        sa.Column("ring_at", INSTANT, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ring_at", "person", name="pk_due"),
        sa.UniqueConstraint("person", name="uq_due_person"),
        sqlite_with_rowid=False,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("sealed", BYTES, nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("farewell", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("leased", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_rank_at_id", "outbox", ["rank", "at", "id"])
    op.create_index("ix_outbox_person_id", "outbox", ["person", "id"])
    op.create_table(
        "dead_letters",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("sealed", BYTES, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("died_at", INSTANT, nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letters"),
    )
    op.create_index("ix_dead_letters_person", "dead_letters", ["person"])


def _records() -> None:
    op.create_table(
        "open_messages",
        sa.Column("person", ID, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_open_messages"),
    )
    op.create_table(
        "delivery_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("slot", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "outcome", "slot", name="pk_delivery_counts"),
    )
    op.create_table(
        "deletions",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("key_id", sa.String(40), nullable=False),
        sa.Column("salt", BYTES, nullable=False),
        sa.Column("proof", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deletions"),
    )
