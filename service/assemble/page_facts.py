"""What tells one page from another, as digests: its sheet, all that it draws with, what lies on it, and its content.

Two pages with the same facts are the same. Those of a part's own file depend on its bytes alone, so whoever calls may
keep them (`remember.py`) and need not open the file again; those of the packet are taken from the packet each time.
Where the facts differ the pages may still be the same: they are compared object by object then (`verify_content.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from service.assemble.font import RESOURCE
from service.assemble.remember import Remember, remembered_json
from service.assemble.verify_sheets import inherited, seen_sheet
from service.model.packet import LINK_BASE

OWN_ENTRIES = frozenset({"/Length", "/StructParent", "/StructParents", f"/{RESOURCE}"})
"""What a copy has of its own; the stamp's font too, as a page can share its list of fonts with a field's look."""
_STAMP = f"/{RESOURCE}"
_WHAT = f"sidor {pikepdf.__version__} {pikepdf.__libqpdf_version__}"
_DEEPEST = 60
_LEADS_BACK = b"@"


class PageFacts(NamedTuple):
    """One page."""

    look: str
    """Of its sheet, of what it draws with and of what lies on it; empty where that could not be taken."""
    streams: Sequence[str]
    """Of its content, stream by stream."""
    addresses: Sequence[str] = ()
    """Where the links of a part's own page lead, if it is to another place in the packet."""

    def hold_in(self, other: PageFacts) -> bool:
        """Whether the other page is this one; it may have more content before and after."""
        own, ours = self.streams, other.streams
        return self.look == other.look != "" and any(
            ours[at : at + len(own)] == own for at in range(len(ours) - len(own) + 1)
        )


def facts_of_part(pdf: Path, remember: Remember) -> list[PageFacts]:
    """The facts of all pages of a part's own file."""
    return [PageFacts(*page) for page in remembered_json(_WHAT, pdf, _read_facts, remember)]


def _read_facts(pdf: Path) -> bytes:
    with pikepdf.open(pdf, inherit_page_attributes=False) as opened:
        pages = [page.obj for page in opened.pages]
        found = zip(facts_of(pages), pages, strict=True)
        return json.dumps([facts._replace(addresses=_addresses(page)) for facts, page in found]).encode()


def _addresses(page: pikepdf.Object) -> list[str]:
    return [address for _, address in page_links(page) if address.startswith(LINK_BASE)]


def facts_of(pages: Iterable[pikepdf.Object]) -> list[PageFacts]:
    """The facts of pages of one file, but for their links."""
    digests = _Digests()
    return [
        PageFacts(_look(page, digests), [sha256(stream).hexdigest() for stream in content_streams(page)])
        for page in pages
    ]


def content_streams(page: pikepdf.Object) -> list[bytes]:
    """The data of a page's content, as they stand in the file."""
    contents: Any = page.get("/Contents")
    streams = [contents] if isinstance(contents, pikepdf.Stream) else list(contents or [])
    return [one.read_raw_bytes() for one in streams if isinstance(one, pikepdf.Stream)]


def page_links(page: pikepdf.Object) -> list[tuple[pikepdf.Object, str]]:
    """The link annotations of a page, with their web addresses."""
    links = [one for one in _annotations(page) if one.get("/Subtype") == "/Link"]
    return [(link, str(link_action(link).get("/URI", ""))) for link in links]


def link_action(link: pikepdf.Object) -> pikepdf.Object:
    """What a link does; an empty dictionary where it does nothing."""
    return link.get("/A", pikepdf.Dictionary())


def appearances(page: pikepdf.Object) -> list[Any]:
    """How each annotation of a page looks when nobody touches it, if it has a look of its own."""
    looks = (one.get("/AP") for one in _annotations(page) if "/Subtype" in one)
    return [look.get("/N") for look in looks if isinstance(look, pikepdf.Dictionary)]


def _annotations(page: pikepdf.Object) -> list[pikepdf.Object]:
    held: Any = page.get("/Annots")
    annotations: Sequence[Any] = list(held) if isinstance(held, pikepdf.Array) else []
    return [one for one in annotations if isinstance(one, pikepdf.Dictionary)]


def _look(page: pikepdf.Object, digests: _Digests) -> str:
    sheet = seen_sheet(page)
    if sheet is None:
        return ""
    try:
        parts = [
            repr(sheet).encode(),
            digests.resources(inherited(page, "/Resources")),
            *(digests.of(look) for look in appearances(page)),
        ]
    except _TooDeep:
        return ""
    return sha256(b"\n".join(parts)).hexdigest()


class _TooDeep(Exception):
    """Nobody writes such a file in good faith."""


class _Digests:
    """Digests of one file's objects with all that they refer to; each object is looked into once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._resources: dict[tuple[int, int], bytes] = {}

    def resources(self, held: Any) -> bytes:
        """Of what a page draws with, without the stamp's font."""
        if not isinstance(held, pikepdf.Dictionary):
            return b""
        number = held.objgen
        if not held.is_indirect:
            return self._of_resources(held)
        if number not in self._resources:
            self._resources[number] = self._of_resources(held)
        return self._resources[number]

    def _of_resources(self, held: pikepdf.Object) -> bytes:
        rows: list[bytes] = []
        for category, names in sorted(held.items()):
            if category == "/ProcSet" or not isinstance(names, pikepdf.Dictionary):
                continue
            rows += (
                b"%s%s %s" % (_bytes(category), _bytes(name), self.of(value))
                for name, value in sorted(names.items())
                if name != _STAMP and value is not None
            )
        return sha256(b"\n".join(rows)).digest()

    def of(self, value: Any, depth: int = 0) -> bytes:
        """Of a value; two that have the same are copies of one another."""
        if not isinstance(value, pikepdf.Object):
            return repr(value).encode()
        if depth > _DEEPEST:
            raise _TooDeep
        if not value.is_indirect:
            return sha256(self._written(value, depth)).digest()
        number = value.objgen
        if number not in self._known:
            self._known[number] = _LEADS_BACK
            self._known[number] = sha256(self._written(value, depth)).digest()
        return self._known[number]

    def _written(self, value: pikepdf.Object, depth: int) -> bytes:
        if isinstance(value, pikepdf.Stream):
            return sha256(value.read_raw_bytes()).digest() + self._entries(value, depth)
        written = value.unparse(resolved=True)
        if b" R" not in written:
            return written
        if isinstance(value, pikepdf.Array):
            return b"[" + b"".join(self.of(item, depth + 1) for item in value)
        return self._entries(value, depth) if isinstance(value, pikepdf.Dictionary) else written

    def _entries(self, value: pikepdf.Object, depth: int) -> bytes:
        return b"<<" + b"".join(
            b"%s %s" % (_bytes(key), self.of(item, depth + 1))
            for key, item in sorted(value.items())
            if key not in OWN_ENTRIES
        )


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
