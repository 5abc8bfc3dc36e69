"""Documents of a packet that quote others of the same packet: their sources become links, and none may be withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.errors import InvalidInput, Problem
from service.flow.build import make_report
from service.flow.handlingar import AdmittedHandling, is_attached
from service.flow.parts import ReadyHandling
from service.flow.public import is_public
from service.flow.read import ReadFile
from service.flow.wiring import Workshop

Quoted = tuple[ReadFile, AdmittedHandling]
"""A report that is quoted, and the document of the packet that it is."""


def link_quotes(
    ready: Sequence[ReadyHandling], admitted: Sequence[AdmittedHandling], workshop: Workshop
) -> tuple[ReadyHandling, ...]:
    """The documents, those that quote others with links to the very headings.

    The report beside the packet stays as it is: it is read by itself, where such links would lead nowhere.
    """
    by_path = {one.numbered.path: one for one in admitted}
    return tuple(_linked(one, by_path[one.numbered.path], admitted, workshop) for one in ready)


def _linked(
    ready: ReadyHandling, own: AdmittedHandling, admitted: Sequence[AdmittedHandling], workshop: Workshop
) -> ReadyHandling:
    parts = {source.model.id: other.numbered.key for source, other in _quoted(own, admitted)}
    if not parts or not isinstance(own.content, ReadFile):
        return ready
    made = make_report(own.content, workshop, parts)
    return replace(ready, pdf=made.made.pdf, pages=made.pages, anchors=made.anchors)


def withheld_quotes(admitted: Sequence[AdmittedHandling]) -> Iterator[Problem]:
    """Every published document that quotes one which the public edition withholds."""
    for one in admitted:
        if not is_public(one.numbered.handling):
            continue
        for _, other in _quoted(one, admitted):
            if not is_public(other.numbered.handling):
                yield Problem(
                    "quotes_withheld",
                    f"{one.numbered.label} ska publiceras, men återger {other.numbered.label}, som inte publiceras.",
                    f"{one.numbered.path}.publiceras",
                    f"Skriv ”nej” här, eller ta bort {other.numbered.label} ur det som återges.",
                )


def refuse_withheld_quotes(admitted: Sequence[AdmittedHandling]) -> None:
    """Stop before anything is made of what must not be published.

    Raises:
        InvalidInput: with every such document.
    """
    problems = tuple(withheld_quotes(admitted))
    if problems:
        raise InvalidInput(*problems)


def _quoted(one: AdmittedHandling, admitted: Sequence[AdmittedHandling]) -> Iterator[Quoted]:
    """The documents of the packet that are among a document's sources: those that say the very same."""
    sources = one.content.sources if isinstance(one.content, ReadFile) else ()
    for source in sources:
        for other in admitted:
            same = isinstance(other.content, ReadFile) and other.content.model == source.model
            if same and is_attached(other.numbered):
                yield source, other
                break
