"""What differs between two versions of a template: text, fields, styles and paper."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from service.fill.compiled import RENDERED
from service.fill.lint.check import Ruler, used_fields
from service.fill.package import STYLES, Members, parse_xml, read_package, w
from service.fill.places import paragraphs_of
from service.fill.shape import Group
from service.fill.stylesheet import read_stylesheet
from service.fill.template import Template


@dataclass(frozen=True, slots=True)
class TextChange:
    """A stretch of text that is new, gone or worded differently."""

    place: str
    """In the newer version; in the older one for what is gone."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TemplateChanges:
    """All differences from the first to the second."""

    text: tuple[TextChange, ...]
    fields_added: tuple[str, ...]
    fields_removed: tuple[str, ...]
    styles_added: tuple[str, ...]
    styles_removed: tuple[str, ...]
    styles_changed: tuple[str, ...]
    paper: tuple[str, ...]
    """Sentences about page size and margins."""

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(getattr(self, name) for name in self.__slots__)


def compare_templates(before: Template, after: Template, shape: Group) -> TemplateChanges:
    """Compare two versions; `shape` holds the fields that a template of their kind may ask for.

    Raises:
        TemplateError: one of them cannot be read.
    """
    old, new = read_package(before.docx), read_package(after.docx)
    fields = [used_fields(one.docx, Ruler(shape, one.styles, one.names)) for one in (before, after)]
    styles = [_styles(members) for members in (old, new)]
    both = styles[0].keys() & styles[1].keys()
    return TemplateChanges(
        text=tuple(_text_changes(_lines(old, before), _lines(new, after))),
        fields_added=tuple(sorted(fields[1] - fields[0])),
        fields_removed=tuple(sorted(fields[0] - fields[1])),
        styles_added=tuple(sorted(styles[1].keys() - both)),
        styles_removed=tuple(sorted(styles[0].keys() - both)),
        styles_changed=tuple(sorted(name for name in both if styles[0][name] != styles[1][name])),
        paper=tuple(_paper_changes(old, new)),
    )


def _lines(members: Members, template: Template) -> list[tuple[str, str]]:
    """Text and place of every paragraph that is not empty."""
    sheet = read_stylesheet(members, template.styles)
    outlines = {style.id: style.outline for style in sheet.by_id.values()}
    return [
        (" ".join(paragraph.text.split()), str(paragraph.place))
        for name in sorted(filter(RENDERED.fullmatch, members))
        for paragraph in paragraphs_of(parse_xml(members[name], name), name, outlines)
        if paragraph.text.strip()
    ]


def _text_changes(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[TextChange]:
    texts = [text for text, _ in old], [text for text, _ in new]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        paired = max(b - a, d - c)
        for at in range(paired):
            before = old[a + at] if a + at < b else ("", "")
            after = new[c + at] if c + at < d else ("", "")
            yield TextChange(after[1] or before[1], before[0], after[0])


def _styles(members: Members) -> Mapping[str, str]:
    """Name of each style → its definition, in one spelling."""
    found = {}
    for style in parse_xml(members[STYLES], STYLES).iter(w("style")):
        label = style.find(w("name"))
        for key in [key for key in style.attrib if "rsid" in str(key)]:
            del style.attrib[key]
        for noted in style.findall(w("rsid")):
            style.remove(noted)
        name = "" if label is None else label.get(w("val"), "")
        found[name] = etree.tostring(style, method="c14n", with_tail=False).decode()
    return found


def _paper_changes(old: Members, new: Members) -> Iterator[str]:
    before, after = _sections(old), _sections(new)
    if len(before) != len(after):
        yield f"Antalet avsnitt var {len(before)} och är {len(after)}."
    for number, (one, other) in enumerate(zip(before, after, strict=False), 1):
        if one != other:
            yield f"Avsnitt {number}: {one} har blivit {other}."


def _sections(members: Members) -> list[str]:
    root = parse_xml(members["word/document.xml"], "word/document.xml")
    return [_section(one) for one in root.iter(w("sectPr"))]


def _section(section: etree._Element) -> str:
    size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
    sides = [] if size is None else [_cm(size.get(w(key), "0")) for key in ("w", "h")]
    edges = (
        [] if margin is None else [_cm(margin.get(w(key), "0")) for key in ("top", "right", "bottom", "left")]
    )
    return f"{' × '.join(sides)} cm, marginaler {', '.join(edges)} cm"


def _cm(twips: str) -> str:
    return f"{int(twips) / 567:.1f}".replace(".", ",") if twips.lstrip("-").isdigit() else "?"
