"""Settings that an administrator has chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "installningar",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("varden", sa.JSON(), nullable=False),
        sa.Column("logotyp", sa.String(length=64), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skapad_av", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("nr", name=op.f("pk_installningar")),
    )
