"""Both databases for every test in here."""

from tests.kit.databases import (
    database_url,
    empty_database_url,
    engine,
    keyring,
    migrated_file,
    other_engine,
    other_outbox,
    other_store,
    outbox,
    store,
)
from tests.kit.postgres import postgres

__all__ = [
    "database_url",
    "empty_database_url",
    "engine",
    "keyring",
    "migrated_file",
    "other_engine",
    "other_outbox",
    "other_store",
    "outbox",
    "postgres",
    "store",
]
