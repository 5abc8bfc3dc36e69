"""The pages of unfinished work: filled and converted as they stand, with a mark wherever something is missing.

What is made here is looked at as pictures and never leaves the service as a file: it says of itself that it is a draft,
nothing in it is mended, and no check of the finished document has seen it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

from service.assemble.headings import page_count
from service.errors import InvalidInput, TemplateError
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import Template
from service.flow.build import Lists, report_context
from service.flow.document import noon
from service.flow.drafts import write_document
from service.flow.published import Delivery, Staging
from service.flow.read import Reader, ReadFile
from service.flow.references import place_references
from service.flow.template_version import template_of, template_versions
from service.flow.wiring import Workshop
from service.intake.json_file import read_json
from service.model.framework import Framework
from service.model.gaps import UNANSWERED, KnownOrGap
from service.records.base import JsonObject
from service.schema.cleaning import clean
from service.schema.sketch import sketch

SKETCH_NAME = "forhandsvisning.pdf"


def deliver_sketch(
    underlag: JsonObject, path: Path, target: Path, reader: Reader, workshop: Workshop
) -> Delivery:
    """Do an ordered sketch; raises as `make_sketch`."""
    slug = path.stem
    document = write_document(path, slug, underlag["status"], underlag["beslut"], workshop.folder)
    return make_sketch(document, target, reader, workshop)


def make_sketch(path: Path, target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    """The pages of a report as it stands, for pictures alone.

    Raises:
        TemplateError: the template cannot show it.
        ToolError: LibreOffice is missing, hangs or fails.
    """
    workshop.progress("Fyller", 0, 2, "")
    file = read_unfinished(path, reader)
    docx = fill_sketch(file, workshop.folder / "forhandsvisning.docx", reader)
    workshop.progress("Gör sidor", 1, 2, "")
    pdf = workshop.converter.convert(docx, created=noon(reader.today))
    with Staging(target) as staging:
        shutil.copyfile(pdf, staging.add(SKETCH_NAME, pages=page_count(pdf)))
        return staging.publish()


def read_unfinished(path: Path, reader: Reader) -> ReadFile:
    """The report, whatever is missing in it."""
    raw, _ = clean(read_json(path, reader.settings), path.name)
    try:
        return reader.read_raw(path, raw)
    except InvalidInput as fault:
        lacking = {one.path for one in fault.problems if one.code in UNANSWERED}
    slug, framework = str(raw["dokumenttyp"]), reader.framework()[1]
    return ReadFile(path, slug, sketch(slug, raw, lacking), framework, ())


def fill_sketch(file: ReadFile, docx: Path, reader: Reader) -> Path:
    """Fill the report's template. Raises TemplateError."""
    template = _template(file, reader)
    context = report_context(file, template, _lists(file.framework), reader.today)
    place_references(context, {}, {})
    properties = DocumentProperties(
        title=f"Utkast: {context['dokument']['titel']}",
        subject=template.title,
        author=file.framework.kommun.namn,
        keywords="",
        created=noon(reader.today),
    )
    render(template, context, properties=properties, target=docx)
    return docx


def _template(file: ReadFile, reader: Reader) -> Template:
    try:
        return template_of(file, reader.settings)
    except (TemplateError, InvalidInput, ValueError):  # its day or its version is not written yet
        return template_versions(file.slug, reader.settings)[-1]


def _lists(framework: Framework) -> Lists:
    hints = get_type_hints(Framework)
    known: Mapping[str, Mapping[str, Any]] = framework.lists()
    return {
        name: KnownOrGap(found, get_args(hints[name])[0], name.capitalize()) for name, found in known.items()
    }
