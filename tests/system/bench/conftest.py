"""What is measured is also counted here, where nothing can flake: statements, calls, steps of the database."""

from tests.kit.databases import (  # noqa: F401 - fixtures
    database,
    database_url,
    keyring,
    migrated_file,
    outbox,
    store,
)
from tests.kit.postgres import postgres  # noqa: F401
