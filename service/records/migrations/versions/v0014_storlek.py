"""Files may be larger than two gigabytes also on PostgreSQL; SQLite's integers are that wide already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the columns that hold a file's size."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("fil", "utdata", "diariefil"):
            op.alter_column(
                table, "storlek", existing_type=sa.Integer(), type_=sa.BigInteger(), nullable=False
            )
