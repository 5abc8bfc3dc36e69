"""A filled form as its reader first sees it, whatever program saved it: titles, tables of cells, and loose text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from service.errors import Problem


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a cell that its writer should know; with a remedy it is a fault."""

    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    lines: tuple[str, ...] = ()
    """Its paragraphs or lines as plain text, without empty ones."""
    rich: str = ""
    """The same in the small Markdown subset."""
    native: date | time | Decimal | bool | None = None
    """The value of a spreadsheet's cell that is no text."""
    percent: bool = False
    """Whether that value is a number shown with a percent sign."""
    place: str = ""
    """Where it stands, for a spreadsheet; a paper form is told by its headings."""
    mark: str = ""
    """The path that a control's tag or a name gives the cell; a hint, never the truth."""
    inner: tuple[Table, ...] = ()
    remarks: tuple[Remark, ...] = ()
    column: int = 0
    span: int = 1

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.lines).strip()

    @property
    def title(self) -> str:
        """Its first line: a label stands above its help."""
        return self.lines[0].strip() if self.lines else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.lines and self.native is None and not self.inner


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a whole sheet."""

    rows: tuple[tuple[Cell, ...], ...]
    marks: frozenset[str] = frozenset()
    """The names of sections that bookmarks or table names give it; hints."""
    place: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside tables."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A filled form."""

    blocks: tuple[Table | Line, ...]
    marks: dict[str, str] = field(default_factory=dict)
    """What the file says of itself: slug, ramverk."""
    is_sheet: bool = False
    """Whether every list is a table of rows, as in a workbook."""
    remarks: tuple[Remark, ...] = ()


def broken_file(path: Path) -> Problem:
    """What is told of a form that cannot be opened."""
    return Problem(
        "file_broken",
        f"Filen ”{path.name}” är skadad och kan inte öppnas.",
        "",
        "Öppna originalet, spara det på nytt och försök igen.",
        path.name,
    )
