"""Fill a template: context in, Word file out. Equal input gives equal bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from xml.parsers import expat

import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from service.errors import TemplateError
from service.fill.compiled import CompiledPart, CompiledTemplate, compile_template
from service.fill.environment import suggestion
from service.fill.faults import placed, template_fault
from service.fill.fieldmap import add_own_names
from service.fill.package import write_package
from service.fill.properties import DocumentProperties, write_properties
from service.fill.richtext import SESSION
from service.fill.session import Session
from service.fill.template import Template

_BROKEN_TEXT = re.compile(r"(?<=>)[^<>]*[\n\t][^<>]*(?=</w:t>)")
_EMPTY_CELL = re.compile(r"(<w:tc>|</w:tcPr>|<w:tc><w:tcPr/>|</w:tbl>)(?=</w:tc>)")
_ROWLESS_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>|<w:tr[ >]|</w:tbl>).)*</w:tbl>", re.DOTALL)
_EMPTY_PART = re.compile(r"(<w:(hdr|ftr)[^>]*>)(?=</w:\2>)")
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
_BOOKMARK_ID = re.compile(r'(<w:bookmark(?:Start|End)\b[^>]*?\bw:id=")([^"]*)(")')
_OUTERMOST = re.compile("Fältet ”(.*)” finns inte[.]")
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def render(
    template: Template, context: Mapping[str, object], *, properties: DocumentProperties, target: Path
) -> None:
    """Fill the template with the context and write the Word file; it appears whole or not at all.

    Raises:
        TemplateError: when a tag cannot be filled; it names the template, the place and the tag.
    """
    compiled = compile_template(template)
    if template.names:
        context = add_own_names(context, template.names)
    session = Session(compiled.styles, compiled.highest_num_id)
    members = dict(compiled.members)
    drawing_ids = count(1)
    for part in compiled.parts:
        session.part = part.name
        text = _tidy(_fill(part, context, session, compiled), part)
        text = _DRAWING_ID.sub(lambda match: f"{match[1]}{next(drawing_ids)}{match[2]}", text)
        members[part.name] = _checked(text, part, compiled)
    session.add_to(members)
    write_properties(members, properties)
    write_package(members, target)


def _fill(
    part: CompiledPart, context: Mapping[str, object], session: Session, compiled: CompiledTemplate
) -> str:
    try:
        return part.template.render({**context, SESSION: session})
    except (TemplateError, jinja2.UndefinedError) as error:
        tag = part.tag_of(error.__traceback__)
        fault = error if isinstance(error, TemplateError) else _missing(error, context)
        if tag:
            fault = _with_tag(fault, tag.text)
        raise placed(fault, compiled.name, tag.place if tag else part.name) from error


def _missing(error: jinja2.UndefinedError, context: Mapping[str, object]) -> TemplateError:
    message = str(error.message)
    outermost = _OUTERMOST.fullmatch(message)
    # An undefined name does not know its neighbours, the context does.
    return template_fault(
        "template_missing_field", message + (suggestion(outermost[1], context) if outermost else "")
    )


def _with_tag(fault: TemplateError, tag: str) -> TemplateError:
    problem = fault.problems[0]
    return template_fault(problem.code, f"{problem.message} Taggen: {tag}", problem.path, problem.remedy)


def _tidy(xml: str, part: CompiledPart) -> str:
    """Mend what filling leaves behind: line breaks in values, and cells, tables and headers that became empty."""
    if "\n" in xml or "\t" in xml:
        xml = _BROKEN_TEXT.sub(_with_breaks, xml)
    if "</w:tblGrid></w:tbl>" in xml:
        xml = _ROWLESS_TABLE.sub("", xml)
    if part.columns_vary:
        xml = _mended_grid(xml)
    xml = _EMPTY_CELL.sub(r"\1<w:p/>", xml)
    return _EMPTY_PART.sub(r"\1<w:p/>", xml)


def _with_breaks(match: re.Match[str]) -> str:
    text = match[0].replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')


def _mended_grid(xml: str) -> str:
    tree = DocxTemplate("").fix_tables(xml)
    return str(etree.tostring(tree, encoding="unicode"))


def _checked(xml: str, part: CompiledPart, compiled: CompiledTemplate) -> bytes:
    content = (_XML_HEAD + xml).encode()
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as error:
        message = f"Den ifyllda delen {part.name} blev ingen giltig Word-XML ({error})."
        raise placed(template_fault("template_result_broken", message), compiled.name, part.name) from error
    return content
