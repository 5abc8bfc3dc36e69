"""The register: series of numbers, ärenden, handlingar, files, corrections, and what goes to an outside diary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the register."""
    _series()
    _matters()
    _parts()
    _told()


def _series() -> None:
    """Series, their counts, and what is done with each kind of document."""
    op.create_table(
        "diarieserie",
        sa.Column("kod", sa.String(length=80), nullable=False),
        sa.Column("myndighet", sa.String(length=80), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("monster", sa.String(length=300), nullable=False),
        sa.Column("regex", sa.String(length=300), nullable=False),
        sa.Column("arsvis", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["myndighet"], ["organ.id"], name=op.f("fk_diarieserie_myndighet_organ")),
        sa.PrimaryKeyConstraint("kod", name=op.f("pk_diarieserie")),
    )
    with op.batch_alter_table("diarieserie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diarieserie_myndighet"), ["myndighet"], unique=False)

    op.create_table(
        "diarielopnummer",
        sa.Column("serie", sa.String(length=80), nullable=False),
        sa.Column("ar", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("forsta", sa.Integer(), nullable=False),
        sa.Column("senaste", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["serie"], ["diarieserie.kod"], name=op.f("fk_diarielopnummer_serie_diarieserie")
        ),
        sa.PrimaryKeyConstraint("serie", "ar", name=op.f("pk_diarielopnummer")),
    )

    op.create_table(
        "hanteringsregel",
        sa.Column("handlingstyp", sa.String(length=80), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("klassificering", sa.String(length=80), nullable=False),
        sa.Column("process", sa.String(length=300), nullable=False),
        sa.Column("bevaras_gallras", sa.String(length=80), nullable=False),
        sa.Column("gallringsfrist", sa.Integer(), nullable=False),
        sa.Column("gallringsbeslut", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("handlingstyp", name=op.f("pk_hanteringsregel")),
    )


def _matters() -> None:
    """Matters and their documents."""
    op.create_table(
        "diariearende",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("diarienummer", sa.String(length=80), nullable=False),
        sa.Column("tillfalligt", sa.Boolean(), nullable=False),
        sa.Column("serie", sa.String(length=80), nullable=False),
        sa.Column("myndighet", sa.String(length=80), nullable=False),
        sa.Column("ar", sa.Integer(), nullable=False),
        sa.Column("lopnr", sa.Integer(), nullable=True),
        sa.Column("arendemening_offentlig", sa.String(length=2000), nullable=False),
        sa.Column("arendemening_skyddad", sa.String(length=2000), nullable=False),
        sa.Column("klassificering", sa.String(length=80), nullable=False),
        sa.Column("process", sa.String(length=300), nullable=False),
        sa.Column("ansvarig", sa.String(length=300), nullable=False),
        sa.Column("enhet", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("orsak", sa.String(length=2000), nullable=False),
        sa.Column("oppnat", sa.Date(), nullable=False),
        sa.Column("avslutat", sa.Date(), nullable=True),
        sa.Column("skyddat", sa.Boolean(), nullable=False),
        sa.Column("sekretess", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("extern_referens", sa.String(length=300), nullable=False),
        sa.Column("registrerat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registrerat_av", sa.String(length=80), nullable=False),
        sa.Column("andrat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("senaste_handling", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["myndighet"], ["organ.id"], name=op.f("fk_diariearende_myndighet_organ")),
        sa.ForeignKeyConstraint(
            ["serie"], ["diarieserie.kod"], name=op.f("fk_diariearende_serie_diarieserie")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diariearende")),
        sa.UniqueConstraint("diarienummer", name=op.f("uq_diariearende_diarienummer")),
        sa.UniqueConstraint("serie", "ar", "lopnr", name=op.f("uq_diariearende_serie_ar_lopnr")),
    )
    with op.batch_alter_table("diariearende", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diariearende_myndighet"), ["myndighet"], unique=False)
        batch_op.create_index("ix_diariearende_oppnat_id", ["oppnat", "id"], unique=False)

    op.create_table(
        "diariehandling",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("arende", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("riktning", sa.String(length=80), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("titel", sa.String(length=2000), nullable=False),
        sa.Column("titel_publik", sa.String(length=2000), nullable=False),
        sa.Column("handlingstyp", sa.String(length=80), nullable=False),
        sa.Column("klassificering", sa.String(length=80), nullable=False),
        sa.Column("process", sa.String(length=300), nullable=False),
        sa.Column("ansvarig", sa.String(length=300), nullable=False),
        sa.Column("enhet", sa.String(length=300), nullable=False),
        sa.Column("expedierad", sa.Date(), nullable=True),
        sa.Column("beslutsdatum", sa.Date(), nullable=True),
        sa.Column("bevaras_gallras", sa.String(length=80), nullable=False),
        sa.Column("gallringsfrist", sa.Integer(), nullable=False),
        sa.Column("gallringsbeslut", sa.String(length=300), nullable=False),
        sa.Column("skyddad", sa.Boolean(), nullable=False),
        sa.Column("sekretess", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("orsak", sa.String(length=2000), nullable=False),
        sa.Column("extern_referens", sa.String(length=300), nullable=False),
        sa.Column("kalla", sa.String(length=300), nullable=True),
        sa.Column("registrerad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registrerad_av", sa.String(length=80), nullable=False),
        sa.Column("andrad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arende"], ["diariearende.id"], name=op.f("fk_diariehandling_arende_diariearende")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diariehandling")),
        sa.UniqueConstraint("arende", "nr", name=op.f("uq_diariehandling_arende_nr")),
        sa.UniqueConstraint("kalla", name=op.f("uq_diariehandling_kalla")),
    )
    with op.batch_alter_table("diariehandling", schema=None) as batch_op:
        batch_op.create_index("ix_diariehandling_datum_id", ["datum", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_diariehandling_status"), ["status"], unique=False)


def _parts() -> None:
    """What belongs to a document."""
    op.create_table(
        "diariepart",
        sa.Column("handling", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("roll", sa.String(length=80), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("organisation", sa.Boolean(), nullable=False),
        sa.Column("skyddad", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handling"], ["diariehandling.id"], name=op.f("fk_diariepart_handling_diariehandling")
        ),
        sa.PrimaryKeyConstraint("handling", "plats", name=op.f("pk_diariepart")),
    )
    with op.batch_alter_table("diariepart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diariepart_namn"), ["namn"], unique=False)

    op.create_table(
        "diariefil",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("handling", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("variant", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storlek", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["handling"], ["diariehandling.id"], name=op.f("fk_diariefil_handling_diariehandling")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diariefil")),
        sa.UniqueConstraint("handling", "plats", name=op.f("uq_diariefil_handling_plats")),
    )
    with op.batch_alter_table("diariefil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diariefil_sha256"), ["sha256"], unique=False)

    op.create_table(
        "diarierelation",
        sa.Column("handling", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("typ", sa.String(length=80), nullable=False),
        sa.Column("till", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["handling"], ["diariehandling.id"], name=op.f("fk_diarierelation_handling_diariehandling")
        ),
        sa.ForeignKeyConstraint(
            ["till"], ["diariehandling.id"], name=op.f("fk_diarierelation_till_diariehandling")
        ),
        sa.PrimaryKeyConstraint("handling", "plats", name=op.f("pk_diarierelation")),
    )
    with op.batch_alter_table("diarierelation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diarierelation_till"), ["till"], unique=False)


def _told() -> None:
    """Corrections, decisions, and what is on its way to an outside diary."""
    op.create_table(
        "diarierattelse",
        sa.Column("objekt", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("falt", sa.String(length=80), nullable=False),
        sa.Column("varden", sa.JSON(), nullable=False),
        sa.Column("skyddad", sa.Boolean(), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("nar", sa.DateTime(timezone=True), nullable=False),
        sa.Column("varfor", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("objekt", "nr", name=op.f("pk_diarierattelse")),
    )

    op.create_table(
        "diarieundantag",
        sa.Column("kalla", sa.String(length=300), nullable=False),
        sa.Column("grund", sa.String(length=80), nullable=False),
        sa.Column("varfor", sa.String(length=2000), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("nar", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kalla", name=op.f("pk_diarieundantag")),
    )

    op.create_table(
        "diariesandning",
        sa.Column("handling", sa.String(length=32), nullable=False),
        sa.Column("diarium", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("lage", sa.JSON(), nullable=False),
        sa.Column("forsok", sa.Integer(), nullable=False),
        sa.Column("nasta", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agare", sa.String(length=80), nullable=False),
        sa.Column("hjartslag", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fel", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("kvitto", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slutad", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["handling"], ["diariehandling.id"], name=op.f("fk_diariesandning_handling_diariehandling")
        ),
        sa.PrimaryKeyConstraint("handling", name=op.f("pk_diariesandning")),
    )
    with op.batch_alter_table("diariesandning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diariesandning_status"), ["status"], unique=False)
