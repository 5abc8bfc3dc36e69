"""A page of a list: how many there are, and those from a place on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of a list is wanted."""

    start: int = 0
    count: int = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A part of a list."""

    rows: tuple[Row, ...]
    total: int
    start: int


def page_of(db: Session, statement: Select[Row], span: Span) -> Page[Row]:
    """The rows of the span, and how many the whole list has."""
    counted: Select[Any] = select(func.count()).select_from(statement.order_by(None).subquery())
    total = db.execute(counted).scalar_one()
    rows = db.execute(statement.offset(span.start).limit(min(span.count, MAX_PAGE))).scalars().all()
    return Page(tuple(rows), total, span.start)
