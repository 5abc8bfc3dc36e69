"""A PDF written by hand, object by object, so that it can be wrong in exactly one way."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

CATALOG, PAGES, PAGE, CONTENT, FONT = 1, 2, 3, 4, 5
TEXT = b"BT /F1 14 Tf 70 700 Td (Sidan har text) Tj ET\n50 50 495 600 re S\n"


def ref(number: int) -> bytes:
    """A reference to an object."""
    return b"%d 0 R" % number


def flate(data: bytes, times: int = 1) -> bytes:
    """The data compressed, once or more."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


class Raw:
    """The objects of a file: one A4 page with a line of text, until somebody changes them."""

    def __init__(self, catalog: bytes = b"", page: bytes = b"", content: bytes = TEXT) -> None:
        self.objects: dict[int, bytes] = {
            CATALOG: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
            PAGES: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
        self.header = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        self.set_page(page)
        self.put_stream(content, at=CONTENT)

    def set_page(
        self,
        more: bytes = b"",
        *,
        box: bytes = b"/MediaBox[0 0 595 842]",
        resources: bytes = b"",
        contents: bytes = b"/Contents 4 0 R",
    ) -> None:
        """Write the page anew."""
        self.objects[PAGE] = self.page(more, box=box, resources=resources, contents=contents)

    @staticmethod
    def page(
        more: bytes = b"",
        *,
        box: bytes = b"/MediaBox[0 0 595 842]",
        resources: bytes = b"",
        contents: bytes = b"/Contents 4 0 R",
    ) -> bytes:
        """A page's dictionary."""
        return b"<</Type/Page/Parent 2 0 R%s/Resources<</Font<</F1 5 0 R>>%s>>%s%s>>" % (
            box, resources, contents, more,
        )  # fmt: skip

    def add(self, body: bytes) -> int:
        """One more object; returns its number."""
        number = max(self.objects) + 1
        self.objects[number] = body
        return number

    def put_stream(self, data: bytes, entries: bytes = b"", at: int = 0, length: int | None = None) -> int:
        """A stream; returns its object's number."""
        body = b"<</Length %d%s>>\nstream\n%s\nendstream" % (
            len(data) if length is None else length, entries, data,
        )  # fmt: skip
        if not at:
            return self.add(body)
        self.objects[at] = body
        return at

    def write(self, *, shift: int = 0, trailer: bytes = b"", root: int = CATALOG) -> bytes:
        """The file; `shift` makes every offset wrong by so much."""
        out = bytearray(self.header)
        places = write_objects(out, self.objects)
        start = len(out)
        size = max(self.objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            if number in places:
                out += b"%010d 00000 n \n" % (places[number] + shift)
            else:
                out += b"0000000000 00000 f \n"
        out += b"trailer\n<</Size %d/Root %s%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            size,
            ref(root),
            trailer,
            start,
        )
        return bytes(out)

    def write_without_table(self) -> bytes:
        """The file with its objects and its trailer, and no table that says where they are."""
        out = bytearray(self.header)
        write_objects(out, self.objects)
        return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\n%%%%EOF\n" % (max(self.objects) + 1)

    def write_packed(
        self, packed: Mapping[int, bytes], *, padding: int = 0, rows_padding: int = 0, entries: bytes = b""
    ) -> bytes:
        """The file with an object stream for some objects, padded with blanks, and a cross-reference stream."""
        heads, bodies = b"", b""
        for number, body in packed.items():
            heads += b"%d %d " % (number, len(bodies))
            bodies += body + b" "
        data = flate(heads + bodies + b" " * padding)
        holder = self.put_stream(
            data,
            b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode%s" % (len(packed), len(heads), entries),
            at=max(*self.objects, *packed) + 1,
        )
        out = bytearray(self.header)
        places = write_objects(out, self.objects)
        number, start = holder + 1, len(out)
        places[number] = start
        rows = b""
        for at in range(number + 1):
            if at in packed:
                rows += b"\x02" + holder.to_bytes(4, "big") + list(packed).index(at).to_bytes(2, "big")
            elif at in places:
                rows += b"\x01" + places[at].to_bytes(4, "big") + b"\0\0"
            else:
                rows += b"\0\0\0\0\0\xff\xff"
        table = flate(rows + bytes(rows_padding))
        out += b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % (
            number, number + 1, len(table),
        )  # fmt: skip
        out += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
        return bytes(out)


def write_objects(out: bytearray, objects: Mapping[int, bytes]) -> dict[int, int]:
    """Append the objects; returns where each of them begins."""
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return places


def append_revision(file: bytes, objects: Mapping[int, bytes], size: int) -> bytes:
    """An incremental update: the file with some objects written anew after its end."""
    before = int(file[file.rindex(b"startxref") + 9 :].split()[0])
    out = bytearray(file)
    places = write_objects(out, objects)
    start = len(out)
    out += b"xref\n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<</Size %d/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, before, start)
    return bytes(out)
