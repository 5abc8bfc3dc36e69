"""An annex on its way into the packet: converted when it is no PDF, then looked at closely."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.assemble.triage import InspectedPdf, PdfLimits, inspect
from service.errors import BilagaRejected, Notice, Problem, UnreadableInput
from service.flow.document import noon
from service.flow.handlingar import AdmittedHandling
from service.flow.wiring import Workshop
from service.intake.content import Kind
from service.intake.gate import SUFFIXES
from service.intake.size import MEGABYTE
from service.model.kallelse import Kallelse
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class AttachedPdf:
    """An annex as PDF."""

    pdf: Path
    pages: int
    notices: tuple[Notice, ...]


def attach(one: AdmittedHandling, meeting: Kallelse, workshop: Workshop) -> AttachedPdf:
    """Turn an admitted file into the PDF that goes into the packet.

    Raises:
        BilagaRejected: it cannot be taken in; every fault, with its place in the meeting file.
        ToolError: LibreOffice is missing, hangs or fails.
    """
    source = one.source
    if SUFFIXES[source.suffix.lower()] is not Kind.PDF:
        day = one.numbered.handling.datum or meeting.sammantrade.datum
        try:
            source = workshop.converter.convert(source, created=noon(day))
        except (BilagaRejected, UnreadableInput) as fault:
            raise _placed(fault.problems, one) from fault
    inspected = inspect_pdf(one, workshop.settings, workshop.folder, source)
    return AttachedPdf(inspected.pdf, inspected.page_count, tuple(_with_path(inspected.notices, one)))


def inspect_pdf(
    one: AdmittedHandling, settings: Settings, folder: Path, pdf: Path | None = None
) -> InspectedPdf:
    """Look at an annex that is a PDF, or at the PDF that was made of it.

    Args:
        one: the annex.
        settings: the limits.
        folder: where a repaired or decrypted copy may be kept.
        pdf: the PDF, when it is not the annex itself.

    Raises:
        BilagaRejected: with every fault, each with its place in the meeting file.
    """
    limits = PdfLimits(max_pages=settings.max_sidor_bilaga, max_bytes=settings.max_bilaga_mb * MEGABYTE)
    try:
        copy = folder / f"{one.numbered.key}.pdf"
        return inspect(pdf or one.source, limits=limits, name=one.source.name, copy=copy)
    except BilagaRejected as fault:
        raise _placed(fault.problems, one) from fault


def _placed(problems: tuple[Problem, ...], one: AdmittedHandling) -> BilagaRejected:
    place = f"{one.numbered.path}.fil"
    return BilagaRejected(*(Problem(p.code, p.message, place, p.remedy, one.source.name) for p in problems))


def _with_path(notices: tuple[Notice, ...], one: AdmittedHandling) -> list[Notice]:
    return [Notice(n.code, n.message, f"{one.numbered.path}.fil", one.source.name) for n in notices]
