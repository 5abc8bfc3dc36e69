"""Deliveries to the e-archive, and what was destroyed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the day of destruction in the register."""
    op.create_table(
        "leverans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("profil", sa.String(length=80), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("arkivbildare", sa.String(length=300), nullable=False),
        sa.Column("overenskommelse", sa.JSON(), nullable=False),
        sa.Column("underlag", sa.String(length=64), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skapad_av", sa.String(length=80), nullable=False),
        sa.Column("paket", sa.String(length=300), nullable=False),
        sa.Column("paket_sha256", sa.String(length=64), nullable=False),
        sa.Column("paket_storlek", sa.BigInteger(), nullable=False),
        sa.Column("rapport", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("kvittens", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leverans")),
    )
    with op.batch_alter_table("leverans", schema=None) as batch_op:
        for name in ("skapad", "status", "underlag"):
            batch_op.create_index(batch_op.f(f"ix_leverans_{name}"), [name], unique=False)

    op.create_table(
        "leveransarende",
        sa.Column("leverans", sa.String(length=36), nullable=False),
        sa.Column("plats", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("arende", sa.String(length=32), nullable=False),
        sa.Column("diarienummer", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["arende"], ["diariearende.id"], name=op.f("fk_leveransarende_arende_diariearende")
        ),
        sa.ForeignKeyConstraint(
            ["leverans"], ["leverans.id"], name=op.f("fk_leveransarende_leverans_leverans")
        ),
        sa.PrimaryKeyConstraint("leverans", "plats", name=op.f("pk_leveransarende")),
    )
    with op.batch_alter_table("leveransarende", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leveransarende_arende"), ["arende"], unique=False)

    op.create_table(
        "gallring",
        sa.Column("handling", sa.String(length=32), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("tid", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("beslut", sa.String(length=300), nullable=False),
        sa.Column("tidigast", sa.Date(), nullable=False),
        sa.Column("filer", sa.JSON(), nullable=False),
        sa.Column("kvar", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handling"], ["diariehandling.id"], name=op.f("fk_gallring_handling_diariehandling")
        ),
        sa.PrimaryKeyConstraint("handling", name=op.f("pk_gallring")),
    )
    with op.batch_alter_table("diariehandling", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gallrad", sa.Date(), nullable=True))
