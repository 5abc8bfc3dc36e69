"""A template tried on sample data: the Word file, the PDF and every page as a picture."""

from __future__ import annotations

import json
from pathlib import Path

from service.assemble.pictures import draw_pages
from service.errors import InvalidInput, Problem
from service.fill.template import Template
from service.flow.build import make_report, stage_report
from service.flow.places import SAMPLES
from service.flow.published import Delivery, Staging
from service.flow.read import Reader
from service.flow.wiring import Workshop

_DPI = 80
"""Enough to read a page on a screen; one page is about 100 kB."""


def try_template(
    template: Template, sample: Path | None, target: Path, reader: Reader, workshop: Workshop
) -> Delivery:
    """Fill a template with an input file, or with the first sample of its document type, and draw its pages.

    Raises:
        InputError: the input is at fault, or there is no sample.
        TemplateError: the template cannot be filled.
        ToolError: LibreOffice is missing, hangs or fails.
    """
    file = reader.read(sample or _first_sample(template.slug))
    if file.slug != template.slug:
        raise InvalidInput(
            Problem(
                "wrong_doctype",
                f"Filen är en {file.slug}, men mallen är för {template.slug}.",
                "dokumenttyp",
                "Välj en indatafil av mallens slag.",
                file.name,
            )
        )
    workshop.progress("Fyller", 0, 1, file.name)
    report = make_report(file, workshop, template=template)
    workshop.progress("Fyller", 1, 1, file.name)
    with Staging(target) as staging:
        stage_report(report, ("docx", "pdf"), staging)
        width = len(str(report.pages))
        draw_pages(
            report.made.pdf, lambda number: staging.add(f"{report.stem}-sida-{number:0{width}}.png"), dpi=_DPI
        )
        return staging.publish(file.notices)


def _first_sample(slug: str) -> Path:
    for path in sorted((SAMPLES / slug).rglob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(raw, dict) and raw.get("dokumenttyp") == slug:
            return path
    raise InvalidInput(
        Problem(
            "file_missing",
            f"Det finns inget exempel för {slug}.",
            "--exempel",
            "Ange en indatafil med --exempel.",
        )
    )
