"""One of our own documents as it will stand in every packet, with blanks for what each packet has of its own.

Which objects come along, what is taken out of them and what is put in is the same each time, and depends on the file's
bytes alone. So it is worked out once, in a table of its own, and kept (`remember.py`): its objects as bytes, cut into
pieces where an object's number or a page's key in the parent tree is to be filled in (`prepared.py`). What comes of it
is what `merge.py` makes of the same file itself, byte for byte; a file that has anything unusual is left to it.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

from pypdf.generic import StreamObject

from service.assemble.annotations import InnerLink, clean_page, take_inner_links
from service.assemble.claims import claims_of
from service.assemble.forms import top_fields
from service.assemble.geometry import Sheet, read_sheet
from service.assemble.links import clear_link
from service.assemble.objects import (
    READ_ERRORS,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    drop,
    entry_dict,
    name,
    resolve,
    set_entry,
)
from service.assemble.outline import Bookmark, read_outline
from service.assemble.pagetree import read_pages
from service.assemble.plainfile import PlainFile
from service.assemble.raw import Raw
from service.assemble.serialise import is_mere_tag, serialise, stream_as_written
from service.assemble.source import NO_LIMIT, Source
from service.assemble.stamps import add_font, frame_content
from service.assemble.structure import PartStructure, make_part
from service.assemble.table import ObjectTable
from service.assemble.transfer import Transfer

NUMBERS = "I"
"""How the blanks are kept: as an array of this type."""
LENGTH = Struct(">I")
"""How long the JSON is that stands before them."""
CUT, END = b"\0\1\0", b"\0\2\0"
"""Between two pieces, and after each object; no object that is prepared has them, and hardly any other."""
_BLANK = re.compile(
    rb"\((?:[^\\()]|\\.)*\)|(?P<number>\d++)\s++0\s++R\b|(?<=/StructParent)s?\s*+(?P<key>\d++)(?!\s+\d+\s+R)",
    re.DOTALL,
)


class Blanks(NamedTuple):
    """How the blanks are numbered: the packet's shared objects first, then three for each page, then the part's own."""

    pages: int

    @property
    def open(self) -> int:
        """The stream that begins a page's content."""
        return 1

    @property
    def font(self) -> int:
        """The stamp's font."""
        return 2

    @property
    def document(self) -> int:
        """The element above the parts'."""
        return 3

    def page(self, at: int) -> int:
        """A page, counted from 0."""
        return 4 + at

    def node(self, at: int) -> int:
        """What stands above it in the page tree."""
        return 4 + self.pages + at

    def stamp(self, at: int) -> int:
        """Its stamp."""
        return 4 + 2 * self.pages + at

    @property
    def before(self) -> int:
        """How many there are before the part's own."""
        return 3 + 3 * self.pages


class _Unusual(Exception):  # a reason to leave the file to the merge, not a mistake
    """The file has something that is not prepared."""


def prepare(pdf: Path) -> bytes:
    """The document with its blanks, as `prepared.py` reads it; empty when it is left to the merge."""
    try:
        return _Preparation(pdf.read_bytes()).run()
    except (*READ_ERRORS, _Unusual):
        return b""


class _Preparation:
    def __init__(self, data: bytes) -> None:
        reader = PlainFile(data)
        leaves = read_pages(reader, NO_LIMIT)
        self._data = data
        self._blanks = Blanks(len(leaves))
        self._table = ObjectTable()
        self._table.reserve_numbers(self._blanks.before)
        places = [self._reference(self._blanks.page(at)) for at in range(len(leaves))]
        self._source = Source(reader, leaves, places)
        self._pieces: list[bytes] = []
        self._wanted = array(NUMBERS)
        """What is filled in between the pieces: the number of a blank, or one after the last of them for a key."""

    def _reference(self, number: int) -> IndirectObject:
        return self._table.reference(number)

    def run(self) -> bytes:
        """The same steps as `merge.py` takes, in the same order."""
        source = self._source
        _refuse_unusual(source)
        links: list[InnerLink] = []
        for at in range(self._blanks.pages):
            links += take_inner_links(source, at, at)
            clean_page(source, at)
        outline = read_outline(source)
        roles: dict[str, str] = {}
        tags = PartStructure(source, 0, 0, roles)
        transfer = Transfer(
            source.reader, self._table, source.known, source.barred, tags.on_dictionary, tags.must_read
        )
        transfer.move_tags()
        transfer.move_pages(source)
        element = self._move_element(tags, transfer)
        rows = [value for _, value in tags.move_parents(transfer)]
        if transfer.lost or tags.renames:
            raise _Unusual
        sheets = [self._finish_page(at) for at in range(self._blanks.pages)]
        told = {
            "of": sha256(self._data).hexdigest(),
            "pages": self._blanks.pages,
            "keys": len(rows),
            "element": element,
            "language": tags.language,
            "roles": roles,
            "claims": sorted(claims_of(source)),
            "sheets": sheets,
            "links": [self._clear(link) for link in links],
            "outline": [self._bookmark(one) for one in outline],
        }
        return self._write(told, rows)

    def _move_element(self, tags: PartStructure, transfer: Transfer) -> int:
        """The number of the document's element among the part's own objects, counted from 0."""
        kids = tags.move_kids(transfer)
        only = resolve(kids[0]) if len(kids) == 1 and isinstance(kids[0], IndirectObject) else None
        if not isinstance(only, DictionaryObject) or not tags.is_document(only):
            raise _Unusual
        make_part(only, self._reference(self._blanks.document))
        drop(only, "/T", "/Lang")
        return self._own(only)

    def _own(self, held: PdfObject) -> int:
        """Which of the part's own objects this is."""
        place: Any = held.indirect_reference
        if place is None or place.pdf is not self._table or place.idnum <= self._blanks.before:
            raise _Unusual
        return int(place.idnum) - self._blanks.before - 1

    def _finish_page(self, at: int) -> list[float]:
        """Give a page what is the packet's; returns how it is seen."""
        page = self._source.leaves[at].page
        sheet = read_sheet(page)
        frame_content(page, [self._reference(self._blanks.open)], self._reference(self._blanks.stamp(at)))
        add_font(page, self._reference(self._blanks.font))
        set_entry(page, "Type", name("Page"))
        set_entry(page, "Parent", self._reference(self._blanks.node(at)))
        return _edges(sheet)

    def _clear(self, link: InnerLink) -> list[Any]:
        if isinstance(link.annotation, Raw):
            raise _Unusual
        clear_link(link.annotation)
        return [self._own(link.annotation), link.target, link.page]

    def _bookmark(self, bookmark: Bookmark) -> list[Any]:
        """A bookmark as JSON has it: where it leads as its page, counted from 0, and what follows."""
        place = list(list.__iter__(bookmark.destination)) if bookmark.destination is not None else None
        return [
            bookmark.title,
            None if place is None else [place[0].idnum - self._blanks.page(0), *map(_plain_value, place[1:])],
            [self._bookmark(child) for child in bookmark.children],
            bookmark.address,
        ]

    def _write(self, told: dict[str, Any], rows: Sequence[PdfObject]) -> bytes:
        own = self._table.objects[self._blanks.before :]
        heads: list[bytes] = []
        streams: list[tuple[int, int, int]] = []
        for at, value in enumerate(own):
            if isinstance(value, StreamObject) or (isinstance(value, Raw) and value.data is not None):
                head, data = stream_as_written(value)
                streams.append((at, *self._place_of(data)))
                heads.append(head)
            else:
                heads.append(b"" if isinstance(value, NullObject) else serialise(value))
        for body in (*heads, *(serialise(leaf.page) for leaf in self._source.leaves), *map(serialise, rows)):
            self._cut(body, self._blanks.before + len(own) + 1)
        tags = {at for at, value in enumerate(own) if is_mere_tag(value)}
        apart = tags.union((at for at, _, _ in streams), (at for at, _, _ in told["links"]))
        told |= {
            "own": len(own),
            "streams": streams,
            "tags": sorted(tags),
            "others": [at for at, head in enumerate(heads) if head and at not in apart],
            "blanks": len(self._wanted),
        }
        header = json.dumps(told).encode()
        kept = b"".join((LENGTH.pack(len(header)), header, self._wanted.tobytes(), *self._pieces))
        return sha256(kept).digest() + kept

    def _place_of(self, data: bytes) -> tuple[int, int]:
        """Where the file holds what a stream holds."""
        start = self._data.find(data)
        if start < 0:
            raise _Unusual
        return start, start + len(data)

    def _cut(self, body: bytes, first_key: int) -> None:
        """Cut an object where something is to be filled in."""
        if CUT in body or END in body:
            raise _Unusual
        done = 0
        for found in _BLANK.finditer(body):
            kind = found.lastgroup
            if kind is None:
                continue  # a text, whatever stands in it
            self._pieces += (body[done : found.start(kind)], CUT)
            self._wanted.append(int(found[kind]) + (first_key if kind == "key" else 0))
            done = found.end()
        self._pieces += (body[done:], END)


def _refuse_unusual(source: Source) -> None:
    """Leave it to the merge to bring in fields and layers, and what tags have that must not meet."""
    shared = ("/IDTree", "/ClassMap", "/Namespaces")
    if (
        not source.tagged
        or top_fields(source)
        or entry_dict(source.catalog, "/OCProperties")
        or any(key in source.structure for key in shared)
    ):
        raise _Unusual


def _edges(sheet: Sheet) -> list[float]:
    box = sheet.visible
    return [box.left, box.bottom, box.right, box.top, sheet.rotation, sheet.unit]


def _plain_value(value: Any) -> str | float | None:
    """A name, a number or nothing as JSON has it."""
    if isinstance(value, NameObject):
        return str(value)
    if isinstance(value, NumberObject):
        return int(value)
    if isinstance(value, FloatObject):
        return float(value)
    if not isinstance(value, NullObject):
        raise _Unusual
    return None
