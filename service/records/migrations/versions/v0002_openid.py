"""People who log in at an OpenID provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "identitet",
        sa.Column("utfardare", sa.String(length=300), nullable=False),
        sa.Column("amne", sa.String(length=300), nullable=False),
        sa.Column("anvandare", sa.String(length=32), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("senast", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["anvandare"], ["anvandare.id"], name=op.f("fk_identitet_anvandare_anvandare")
        ),
        sa.PrimaryKeyConstraint("utfardare", "amne", name=op.f("pk_identitet")),
    )
    op.create_index(op.f("ix_identitet_anvandare"), "identitet", ["anvandare"])
    op.create_table(
        "paborjad_inloggning",
        sa.Column("nyckel", sa.String(length=64), nullable=False),
        sa.Column("kaka", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifierare", sa.String(length=300), nullable=False),
        sa.Column("vart", sa.String(length=300), nullable=False),
        sa.Column("giltig_till", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nyckel", name=op.f("pk_paborjad_inloggning")),
    )
    op.create_index(op.f("ix_paborjad_inloggning_giltig_till"), "paborjad_inloggning", ["giltig_till"])
