"""Meetings on their way: the anslagstavla, dispatches with each person, steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _anslag()
    _utskick()
    op.create_table(
        "motessteg",
        sa.Column("sammantrade", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("fran", sa.String(length=80), nullable=False),
        sa.Column("till", sa.String(length=80), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("nar", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skal", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_motessteg_sammantrade_sammantrade")
        ),
        sa.PrimaryKeyConstraint("sammantrade", "nr", name=op.f("pk_motessteg")),
    )


def _anslag() -> None:
    op.create_table(
        "anslag",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sammantrade", sa.String(length=32), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("publicerat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nedtas_tidigast", sa.Date(), nullable=True),
        sa.Column("justerat", sa.Date(), nullable=True),
        sa.Column("uppgifter", sa.JSON(), nullable=False),
        sa.Column("lista", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("noterat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noterat_av", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_anslag_sammantrade_sammantrade")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anslag")),
    )
    op.create_index(op.f("ix_anslag_sammantrade"), "anslag", ["sammantrade"])


def _utskick() -> None:
    op.create_table(
        "utskick",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sammantrade", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("lista", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("paket", sa.String(length=32), nullable=True),
        sa.Column("innehall", sa.String(length=80), nullable=False),
        sa.Column("skapat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skapat_av", sa.String(length=80), nullable=False),
        sa.Column("omgang", sa.Integer(), nullable=False),
        sa.Column("utsant", sa.DateTime(timezone=True), nullable=True),
        sa.Column("utsant_av", sa.String(length=80), nullable=False),
        sa.Column("skal", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_utskick_sammantrade_sammantrade")
        ),
        sa.ForeignKeyConstraint(["paket"], ["jobb.id"], name=op.f("fk_utskick_paket_jobb")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utskick")),
        sa.UniqueConstraint("sammantrade", "nr", name=op.f("uq_utskick_sammantrade_nr")),
    )
    op.create_index(op.f("ix_utskick_sammantrade"), "utskick", ["sammantrade"])
    op.create_table(
        "mottagare",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("utskick", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("roll", sa.String(length=80), nullable=False),
        sa.Column("kallas", sa.Boolean(), nullable=False),
        sa.Column("e_post", sa.String(length=300), nullable=False),
        sa.Column("kanal", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("tid", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forsok", sa.Integer(), nullable=False),
        sa.Column("besked", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["utskick"], ["utskick.id"], name=op.f("fk_mottagare_utskick_utskick")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mottagare")),
        sa.UniqueConstraint("utskick", "plats", name=op.f("uq_mottagare_utskick_plats")),
    )
    op.create_index(op.f("ix_mottagare_utskick"), "mottagare", ["utskick"])
