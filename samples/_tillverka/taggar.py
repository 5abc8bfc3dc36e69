"""PDF as a careful sender makes it: reportlab's pages with tags, language, colour profile and metadata.

What is drawn inside of `TaggedCanvas.marked` belongs to an element of the structure tree; painted lines outside are
decoration. When the file is saved, all else that PDF/UA-1 and PDF/A-2b ask for is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

import pikepdf
from grund import FROZEN
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from service.assemble.artifacts import mark_artifacts
from service.assemble.picture_pages import give_profile
from service.assemble.xmp import STANDARDS, Facts, pdf_moment, write_xmp
from service.convert.normalise import SRGB

_PRINT = 4
_LANGUAGE = "sv-SE"


@dataclass(frozen=True, eq=False)
class Tag:
    """An element to be: what is drawn under the same tag, also on the next page, is one element."""

    role: str
    under: Tag | None = None
    alt: str = ""
    scope: str = "Column"
    """What a heading in a table is the heading of."""
    once: bool = False
    """Drawn again on a later page it is decoration, like the head of a long table."""


@dataclass(frozen=True)
class _Mark:
    page: int
    number: int


@dataclass(frozen=True)
class _Annotation:
    page: int
    at: int


@dataclass(eq=False)
class _Element:
    tag: Tag
    kids: list[_Element | _Mark | _Annotation] = field(default_factory=list)


class TaggedCanvas(Canvas):
    """A canvas that knows what it draws."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **({"lang": _LANGUAGE, "initialFontName": "Carlito", "invariant": 1} | kw))
        self.whole = _Element(Tag("Document"))
        self._elements: dict[Tag, _Element] = {}
        self._current: _Element | None = None
        self._late: list[_Mark] = []
        self._marks = 0

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """End the page; marks are counted anew on the next."""
        super().showPage()
        self._marks = 0

    @contextmanager
    def marked(self, tag: Tag) -> Iterator[None]:
        """What is drawn now belongs to the element of the tag; inside of another, to that one."""
        element = self._element(tag)
        page = self.getPageNumber() - 1
        if self._current is not None:
            yield
        elif tag.once and any(isinstance(kid, _Mark) and kid.page != page for kid in element.kids):
            with self.artifact():
                yield
        else:
            self._code.append(f"/{tag.role} <</MCID {self._marks}>> BDC")
            element.kids.append(_Mark(page, self._marks))
            self._marks += 1
            self._current = element
            yield
            self._current = None
            element.kids += self._late
            self._late = []
            self._code.append("EMC")

    @contextmanager
    def afterwards(self) -> Iterator[None]:
        """What is drawn now is read after all else of the element that is being drawn."""
        element = self._current
        if element is None:
            yield
            return
        page = self.getPageNumber() - 1
        self._code += ["EMC", f"/{element.tag.role} <</MCID {self._marks}>> BDC"]
        self._late.append(_Mark(page, self._marks))
        self._marks += 1
        yield
        self._code += ["EMC", f"/{element.tag.role} <</MCID {self._marks}>> BDC"]
        element.kids.append(_Mark(page, self._marks))
        self._marks += 1

    def setNamedCB(self, name: str, call: Any) -> None:  # noqa: N802 - reportlab's name
        """What is called while a line is laid out draws dots and page number before the line itself is drawn."""

        def called(*args: Any) -> None:
            with self.afterwards():
                call(*args)

        super().setNamedCB(name, called)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn now is decoration, such as a footer."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def words(self, role: str, x: float, y: float, text: str, under: Tag | None = None) -> None:
        """A line of text with an element of its own."""
        with self.marked(Tag(role, under)):
            self.drawString(x, y, text)

    def _element(self, tag: Tag) -> _Element:
        if tag not in self._elements:
            self._elements[tag] = _Element(tag)
            above = self._element(tag.under) if tag.under else self.whole
            above.kids.append(self._elements[tag])
        return self._elements[tag]

    def hold_annotation(self, tag: Tag, at: int) -> None:
        """An annotation of this page, counted from 0, belongs to the element of the tag."""
        self._element(tag).kids.append(_Annotation(self.getPageNumber() - 1, at))

    def complete(self, pdf: pikepdf.Pdf) -> None:
        """For what reportlab cannot draw; called before the tags are written."""

    def _addAnnotation(self, *args: Any, **kw: Any) -> None:  # noqa: N802 - reportlab's name
        if self._current is not None:
            self.hold_annotation(self._current.tag, len(self._annotationrefs))
        super()._addAnnotation(*args, **kw)

    def save(self) -> None:
        """Write the file, with its tags."""
        super().save()
        path = Path(self._filename)
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            self.complete(pdf)
            _Writer(pdf).write(self.whole)
            finish(pdf)
            save(pdf, path)


def save(pdf: pikepdf.Pdf, path: Path) -> None:
    """Write a file in little room; the same content gives the same bytes."""
    pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


class _Writer:
    """Writes a structure tree."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.rows: list[list[tuple[int, pikepdf.Object]]] = [[] for _ in self.pages]
        self.notes: list[pikepdf.Object] = []

    def write(self, whole: _Element) -> None:
        """Write the tree and refer to it from pages and annotations."""
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = self._element(whole, root)
        numbers = Array()
        for number, (page, row) in enumerate(zip(self.pages, self.rows, strict=True)):
            page.StructParents = number
            numbers.append(number)
            numbers.append(
                self.pdf.make_indirect(Array([one for _, one in sorted(row, key=lambda kv: kv[0])]))
            )
        for number, element in enumerate(self.notes, len(self.pages)):
            numbers.append(number)
            numbers.append(element)
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self.pages) + len(self.notes)
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, element: _Element, parent: pikepdf.Object) -> pikepdf.Object:
        tag = element.tag
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag.role}"), P=parent))
        if tag.alt:
            made.Alt = String(tag.alt)
        if tag.role == "TH":
            made.A = Dictionary(O=Name.Table, Scope=Name(f"/{tag.scope}"))
        kids = Array()
        for kid in element.kids:
            if isinstance(kid, _Element):
                kids.append(self._element(kid, made))
            elif isinstance(kid, _Mark):
                page = self.pages[kid.page]
                kids.append(Dictionary(Type=Name.MCR, Pg=page, MCID=kid.number))
                self.rows[kid.page].append((kid.number, made))
            else:
                kids.append(self._annotation(kid, made))
        made.K = kids
        return made

    def _annotation(self, held: _Annotation, element: pikepdf.Object) -> pikepdf.Object:
        page = self.pages[held.page]
        annotation = page.Annots[held.at]
        annotation.StructParent = len(self.pages) + len(self.notes)
        self.notes.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)


def finish(pdf: pikepdf.Pdf) -> None:
    """Write what both standards ask for beside the tags, and the claim to keep to them."""
    with pdf.open_outline() as outline:
        titles = {str(item.destination): item.title for item in _all_items(outline.root)}
    for page in pdf.pages:
        page.contents_coalesce()
        marked = mark_artifacts(page.obj.Contents.read_bytes())
        if marked.strays:
            message = f"page {page.index + 1}: {marked.strays} texts or pictures without a tag"
            raise ValueError(message)
        page.obj.Contents = pdf.make_stream(marked.data)
        for annotation in page.obj.get("/Annots", Array()):
            page.obj.Tabs = Name.S
            annotation.F = _PRINT
            if annotation.Subtype == Name.Link:
                annotation.Contents = String(titles[str(annotation.Dest)])
    give_profile(pdf, SRGB.read_bytes())
    pdf.Root.Lang = String(_LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _describe(pdf)


def _all_items(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _all_items(item.children)


def _describe(pdf: pikepdf.Pdf) -> None:
    moment = FROZEN.replace(tzinfo=UTC)
    info = pdf.docinfo
    said = {key: str(info.get(f"/{key}", "")) for key in ("Title", "Author", "Subject")}
    for key in list(info.keys()):
        del info[key]
    for key, value in said.items():
        if value and value not in ("untitled", "anonymous", "unspecified"):
            info[f"/{key}"] = String(value)
    info["/Producer"] = String("ReportLab PDF Library")
    for key in ("/CreationDate", "/ModDate"):
        info[key] = String(pdf_moment(moment))
    facts = Facts(
        title=str(info.get("/Title", "")),
        author=str(info.get("/Author", "")),
        subject=str(info.get("/Subject", "")),
        keywords=(),
        language=_LANGUAGE,
        tool="",
        producer=str(info["/Producer"]),
        moment=moment,
        claims=frozenset(STANDARDS),
    )
    pdf.Root.Metadata = pdf.make_stream(write_xmp(facts), Type=Name.Metadata, Subtype=Name.XML)
