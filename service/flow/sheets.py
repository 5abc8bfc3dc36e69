"""The meeting's own sheets: kallelse, contents, and the cover sheets of ärenden and documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Problem
from service.fill.properties import DocumentProperties
from service.fill.template import Template, load_template
from service.flow.build import made_by, report_context
from service.flow.dispatch import Dispatch
from service.flow.document import make_document, noon
from service.flow.handlingar import NumberedHandling
from service.flow.meeting import (
    Context,
    Places,
    arende_key,
    arende_title,
    call_members,
    contents_rows,
    has_cover,
    place_arende,
    place_arenden,
)
from service.flow.paging import Sheet, in_parallel
from service.flow.parts import ReadyHandling
from service.flow.places import CONTENTS, COVER_OF_ARENDE, COVER_OF_BILAGA
from service.flow.read import ReadFile
from service.flow.template_version import template_of
from service.flow.wiring import Workshop
from service.model.kallelse import Arende, Kallelse
from service.model.packet import LINK_BASE

KALLELSE_SLUG = "kallelse"
FOREDRAGNINGSLISTA = "foredragningslista"
"""The anchor that leads back to the list of ärenden."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the table while one meeting is put together."""

    file: ReadFile
    meeting: Kallelse
    context: Context
    """What the kallelse's template sees as long as no page is known."""
    properties: DocumentProperties
    workshop: Workshop
    dispatch: Dispatch | None = None
    """What was sent out before, when this is not the first dispatch."""
    masks: bool = False
    """Something that stands here is masked in the public edition."""

    @property
    def shared(self) -> dict[str, Any]:
        """What every sheet sees beside its own."""
        names = ("sammantrade", "kommun", "ramverk", "kallelse", "dokument", "mall")
        return {name: self.context[name] for name in names}

    def placed(self, places: Places) -> Context:
        """The kallelse's context with the page of every ärende and document."""
        context: Context = {**self.context, "arenden": deepcopy(self.context["arenden"])}
        place_arenden(context, self.meeting, places)
        return context

    def placed_arende(self, at: int, places: Places) -> Context:
        """The same for one ärende alone, which stands at a place of the agenda, from 0."""
        shown: Context = deepcopy(self.context["arenden"][at])
        place_arende(shown, self.meeting, at, places)
        return shown

    def make(self, template: Template, context: Context, title: str) -> Path:
        """One sheet as PDF."""
        return make_document(template, context, replace(self.properties, title=title), self.workshop).pdf


def lay_out(file: ReadFile, workshop: Workshop, dispatch: Dispatch | None = None) -> Desk:
    """Begin on a meeting.

    Raises:
        InvalidInput: the file is something else.
    """
    if not isinstance(file.model, Kallelse):
        raise InvalidInput(
            Problem(
                "not_a_meeting",
                f"Filen ”{file.name}” är inte ett sammanträde.",
                "dokumenttyp",
                "Ange en fil vars dokumenttyp är ”kallelse”.",
                file.name,
            )
        )
    meeting = call_members(file.model, file.framework)
    template = template_of(file, workshop.settings)
    context = report_context(file, template)
    named = context["dokument"]
    properties = DocumentProperties(
        title=named["titel"],
        subject=named["titel"],
        author=file.framework.kommun.namn,
        keywords=named["diarienummer"],
        created=noon(meeting.sammantrade.datum),
        custom=made_by(template, file),
    )
    return Desk(file, meeting, context, properties, workshop, dispatch)


def make_covers(desk: Desk, ready: Sequence[ReadyHandling]) -> dict[str, Path]:
    """The cover sheets of the documents, by key; they print no page numbers and are made once."""
    template = load_template(COVER_OF_BILAGA)
    wanted = [one for one in ready if one.numbered.handling.forsattsblad]

    def make(one: ReadyHandling) -> Path:
        context = handling_context(desk, one.numbered, one.pages)
        context["handling"]["undertecknad"] = "ja" if one.signed_original else ""
        return desk.make(template, context, one.numbered.title)

    made = in_parallel("Försättsblad", wanted, make, desk.workshop, lambda one: one.numbered.label)
    return {one.numbered.cover_key: pdf for one, pdf in zip(wanted, made, strict=True)}


def handling_context(desk: Desk, numbered: NumberedHandling, pages: int) -> Context:
    """What a sheet that belongs to one document sees."""
    arende = next(one for one in desk.context["arenden"] if one["ordning"] == numbered.arende.ordning)
    return {
        **desk.shared,
        "arende": {**arende, "lank": LINK_BASE + arende_key(numbered.arende)},
        "handling": {**arende["handlingar"][numbered.at], "sidor": str(pages)},
        "lank_foredragningslista": LINK_BASE + FOREDRAGNINGSLISTA,
    }


def sheets_of(desk: Desk) -> list[Sheet]:
    """Everything that prints page numbers."""
    kallelse = template_of(desk.file, desk.workshop.settings)
    contents = load_template(CONTENTS)

    def make_kallelse(places: Places) -> Path:
        return desk.make(kallelse, desk.placed(places), desk.properties.title)

    def make_contents(places: Places) -> Path:
        context = {**desk.shared, "poster": contents_rows(desk.meeting, places)}
        return desk.make(contents, context, "Innehåll")

    return [
        Sheet("kallelse", "Kallelse", make_kallelse),
        Sheet("innehall", "Innehåll", make_contents),
        *(
            Sheet(arende_key(arende), f"Ärende {arende.ordning}", _cover_of(desk, index, arende))
            for index, arende in enumerate(desk.meeting.arenden)
            if has_cover(arende)
        ),
    ]


def _cover_of(desk: Desk, index: int, arende: Arende) -> Callable[[Places], Path]:
    template = load_template(COVER_OF_ARENDE)

    def make(places: Places) -> Path:
        context = {
            **desk.shared,
            "arende": desk.placed_arende(index, places),
            "lank_foredragningslista": LINK_BASE + FOREDRAGNINGSLISTA,
        }
        return desk.make(template, context, arende_title(arende))

    return make
