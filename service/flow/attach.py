"""The documents of a meeting brought to PDF: reports are built, annexes converted and looked at closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from service.assemble.triage import InspectedPdf, PdfLimits, inspect
from service.errors import BilagaRejected, InputError, Notice, Problem, UnreadableInput
from service.flow.build import Report, make_report
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
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Attached:
    """All documents of a meeting, ready for the packet."""

    ready: tuple[ReadyHandling, ...]
    reports: tuple[Report, ...]
    """The reports among them, each once, in the order of the agenda."""
    notices: tuple[Notice, ...]


def attach_handlingar(
    meeting: Kallelse, admitted: Sequence[AdmittedHandling], workshop: Workshop
) -> Attached:
    """Build the reports and bring the annexes to PDF.

    Raises:
        BilagaRejected: with the faults of all annexes at once, each with its place in the meeting file.
        TemplateError, ToolError: as said in their classes.
    """

    def bring(one: AdmittedHandling) -> Report | Path | BilagaRejected:
        if isinstance(one.content, ReadFile):
            return make_report(one.content, workshop)
        if one.content.kind is Kind.PDF:
            return one.source
        day = one.numbered.handling.datum or meeting.sammantrade.datum
        try:
            return workshop.converter.convert(one.source, created=noon(day))
        except (BilagaRejected, UnreadableInput) as fault:
            return _placed(fault, one)

    brought = in_parallel("Handlingar", admitted, bring, workshop, lambda one: one.numbered.label)
    ready: list[ReadyHandling] = []
    reports: list[Report] = []
    problems: list[Problem] = []
    notices: list[Notice] = []
    # Annexes are inspected here, one after the other: the PDF renderer must not run in two threads at once.
    for one, result in zip(admitted, brought, strict=True):
        digest = sha256_of(one.source)
        if isinstance(result, Report):
            reports.append(result)
            ready.append(ReadyHandling(one, result.made.pdf, result.pages, digest, result.template))
            continue
        try:
            inspected = inspect_annex(one, _or_raise(result), workshop.settings, workshop.folder)
        except BilagaRejected as fault:
            problems += fault.problems
            continue
        notices += inspected.notices
        ready.append(ReadyHandling(one, inspected.pdf, inspected.page_count, digest))
    if problems:
        raise BilagaRejected(*problems)
    return Attached(tuple(ready), tuple(dict.fromkeys(reports)), tuple(notices))


def inspect_annex(one: AdmittedHandling, pdf: Path, settings: Settings, folder: Path) -> InspectedPdf:
    """Look at an annex as PDF.

    Args:
        one: the annex.
        pdf: the annex itself, or what was made of it.
        settings: the limits.
        folder: where a repaired or decrypted copy may be kept.

    Raises:
        BilagaRejected: with every fault, each with its place in the meeting file.
    """
    limits = PdfLimits(
        max_pages=settings.max_sidor_bilaga,
        max_bytes=settings.max_bilaga_mb * MEGABYTE,
        max_pixels=settings.max_bildpunkter,
    )
    try:
        inspected = inspect(pdf, limits=limits, name=one.source.name, copy=folder / f"{one.numbered.key}.pdf")
    except BilagaRejected as fault:
        raise _placed(fault, one) from fault
    place = f"{one.numbered.path}.fil"
    told = (replace(notice, path=place, source=one.source.name) for notice in inspected.notices)
    return replace(inspected, notices=tuple(told))


def _placed(fault: InputError, one: AdmittedHandling) -> BilagaRejected:
    place = f"{one.numbered.path}.fil"
    return BilagaRejected(*(replace(p, path=place, source=one.source.name) for p in fault.problems))


def _or_raise(result: Path | BilagaRejected) -> Path:
    if isinstance(result, BilagaRejected):
        raise result
    return result
