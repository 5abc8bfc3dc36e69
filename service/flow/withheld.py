"""The documents of the public edition: themselves, their masked versions, or pages that say why they are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from service.assemble.headings import page_count
from service.errors import AssemblyError, InvalidInput, Problem
from service.fill.template import load_template
from service.flow.handlingar import NumberedHandling, is_attached, number_handlingar
from service.flow.paging import in_parallel
from service.flow.parts import ReadyHandling
from service.flow.places import WITHHELD
from service.flow.public import PublicDocument, documents_by_id, public_document
from service.flow.sheets import Desk, handling_context
from service.model.kallelse import Kallelse
from service.model.packet import PartKind


def publish_handlingar(
    ready: Sequence[ReadyHandling], meeting: Kallelse, desk: Desk
) -> tuple[ReadyHandling, ...]:
    """The attached documents as the public edition has them, in the same order.

    Args:
        ready: the documents themselves, and the masked versions that stand in for others.
        meeting: the meeting as it really is.
        desk: the public edition's.

    Raises:
        InvalidInput: with every document that cannot be published as its declaration says.
    """
    by_id = {one.numbered.handling.id: one for one in ready}
    faces = [
        _face(one, found.withheld, by_id[found.stand_in] if found.stand_in else one, place)
        for one, found, place in _in_public(ready, meeting, desk)
    ]
    problems = [problem for face in faces for problem in face.objections]
    if problems:
        raise InvalidInput(*problems)
    withheld = [face.shown for face in faces if face.shown.kind is PartKind.UNDANHALLEN]
    pages = in_parallel("Undanhållna", withheld, partial(_pages_for, desk), desk.workshop, _label)
    made = {one.numbered.key: pdf for one, pdf in zip(withheld, pages, strict=True)}
    return tuple(replace(face.shown, pdf=made.get(face.shown.numbered.key, face.shown.pdf)) for face in faces)


def count_handlingar(
    ready: Sequence[ReadyHandling], meeting: Kallelse, desk: Desk
) -> tuple[ReadyHandling, ...]:
    """The same documents, to count the public edition's pages and list its changes; not to be written.

    What forbids that a document is published hinders nobody yet: such a one is counted as withheld.

    Args:
        ready: the documents themselves, and the masked versions that stand in for others, as far as there are any.
        meeting: the meeting as it really is.
        desk: the public edition's.
    """
    by_id = {one.numbered.handling.id: one for one in ready}
    counted: list[ReadyHandling] = []
    for one, found, place in _in_public(ready, meeting, desk):
        shown = by_id.get(found.stand_in) if found.stand_in else one
        face = _face(one, found.withheld or shown is None, shown or one, place)
        counted.append(face.shown if not face.objections else _nothing(one, place))
    return tuple(counted)


@dataclass(frozen=True, slots=True)
class _Face:
    """What the public edition shows of a document, and what forbids it."""

    shown: ReadyHandling
    objections: Sequence[Problem] = ()


def _in_public(
    ready: Sequence[ReadyHandling], meeting: Kallelse, desk: Desk
) -> Iterator[tuple[ReadyHandling, PublicDocument, NumberedHandling]]:
    """Every attached document, with what becomes of it in the public edition, and its place there."""
    places = {one.path: one for one in number_handlingar(desk.meeting)}
    others = documents_by_id(meeting)
    for one in ready:
        if is_attached(one.numbered):
            yield one, public_document(one.numbered.handling, others), places[one.numbered.path]


def _face(one: ReadyHandling, withheld: bool, shown: ReadyHandling, place: NumberedHandling) -> _Face:
    if withheld:
        return _Face(_nothing(one, place))
    return _Face(replace(shown, numbered=place, source_name=""), _objections(one, shown))


def _nothing(one: ReadyHandling, place: NumberedHandling) -> ReadyHandling:
    """What is left of a document that is withheld: its place, and how many pages it has."""
    return ReadyHandling(place, PartKind.UNDANHALLEN, Path(), one.pages)


def _label(one: ReadyHandling) -> str:
    return one.numbered.label


def _objections(original: ReadyHandling, shown: ReadyHandling) -> list[Problem]:
    """What forbids that `shown` stands in the public edition in the original's place."""
    problems: list[Problem] = []
    named, place = original.numbered.label, original.numbered.path
    if shown.pages > original.pages:
        problems.append(
            Problem(
                "masked_version_longer",
                f"Den maskade versionen av {named} har {shown.pages} sidor, men originalet har {original.pages}. "
                "Då kan utgåvorna inte få samma sidnummer.",
                f"{place}.relationer",
                "Maskera i originalets sidor, eller lägg till tomma sidor i originalet.",
            )
        )
    if shown.report is not None and shown.report.secret:
        problems.append(
            Problem(
                "secret_published",
                f"{shown.numbered.label} är en rapport som själv är sekretessmarkerad, men ska publiceras.",
                f"{shown.numbered.path}.publiceras",
                "Skriv maskad eller nej, eller ta bort sekretessmarkeringen i rapporten om den inte längre gäller.",
            )
        )
    return problems


def _pages_for(desk: Desk, one: ReadyHandling) -> Path:
    return stand_in_pages(desk, one.numbered, 1, one.pages)


def stand_in_pages(desk: Desk, numbered: NumberedHandling, first: int, last: int) -> Path:
    """The pages from `first` to `last` of a document that are not there; after a masked version when not the first.

    Raises:
        AssemblyError: they did not become as many as that.
    """
    context = {
        **handling_context(desk, numbered, last),
        "sidor": [str(page) for page in range(first, last + 1)],
        "antal": str(last),
        "maskad": "ja" if first > 1 else "",
    }
    pdf = desk.make(load_template(WITHHELD), context, numbered.title)
    require_pages(pdf, last - first + 1, numbered.label)
    return pdf


def require_pages(pdf: Path, wanted: int, name: str) -> None:
    """Stop when pages that stand in for others are not as many as those.

    Raises:
        AssemblyError: they are not.
    """
    found = page_count(pdf)
    if found != wanted:
        raise AssemblyError(
            Problem(
                "stand_in_pages_differ",
                f"Sidorna i stället för {name} blev {found}, men ska vara {wanted}.",
                remedy="Se till att texten i mallarna undanhallen, utfyllnad och utgar ryms på en sida.",
            )
        )
