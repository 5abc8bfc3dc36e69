"""Packets that have been released to readers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "utgivning",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sammantrade", sa.String(length=32), nullable=False),
        sa.Column("jobb", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("visas", sa.JSON(), nullable=False),
        sa.Column("publika", sa.JSON(), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("nar", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aterkallad", sa.DateTime(timezone=True), nullable=True),
        sa.Column("varfor", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["jobb"], ["jobb.id"], name=op.f("fk_utgivning_jobb_jobb")),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_utgivning_sammantrade_sammantrade")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utgivning")),
        sa.UniqueConstraint("sammantrade", "nr", name=op.f("uq_utgivning_sammantrade_nr")),
    )
    op.create_index(op.f("ix_utgivning_jobb"), "utgivning", ["jobb"])
    op.create_index(op.f("ix_utgivning_sammantrade"), "utgivning", ["sammantrade"])
