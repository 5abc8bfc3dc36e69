"""A page of a list: how many there are, and those from a place on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.model.lists import MAX_PAGE, Page, Row, Span


def page_of(db: Session, statement: Select[Row], span: Span) -> Page[Row]:
    """The rows of the span, and how many the whole list has."""
    counted: Select[Any] = select(func.count()).select_from(statement.order_by(None).subquery())
    total = db.execute(counted).scalar_one()
    rows = db.execute(statement.offset(span.start).limit(min(span.count, MAX_PAGE))).scalars().all()
    return Page(tuple(rows), total, span.start)
