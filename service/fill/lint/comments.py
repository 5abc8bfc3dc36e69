"""The template given back with every finding as a Word comment at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from service.fill.comments import COMMENTS, remove_comments
from service.fill.lint.elsewhere import OWN_AUTHOR
from service.fill.lint.finding import Finding, Severity
from service.fill.package import (
    DOCUMENT,
    R,
    W,
    add_content_types,
    add_relationships,
    packed,
    parse_xml,
    read_package,
    serialize_xml,
    w,
)
from service.fill.places import own_text
from service.fill.text import xml_text

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = f'<w:comments xmlns:w="{W}" xmlns:r="{R}"/>'.encode()


def with_comments(docx: bytes, findings: Iterable[Finding]) -> bytes:
    """Return the Word file with the findings as comments; those of an earlier round are taken away first.

    Word has no comments in headers, footers and notes: what is found there, and what concerns the whole file,
    stands at the first paragraph and says where it belongs. Nor has it any in text boxes: what is found in one
    stands at the paragraph that the box hangs in.
    """
    members = read_package(docx)
    root = parse_xml(members[DOCUMENT], DOCUMENT)
    comments = parse_xml(members.get(COMMENTS, _EMPTY), COMMENTS)
    remove_comments(root, comments, OWN_AUTHOR)
    paragraphs = list(root.iter(w("p")))
    highest = max((int(one.get(w("id"), "0")) for one in comments), default=-1)
    for number, finding in enumerate(_told(findings), highest + 1):
        here = finding.place.part == DOCUMENT and 0 < finding.place.paragraph <= len(paragraphs)
        paragraph = _outside_boxes(paragraphs[finding.place.paragraph - 1 if here else 0])
        _mark(paragraph, finding.tag if here else "", str(number))
        comments.append(_comment(finding, str(number), here=here))
    members[DOCUMENT] = serialize_xml(root)
    if COMMENTS not in members:
        add_content_types(members, {COMMENTS: _TYPE})
        add_relationships(members, DOCUMENT, [("rIdGranskning", f"{R}/comments", "comments.xml", False)])
    members[COMMENTS] = serialize_xml(comments)
    return packed(members)


def _told(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Faults and warnings; what is only good to know would drown them."""
    return (one for one in findings if one.severity is not Severity.UPPLYSNING)


def _outside_boxes(paragraph: etree._Element) -> etree._Element:
    return next(reversed(list(paragraph.iterancestors(w("p")))), paragraph)


def _mark(paragraph: etree._Element, tag: str, number: str) -> None:
    """Put the range around the runs that hold the tag, or around the whole paragraph."""
    first, last = _around(paragraph, tag)
    start, end, run = (etree.Element(w(name)) for name in ("commentRangeStart", "commentRangeEnd", "r"))
    start.set(w("id"), number)
    end.set(w("id"), number)
    etree.SubElement(run, w("commentReference")).set(w("id"), number)
    if first is None or last is None:
        paragraph.extend((start, end, run))
        return
    first.addprevious(start)
    last.addnext(end)
    end.addnext(run)


def _around(paragraph: etree._Element, tag: str) -> tuple[etree._Element | None, etree._Element | None]:
    """The first and last child of the paragraph that hold the tag's text; without a tag, all of its content."""
    content = [child for child in paragraph if child.tag != w("pPr")]
    if not content:
        return None, None
    at, held = 0, []
    wanted = own_text(paragraph).find(tag) if tag else -1
    for child in content:
        length = sum(len(text.text or "") for text in child.iter(w("t")))
        if wanted >= 0 and at < wanted + len(tag) and at + length > wanted:
            held.append(child)
        at += length
    return (held[0], held[-1]) if held else (content[0], content[-1])


def _comment(finding: Finding, number: str, *, here: bool) -> etree._Element:
    where = "" if here else f"{finding.place}: ".capitalize()
    lines = [f"{finding.severity.value.capitalize()}: {where}{finding.message}", finding.remedy]
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{xml_text(line)}</w:t></w:r></w:p>' for line in lines if line
    )
    return etree.fromstring(
        f'<w:comment xmlns:w="{W}" w:id="{number}" w:author="{OWN_AUTHOR}" w:initials="S">{paragraphs}</w:comment>'
    )
