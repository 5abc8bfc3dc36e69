"""Sealed files of releases and deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was released or delivered before has no seal of ours."""
    for table in ("utgivning", "leverans"):
        op.add_column(table, sa.Column("forseglade", sa.JSON(), nullable=False, server_default="{}"))
