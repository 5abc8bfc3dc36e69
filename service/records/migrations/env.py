"""Alembic's way in: the engine comes from `Records`, never from a file."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Engine

from service.records import inventory  # noqa: F401 - it knows every module with tables
from service.records.base import Table

engine: Engine = context.config.attributes["engine"]
with engine.execution_options(samlad_write=True).connect() as connection:
    # SQLite cannot alter a column in place; batch mode copies the table.
    context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
