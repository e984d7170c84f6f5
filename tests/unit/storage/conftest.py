"""Both databases for every test in here."""

from tests.kit.databases import (
    calm,
    database,
    database_url,
    empty_database_url,
    keyring,
    migrated_file,
    other_database,
    other_outbox,
    other_store,
    outbox,
    paced,
    store,
)
from tests.kit.postgres import postgres

__all__ = [
    "calm",
    "database",
    "database_url",
    "empty_database_url",
    "keyring",
    "migrated_file",
    "other_database",
    "other_outbox",
    "other_store",
    "outbox",
    "paced",
    "postgres",
    "store",
]
