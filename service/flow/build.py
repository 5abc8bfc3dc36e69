"""One report: its input file in, Word and PDF out."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import service.fill
from service.assemble.headings import outline_headings, page_count
from service.errors import InvalidInput, Problem, TemplateError
from service.fill.contents import HeadingPage, write_contents
from service.fill.context import build_context
from service.fill.naming import file_stem, name_document
from service.fill.properties import DocumentProperties
from service.fill.template import WORKBOOK_NAME, Template
from service.flow.document import (
    Made,
    key_for,
    make_document,
    make_once,
    make_workbook,
    named_after,
    noon,
)
from service.flow.meeting import call_members, place_arenden
from service.flow.paging import in_parallel
from service.flow.places import template_folder
from service.flow.published import Delivery, Staging
from service.flow.read import FRAMEWORK_SLUG, ReadFile
from service.flow.references import Heading, place_references
from service.flow.template_version import template_of
from service.flow.wiring import Workshop
from service.model.framework import Framework
from service.model.gaps import is_gap
from service.model.kallelse import Kallelse
from service.model.packet import Anchor
from service.model.parts import Sekretess

Lists = Mapping[str, Mapping[str, Any]]
NOT_IN_A_PACKET: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was built, still in the cache."""

    made: Made
    finished: Path
    """The Word file with its contents filled in, in the cache."""
    title: str
    stem: str
    """Name of its files, without suffix."""
    day: date
    template: str
    """Slug and version of the template that made it."""
    pages: int
    secret: bool = False
    """Its input file says itself that it is secret."""
    anchors: tuple[Anchor, ...] = ()
    """The places in a packet that its references lead to."""
    workbook: Path | None = None
    """Its tables for Excel, where its document type has a workbook."""
    made_by: tuple[tuple[str, str], ...] = ()
    """Template and framework, each with version and sha256."""


def build_report(file: ReadFile, target: Path, formats: Collection[str], workshop: Workshop) -> Delivery:
    """Build one report and write it to a folder.

    Raises:
        InputError, TemplateError, ToolError: as said in their classes; then nothing is written.
    """
    workshop.progress("Fyller", 0, 1, file.name)
    report = make_report(file, workshop)
    workshop.progress("Fyller", 1, 1, file.name)
    with Staging(target) as staging:
        stage_report(report, formats, staging)
        return staging.publish(file.notices)


def make_report(
    file: ReadFile,
    workshop: Workshop,
    parts: Mapping[str, str] = NOT_IN_A_PACKET,
    template: Template | None = None,
) -> Report:
    """Fill and convert a report; from the cache when nothing has changed.

    Args:
        file: the report.
        workshop: settings, converter, progress.
        parts: the keys of the documents that stand in the same packet, by their ids; its references lead to them.
        template: the one to use instead of the version that the report names or that is valid on its day.
    """
    if file.slug == FRAMEWORK_SLUG:
        raise InvalidInput(
            Problem(
                "nothing_to_fill",
                "Ett ramverk fylls inte i någon mall.",
                "dokumenttyp",
                "Ange en rapport eller ett sammanträde; ramverket kontrolleras med ”samlad kontrollera”.",
                file.name,
            )
        )
    template = template or template_of(file, workshop.settings)
    context = report_context(file, template)
    anchors = place_references(context, _headings(file.sources, workshop), parts)
    try:
        properties = DocumentProperties(
            title=context["dokument"]["titel"],
            subject=template.title,
            author=file.framework.kommun.namn,
            keywords=context["dokument"]["diarienummer"],
            created=noon(date.fromisoformat(context["dokument"]["datum"])),
            custom=made_by(template, file),
        )
        made = make_document(template, context, properties, workshop)
        stem = file_stem(name_document(template, "filnamn", context))
        described = template_folder(file.slug) / WORKBOOK_NAME
        workbook = make_workbook(described, context, properties, workshop) if described.is_file() else None
    except TemplateError as fault:
        raise named_after(fault, file.name) from fault
    return Report(
        made,
        _with_contents(made, stem),
        properties.title,
        stem,
        properties.created.date(),
        f"{template.slug} {template.version}",
        page_count(made.pdf),
        _is_secret(file.model),
        anchors,
        workbook,
        properties.custom,
    )


def _headings(sources: Sequence[ReadFile], workshop: Workshop) -> dict[str, list[Heading]]:
    """The headings of the reports that a report quotes, with their pages: they are built for it."""

    def read(source: ReadFile) -> list[Heading]:
        return outline_headings(make_report(source, workshop).made.pdf)

    found = in_parallel("Underlag", sources, read, workshop, lambda source: source.name) if sources else []
    return {source.model.id: headings for source, headings in zip(sources, found, strict=True)}


def made_by(template: Template, file: ReadFile) -> tuple[tuple[str, str], ...]:
    """What a document tells of its making: template and framework, each with version and sha256."""
    return (
        ("Mall", template.slug),
        ("Mallversion", template.version),
        ("Mall sha256", template.docx_sha256),
        ("Ramverk", f"{file.framework.styrmodell.titel} {file.framework.styrmodell.version}"),
        ("Ramverk sha256", file.framework_sha256),
    )


def _is_secret(model: object) -> bool:
    secret = getattr(model, "sekretess", None)
    return isinstance(secret, Sekretess) and secret.markerad


def report_context(
    file: ReadFile, template: Template, lists: Lists | None = None, otherwise: date | None = None
) -> dict[str, Any]:
    """All that a report's template sees.

    Args:
        file: the report.
        template: the one that is filled.
        lists: what references lead to, if not the framework's own lists.
        otherwise: the day that counts where the report has none that can be read.
    """
    model = file.model
    if isinstance(model, Kallelse):
        model = call_members(model, file.framework)
    context: dict[str, Any] = build_context(
        model, lists or file.framework.lists(), {"mall": _template_context(template)}
    )
    if isinstance(model, Kallelse):
        place_arenden(context, model, {})
    day = name_document(template, "datum", context)
    on = otherwise if otherwise is not None and is_gap(day) else date.fromisoformat(day)
    context["ramverk"] = framework_context(file.framework, on)
    context["kommun"] = context["ramverk"]["kommun"]
    named = {line: name_document(template, line, context) for line in ("titel", "diarienummer")}
    context["dokument"] = {**named, "datum": day}
    return context


def framework_context(framework: Framework, on: date) -> dict[str, Any]:
    """What every template may quote of the framework: what is in force that day."""
    lists = framework.lists()
    shown: dict[str, Any] = {
        "kommun": build_context(framework.kommun, lists, {}),
        "styrmodell": build_context(framework.styrmodell, lists, {}),
        "tillitsprinciper": [build_context(one, lists, {}) for one in framework.tillitsprinciper],
    }
    for name, entity in (("vision", framework.vision(on)), ("vardegrund", framework.vardegrund(on))):
        shown[name] = build_context(entity, lists, {}) if is_dataclass(entity) else {}
    return shown


def _template_context(template: Template) -> dict[str, str]:
    return {"titel": template.title, "version": template.version}


def _with_contents(made: Made, stem: str) -> Path:
    """The Word file with the headings' pages in its contents; made again when either file is another."""

    def write(fresh: Path) -> None:
        named = fresh.with_name(f"{stem}.docx")  # what a fault calls it
        shutil.copyfile(made.docx, named)
        write_contents(named, contents_of(made.pdf))
        named.replace(fresh)

    key = key_for(f"{made.docx.stem} {made.pdf.stem}".encode(), service.fill)
    return make_once(made.docx.with_name(f"{key}.docx"), write)


def stage_report(report: Report, formats: Collection[str], staging: Staging) -> None:
    """Put a report's files into a staging folder: Word with its contents filled in, PDF, and Excel where it has one."""
    if "docx" in formats:
        staging.add_copy(report.finished, f"{report.stem}.docx")
    if "pdf" in formats:
        staging.add_copy(report.made.pdf, f"{report.stem}.pdf", pages=report.pages)
    if "xlsx" in formats and report.workbook is not None:
        staging.add_copy(report.workbook, f"{report.stem}.xlsx")


def contents_of(pdf: Path) -> list[HeadingPage]:
    """The headings of a finished PDF with their pages, for the contents of its Word file."""
    return [HeadingPage(level, title, page) for level, title, page in outline_headings(pdf)]
