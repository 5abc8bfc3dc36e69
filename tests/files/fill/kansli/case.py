"""What a case says of itself: what the person did, what kind of fault it is, and where it stands.

The places are counted here, by this file alone, so that they are an opinion of their own to hold the lint's against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.files.fill.kansli.parts import MC, W
from tests.files.fill.kansli.word import BODY, Mall

ROOT = Path(__file__).parents[4]
NULAGE, KALLELSE, ANSLAG, DIALOG, BILD = (
    "nulagesbeskrivning",
    "kallelse",
    "tillkannagivande",
    "dialogsammanfattning",
    "nulagesbild",
)
EGEN = "egen"
"""The second template for nulägesbeskrivning, with a municipality's own names."""
PARTS = "_delar"
"""The shared parts of a packet, which have no document type of their own."""
SAVED = Path(__file__).with_name("sparade")
"""Files that LibreOffice has saved."""


def original(template: str) -> Path:
    """The Word file that a case begins with."""
    if template == EGEN:
        return ROOT / "samples/mallar/nulagesanalys/mall.docx"
    return ROOT / "templates" / template / "mall.docx"


def slug_of(template: str) -> str:
    """The document type that it is a template for."""
    return NULAGE if template == EGEN else template


def description_of(template: str) -> Path | None:
    """Its own mall.toml."""
    return original(template).with_name("mall.toml") if template == EGEN else None


@dataclass(frozen=True)
class Spot:
    """Where a fault is."""

    part: str = ""
    """The part of the file; nothing when it is the template as a whole."""
    paragraph: etree._Element | None = None
    """The paragraph; nothing when the part has no paragraphs, or it is the whole part."""
    heading: str = ""
    """The heading above it, said by hand; nothing where it has none or a tag makes it."""
    other: etree._Element | None = None
    """The other end, where two tags do not fit each other: nobody can tell which of them was meant."""


WHOLE = Spot()
Change = Callable[[Mall], None]
Sowing = Callable[[Mall], Spot]


@dataclass(frozen=True)
class Fault:
    """A template with one fault."""

    name: str
    template: str
    codes: frozenset[str]
    """Each of these would be a true name of it."""
    says: str
    """A word that its message, remedy or tag must have, so that another fault of the same kind is not taken for it."""
    sow: Sowing
    find: Sowing | None = None
    """For a file that LibreOffice has saved: where the fault is in it."""


@dataclass(frozen=True)
class Right:
    """A template that is unusual and right."""

    name: str
    template: str
    change: Change
    saved: bool = False


FAULTS: list[Fault] = []
RIGHTS: list[Right] = []


def fault(
    template: str, *codes: str, says: str = "", find: Sowing | None = None
) -> Callable[[Sowing], Sowing]:
    """Register a fault; its name is the function's."""

    def registered(sow: Sowing) -> Sowing:
        full = frozenset(f"template_{code}" for code in codes)
        FAULTS.append(Fault(sow.__name__, template, full, says, sow, find))
        return sow

    return registered


def right(template: str, *, saved: bool = False) -> Callable[[Change], Change]:
    """Register a right template."""

    def registered(change: Change) -> Change:
        RIGHTS.append(Right(change.__name__, template, change, saved))
        return change

    return registered


@dataclass(frozen=True)
class Counted:
    """A place in numbers, in every way that a person may count."""

    part: str
    numbers: frozenset[int]
    heading: str
    cells: frozenset[tuple[int, int, int]]


def counted(mall: Mall, spot: Spot) -> Counted:
    """Count the place out in the finished file."""
    if spot.paragraph is None:
        return Counted(spot.part, frozenset({0}), spot.heading, frozenset({(0, 0, 0)}))
    root = mall.tree(spot.part)
    ends = [spot.paragraph] if spot.other is None else [spot.paragraph, spot.other]
    numbers = {n for end in ends for one in _with_host(end) for n in _numbers(root, one)}
    cells = {cell for end in ends for cell in _cells(root, end)}
    return Counted(spot.part, frozenset(numbers), spot.heading, frozenset(cells))


def _with_host(paragraph: etree._Element) -> Iterator[etree._Element]:
    """A paragraph in a text box may be told as its own or as the one that the box hangs in."""
    yield paragraph
    yield from paragraph.iterancestors(f"{W}p")


def _numbers(root: etree._Element, paragraph: etree._Element) -> Iterator[int]:
    """Its number among all paragraphs, and among those that one sees (a text box is in the file twice)."""
    every = list(root.iter(f"{W}p"))
    yield every.index(paragraph) + 1
    seen = [one for one in every if next(one.iterancestors(f"{MC}Fallback"), None) is None]
    if paragraph in seen:
        yield seen.index(paragraph) + 1


def _cells(root: etree._Element, paragraph: etree._Element) -> Iterator[tuple[int, int, int]]:
    """Table, row and column: of the innermost table and of each around it."""
    tables = list(root.iter(f"{W}tbl"))
    outer = [one for one in tables if next(one.iterancestors(f"{W}tbl"), None) is None]
    cells = list(paragraph.iterancestors(f"{W}tc"))
    if not cells:
        yield (0, 0, 0)
    for cell in cells:
        row = cell.getparent()
        around = next(cell.iterancestors(f"{W}tbl"))
        while row.tag != f"{W}tr":
            row = row.getparent()
        at = [one for one in around.iter(f"{W}tr") if next(one.iterancestors(f"{W}tbl")) is around].index(
            row
        ) + 1
        column = [one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row].index(
            cell
        ) + 1
        yield (tables.index(around) + 1, at, column)
        if around in outer:
            yield (outer.index(around) + 1, at, column)


def body(paragraph: etree._Element, heading: str = "", other: etree._Element | None = None) -> Spot:
    """A place in the body."""
    return Spot(BODY, paragraph, heading, other)
