"""The packet: its parts as they are declared, and the plan that says which page each of them gets.

Pages are counted from 1. `Part` is what `flow` hands over, `PlannedPart` what `assemble/plan.py` made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class PartKind(StrEnum):
    """What a part is; it decides stamp, bookmark and which links may point into the packet."""

    KALLELSE = "kallelse"
    INNEHALL = "innehall"
    FORSATTSBLAD_ARENDE = "forsattsblad_arende"
    FORSATTSBLAD_BILAGA = "forsattsblad_bilaga"
    RAPPORT = "rapport"
    BILAGA = "bilaga"
    UNDANHALLEN = "undanhallen"
    """Pages that stand in a withheld document's place."""
    UTFYLLNAD = "utfyllnad"
    """Pages that keep the numbers of two editions alike, where a part has more of them in the other one."""
    ANDRINGAR = "andringar"
    """The list of what has changed since the dispatch before."""
    UTGAR = "utgar"
    """A page that stands for pages that were sent out and are no longer there."""


OWN_KINDS = frozenset(PartKind) - {PartKind.BILAGA}
"""Parts that our own templates made: their top strip of 30 pt is free, and their `samlad.invalid` links are ours."""

LINK_BASE = "https://samlad.invalid/"
"""A link in one of our own documents to `LINK_BASE + target` becomes a link inside the packet (RFC 6761 reserves
`.invalid`). Target is a part's key or an anchor's name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the packet, as PDF."""

    key: str
    """Unique in the packet, such as `a12`, `a12.1` (handling) and `a12.1.blad` (its cover sheet)."""
    kind: PartKind
    title: str
    """Swedish, as it stands in the bookmark and the manifest."""
    label: str
    """How the stamp names it: `Kallelse`, `Ärende 12`, `Bilaga 12.1`."""
    pdf: Path
    diarienummer: str = ""
    mark: str = ""
    """What the stamp begins with, such as `Intern utgåva`."""
    parent: str | None = None
    """Key of the part under whose bookmark this one stands; None for the top level."""
    bookmark: bool = True
    """False: no bookmark of its own (a cover sheet's bookmark belongs to its bilaga)."""
    language: str = "sv-SE"
    source_name: str = ""
    """File name of the original, for the manifest."""
    source_sha256: str = ""
    replaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the pages were called for which an UTGAR stands, by the key of their part."""
    conforms: frozenset[str] = frozenset()
    """The standards for which a BILAGA was validated: `2b` (PDF/A-2b), `ua1` (PDF/UA-1). Our own parts say it
    themselves, in their metadata."""

    @property
    def called(self) -> str:
        """What the part's element in the structure tree, and its layers, are called."""
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place inside a part: the page on which the part's own outline has that heading."""

    name: str
    part: str
    heading: str


@dataclass(frozen=True, slots=True)
class PacketSpec:
    """All that is needed to write one packet; nothing is read from clock or surroundings."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    created: datetime
    """Timezone-aware; goes into the file's metadata, so the same spec gives the same bytes."""
    parts: tuple[Part, ...]
    anchors: tuple[Anchor, ...] = ()
    language: str = "sv-SE"


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part with its place in a file."""

    part: Part
    first_page: int
    page_count: int
    labels: tuple[str, ...] = ()
    """What its pages are called, such as `117` and `117a`; when empty, by their numbers in the file."""

    @property
    def last_page(self) -> int:
        """The last page of the part, counted from 1 in the file."""
        return self.first_page + self.page_count - 1

    @property
    def page_labels(self) -> tuple[str, ...]:
        """What its pages are called."""
        return self.labels or tuple(str(page) for page in range(self.first_page, self.last_page + 1))

    def label_of(self, page: int) -> str:
        """What a page is called, counted from 1 in the file."""
        return self.labels[page - self.first_page] if self.labels else str(page)


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """Every part's place in a file; the only authority on page numbers."""

    parts: tuple[PlannedPart, ...]
    last_number: int = 0
    """The highest page number of the packet, in this file or another; 0 when that is the file's page count."""

    @property
    def page_count(self) -> int:
        """Pages in the file."""
        return self.parts[-1].last_page if self.parts else 0

    @property
    def printed_count(self) -> int:
        """How many pages the stamp says there are."""
        return self.last_number or self.page_count

    @property
    def page_labels(self) -> tuple[str, ...]:
        """What the pages of the file are called, in order."""
        return tuple(label for planned in self.parts for label in planned.page_labels)

    def first_page(self, key: str) -> int:
        """First page of the part with that key; KeyError when there is none."""
        for planned in self.parts:
            if planned.part.key == key:
                return planned.first_page
        raise KeyError(key)
