"""Searching the words of reports, meetings, files and released packets; one finds only what one may know of.

What is findable is written in the same transaction as the thing itself, so that nothing is found that is no longer so.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.assemble.isolation import Triage, WorkFailed
from service.errors import ToolError
from service.flow.excerpts import excerpt
from service.flow.service import Service
from service.model.lists import Asked, Facets, Page, Span
from service.model.people import CENTRAL, Person, Role
from service.records.base import Transaction
from service.records.search import (
    FIL,
    HANDED_IN,
    INSIDE,
    MOST_BYTES,
    OWN,
    PUBLIC,
    RAPPORT,
    SAMMANTRADE,
    UTGIVNING,
    Found,
    copy_words,
    count_facets,
    forget_words,
    keep_words,
    places_of,
    search,
)
from service.records.tables import Fil, Rapport, Sammantrade

KINDS = (RAPPORT, SAMMANTRADE, FIL, UTGIVNING)
READERS = frozenset(Role) - {Role.ADMINISTRATOR}
_NOT_WORDS = frozenset({"id", "fil", "sha256", "indata", "manifest"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, with the words around the place that has most of them."""

    slag: str
    id: str
    sammantrade: str
    organ: str
    titel: str
    utdrag: str


def find(service: Service, person: Person, asked: Asked, span: Span) -> Page[Hit]:
    """What the person may know of that has all the words, the best first."""
    with service.records.look() as db:
        page = search(db, person, asked, span)
        return Page(tuple(_hit(one, asked.text) for one in page.rows), page.total, page.start)


def facets_of(service: Service, person: Person, asked: Asked) -> Facets:
    """How what would be found falls out by kind, body and year."""
    with service.records.look() as db:
        return count_facets(db, person, asked)


def places_of_files(
    service: Service, person: Person, files: Sequence[str]
) -> dict[str, tuple[str, str, str]]:
    """Where files that were found are handlingar, for who prepares meetings: meeting, ärende and handling."""
    if not person.roles & CENTRAL:
        return {}
    with service.records.look() as db:
        return places_of(db, files)


def index_report(db: Transaction, row: Rapport, path: Path, *, handed_in: bool = False) -> None:
    """The words of a version: as the body sees it, or as it was handed in."""
    raw = json.loads(path.read_text(encoding="utf-8-sig"))
    syn, written = HANDED_IN if handed_in else OWN, " ".join(texts_in(raw))
    keep_words(db, RAPPORT, row.id, syn, organ=row.organ, titel=row.titel, written=written)


def index_handed_in(db: Transaction, report: str) -> None:
    """From now on the others find the version that the body has now."""
    copy_words(db, RAPPORT, report, OWN, HANDED_IN)


def index_meeting(db: Transaction, row: Sammantrade) -> None:
    """The words of a meeting as it is prepared: its ärenden and the titles of their documents."""
    told = [row.sammantrade, row.kallelse]
    told += [one.uppgifter for one in row.arenden]
    told += [one.uppgifter for arende in row.arenden for one in arende.handlingar]
    titel = f"{row.organ} {row.datum.isoformat()}"
    written = " ".join(text for one in told for text in texts_in(one))
    keep_words(db, SAMMANTRADE, row.id, INSIDE, organ=row.organ, titel=titel, written=written, hem=row.id)


def index_file(db: Transaction, row: Fil, words: str) -> None:
    """The words of a file that was sent."""
    keep_words(db, FIL, row.id, INSIDE, organ="", titel=row.namn, written=words)


def index_release(db: Transaction, ident: str, meeting: str, organ: str, titel: str, words: str) -> None:
    """The words of a released packet's public edition."""
    keep_words(db, UTGIVNING, ident, PUBLIC, organ=organ, titel=titel, written=words, hem=meeting)


def forget_release(db: Transaction, ident: str) -> None:
    """A withdrawn release is no longer found."""
    forget_words(db, UTGIVNING, ident, PUBLIC)


def words_of_file(triage: Triage | None, source: Path, pages: int = 50) -> str:
    """The words of a PDF or an Office file, read in a process of its own; none when it cannot be read."""
    if triage is None or source.suffix.lower() in (".png", ".jpg", ".jpeg", ".tif", ".tiff"):
        return ""
    with tempfile.TemporaryDirectory(prefix="samlad-") as folder:
        target = Path(folder) / "ord.txt"
        try:
            triage.work("words", pages, source=str(source), target=str(target), most=MOST_BYTES)
            return target.read_text(encoding="utf-8")
        except (WorkFailed, ToolError, OSError):
            return ""  # searching is a comfort; the file itself has been let in


def texts_in(raw: Any, key: str = "") -> Iterator[str]:
    """Every text of a document, in its order; ids and paths are no words."""
    if isinstance(raw, Mapping):
        for name, value in raw.items():
            yield from texts_in(value, str(name))
    elif isinstance(raw, list):
        for value in raw:
            yield from texts_in(value, key)
    elif isinstance(raw, str) and key not in _NOT_WORDS:
        yield raw


def _hit(found: Found, asked: str) -> Hit:
    return Hit(found.slag, found.objekt, found.hem, found.organ, found.titel, excerpt(found.text, asked))
