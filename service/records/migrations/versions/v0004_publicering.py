"""Decisions about what may be published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "publiceringsbeslut",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sammantrade", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("handling", sa.String(length=80), nullable=False),
        sa.Column("fynd", sa.String(length=80), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("beslut", sa.String(length=80), nullable=False),
        sa.Column("ruta", sa.JSON(), nullable=True),
        sa.Column("grund", sa.String(length=300), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("nar", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aterkallat", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_publiceringsbeslut_sammantrade_sammantrade")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publiceringsbeslut")),
    )
    op.create_index(op.f("ix_publiceringsbeslut_sammantrade"), "publiceringsbeslut", ["sammantrade"])
