"""The whole lint: every fault of a Word template at once, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from service.errors import TemplateError
from service.fill.compiled import RENDERED, compile_members
from service.fill.fieldmap import Names, our_path, own_names_shape
from service.fill.lint.document import check_part
from service.fill.lint.elsewhere import check_elsewhere
from service.fill.lint.fields import Fields
from service.fill.lint.finding import WHOLE, Finding, Report, Severity
from service.fill.lint.paper import check_paper, check_styles
from service.fill.package import Members, parse_xml, read_package
from service.fill.shape import Group, leaves
from service.fill.stylesheet import StyleSheet, read_stylesheet

_ORDER = {Severity.FEL: 0, Severity.VARNING: 1, Severity.UPPLYSNING: 2}


@dataclass(frozen=True, slots=True)
class Ruler:
    """What a template is held against."""

    shape: Group
    """The fields it may ask for."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """Role → style id, from mall.toml."""
    names: Names = field(default_factory=dict)
    """Its own names of our fields, from mall.toml."""
    fonts: Collection[str] | None = None
    """The installed font families; None when they are not known."""


def check_template(docx: bytes, ruler: Ruler) -> list[Finding]:
    """Return every finding: faults first, in the order of the text.

    Raises:
        TemplateError: the file is no Word file, or its list of own names leads nowhere.
    """
    members = read_package(docx)
    sheet = read_stylesheet(members, ruler.styles)
    rendered = _rendered(members)
    found: list[Finding] = []
    fields = _read_tags(rendered, sheet, ruler, found.append)
    check_elsewhere(members, rendered, _outlines(sheet), found.append)
    check_paper(members, rendered, sheet, ruler.fonts, found.append)
    check_styles(sheet, fields.filters, found.append)
    found += _unused(ruler, fields.used)
    if not any(one.severity is Severity.FEL for one in found):
        found += _refused(docx, ruler)
    return sorted(dict.fromkeys(found), key=_sorting)


def used_fields(docx: bytes, ruler: Ruler) -> frozenset[str]:
    """The fields that a template shows or asks about, by our names.

    Raises:
        TemplateError: the file is no Word file, or its list of own names leads nowhere.
    """
    members = read_package(docx)
    sheet = read_stylesheet(members, ruler.styles)
    fields = _read_tags(_rendered(members), sheet, ruler, lambda _: None)
    return frozenset(our_path(path, ruler.names) for path in fields.used if not path.startswith("loop"))


def _read_tags(
    rendered: Mapping[str, etree._Element], sheet: StyleSheet, ruler: Ruler, report: Report
) -> Fields:
    fields = Fields(own_names_shape(ruler.shape, ruler.names), sheet.has, report)
    for name, root in rendered.items():
        check_part(root, name, _outlines(sheet), fields, report)
    return fields


def _outlines(sheet: StyleSheet) -> dict[str, int]:
    return {style.id: style.outline for style in sheet.by_id.values()}


def _rendered(members: Members) -> dict[str, etree._Element]:
    names = sorted(filter(RENDERED.fullmatch, members), key=lambda name: (name != "word/document.xml", name))
    return {name: parse_xml(members[name], name) for name in names}


def _unused(ruler: Ruler, used: Iterable[str]) -> list[Finding]:
    """The fields that the template never asks for; of a list or group that it passes by, the name is enough."""
    known = {our_path(path, ruler.names) for path in used}
    known |= {path[:at] for path in known for at in range(len(path)) if path[at] in ".["}
    unused = []
    for leaf in leaves(ruler.shape):
        steps = [*(leaf[:at] for at in range(len(leaf)) if leaf[at] in ".["), leaf]
        first = next((step for step in steps if step not in known and not step.endswith("[]")), "")
        if first and first not in _OF_THE_PROGRAM:
            unused.append(first)
    return [
        Finding(
            "template_field_unused",
            f"Fältet ”{path}” visas inte av mallen.",
            "Inget behöver göras om det är meningen.",
            tag=path,
            severity=Severity.UPPLYSNING,
        )
        for path in dict.fromkeys(unused)
    ]


_OF_THE_PROGRAM = frozenset({"id", "mallversion", "mall", "dokument", "kommun", "ramverk"})
"""What steers the program, or is there for every template alike."""


def _refused(docx: bytes, ruler: Ruler) -> list[Finding]:
    """What the program that fills the template refuses though nothing above told of it: the net under the lint."""
    try:
        compile_members(read_package(docx), ruler.styles, "")
    except TemplateError as error:
        return [Finding(one.code, one.message, one.remedy, WHOLE, one.path) for one in error.problems]
    return []


def _sorting(finding: Finding) -> tuple[int, bool, str, int, str]:
    place = finding.place
    part = "" if place.part == "word/document.xml" else place.part
    return _ORDER[finding.severity], not place.part, part, place.paragraph, finding.code
