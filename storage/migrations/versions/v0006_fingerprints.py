"""An update that was handled is known by its number and by whose it was: Telegram may start its numbers again.

Only adds (expand): a replica of the release before goes on working on these tables. Its rows have no fingerprint, and
a repeat of such an update is recognised by the number alone, as before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The column; rows of an earlier release are deleted within 48 hours anyway."""
    op.add_column("seen_updates", sa.Column("fingerprint", sa.LargeBinary()))
