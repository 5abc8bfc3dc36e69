"""The documents of a meeting brought to PDF: reports are built, annexes converted and looked at closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from service.assemble.isolation import Guard, Triage
from service.assemble.triage import InspectedPdf, PdfLimits
from service.errors import BilagaRejected, InputError, Notice, UnreadableInput
from service.flow.build import Report, make_report
from service.flow.conformance import NOT_ASKED, conformance_notices, judge_annexes
from service.flow.conversion import convert_annex
from service.flow.document import noon
from service.flow.handlingar import AdmittedHandling
from service.flow.paging import in_parallel
from service.flow.parts import ReadyHandling
from service.flow.published import sha256_of
from service.flow.read import ReadFile
from service.flow.wiring import Workshop
from service.intake.content import Kind
from service.intake.size import MEGABYTE
from service.model.kallelse import Kallelse
from service.model.packet import PartKind
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Attached:
    """All documents of a meeting, ready for the packet."""

    ready: tuple[ReadyHandling, ...]
    notices: tuple[Notice, ...]


def attach_handlingar(
    meeting: Kallelse, admitted: Sequence[AdmittedHandling], workshop: Workshop
) -> Attached:
    """Build the reports and bring the annexes to PDF.

    Raises:
        BilagaRejected: with the faults of all annexes at once, each with its place in the meeting file.
        TemplateError, ToolError: as said in their classes.
    """

    def bring(one: AdmittedHandling, triage: Triage) -> Report | InspectedPdf | BilagaRejected:
        if isinstance(one.content, ReadFile):
            return make_report(one.content, workshop)
        day = one.numbered.handling.datum or meeting.sammantrade.datum
        try:
            handling = one.numbered.handling
            is_pdf = one.content.kind is Kind.PDF
            pdf = one.source if is_pdf else convert_annex(one.source, handling, noon(day), workshop)
            return inspect_annex(one, pdf, triage, workshop.folder)
        except (BilagaRejected, UnreadableInput) as fault:
            return _placed(fault, one)

    with open_triage(workshop.settings) as triage:
        work = partial(bring, triage=triage)
        brought = in_parallel("Handlingar", admitted, work, workshop, lambda one: one.numbered.label)
    problems = [p for result in brought if isinstance(result, BilagaRejected) for p in result.problems]
    if problems:
        raise BilagaRejected(*problems)
    verdicts, unjudged = judge_annexes(
        [result.pdf for result in brought if isinstance(result, InspectedPdf)], workshop
    )
    ready: list[ReadyHandling] = []
    notices: list[Notice] = [*unjudged]
    for one, result in zip(admitted, brought, strict=True):
        if isinstance(result, Report):
            ready.append(_ready(one, PartKind.RAPPORT, result.made.pdf, result.pages, result))
        elif isinstance(result, InspectedPdf):
            verdict = verdicts.get(result.pdf, NOT_ASKED)
            more = conformance_notices(one.source.name, verdict, result.notices)
            notices += [
                *result.notices,
                *(replace(notice, path=f"{one.numbered.path}.fil") for notice in more),
            ]
            made = _ready(one, PartKind.BILAGA, result.pdf, result.page_count)
            signed = one.source if result.signed else None
            ready.append(replace(made, signed_original=signed, verdict=verdict))
    return Attached(tuple(ready), tuple(notices))


def _ready(
    one: AdmittedHandling, kind: PartKind, pdf: Path, pages: int, report: Report | None = None
) -> ReadyHandling:
    digest = sha256_of(one.source)
    return ReadyHandling(one.numbered, kind, pdf, pages, one.source.name, digest, report)


def open_triage(settings: Settings) -> Triage:
    """What looks at annexes, within the limits of the settings; its processes are gone when it is closed."""
    limits = PdfLimits(
        max_pages=settings.max_sidor_bilaga,
        max_bytes=settings.max_bilaga_mb * MEGABYTE,
        max_pixels=settings.max_bildpunkter,
    )
    return Triage(limits, Guard(settings.triage_sekunder, settings.triage_mb))


def inspect_annex(one: AdmittedHandling, pdf: Path, triage: Triage, folder: Path) -> InspectedPdf:
    """Look at an annex as PDF.

    Args:
        one: the annex.
        pdf: the annex itself, or what was made of it.
        triage: what looks at it.
        folder: where a repaired or decrypted copy may be kept.

    Raises:
        BilagaRejected: with every fault, each with its place in the meeting file.
    """
    try:
        inspected = triage.inspect(pdf, name=one.source.name, copy=folder / f"{one.numbered.key}.pdf")
    except BilagaRejected as fault:
        raise _placed(fault, one) from fault
    place = f"{one.numbered.path}.fil"
    told = (replace(notice, path=place, source=one.source.name) for notice in inspected.notices)
    return replace(inspected, notices=tuple(told))


def _placed(fault: InputError, one: AdmittedHandling) -> BilagaRejected:
    place = f"{one.numbered.path}.fil"
    return BilagaRejected(*(replace(p, path=place, source=one.source.name) for p in fault.problems))
