"""What only depends on the template, done once: its tags found, checked and compiled part by part.

docxtpl's own `patch_xml` turns Word XML with tags into a Jinja source. A line break is put after the opening of
every tag – there it is mere space to Jinja – so that the line number of an error is the number of its tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import TracebackType

import jinja2
from lxml import etree

from service.errors import Problem, TemplateError
from service.fill.archive import PackedMember, pack
from service.fill.comments import strip_comments
from service.fill.engine import needs_tree, patch
from service.fill.environment import forbidden, make_environment
from service.fill.faults import placed, template_fault
from service.fill.forms import wrong_form
from service.fill.mends import Mend, mends_for
from service.fill.package import (
    CONTENT_TYPES,
    NUMBERING,
    SETTINGS,
    STYLES,
    Members,
    R,
    W,
    detach_template,
    make_insertable,
    parse_xml,
    read_package,
    relationships_name,
    serialize_xml,
    w,
)
from service.fill.places import TAG, Tag, find_tags, lost_text, torn_block
from service.fill.properties import declare_properties
from service.fill.session import highest_num_id, taken_relationship
from service.fill.soundness import always_sound
from service.fill.stylesheet import StyleSheet, read_stylesheet
from service.fill.template import Template

RENDERED = re.compile(r"word/(document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml")
_OPENING = re.compile(r"(\{\{|\{%|\{#)([-+]?)")
_SPACES = re.compile("[\n\r\t]")
_NOISE = ("proofErr", "lastRenderedPageBreak")
_ROOT_TAG = re.compile(r"<[^?!][^>]*>")


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part with tags, ready to be filled any number of times."""

    name: str
    template: jinja2.Template
    tags: tuple[Tag, ...]
    by_tree: bool
    """The filled part has to be read as a tree: the shape of its tables depends on the data."""
    sound: bool
    """Proved to be well-formed whatever the data."""
    mends: tuple[Mend, ...]
    """What has to be looked for in the filled part."""

    def tag_at(self, line: int) -> Tag | None:
        """Return the tag that an error line means."""
        return self.tags[line - 2] if 2 <= line <= len(self.tags) + 1 else None

    def tag_of(self, traceback: TracebackType | None) -> Tag | None:
        """Return the tag in which an error arose, from its traceback."""
        line = 0
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self.name:
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        return self.tag_at(line)


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template taken apart: parts to fill, and members that stay as they are."""

    name: str
    parts: tuple[CompiledPart, ...]
    members: Mapping[str, bytes]
    styles: StyleSheet
    highest_num_id: int
    ready: Mapping[str, PackedMember]
    """The members that stay as they are, packed."""


@lru_cache(maxsize=64)
def compile_template(template: Template) -> CompiledTemplate:
    """Compile a template; a second call with the same template costs nothing.

    Raises:
        TemplateError: with every faulty part of the template.
    """
    return compile_members(
        read_package(template.docx), template.styles, f"{template.slug}/{template.path.name}"
    )


def compile_members(members: Members, roles: Mapping[str, str], name: str) -> CompiledTemplate:
    """Compile an unpacked Word file, which is used up; `name` is what faults call it."""
    strip_comments(members)
    styles = read_stylesheet(members, roles)
    parts: list[CompiledPart] = []
    problems: list[Problem] = []
    for part in sorted(filter(RENDERED.fullmatch, members)):
        try:
            compiled = _compile_part(part, members, styles)
        except TemplateError as error:
            problems.extend(placed(error, name, "").problems)
        else:
            if compiled:
                parts.append(compiled)
    if problems:
        raise TemplateError(*problems)
    _settle(members, parts)
    filled = {part.name for part in parts}
    ready = {each: pack(each, content, once=True) for each, content in members.items() if each not in filled}
    return CompiledTemplate(name, tuple(parts), members, styles, highest_num_id(members), ready)


def cleaned_source(root: etree._Element) -> str:
    """Return a part with tags as it is filled: without what Word notes for itself."""
    _remove_noise(root)
    return _with_relationship_prefix(etree.tostring(root, encoding="unicode"))


def _compile_part(name: str, members: Members, styles: StyleSheet) -> CompiledPart | None:
    root = parse_xml(members[name], name)
    source = cleaned_source(root)
    if next(root.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None:
        message = "Word-mallen har spårade ändringar; taggar i dem fylls inte i rätt."
        raise template_fault(
            "template_broken", message, "", "Godkänn eller avvisa ändringarna i Word, och spara."
        )
    if taken_relationship(members, name):
        raise template_fault("template_broken", "Word-filen är ett färdigt dokument, inte en mall.")
    tags = tuple(find_tags(root, name, {style.id: style.outline for style in styles.by_id.values()}))
    if not tags:
        members[name] = serialize_xml(root)
        return None
    _refuse_lost_text(root, tags)
    _refuse_torn_block(tags)
    _refuse_wrong_form(tags)
    tags = tuple(replace(tag, home=None) for tag in tags)  # the tree need not be kept
    patched = patch(source)
    count = len(TAG.findall(patched))
    numbered = TAG.sub(_with_line, patched)
    by_tree = needs_tree(source)
    template, sound = _jinja(numbered, name, tags, in_markup=by_tree)
    sound = sound and not by_tree
    known = tags if count == len(tags) else ()
    mends = mends_for(name, patched, by_tree=by_tree)
    return CompiledPart(name, template, known, by_tree, sound, mends)


def _jinja(source: str, name: str, tags: tuple[Tag, ...], *, in_markup: bool) -> tuple[jinja2.Template, bool]:
    environment = make_environment(in_markup=in_markup)
    try:
        tree = environment.parse(source, name, name)
    except jinja2.TemplateSyntaxError as error:
        tag = _tag(tags, error.lineno)
        message = f"Taggen {tag.text if tag else ''} går inte att tolka: {error.message}"
        raise template_fault("template_syntax", message, tag.place if tag else "") from error
    found = forbidden(tree)
    if found:
        tag = _tag(tags, found[0])
        message = f"Mallen använder {found[1]}, vilket inte är tillåtet. Taggen: {tag.text if tag else '–'}"
        raise template_fault("template_forbidden", message, tag.place if tag else "")
    sound = always_sound(tree)
    code = environment.compile(tree, name, name)
    return jinja2.Template.from_code(environment, code, {}), sound


def _tag(tags: tuple[Tag, ...], line: int) -> Tag | None:
    return tags[line - 2] if 2 <= line <= len(tags) + 1 else None


def _with_line(match: re.Match[str]) -> str:
    flat = match[0].replace("\n", " ").replace("&amp;", "&")  # a tag holds no XML, so its & is meant as one
    return _OPENING.sub(r"\1\2\n", flat, count=1)


def _refuse_lost_text(root: etree._Element, tags: tuple[Tag, ...]) -> None:
    for paragraph in root.iter(w("p")):
        lost = lost_text(paragraph)
        if lost:
            tag = next(
                (tag for tag in tags if tag.text in " ".join("".join(paragraph.itertext()).split())), None
            )
            message = f"Texten ”{lost[:60]}” står i samma stycke som en p-tagg och skulle försvinna."
            raise template_fault(
                "template_syntax", message, tag.place if tag else "", "Ge p-taggen ett eget stycke."
            )


def _refuse_torn_block(tags: tuple[Tag, ...]) -> None:
    torn = torn_block(tags)
    if torn:
        message = (
            f"Taggarna {torn[0].text} och {torn[1].text} hör ihop men står på olika sätt: {torn[1].place}."
        )
        remedy = "Sätt båda i samma stycke, eller båda i egna stycken ({%p) eller egna tabellrader ({%tr)."
        raise template_fault("template_syntax", message, torn[0].place, remedy)


def _refuse_wrong_form(tags: tuple[Tag, ...]) -> None:
    fault = next((fault for tag in tags if (fault := wrong_form(tag))), None)
    if fault:
        raise fault


def _remove_noise(root: etree._Element) -> None:
    """Take away what Word notes for itself: it tells of the template's editing, and splits tags."""
    for element in list(root.iter(*(w(name) for name in _NOISE))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in root.iter():
        _remove_marks(element)
        _remove_layout(element)


def _remove_marks(element: etree._Element) -> None:
    for key in list(element.attrib):
        local = etree.QName(key).localname
        if local.startswith("rsid") or local in {"paraId", "textId"}:
            del element.attrib[key]


def _remove_layout(element: etree._Element) -> None:
    """Line breaks and tabs of the XML file itself go: those left after filling come from values."""
    if element.tag == w("t"):
        element.text = _SPACES.sub(" ", element.text or "")
    elif not (element.text or "").strip():
        element.text = None
    if not (element.tail or "").strip():
        element.tail = None


def _with_relationship_prefix(xml: str) -> str:
    """Links and charts write `r:id`; the prefix has to be known at the root."""
    match = _ROOT_TAG.search(xml)
    root_tag = match[0] if match else ""
    if f'xmlns:w="{W}"' not in root_tag:
        raise template_fault("template_broken", "Word-mallen har ett ovanligt prefix i sin XML.")
    if f'xmlns:r="{R}"' in root_tag:
        return xml
    return xml.replace(f'xmlns:w="{W}"', f'xmlns:w="{W}" xmlns:r="{R}"', 1)


def _settle(members: Members, parts: Iterable[CompiledPart]) -> None:
    """Leave nothing in the members that would make Word ask a question, and make room for what a session adds."""
    if SETTINGS in members:
        root = parse_xml(members[SETTINGS], SETTINGS)
        for name in ("updateFields", "rsids", "proofState"):
            for element in root.findall(w(name)):
                root.remove(element)
        members[SETTINGS] = serialize_xml(root)
    detach_template(members)
    members[STYLES] = serialize_xml(parse_xml(members[STYLES], STYLES))
    declare_properties(members)
    for name in (CONTENT_TYPES, NUMBERING, *(relationships_name(part.name) for part in parts)):
        make_insertable(members, name)
