"""What can be searched, with its index: FTS5 on SQLite, a text search vector on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0004"
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE VIRTUAL TABLE sokindex USING fts5("
    "ord, content='sokpost', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER sokpost_ny AFTER INSERT ON sokpost BEGIN "
    "INSERT INTO sokindex(rowid, ord) VALUES (new.id, new.ord); END",
    "CREATE TRIGGER sokpost_borta AFTER DELETE ON sokpost BEGIN "
    "INSERT INTO sokindex(sokindex, rowid, ord) VALUES ('delete', old.id, old.ord); END",
    "CREATE TRIGGER sokpost_andrad AFTER UPDATE ON sokpost BEGIN "
    "INSERT INTO sokindex(sokindex, rowid, ord) VALUES ('delete', old.id, old.ord); "
    "INSERT INTO sokindex(rowid, ord) VALUES (new.id, new.ord); END",
)
_POSTGRES = (
    "ALTER TABLE sokpost ADD COLUMN vektor tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, ord)) STORED",
    "CREATE INDEX ix_sokpost_vektor ON sokpost USING gin (vektor)",
)


def upgrade() -> None:
    """Make table and index."""
    op.create_table(
        "sokpost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slag", sa.String(length=80), nullable=False),
        sa.Column("objekt", sa.String(length=32), nullable=False),
        sa.Column("syn", sa.String(length=80), nullable=False),
        sa.Column("hem", sa.String(length=32), nullable=False),
        sa.Column("organ", sa.String(length=80), nullable=False),
        sa.Column("titel", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ord", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sokpost")),
        sa.UniqueConstraint("slag", "objekt", "syn", name=op.f("uq_sokpost_slag_objekt_syn")),
    )
    for statement in _POSTGRES if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
