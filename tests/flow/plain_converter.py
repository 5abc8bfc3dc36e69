"""A converter for the flow tier: it keeps the contract of `service.convert.port`, but knows nothing of looks.

It sets a Word file's paragraphs with reportlab: headings become bookmarks, hyperlinks become link annotations, an
explicit page break breaks the page. Anything that is no Word file becomes one page that names it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from html import escape
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=11)


class PlainConverter:
    """Converts into a folder; counts how often it was really asked to work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.worked = 0

    def convert(self, source: Path, *, created: datetime) -> Path:
        """The PDF of a document, from the folder when it is there already."""
        content = source.read_bytes()
        target = self.folder / f"{hashlib.sha256(content + created.isoformat().encode()).hexdigest()}.pdf"
        if not target.exists():
            self.worked += 1
            fresh = target.with_suffix(f".{self.worked}.ny")
            _set(source, fresh)
            fresh.replace(target)
        return target


class _Bookmark(Flowable):
    """An outline entry at the place where it is drawn."""

    def __init__(self, title: str, level: int) -> None:
        super().__init__()
        self.title, self.level = title, level

    def draw(self) -> None:
        key = f"{id(self)}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.title, key, self.level)


def _set(source: Path, target: Path) -> None:
    document = BaseDocTemplate(str(target), pagesize=A4, invariant=1)
    # A frame of its own: it remembers how full it is, and two documents are set at once.
    frame = Frame(60, 60, 475, 700, id="frame")
    document.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    document.build(_story(source) or [Paragraph(escape(source.name), _BODY)])


def _story(source: Path) -> list[Flowable]:
    if source.suffix != ".docx":
        return []
    story: list[Flowable] = []
    level = -1
    word = Document(str(source))
    for element in word.element.body.iter(qn("w:p")):
        paragraph = WordParagraph(element, word)
        text = "".join(node.text or "" for node in element.iter(qn("w:t")))
        if _breaks_page(paragraph) and story:
            story.append(PageBreak())
        outline = _outline_level(paragraph)
        if outline is not None and text:
            level = min(level + 1, outline)
            story.append(_Bookmark(text, level))
        if text:
            story.append(Paragraph(_with_links(paragraph), _BODY))
    return story


def _outline_level(paragraph: WordParagraph) -> int | None:
    """The paragraph's level among the headings, from 0, as its style or one that it is based on says."""
    style = paragraph.style
    while style is not None:
        found = style.element.xpath("./w:pPr/w:outlineLvl/@w:val")
        if found:
            return int(found[0])
        style = style.base_style
    return None


def _breaks_page(paragraph: WordParagraph) -> bool:
    style = paragraph.style.paragraph_format.page_break_before if paragraph.style is not None else None
    return bool(paragraph.paragraph_format.page_break_before or style)


def _with_links(paragraph: WordParagraph) -> str:
    pieces = []
    for item in paragraph.iter_inner_content():
        text = escape(item.text)
        address = getattr(item, "address", "")
        pieces.append(f'<a href="{escape(address)}">{text}</a>' if address else text)
    return "".join(pieces)
