"""The words that OCRmyPDF read, as content with tags: a paragraph for every block, after the page's other content.

OCRmyPDF lays its words as a drawing under the page. What is no part of the tags is read aloud by nobody, so the
words move from the drawing into the page, and each block of them gets an element. What is seen stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Pdf, Stream, String

from service.assemble.content import IN_ORDER, balance_of
from service.assemble.likeness import inherited
from service.assemble.loose_links import tag_loose_links
from service.assemble.mask_tags import Tags
from service.assemble.mend import finish, mend_document
from service.assemble.repair import Identity
from service.assemble.tags import elements, held_by, is_tagged

_READ = re.compile(r"/OCR-[A-Za-z0-9_-]{22}")
"""How OCRmyPDF calls the words of a page."""
_SETTLED = re.compile(r"/SamladOcr\d+")
"""How we do."""
_NUMBER = re.compile(rb"/MCID\s+(\d{1,9})")
_MOST_NUMBERS = 100_000
_MOST_ELEMENTS = 200_000
_HOPS = 200
_GROUPS = frozenset({"/Document", "/Part", "/Art", "/Sect", "/Div", "/NonStruct"})
"""Roles below which paragraphs may stand beside one another."""
_MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
_SHOWS = frozenset({"Tj", "TJ"})
_PLACING = frozenset({"q", "cm", "Do", "Q"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file."""

    pages: tuple[int, ...]
    """The pages that had no words, from 1."""
    language: str
    """Of the words, such as `sv`."""


def mend_read(pdf: Path, target: Path, identity: Identity, profile: bytes, reading: Reading) -> None:
    """Mend what OCRmyPDF has written, and give the words tags where the file has tags; arguments as those of `mend`.

    Args:
        pdf: the file with the words.
        target: the file to write; the same words give the same bytes.
        identity: title and language where the file has none, and the moment of its metadata.
        profile: the ICC profile of sRGB.
        reading: which pages were read, and in what language.

    Raises:
        pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError: it cannot be done.
    """
    with pikepdf.open(pdf) as document:
        mend_document(document)
        for page in document.pages:
            _settle_names(page)
        if is_tagged(document):
            _tag_words(document, reading)
        finish(document, target, identity, profile)


def tag_scan(pdf: Path, target: Path, identity: Identity, profile: bytes, reading: Reading) -> None:
    """Give a scan without tags the tags of its words, with the pictures behind them as background.

    Arguments and errors as those of `mend_read`, which has written the file.
    """
    with pikepdf.open(pdf) as document:
        if is_tagged(document) or set(reading.pages) != set(range(1, len(document.pages) + 1)):
            raise ValueError("it has more than words that were read")
        for page in document.pages:
            _set_behind(document, page)
        root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        root.K = Array([whole])
        document.Root.StructTreeRoot = root
        document.Root.MarkInfo = Dictionary(Marked=True)
        _tag_words(document, reading)
        tag_loose_links(document)
        finish(document, target, identity, profile)


def _settle_names(page: pikepdf.Page) -> None:
    """OCRmyPDF gives the words that it read another name every time; here they get the same one."""
    held = _resource(page, "/XObject")
    by_chance = [name for name in held if _READ.fullmatch(name)]
    if not by_chance:
        return
    drawings = {name: one for name, one in held.items() if name not in by_chance}
    names = sorted(
        name for name in by_chance if any(name.encode() in one.read_bytes() for one in _streams(page))
    )
    for number, name in enumerate(names, start=1):
        settled = f"/SamladOcr{number}"
        drawings[settled] = held[name]
        for stream in _streams(page):
            written = stream.read_bytes()
            if name.encode() in written:
                stream.write(written.replace(name.encode(), settled.encode()))
    _give_resources(page, drawings, {})


def _resource(page: pikepdf.Page, kind: str) -> dict[str, pikepdf.Object]:
    resources = inherited(page.obj, "/Resources")
    held = resources.get(kind) if isinstance(resources, Dictionary) else None
    return dict(held.items()) if isinstance(held, Dictionary) else {}


def _give_resources(
    page: pikepdf.Page, drawings: Mapping[str, pikepdf.Object], fonts: Mapping[str, pikepdf.Object]
) -> None:
    """Drawings and more fonts for a page; in lists of its own, as pages share theirs."""
    held = inherited(page.obj, "/Resources")
    resources = dict(held.items()) if isinstance(held, Dictionary) else {}
    resources["/XObject"] = Dictionary(dict(drawings))
    resources["/Font"] = Dictionary(_resource(page, "/Font") | dict(fonts))
    page.obj.Resources = Dictionary(resources)


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    held = page.obj.get("/Contents")
    listed = list(held.as_list()) if isinstance(held, Array) else [held]
    return [one for one in listed if isinstance(one, Stream)]


def _set_behind(document: Pdf, page: pikepdf.Page) -> None:
    """Make all that a page shows background, beside the words that lie under it."""
    words = [one for one in _streams(page) if _places_only_words(one)]
    others = b"\n".join(one.read_bytes() for one in _streams(page) if not _places_only_words(one))
    if not words or _SETTLED.search(others.decode("latin-1")) or balance_of(others) != IN_ORDER:
        raise ValueError("the words are not by themselves")
    behind = document.make_stream(b"/Artifact BMC\n%s\nEMC\n" % others)
    page.obj.Contents = Array([*words, behind])
    for annotation in page.obj.get("/Annots", Array()).as_list():
        if "/StructParent" in annotation:  # of tags that the file says it has not
            del annotation["/StructParent"]


def _places_only_words(stream: pikepdf.Object) -> bool:
    if not _SETTLED.search(stream.read_bytes().decode("latin-1")):
        return False
    found = pikepdf.parse_content_stream(stream)
    drawn = [str(one.operands[0]) for one in found if str(one.operator) == "Do"]
    return {str(one.operator) for one in found} <= _PLACING and all(map(_SETTLED.fullmatch, drawn))


def _tag_words(document: Pdf, reading: Reading) -> None:
    tags, places = Tags(document), _Places(document)
    for number, page in enumerate(document.pages, start=1):
        places.come_to(page)
        if number not in reading.pages:
            continue
        row = tags.row(page)
        first = _first_free(page, row)
        count = _lay_out(page, first)
        if not count:
            continue
        part = document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Div, Lang=String(reading.language))
        )
        part.K = Array(
            [
                document.make_indirect(
                    Dictionary(Type=Name.StructElem, S=Name.P, P=part, Pg=page.obj, K=mark)
                )
                for mark in range(first, first + count)
            ]
        )
        row.extend([pikepdf.Object.parse(b"null")] * (first - len(row)))
        row.extend(part.K)
        places.hang(part)


def _first_free(page: pikepdf.Page, row: Sequence[Any]) -> int:
    """A number that no marked content of the page has, nor any after it."""
    listed = [int(found) for one in _streams(page) for found in _NUMBER.findall(one.read_bytes())]
    named = [int(one.get("/MCID", -1)) for one in _resource(page, "/Properties").values()]
    first = max([len(row), *(number + 1 for number in listed + named)])
    if first > _MOST_NUMBERS:
        raise ValueError("no page has so much marked content")
    return first


def _lay_out(page: pikepdf.Page, first: int) -> int:
    """Write the words into the page instead of drawing them; returns how many blocks there are.

    Args:
        page: the page.
        first: the number of the first block's marked content; the others follow.
    """
    held = _resource(page, "/XObject")
    drawings = {name: one for name, one in held.items() if _SETTLED.fullmatch(name)}
    if not drawings:
        return 0
    fonts: dict[str, pikepdf.Object] = {}
    count = 0
    for stream in _streams(page):
        if not any(name.encode() in stream.read_bytes() for name in drawings):
            continue
        written: list[ContentStreamInstruction] = []
        for one in pikepdf.parse_content_stream(stream):
            drawing = drawings.get(str(one.operands[0])) if str(one.operator) == "Do" else None
            if drawing is None:
                written.append(ContentStreamInstruction(one.operands, one.operator))
                continue
            blocks = list(_blocks(drawing, fonts))
            written += _marked(blocks, drawing, first + count)
            count += len(blocks)
        stream.write(pikepdf.unparse_content_stream(written))
    _give_resources(page, {name: one for name, one in held.items() if name not in drawings}, fonts)
    return count


def _blocks(
    drawing: pikepdf.Object, fonts: dict[str, pikepdf.Object]
) -> Iterator[list[ContentStreamInstruction]]:
    """The texts of a drawing that say something, from `BT` to `ET`, with the fonts that they take from the page."""
    own = drawing.get("/Resources", Dictionary()).get("/Font", Dictionary())
    block: list[ContentStreamInstruction] = []
    for one in pikepdf.parse_content_stream(drawing):
        operator, operands = str(one.operator), list(one.operands)
        if operator == "BT":
            block = []
        if operator == "Tf":
            name = f"/FSamladOcr{str(operands[0])[1:]}"
            fonts[name] = own[str(operands[0])]
            operands[0] = Name(name)
        if operator not in _MARKS:
            block.append(ContentStreamInstruction(operands, one.operator))
        if operator == "ET" and any(map(_says_something, block)):
            yield block


def _says_something(one: ContentStreamInstruction) -> bool:
    """Whether it shows letters; where Tesseract sees a picture it writes a space."""
    if str(one.operator) not in _SHOWS:
        return False
    (shown,) = one.operands
    pieces = list(shown.as_list()) if isinstance(shown, Array) else [shown]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, String))
    return bool(codes.decode("utf-16-be", "replace").strip())


def _marked(
    blocks: Sequence[Sequence[ContentStreamInstruction]], drawing: pikepdf.Object, first: int
) -> Iterator[ContentStreamInstruction]:
    """The blocks as marked content, placed as the drawing was."""
    yield ContentStreamInstruction([], Operator("q"))
    if "/Matrix" in drawing:
        yield ContentStreamInstruction(list(drawing.Matrix.as_list()), Operator("cm"))
    for mark, block in enumerate(blocks, start=first):
        yield ContentStreamInstruction([Name.P, Dictionary(MCID=mark)], Operator("BDC"))
        yield from block
        yield ContentStreamInstruction([], Operator("EMC"))
    yield ContentStreamInstruction([], Operator("Q"))


class _Places:
    """Where in the reading order the words of a page belong: after what is said of it, or of the pages before."""

    def __init__(self, document: Pdf) -> None:
        self._root = document.Root.StructTreeRoot
        self._roles: dict[tuple[int, int], str] = {}
        self._last: dict[tuple[int, int], pikepdf.Object] = {}
        self._here: pikepdf.Object | None = None
        for element, role in islice(elements(document), _MOST_ELEMENTS):
            self._roles[element.objgen] = role
            for page in _pages_of(element):
                self._last[page.objgen] = element

    def come_to(self, page: pikepdf.Page) -> None:
        """Go on to this page."""
        self._here = self._last.get(page.obj.objgen, self._here)

    def hang(self, part: pikepdf.Object) -> None:
        """Put an element there; what comes next stands behind it."""
        owner, at = self._place()
        kids = held_by(owner)
        owner.K = Array([*kids[:at], part, *kids[at:]])
        part.P = owner
        self._here = part
        self._roles[part.objgen] = "/Div"

    def _place(self) -> tuple[pikepdf.Object, int]:
        tops = held_by(self._root)
        single = len(tops) == 1 and self._role(tops[0]) == "/Document"
        body = tops[0] if single else self._root
        one = self._here
        if one is None:
            return body, 0
        for _ in range(_HOPS):
            owner = one.get("/P")
            if not isinstance(owner, Dictionary):
                break
            if self._role(owner) in _GROUPS or owner.objgen == self._root.objgen:
                at = [kid.objgen if isinstance(kid, Dictionary) else None for kid in held_by(owner)]
                if one.is_indirect and one.objgen in at:
                    return owner, at.index(one.objgen) + 1
                break
            one = owner
        return body, len(held_by(body))

    def _role(self, element: Any) -> str:
        return self._roles.get(element.objgen, "") if isinstance(element, Dictionary) else ""


def _pages_of(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The pages that the content of an element stands on."""
    held: list[Any] = held_by(element)
    for kid in held:
        if isinstance(kid, Dictionary) and "/S" in kid:
            continue
        named = kid.get("/Pg") if isinstance(kid, Dictionary) else None
        page = named or element.get("/Pg")
        if isinstance(page, Dictionary):
            yield page
