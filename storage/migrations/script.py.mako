"""${message}. (expand or contract: say which, and which release the other half belongs to)"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """See above."""
    ${upgrades if upgrades else "pass"}
