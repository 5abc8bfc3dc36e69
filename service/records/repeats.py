"""Answers that are kept for requests which are sent twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.records.tables import Upprepning


def find_repeat(db: Session, who: str, key: str) -> Upprepning | None:
    """What is kept under a person's key."""
    return db.get(Upprepning, (who, key))


def forget_repeats(db: Session, who: str, before: datetime) -> None:
    """Throw away a person's old answers."""
    db.execute(delete(Upprepning).where(Upprepning.vem == who, Upprepning.tid < before))
