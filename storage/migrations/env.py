"""Alembic's entry point: runs the revisions on the connection, and in the transaction, that `migrate` opened.

Must not open a connection of its own. `render_as_batch`: SQLite alters a table by making a new one.
"""

from __future__ import annotations

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
