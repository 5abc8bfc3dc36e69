"""What persons have decided about findings before publication; rows are added, and an own mask can be taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import JsonObject, Table
from service.records.tables import Code, Digest, Id, Line


class Publiceringsbeslut(Table):
    """One decision: about a finding, about a kind in a file, or to mask a place of one's own choice."""

    __tablename__ = "publiceringsbeslut"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sammantrade: Mapped[str] = mapped_column(ForeignKey("sammantrade.id"), index=True)
    sha256: Mapped[str] = mapped_column(Digest)
    """Content of the file it holds for."""
    handling: Mapped[str] = mapped_column(Code)
    """Its number when it was decided."""
    fynd: Mapped[str] = mapped_column(Code, default="")
    slag: Mapped[str] = mapped_column(Code, default="")
    beslut: Mapped[str] = mapped_column(Code)
    ruta: Mapped[JsonObject | None]
    """`sida` and `ruta` of an own mask."""
    grund: Mapped[str] = mapped_column(Line, default="")
    vem: Mapped[str] = mapped_column(Code)
    namn: Mapped[str] = mapped_column(Line)
    nar: Mapped[datetime]
    aterkallat: Mapped[datetime | None]


def decisions_of(db: Session, meeting: str) -> tuple[Publiceringsbeslut, ...]:
    """A meeting's decisions that have not been taken back, the oldest first."""
    statement = select(Publiceringsbeslut).where(
        Publiceringsbeslut.sammantrade == meeting, Publiceringsbeslut.aterkallat.is_(None)
    )
    return tuple(db.execute(statement.order_by(Publiceringsbeslut.nar, Publiceringsbeslut.id)).scalars())


def find_decision(db: Session, meeting: str, decision: str) -> Publiceringsbeslut | None:
    """A decision of a meeting."""
    row = db.get(Publiceringsbeslut, decision)
    return row if row is not None and row.sammantrade == meeting else None
