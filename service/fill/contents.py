"""The contents of a finished Word file, written from the pages that the headings got in the PDF.

Word would otherwise show a stale table of contents, or ask to update it when the file is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from service.errors import AssemblyError, Problem
from service.fill.package import DOCUMENT, W, parse_xml, read_package, serialize_xml, w, write_package
from service.fill.stylesheet import StyleSheet, read_stylesheet
from service.fill.text import xml_text

_TOC = re.compile(r"\s*TOC\b")
_LEVELS = re.compile(r'\\o\s+"([1-9])-([1-9])"')
_BOOKMARK = "_Toc"
_NUMBER = re.compile(r"[0-9A-Za-z§]{1,4}(?:\.[0-9A-Za-z]{1,3})*[.)]?")
_SHOWN = frozenset({w("t"), w("tab"), w("br"), w("cr")})
_SPACE = re.compile(r"[\s\u00a0\u00ad]+")


@dataclass(frozen=True, slots=True)
class HeadingPage:
    """A heading as the PDF's outline tells it."""

    level: int
    text: str
    """With its number in front when the heading is numbered."""
    page: int


@dataclass(frozen=True, slots=True)
class _Field:
    """The contents field: the paragraphs it spans, its first and last run, and the levels it asks for."""

    paragraphs: list[etree._Element]
    instruction: str
    levels: range


def write_contents(docx: Path, headings: Sequence[HeadingPage]) -> None:
    """Put the headings with their pages into the document's contents field; without such a field nothing is changed.

    Raises:
        AssemblyError: when the headings of the PDF are not those of the Word file.
    """
    members = read_package(docx.read_bytes())
    root = parse_xml(members[DOCUMENT], DOCUMENT)
    field = _find_field(root)
    if field is None:
        return
    styles = read_stylesheet(members, {})
    _drop_old_bookmarks(root)
    entries = _entries(headings, list(_headings(root, styles)), field.levels, docx.name)
    _mark(entries, root)
    _replace(field, entries, styles)
    members[DOCUMENT] = serialize_xml(root)
    write_package(members, docx)


def _find_field(root: etree._Element) -> _Field | None:
    depth, start, instruction = 0, None, ""
    paragraphs: list[etree._Element] = []
    for element in root.iter(w("p"), w("fldChar"), w("instrText")):
        if element.tag == w("p"):
            if start is not None:
                paragraphs.append(element)
        elif element.tag == w("instrText"):
            if start is None and depth == 1 and _TOC.match(element.text or ""):
                start = next(element.iterancestors(w("p")))
                paragraphs.append(start)
            if start is not None and depth == 1:
                instruction += element.text or ""
        else:
            depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
            if start is not None and depth == 0:
                return _Field(paragraphs, instruction, _levels(instruction))
    return None


def _levels(instruction: str) -> range:
    match = _LEVELS.search(instruction)
    return range(int(match[1]), int(match[2]) + 1) if match else range(1, 4)


def _drop_old_bookmarks(root: etree._Element) -> None:
    starts = [e for e in root.iter(w("bookmarkStart")) if e.get(w("name"), "").startswith(_BOOKMARK)]
    numbers = {start.get(w("id")) for start in starts}
    ends = [e for e in root.iter(w("bookmarkEnd")) if e.get(w("id")) in numbers]
    for element in starts + ends:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _headings(root: etree._Element, styles: StyleSheet) -> Iterator[tuple[int, etree._Element]]:
    for paragraph in root.iter(w("p")):
        level = _level(paragraph, styles)
        if level and _plain(paragraph):
            yield level, paragraph


def _level(paragraph: etree._Element, styles: StyleSheet) -> int:
    own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
    if own is not None:
        number = int(own.get(w("val"), "9"))
        return number + 1 if number < 9 else 0
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    known = styles.by_id.get(style.get(w("val"), "")) if style is not None else None
    return known.outline if known else 0


def _plain(paragraph: etree._Element) -> str:
    """The heading's words; a tab or line break between them is a space."""
    runs = (run for run in paragraph.iter(w("r")) if next(run.iterancestors(w("p"))) is paragraph)
    pieces = (
        piece.text if piece.tag == w("t") else " " for run in runs for piece in run if piece.tag in _SHOWN
    )
    return _SPACE.sub(" ", "".join(piece or "" for piece in pieces)).strip()


@dataclass(frozen=True, slots=True)
class _Entry:
    level: int
    number: str
    heading: etree._Element
    page: int
    bookmark: str


def _entries(
    headings: Sequence[HeadingPage], paragraphs: list[tuple[int, etree._Element]], levels: range, name: str
) -> list[_Entry]:
    """Walk both lists side by side; a heading deeper than the contents may stand in only one of them."""
    entries: list[_Entry] = []
    waiting = iter(paragraphs)
    for heading in headings:
        for level, paragraph in waiting:
            number = _number(heading.text, _plain(paragraph))
            if number is not None:
                break
            if level in levels:
                raise _mismatch(name, f"”{heading.text}” i PDF:en, ”{_plain(paragraph)}” i Word-filen")
        else:
            raise _mismatch(name, f"”{heading.text}” finns bara i PDF:en")
        if level in levels:
            bookmark = f"{_BOOKMARK}{len(entries) + 1:09d}"
            entries.append(_Entry(level, number or "", paragraph, heading.page, bookmark))
    for level, paragraph in waiting:
        if level in levels:
            raise _mismatch(name, f"”{_plain(paragraph)}” finns bara i Word-filen")
    return entries


def _number(outline: str, text: str) -> str | None:
    """The number that the PDF shows before the heading's own text; None when it is another heading."""
    told = _SPACE.sub(" ", outline).strip()
    if _squeezed(told) == _squeezed(text):
        return ""
    number, _, rest = told.partition(" ")
    return number if _squeezed(rest) == _squeezed(text) and _NUMBER.fullmatch(number) else None


def _squeezed(text: str) -> str:
    """Line breaks and tabs in a heading come as spaces in one place and as nothing in the other."""
    return _SPACE.sub("", text)


def _mismatch(name: str, what: str) -> AssemblyError:
    return AssemblyError(
        Problem(
            "contents_mismatch",
            f"Innehållsförteckningen i {name} kan inte skrivas: {what}.",
            "",
            "Anmäl felet; Word-filen och PDF:en ska ha samma rubriker.",
            name,
        )
    )


def _mark(entries: Sequence[_Entry], root: etree._Element) -> None:
    """Put a bookmark around each heading, with ids above those that are taken."""
    taken = max((int(e.get(w("id"), "0")) for e in root.iter(w("bookmarkStart"))), default=0)
    for number, entry in enumerate(entries, taken + 1):
        start = etree.Element(w("bookmarkStart"))
        start.set(w("id"), str(number))
        start.set(w("name"), entry.bookmark)
        properties = entry.heading.find(w("pPr"))
        entry.heading.insert(0 if properties is None else 1, start)
        etree.SubElement(entry.heading, w("bookmarkEnd")).set(w("id"), str(number))


def _replace(field: _Field, entries: Sequence[_Entry], styles: StyleSheet) -> None:
    first, rest = field.paragraphs[0], field.paragraphs[1:]
    parent = first.getparent()
    assert parent is not None  # noqa: S101  # a paragraph stands in something
    made = [_paragraph(entry, styles) for entry in entries] or [etree.fromstring(f'<w:p xmlns:w="{W}"/>')]
    opening = etree.fromstring(
        f'<w:p xmlns:w="{W}"><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{xml_text(field.instruction)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>'
    )
    at = 1 if made[0].find(w("pPr")) is not None else 0
    made[0][at:at] = list(opening)
    closing = etree.SubElement(made[-1], w("r"))
    etree.SubElement(closing, w("fldChar")).set(w("fldCharType"), "end")
    place = parent.index(first)
    for paragraph in (first, *rest):
        owner = paragraph.getparent()
        if owner is not None:
            owner.remove(paragraph)
    parent[place:place] = made


def _paragraph(entry: _Entry, styles: StyleSheet) -> etree._Element:
    style = styles.named(f"toc {entry.level}")
    look = f'<w:pStyle w:val="{style.id}"/>' if style else ""
    if not (style and style.tabs):
        look += '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9071"/></w:tabs>'
    number = f"{_text(entry.number)}<w:r><w:tab/></w:r>" if entry.number else ""
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {entry.bookmark} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_text(str(entry.page))}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    xml = (
        f'<w:p xmlns:w="{W}"><w:pPr>{look}</w:pPr><w:hyperlink w:anchor="{entry.bookmark}" w:history="1">'
        f"{number}{_text(_plain(entry.heading))}<w:r><w:tab/></w:r>{page}</w:hyperlink></w:p>"
    )
    return etree.fromstring(xml)


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
