"""Fill a template: context in, Word file out. Equal input gives equal bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

import jinja2
from lxml import etree

from service.errors import TemplateError
from service.fill.compiled import CompiledPart, CompiledTemplate, compile_template
from service.fill.engine import HEAD, break_lines, finish_text, finish_tree
from service.fill.environment import fill_bytes, suggestion
from service.fill.faults import placed, template_fault
from service.fill.fieldmap import add_own_names
from service.fill.package import write_package
from service.fill.properties import DocumentProperties, write_properties
from service.fill.richtext import SESSION
from service.fill.session import Session
from service.fill.template import Template

_OUTERMOST = re.compile("Fältet ”(.*)” finns inte[.]")


def render(
    template: Template, context: Mapping[str, object], *, properties: DocumentProperties, target: Path
) -> None:
    """Fill the template with the context and write the Word file; when it cannot be filled nothing is written.

    Raises:
        TemplateError: when a tag cannot be filled; it names the template, the place and the tag.
    """
    compiled = compile_template(template)
    if template.names:
        context = add_own_names(context, template.names)
    session = Session(compiled.styles, compiled.highest_num_id)
    members = dict(compiled.members)
    for part in compiled.parts:
        session.part = part.name
        filled = break_lines(raw := _fill(part, context, session, compiled))
        content = HEAD + _finished(filled, part, compiled)
        if not part.sound or filled is not raw:
            _check(content, part, compiled)
        members[part.name] = content
    session.add_to(members)
    write_properties(members, properties)
    ready = {
        name: packed for name, packed in compiled.ready.items() if members[name] is compiled.members[name]
    }
    write_package(members, target, ready)


def _fill(
    part: CompiledPart, context: Mapping[str, object], session: Session, compiled: CompiledTemplate
) -> bytes:
    try:
        return fill_bytes(part.template, {**context, SESSION: session})
    except (TemplateError, jinja2.UndefinedError, TypeError) as error:
        tag = part.tag_of(error.__traceback__)
        if isinstance(error, TypeError) and not tag:
            raise  # not of the template's doing
        fault = _told(error, context)
        if tag:
            fault = _with_tag(fault, tag.text)
        raise placed(fault, compiled.name, tag.place if tag else part.name) from error


def _told(
    error: TemplateError | jinja2.UndefinedError | TypeError, context: Mapping[str, object]
) -> TemplateError:
    if isinstance(error, TemplateError):
        return error
    if isinstance(error, jinja2.UndefinedError):
        return _missing(error, context)
    message = "Mallen jämför en text med ett tal; alla fält är texter i mallen."
    return template_fault(
        "template_syntax", message, remedy='Skriv talet inom citattecken, till exempel == "2".'
    )


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


def _finished(filled: bytes, part: CompiledPart, compiled: CompiledTemplate) -> bytes:
    """Finish a filled part by docxtpl's rules, then mend what they leave broken."""
    try:
        xml = finish_tree(filled) if part.by_tree else finish_text(filled)
    except etree.XMLSyntaxError as error:
        raise _broken(part, compiled, error) from error
    for mend in part.mends:
        xml = mend(xml)
    return xml


def _check(content: bytes, part: CompiledPart, compiled: CompiledTemplate) -> None:
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as error:
        raise _broken(part, compiled, error) from error


def _broken(part: CompiledPart, compiled: CompiledTemplate, error: Exception) -> TemplateError:
    message = f"Den ifyllda delen {part.name} blev ingen giltig Word-XML ({error})."
    return placed(template_fault("template_result_broken", message), compiled.name, part.name)
