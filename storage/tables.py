"""The tables: what is stored, where it is indexed, and which columns are sealed.

Each row that is sealed has a name that never changes, see `storage/encryption/crypto.py`.

>>> people.c.sealed.type
LargeBinary()
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: an instant is an aware datetime")
        return value if value.tzinfo is UTC else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class IntegerTimestamp(sqlite.DATETIME):
    """Microseconds since 1970; a row of an earlier release holds a text, and is read too."""

    def bind_processor(self, dialect: Dialect) -> Any:
        return lambda value: None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_number


_NUMBER: TypeEngine[Any] = IntegerTimestamp()  # type: ignore[no-untyped-call]


def _from_number(value: int | str | None) -> datetime | None:
    if isinstance(value, int):
        return _EPOCH + timedelta(microseconds=value)
    return None if value is None else datetime.fromisoformat(value)


class NarrowInstant(Instant):
    """An instant that no statement compares, as a number where SQLite would keep 26 letters."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_NUMBER if dialect.name == "sqlite" else self.impl_instance)


# Without names SQLite cannot drop a constraint in a later migration.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

# 64 bits everywhere; SQLite counts up by itself only in a column that is called INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")

people = Table(
    "people",
    metadata,
    Column("person", Id, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("heard_at", Instant),  # her last own message, for the retention limit
    Column(
        "said", LargeBinary
    ),  # a keyed hash of what was said to her last, and when: see `storage/outbox/reply_dedup.py`
    Column("unseen_at", Instant),  # when the prompt that she has not answered yet was planned,
    Column("unseen_kind", String(20)),  # and its kind
)

journal = Table(
    "journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", NarrowInstant, nullable=False),
    Column("book_version", String(64), nullable=False),
    Column(
        "sealed_event", LargeBinary, nullable=False
    ),  # the decisions too: see `storage/people/journal_rows.py`
    Column("sealed_decisions", LargeBinary, nullable=False),  # empty, or those of a row of an earlier release
    Index(None, "person"),
)

seen_updates = Table(
    "seen_updates",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column(
        "fingerprint", LargeBinary
    ),  # whose update it was, as a keyed hash: see `storage/people/seen_updates.py`
    Index(None, "at"),
)

# Narrow, and clustered on the instant: a claim costs the same at a million people. `ring_at` is `at` until a
# claim moves it to the end of its lease, so what is leased is not even looked at.
due = Table(
    "due",
    metadata,
    Column("ring_at", Instant, primary_key=True),
    Column("person", BigInteger, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("seq", BigInteger, nullable=False),
    UniqueConstraint("person"),
    sqlite_with_rowid=False,
)

# Only what still has to be sent: a sent row is deleted, a hopeless one moves to `dead_letters`.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),  # its place in the turn; with person and seq, its sealed name
    Column(
        "rank", SmallInteger, nullable=False
    ),  # across people the lower goes first: `RANKS` in `storage/records.py`
    Column("kind", String(20), nullable=False),
    Column("method", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("opens", Boolean, nullable=False),
    Column("farewell", Boolean, nullable=False),  # belongs to someone who was erased in that very turn
    Column("made_at", Instant, nullable=False),
    Column(
        "at", Instant, nullable=False
    ),  # not before, by the wall: at once, the end of a lease, the next try
    Column(
        "expires_at", Instant
    ),  # of the toasts that 0.1.0 kept; nothing writes it now: to go in a later release
    Column("leased", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),  # leases so far: the number tells one from another
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("mark", LargeBinary),  # a keyed hash of what it says, so that a flood is not answered 500 times
    Column("why", String(200), nullable=False),
    Index(None, "rank", "at", "id"),
    Index(None, "person", "id"),
    sqlite_autoincrement=True,  # no number twice: what has arrived is known by it
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("person", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("place", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("method", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("died_at", Instant, nullable=False),
    Column("why", String(200), nullable=False),
    Index(None, "person"),
)

# How fast one may send, for all replicas together: one row a chat, and row 0 for all chats together (no chat is 0).
# `free_at`: microseconds of the wall clock at which this line has caught up with its rate.
paces = Table(
    "paces",
    metadata,
    Column("person", Id, primary_key=True, autoincrement=False),
    Column("free_at", BigInteger, nullable=False),
)

open_messages = Table(
    "open_messages",
    metadata,
    Column("person", Id, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

# Counted on the day the message was planned. `slot` spreads one number over rows, so that turns of different
# people do not wait for one another; readers add them up.
delivery_counts = Table(
    "delivery_counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("outcome", String(20), primary_key=True),
    Column("slot", SmallInteger, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

deletions = Table(
    "deletions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("key_id", String(40), nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("proof", LargeBinary, nullable=False),
)

# The database's own secrets, sealed with the data key: see `storage/encryption/database_secrets.py`.
secrets = Table(
    "secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
