"""Who is at work in a report, and versions that were saved while somebody was typing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "narvaro",
        sa.Column("rapport", sa.String(length=32), nullable=False),
        sa.Column("anvandare", sa.String(length=32), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("plats", sa.String(length=80), nullable=False),
        sa.Column("sedd", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["anvandare"], ["anvandare.id"], name=op.f("fk_narvaro_anvandare_anvandare")),
        sa.ForeignKeyConstraint(["rapport"], ["rapport.id"], name=op.f("fk_narvaro_rapport_rapport")),
        sa.PrimaryKeyConstraint("rapport", "anvandare", name=op.f("pk_narvaro")),
    )
    op.create_index(op.f("ix_narvaro_sedd"), "narvaro", ["sedd"])
    with op.batch_alter_table("indata") as table:
        table.add_column(sa.Column("pagar", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.alter_column("pagar", server_default=None)
