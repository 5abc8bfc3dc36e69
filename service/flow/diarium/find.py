"""Finding: searching, and a matter or document whole, as far as the person may know of it."""

from __future__ import annotations

from collections.abc import Iterator

from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.model.diarium import Diariearende, Diariefil, Diariehandling, Sokning
from service.model.lists import Page, Span
from service.model.people import Person, Role
from service.records.diarium import every_case, find_case, find_document, list_cases, list_documents
from service.records.diarium_rows import case_of, document_of, may_know

READERS = frozenset(Role) - {Role.ADMINISTRATOR}


def get_case(service: Service, person: Person, case: str) -> Diariearende:
    """A matter by id or number. Raises NotAllowed, NotKnown."""
    require(person, READERS, _any_organ(person), "Att läsa diariet")
    with service.records.look() as db:
        row = find_case(db, person, case)
        if row is None:
            raise not_known("Ärendet")
        return case_of(db, person, row)


def get_document(service: Service, person: Person, document: str) -> Diariehandling:
    """A document by id or whole number. Raises NotAllowed, NotKnown."""
    return numbered(service, person, document)[1]


def numbered(service: Service, person: Person, document: str) -> tuple[str, Diariehandling]:
    """A document with its whole number. Raises NotAllowed, NotKnown."""
    require(person, READERS, _any_organ(person), "Att läsa diariet")
    with service.records.look() as db:
        row = find_document(db, person, document)
        if row is None:
            raise not_known("Handlingen")
        return f"{row.matter.diarienummer}-{row.nr}", document_of(db, person, row)


def document_file(service: Service, person: Person, document: str, file: str) -> Diariefil:
    """A file of a document. Raises NotAllowed, NotKnown."""
    for one in get_document(service, person, document).filer:
        if one.id == file:
            return one
    raise not_known("Filen")


def search_cases(service: Service, person: Person, wanted: Sokning, span: Span) -> Page[Diariearende]:
    """The matters that answer to a search. Raises NotAllowed."""
    require(person, READERS, _any_organ(person), "Att läsa diariet")
    with service.records.look() as db:
        page = list_cases(db, person, wanted, span)
        return Page(tuple(case_of(db, person, row) for row in page.rows), page.total, page.start)


def search_documents(
    service: Service, person: Person, wanted: Sokning, span: Span
) -> Page[tuple[str, Diariehandling]]:
    """The documents that answer to a search, each with its whole number. Raises NotAllowed."""
    require(person, READERS, _any_organ(person), "Att läsa diariet")
    with service.records.look() as db:
        page = list_documents(db, person, wanted, span)
        rows = tuple(
            (f"{row.matter.diarienummer}-{row.nr}", document_of(db, person, row)) for row in page.rows
        )
        return Page(rows, page.total, page.start)


def all_cases(service: Service, person: Person, myndighet: str = "", year: int = 0) -> Iterator[Diariearende]:
    """Every matter that the person may know of, in the order of their numbers, one at a time. Raises NotAllowed."""
    require(person, READERS, _any_organ(person), "Att läsa diariet")
    with service.records.look() as db:
        for row in every_case(db, myndighet, year):
            if not row.skyddat or may_know(person, row.myndighet):
                yield case_of(db, person, row)


def _any_organ(person: Person) -> str:
    """A body of the person's own: who works for one may read."""
    return next(iter(person.organs), "")
