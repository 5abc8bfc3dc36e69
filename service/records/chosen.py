"""The settings that an administrator has chosen: a change is a new row with all of them, and the last is in force."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import JsonObject, Table
from service.records.tables import Code, Digest


class Installningar(Table):
    """All that was chosen at a moment; what is not in it is as the operator has set it."""

    __tablename__ = "installningar"

    nr: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    varden: Mapped[JsonObject]
    """Texts and numbers by the names of the settings."""
    logotyp: Mapped[str] = mapped_column(Digest, default="")
    """The picture's content; empty where the operator's holds."""
    skapad: Mapped[datetime]
    skapad_av: Mapped[str] = mapped_column(Code)


def last_choice(db: Session) -> Installningar | None:
    """What is in force; None as long as nothing was ever chosen."""
    return db.execute(select(Installningar).order_by(Installningar.nr.desc()).limit(1)).scalar_one_or_none()
