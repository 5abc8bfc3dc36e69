"""The documents of a meeting brought to PDF: reports are built, annexes converted and looked at closely."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from service.assemble.isolation import Triage
from service.assemble.repair import Identity
from service.assemble.triage import InspectedPdf
from service.errors import BilagaRejected, InputError, Notice, UnreadableInput
from service.flow.annex import Annex
from service.flow.archival import bring_to_standards
from service.flow.build import Report, make_report
from service.flow.conformance import conformance_notices
from service.flow.conversion import convert_annex
from service.flow.document import noon
from service.flow.handlingar import AdmittedHandling
from service.flow.paging import in_parallel
from service.flow.parts import ReadyHandling
from service.flow.passwords import Passwords
from service.flow.published import sha256_of
from service.flow.quoting import link_quotes
from service.flow.read import ReadFile
from service.flow.readability import describe_annexes, readability_notice
from service.flow.scanned import read_scanned
from service.flow.triage import open_triage
from service.flow.wiring import Workshop
from service.intake.content import Kind
from service.intake.gate import Admitted
from service.model.choices import Pdfapolicy
from service.model.kallelse import Kallelse
from service.model.packet import PartKind
from service.settings import Settings

_LANGUAGE = "sv-SE"
"""Of an annex that does not say its own."""


@dataclass(frozen=True, slots=True)
class Attached:
    """All documents of a meeting, ready for the packet."""

    ready: tuple[ReadyHandling, ...]
    notices: tuple[Notice, ...]


def attach_handlingar(
    meeting: Kallelse, admitted: Sequence[AdmittedHandling], workshop: Workshop
) -> Attached:
    """Build the reports and bring the annexes to PDF, and to PDF/A as far as the policy wants it.

    Raises:
        BilagaRejected: with the faults of all annexes at once, each with its place in the meeting file.
        TemplateError, ToolError: as said in their classes.
    """
    spare = workshop.passwords.spare(one.numbered.handling.fil for one in admitted)
    quoting_last = sorted(admitted, key=_quotes_others)  # what they quote is made by then

    def bring(one: AdmittedHandling, triage: Triage) -> Report | Annex | BilagaRejected:
        if isinstance(one.content, ReadFile):
            return make_report(one.content, workshop)
        day = one.numbered.handling.datum or meeting.sammantrade.datum
        try:
            return bring_annex(one, day, triage, workshop)
        except BilagaRejected as fault:
            return fault

    with open_triage(workshop.settings) as triage:
        work = partial(bring, triage=triage)
        brought = in_parallel("Handlingar", quoting_last, work, workshop, lambda one: one.numbered.label)
        problems = [p for result in brought if isinstance(result, BilagaRejected) for p in result.problems]
        if problems:
            rejected = BilagaRejected(*problems)
            rejected.notices = spare
            raise rejected
        settled, told = settle_annexes([one for one in brought if isinstance(one, Annex)], triage, workshop)
    annexes = iter(settled)
    ready: list[ReadyHandling] = []
    notices: list[Notice] = [*spare, *told]
    for one, result in zip(quoting_last, brought, strict=True):
        if isinstance(result, Report):
            ready.append(_ready(one, PartKind.RAPPORT, result.made.pdf, result.pages, result))
        else:
            annex = next(annexes)
            notices += annex.notices
            made = _ready(one, PartKind.BILAGA, annex.pdf, annex.inspected.page_count)
            signed = one.source if annex.inspected.signed else None
            ready.append(replace(made, signed_original=signed, annex=annex))
    places = [one.numbered.path for one in admitted]
    ready.sort(key=lambda one: places.index(one.numbered.path))
    return Attached(link_quotes(ready, admitted, workshop), tuple(notices))


def _quotes_others(one: AdmittedHandling) -> bool:
    return isinstance(one.content, ReadFile) and bool(one.content.sources)


def bring_annex(one: AdmittedHandling, day: date, triage: Triage, workshop: Workshop) -> Annex:
    """The annex as PDF, looked at closely.

    Args:
        one: the annex.
        day: its date, which goes into what is made of it.
        triage: what looks at it.
        workshop: what converts.

    Raises:
        BilagaRejected: with every fault, each with its place in the meeting file.
        ToolError: as said for `Converter.convert`.
    """
    handling, created = one.numbered.handling, noon(day)
    try:
        is_pdf = isinstance(one.content, Admitted) and one.content.kind is Kind.PDF
        pdf = one.source if is_pdf else convert_annex(one.source, handling, created, workshop)
    except (BilagaRejected, UnreadableInput) as fault:
        raise _placed(fault, one) from fault
    inspected = inspect_annex(one, pdf, triage, workshop.folder, workshop.passwords)
    identity = Identity(handling.titel_publik or handling.titel, _LANGUAGE, created)
    policy = handling.pdfa or _policy(workshop.settings)
    return Annex(one, inspected, identity, policy, notices=inspected.notices)


def _policy(settings: Settings) -> Pdfapolicy:
    return next(one for one in Pdfapolicy if one.value == settings.pdfa_bilagor)


def settle_annexes(
    annexes: Sequence[Annex], triage: Triage, workshop: Workshop
) -> tuple[list[Annex], tuple[Notice, ...]]:
    """Read what is scanned, bring to PDF/A what is not, and tell of what is left."""
    described = describe_annexes(annexes, triage, workshop)
    read = read_scanned(described, triage, workshop)
    brought, told = bring_to_standards(read, triage, workshop)
    changed = describe_annexes([annex for annex in brought if annex.ways], triage, workshop)
    described_again = {annex.one.numbered.path: annex for annex in changed}
    return [_told(described_again.get(annex.one.numbered.path, annex)) for annex in brought], told


def _told(annex: Annex) -> Annex:
    """The annex with what there is to say of how it can be read, and which standards it keeps to."""
    for notice in readability_notice(annex):
        annex = annex.told(notice.code, notice.message)
    already = () if annex.read else annex.notices  # who had words read expects that they can be heard
    for notice in conformance_notices(annex.name, annex.verdict, already, annex.tried):
        annex = annex.told(notice.code, notice.message)
    return annex


def _ready(
    one: AdmittedHandling, kind: PartKind, pdf: Path, pages: int, report: Report | None = None
) -> ReadyHandling:
    digest = sha256_of_input(one)
    return ReadyHandling(one.numbered, kind, pdf, pages, one.source.name, digest, report)


def sha256_of_input(one: AdmittedHandling) -> str:
    """Of the original; of what it quotes too, so that a change in a quoted report is a change here."""
    own = sha256_of(one.source)
    if not isinstance(one.content, ReadFile) or not one.content.sources:
        return own
    quoted = (sha256_of(source.path) for source in one.content.sources)
    return hashlib.sha256("".join([own, *quoted]).encode()).hexdigest()


def inspect_annex(
    one: AdmittedHandling, pdf: Path, triage: Triage, folder: Path, passwords: Passwords
) -> InspectedPdf:
    """Look at an annex as PDF.

    Args:
        one: the annex.
        pdf: the annex itself, or what was made of it.
        triage: what looks at it.
        folder: where a repaired or decrypted copy may be kept.
        passwords: what opens locked files.

    Raises:
        BilagaRejected: with every fault, each with its place in the meeting file.
    """
    try:
        copy, word = folder / f"{one.numbered.key}.pdf", passwords.of(one.numbered.handling.fil)
        inspected = triage.inspect(pdf, name=one.source.name, copy=copy, password=word)
    except BilagaRejected as fault:
        raise _placed(fault, one) from fault
    place = f"{one.numbered.path}.fil"
    told = (replace(notice, path=place, source=one.source.name) for notice in inspected.notices)
    return replace(inspected, notices=tuple(told))


def _placed(fault: InputError, one: AdmittedHandling) -> BilagaRejected:
    place = f"{one.numbered.path}.fil"
    return BilagaRejected(*(replace(p, path=place, source=one.source.name) for p in fault.problems))
