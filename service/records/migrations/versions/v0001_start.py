"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make everything."""
    _reports()
    _people()
    _meetings()
    _work()
    _log()
    _guard_log()


def _reports() -> None:
    """Framework, bodies, templates, files, reports."""
    op.create_table(
        "organ",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("typ", sa.String(length=80), nullable=False),
        sa.Column("aktiv", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ")),
    )

    op.create_table(
        "ramverk",
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skapad_av", sa.String(length=80), nullable=False),
        sa.Column("kommentar", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("nr", name=op.f("pk_ramverk")),
    )

    op.create_table(
        "mall",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("sedd", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", "sha256", name=op.f("pk_mall")),
    )

    op.create_table(
        "fil",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storlek", sa.Integer(), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skapad_av", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fil")),
    )
    with op.batch_alter_table("fil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fil_sha256"), ["sha256"], unique=False)

    op.create_table(
        "rapport",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("organ", sa.String(length=80), nullable=False),
        sa.Column("ar", sa.Integer(), nullable=False),
        sa.Column("titel", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("sekretess", sa.Boolean(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("inskickad_nr", sa.Integer(), nullable=False),
        sa.Column("beslut", sa.JSON(), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("andrad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organ"], ["organ.id"], name=op.f("fk_rapport_organ_organ")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rapport")),
    )
    with op.batch_alter_table("rapport", schema=None) as batch_op:
        batch_op.create_index("ix_rapport_andrad_id", ["andrad", "id"], unique=False)
        batch_op.create_index("ix_rapport_organ_andrad", ["organ", "andrad"], unique=False)

    op.create_table(
        "indata",
        sa.Column("rapport", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skapad_av", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["rapport"], ["rapport.id"], name=op.f("fk_indata_rapport_rapport")),
        sa.PrimaryKeyConstraint("rapport", "nr", name=op.f("pk_indata")),
    )

    op.create_table(
        "steg",
        sa.Column("rapport", sa.String(length=32), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("fran", sa.String(length=80), nullable=False),
        sa.Column("till", sa.String(length=80), nullable=False),
        sa.Column("indata", sa.Integer(), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("nar", sa.DateTime(timezone=True), nullable=False),
        sa.Column("varfor", sa.String(length=2000), nullable=False),
        sa.Column("uppgifter", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rapport"], ["rapport.id"], name=op.f("fk_steg_rapport_rapport")),
        sa.PrimaryKeyConstraint("rapport", "nr", name=op.f("pk_steg")),
    )


def _people() -> None:
    """Accounts, roles, logins, tokens."""
    op.create_table(
        "anvandare",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("anvandarnamn", sa.String(length=80), nullable=False),
        sa.Column("losenord", sa.String(length=300), nullable=False),
        sa.Column("aktiv", sa.Boolean(), nullable=False),
        sa.Column("felaktiga", sa.Integer(), nullable=False),
        sa.Column("sparrad_till", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anvandare")),
        sa.UniqueConstraint("anvandarnamn", name=op.f("uq_anvandare_anvandarnamn")),
    )

    op.create_table(
        "forsok",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kalla", sa.String(length=64), nullable=False),
        sa.Column("tid", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forsok")),
    )
    with op.batch_alter_table("forsok", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forsok_kalla"), ["kalla"], unique=False)

    op.create_table(
        "inloggning",
        sa.Column("nyckel", sa.String(length=64), nullable=False),
        sa.Column("anvandare", sa.String(length=32), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("giltig_till", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["anvandare"], ["anvandare.id"], name=op.f("fk_inloggning_anvandare_anvandare")
        ),
        sa.PrimaryKeyConstraint("nyckel", name=op.f("pk_inloggning")),
    )
    with op.batch_alter_table("inloggning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inloggning_anvandare"), ["anvandare"], unique=False)

    op.create_table(
        "nyckel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("anvandare", sa.String(length=32), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("hemlighet", sa.String(length=64), nullable=False),
        sa.Column("omfattning", sa.String(length=80), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("giltig_till", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aterkallad", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["anvandare"], ["anvandare.id"], name=op.f("fk_nyckel_anvandare_anvandare")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nyckel")),
        sa.UniqueConstraint("hemlighet", name=op.f("uq_nyckel_hemlighet")),
    )
    with op.batch_alter_table("nyckel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nyckel_anvandare"), ["anvandare"], unique=False)

    op.create_table(
        "roll",
        sa.Column("anvandare", sa.String(length=32), nullable=False),
        sa.Column("roll", sa.String(length=80), nullable=False),
        sa.Column("organ", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["anvandare"], ["anvandare.id"], name=op.f("fk_roll_anvandare_anvandare")),
        sa.PrimaryKeyConstraint("anvandare", "roll", "organ", name=op.f("pk_roll")),
    )


def _meetings() -> None:
    """Meetings, matters, documents."""
    op.create_table(
        "sammantrade",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organ", sa.String(length=80), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("sammantrade", sa.JSON(), nullable=False),
        sa.Column("kallelse", sa.JSON(), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("andrad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organ"], ["organ.id"], name=op.f("fk_sammantrade_organ_organ")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sammantrade")),
    )
    with op.batch_alter_table("sammantrade", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sammantrade_datum"), ["datum"], unique=False)

    op.create_table(
        "arende",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sammantrade", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), nullable=False),
        sa.Column("uppgifter", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_arende_sammantrade_sammantrade")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arende")),
    )
    with op.batch_alter_table("arende", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arende_sammantrade"), ["sammantrade"], unique=False)

    op.create_table(
        "handling",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("arende", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), nullable=False),
        sa.Column("uppgifter", sa.JSON(), nullable=False),
        sa.Column("fil", sa.String(length=32), nullable=True),
        sa.Column("rapport", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["arende"], ["arende.id"], name=op.f("fk_handling_arende_arende")),
        sa.ForeignKeyConstraint(["fil"], ["fil.id"], name=op.f("fk_handling_fil_fil")),
        sa.ForeignKeyConstraint(["rapport"], ["rapport.id"], name=op.f("fk_handling_rapport_rapport")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling")),
    )
    with op.batch_alter_table("handling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handling_arende"), ["arende"], unique=False)


def _work() -> None:
    """Jobs, what they made, and answers kept for repeated requests."""
    op.create_table(
        "jobb",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("rapport", sa.String(length=32), nullable=True),
        sa.Column("sammantrade", sa.String(length=32), nullable=True),
        sa.Column("indata", sa.Integer(), nullable=False),
        sa.Column("underlag", sa.JSON(), nullable=False),
        sa.Column("enda", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("fas", sa.String(length=80), nullable=False),
        sa.Column("gjort", sa.Integer(), nullable=False),
        sa.Column("antal", sa.Integer(), nullable=False),
        sa.Column("del", sa.String(length=300), nullable=False),
        sa.Column("forsok", sa.Integer(), nullable=False),
        sa.Column("agare", sa.String(length=80), nullable=False),
        sa.Column("hjartslag", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nasta", sa.DateTime(timezone=True), nullable=True),
        sa.Column("avbryt", sa.Boolean(), nullable=False),
        sa.Column("fel", sa.JSON(), nullable=True),
        sa.Column("notiser", sa.JSON(), nullable=False),
        sa.Column("bestalld_av", sa.String(length=80), nullable=False),
        sa.Column("skapad", sa.DateTime(timezone=True), nullable=False),
        sa.Column("startad", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slutad", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["rapport"], ["rapport.id"], name=op.f("fk_jobb_rapport_rapport")),
        sa.ForeignKeyConstraint(
            ["sammantrade"], ["sammantrade.id"], name=op.f("fk_jobb_sammantrade_sammantrade")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobb")),
        sa.UniqueConstraint("enda", name=op.f("uq_jobb_enda")),
    )
    with op.batch_alter_table("jobb", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobb_rapport"), ["rapport"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobb_sammantrade"), ["sammantrade"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobb_status"), ["status"], unique=False)

    op.create_table(
        "utdata",
        sa.Column("jobb", sa.String(length=32), nullable=False),
        sa.Column("plats", sa.Integer(), nullable=False),
        sa.Column("namn", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storlek", sa.Integer(), nullable=False),
        sa.Column("sidor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["jobb"], ["jobb.id"], name=op.f("fk_utdata_jobb_jobb")),
        sa.PrimaryKeyConstraint("jobb", "plats", name=op.f("pk_utdata")),
        sa.UniqueConstraint("jobb", "namn", name=op.f("uq_utdata_jobb_namn")),
    )

    op.create_table(
        "upprepning",
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("nyckel", sa.String(length=200), nullable=False),
        sa.Column("begaran", sa.String(length=64), nullable=False),
        sa.Column("svar", sa.JSON(), nullable=True),
        sa.Column("tid", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("vem", "nyckel", name=op.f("pk_upprepning")),
    )


def _log() -> None:
    """The log."""
    op.create_table(
        "logg",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tid", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vem", sa.String(length=80), nullable=False),
        sa.Column("handelse", sa.String(length=80), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("objekt", sa.String(length=80), nullable=False),
        sa.Column("fore", sa.JSON(), nullable=True),
        sa.Column("efter", sa.JSON(), nullable=True),
        sa.Column("forra", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("nr", name=op.f("pk_logg")),
    )
    with op.batch_alter_table("logg", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logg_objekt"), ["objekt"], unique=False)

    op.create_table(
        "logghuvud",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logghuvud")),
    )


def _guard_log() -> None:
    """The log takes new rows only; its end stands in a row of its own, which is locked while somebody adds."""
    head = sa.table("logghuvud", sa.column("id"), sa.column("nr"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "nr": 0, "hash": "0" * 64}])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER logg_{change.lower()} BEFORE {change} ON logg "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION logg_vakt() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER logg_vakt BEFORE UPDATE OR DELETE OR TRUNCATE ON logg "
        "FOR EACH STATEMENT EXECUTE FUNCTION logg_vakt()"
    )
