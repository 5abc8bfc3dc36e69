"""A meeting's handlingar looked through before they are published, and what persons decide about what was found."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from service.assemble.isolation import Triage, WorkFailed
from service.errors import InvalidInput, Notice, Problem
from service.flow.attach import attach_handlingar
from service.flow.handlingar import NumberedHandling, is_attached, require_handlingar
from service.flow.parts import ReadyHandling
from service.flow.public import documents_by_id, public_document, stand_ins
from service.flow.publicering import undecided
from service.flow.publicering_beslut import read_decisions
from service.flow.publicering_fynd import Looked, look_through
from service.flow.read import Reader
from service.flow.sheets import Desk, lay_out
from service.flow.triage import open_triage
from service.flow.wiring import Workshop
from service.model.publicering import Beslut, Beslutslista, EgenMask, Fynd, Fyndslag, Publiceringsbeslut, Ruta


@dataclass(frozen=True, slots=True)
class Review:
    """A meeting that was looked through."""

    looked: tuple[Looked, ...]
    decisions: Beslutslista
    notices: tuple[Notice, ...] = ()
    pictures: tuple[Path, ...] = ()

    @property
    def left(self) -> int:
        """How many findings nobody has decided about."""
        return sum(len(undecided(one, self.decisions)) for one in self.looked)

    @property
    def read(self) -> int:
        """How many handlingar somebody has read through, as the meeting file says."""
        return sum(one.one.numbered.handling.personuppgiftsgranskad is not None for one in self.looked)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decides, about what, and why."""

    beslut: Publiceringsbeslut
    av: str
    tid: datetime
    grund: str = ""
    fynd: Collection[str] = ()
    """Ids of findings; without them the decision is about kinds."""
    slag: Fyndslag | None = None
    handling: str = ""


def review_publication(
    path: Path, reader: Reader, workshop: Workshop, pictures: Path | None = None
) -> Review:
    """Everything that is found in the handlingar that the public edition would show.

    Args:
        path: the meeting file.
        reader: reads input files.
        workshop: settings, converter, progress.
        pictures: a folder for pictures of the pages with findings, when they are wanted.

    Raises:
        InputError, TemplateError, ToolError: as for a packet.
    """
    desk = lay_out(reader.read(path), workshop)
    decisions = read_decisions(path.parent, workshop.settings)
    admitted, notices = require_handlingar(desk.file, reader, stand_ins(desk.meeting))
    attached = attach_handlingar(desk.meeting, admitted, workshop)
    shown = shown_to_all(attached.ready, desk)
    with open_triage(workshop.settings) as triage:
        looked = look_through(shown, desk, triage)
        drawn = draw_findings(looked, pictures, triage) if pictures else []
    return Review(tuple(looked), decisions, notices, tuple(drawn))


def shown_to_all(ready: Sequence[ReadyHandling], desk: Desk) -> list[ReadyHandling]:
    """The files that the public edition shows: documents themselves, or their masked versions in their place."""
    others = documents_by_id(desk.meeting)
    by_id = {one.numbered.handling.id: one for one in ready}
    shown: list[ReadyHandling] = []
    for one in ready:
        found = public_document(one.numbered.handling, others)
        if is_attached(one.numbered) and not found.withheld:
            file = by_id[found.stand_in] if found.stand_in else one
            shown.append(replace(file, numbered=_read_as(one.numbered, file.numbered)))
    return shown


def _read_as(own: NumberedHandling, shown: NumberedHandling) -> NumberedHandling:
    """A handling in its place; who has read it through is said of the file that is shown, masked or not."""
    read = shown.handling.personuppgiftsgranskad
    return replace(own, handling=replace(own.handling, personuppgiftsgranskad=read))


def draw_findings(looked: Iterable[Looked], folder: Path, triage: Triage) -> list[Path]:
    """Draw every page on which something was found, with frames around it."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    for one in looked:
        for page in sorted({fynd.sida for fynd in one.fynd if fynd.sida}):
            boxes = [fynd.rutor for fynd in one.fynd if fynd.sida == page]
            target = folder / picture_name(one, page)
            _draw(one, page, boxes, target, triage)
            drawn.append(target)
    return drawn


def picture_name(looked: Looked, page: int) -> str:
    """The name of a page's picture."""
    return f"{looked.one.numbered.number}-{page}.png"


def _draw(one: Looked, page: int, boxes: Sequence[Sequence[Ruta]], target: Path, triage: Triage) -> None:
    with TemporaryDirectory(prefix="samlad-") as folder:
        asked = Path(folder) / "rutor.json"
        asked.write_text(json.dumps(boxes), encoding="utf-8")
        try:
            triage.work(
                "draw", one.one.pages, pdf=str(one.one.pdf), target=str(target), asked=str(asked), page=page
            )
        except WorkFailed as fault:
            raise InvalidInput(
                Problem(
                    "publication_unread",
                    f"{one.one.numbered.label}, sidan {page} går inte att rita.",
                    one.one.numbered.path,
                    "Skriv ut originalet till PDF igen.",
                )
            ) from fault


def decide(review: Review, choice: Choice) -> Beslutslista:
    """All decisions, with those that the choice makes.

    Raises:
        InvalidInput: it is about nothing that was found.
    """
    new = list(_about_findings(review, choice) if choice.fynd else _about_kinds(review, choice))
    if not new:
        raise InvalidInput(
            Problem(
                "publication_nothing_chosen",
                "Inget fynd stämmer med det som beslutet ska gälla.",
                "--besluta",
                "Visa fynden först, och ange handling, slag eller id så som de står där.",
            )
        )
    return replace(review.decisions, beslut=(*review.decisions.beslut, *new))


def _about_findings(review: Review, choice: Choice) -> Iterable[Beslut]:
    for one in review.looked:
        for fynd in one.open:
            if fynd.id in choice.fynd:
                yield _beslut(one, choice, fynd=fynd.id, slag=fynd.slag)


def _about_kinds(review: Review, choice: Choice) -> Iterable[Beslut]:
    for one in review.looked:
        if choice.handling and one.one.numbered.number != choice.handling:
            continue
        for slag in dict.fromkeys(fynd.slag for fynd in one.open):
            if choice.slag in (None, slag):
                yield _beslut(one, choice, slag=slag)


def _beslut(one: Looked, choice: Choice, *, slag: Fyndslag, fynd: str = "") -> Beslut:
    return Beslut(
        sha256=one.sha256,
        beslut=choice.beslut,
        av=choice.av,
        tid=choice.tid,
        fynd=fynd,
        slag=slag,
        handling=one.one.numbered.number,
        grund=choice.grund,
    )


def add_mask(
    review: Review, place: tuple[str, int, Sequence[Decimal]], by: str, at: datetime, ground: str
) -> Beslutslista:
    """All decisions, with a place more that is to be masked.

    Args:
        review: the meeting.
        place: number of the handling, page, and the four sides.
        by: who decides.
        at: when.
        ground: why.

    Raises:
        InvalidInput: there is no such page.
    """
    number, page, sides = place
    for one in review.looked:
        if one.one.numbered.number == number and 1 <= page <= one.one.pages:
            mask = EgenMask(
                sha256=one.sha256, sida=page, ruta=tuple(sides), av=by, tid=at, handling=number, grund=ground
            )
            return replace(review.decisions, masker=(*review.decisions.masker, mask))
    raise InvalidInput(
        Problem(
            "publication_no_such_page",
            f"Handling {number} har ingen sida {page} i den offentliga utgåvan.",
            "--mask",
            "Ange handlingens nummer och sida så som de står i granskningen.",
        )
    )


def findings_as_json(looked: Looked, decisions: Beslutslista) -> dict[str, object]:
    """A handling's findings for programs."""
    numbered = looked.one.numbered
    read = numbered.handling.personuppgiftsgranskad
    return {
        "handling": numbered.number,
        "titel": numbered.handling.titel,
        "granskad": {"av": read.av, "tid": read.tid.isoformat()} if read else None,
        "sha256": looked.sha256,
        "sidor": looked.one.pages,
        "fynd": [_as_json(fynd, decisions.of(fynd, looked.sha256)) for fynd in looked.fynd],
        "masker": [
            {
                "sida": own.sida,
                "ruta": [float(side) for side in own.ruta],
                "av": own.av,
                "tid": own.tid.isoformat(),
            }
            for own in decisions.masks(looked.sha256)
        ],
    }


def _as_json(fynd: Fynd, decided: Beslut | None) -> dict[str, object]:
    told: dict[str, object] = {
        "id": fynd.id,
        "slag": fynd.slag.value,
        "sida": fynd.sida,
        "rutor": [list(ruta) for ruta in fynd.rutor],
        "text": fynd.text,
        "vad": fynd.vad,
        "foljer_med": fynd.foljer_med,
        "beslut": None,
    }
    if decided is not None:
        told["beslut"] = {
            "beslut": decided.beslut.value,
            "av": decided.av,
            "tid": decided.tid.isoformat(),
            "grund": decided.grund,
            "galler": "fynd" if decided.fynd else "slag",
        }
    return told
