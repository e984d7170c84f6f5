"""Both databases for every test in here."""

from tests.kit.databases import (
    calm,
    database_url,
    empty_database_url,
    engine,
    keyring,
    migrated_file,
    other_engine,
    other_outbox,
    other_store,
    outbox,
    paced,
    store,
)
from tests.kit.postgres import postgres

__all__ = [
    "calm",
    "database_url",
    "empty_database_url",
    "engine",
    "keyring",
    "migrated_file",
    "other_engine",
    "other_outbox",
    "other_store",
    "outbox",
    "paced",
    "postgres",
    "store",
]
