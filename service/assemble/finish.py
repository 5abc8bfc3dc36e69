"""What belongs to the packet as a whole: page tree, page labels, metadata, language, and how a viewer opens it."""

from __future__ import annotations

from collections.abc import Sequence

from service.assemble.objects import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    make,
    name,
    set_entry,
    stream,
    text,
)
from service.assemble.table import ObjectTable
from service.assemble.xmp import Facts, pdf_moment, write_xmp
from service.model.packet import PacketSpec

PRODUCER = "Samlad"
_PAGES_PER_NODE = 32


class PageTree:
    """A page tree of two levels: a flat one makes viewers slow at thousands of pages."""

    def __init__(self, table: ObjectTable, count: int) -> None:
        self.pages = [table.reserve() for _ in range(count)]
        """The pages' places."""
        self.root = table.reserve()
        """The tree's place in the catalog."""
        nodes = ArrayObject()
        table.put(self.root, make(Type=name("Pages"), Kids=nodes, Count=NumberObject(count)))
        for first in range(0, count, _PAGES_PER_NODE):
            group = self.pages[first : first + _PAGES_PER_NODE]
            nodes.append(
                table.add(
                    make(
                        Type=name("Pages"),
                        Parent=self.root,
                        Kids=ArrayObject(group),
                        Count=NumberObject(len(group)),
                    )
                )
            )
        self._nodes = nodes

    def hang(self, page: DictionaryObject, at: int) -> None:
        """Make a page the tree's; `at` counts from 0."""
        set_entry(page, "Type", name("Page"))
        set_entry(page, "Parent", self.node(at))

    def node(self, at: int) -> IndirectObject:
        """What stands above a page in the tree."""
        found: IndirectObject = list.__getitem__(self._nodes, at // _PAGES_PER_NODE)
        return found


def catalog(
    table: ObjectTable,
    spec: PacketSpec,
    pages: IndirectObject,
    outline: IndirectObject,
    claims: frozenset[str],
    labels: Sequence[str],
) -> DictionaryObject:
    """The packet's catalog: named by its title, opened with its bookmarks, its pages labelled.

    Args:
        table: the packet's objects.
        spec: what the packet is.
        pages: the page tree.
        outline: the bookmarks.
        claims: the standards that the packet says it keeps to.
        labels: what each page is called.
    """
    return make(
        Type=name("Catalog"),
        Pages=pages,
        Outlines=outline,
        PageLabels=page_labels(labels),
        PageMode=name("UseOutlines"),
        Lang=text(spec.language),
        ViewerPreferences=make(DisplayDocTitle=BooleanObject(True)),
        Metadata=table.add(_metadata(spec, claims)),
    )


def page_labels(labels: Sequence[str]) -> DictionaryObject:
    """The number tree of page labels: a row of running numbers is one entry, anything else one for each page.

    PDF has letters of its own (`a` … `z`, `aa`, `bb`), which are not ours after `z`; a prefix alone says what is meant.
    """
    entries = ArrayObject()
    running: int | None = None
    for at, label in enumerate(labels):
        number = int(label) if label.isdecimal() else None
        if number is None:
            entries += [NumberObject(at), make(P=text(label))]
        elif running is None or number != running + 1:
            row = make(S=name("D"))
            if number > 1:
                set_entry(row, "St", NumberObject(number))
            entries += [NumberObject(at), row]
        running = number
    return make(Nums=entries)


def information(spec: PacketSpec) -> DictionaryObject:
    """The document information dictionary; the same facts as the XMP."""
    moment = text(pdf_moment(spec.created))
    made = make(
        Title=text(spec.title),
        Author=text(spec.author),
        Subject=text(spec.subject),
        Keywords=text(", ".join(spec.keywords)),
        Creator=text(PRODUCER),
        Producer=text(PRODUCER),
        CreationDate=moment,
        ModDate=moment,
    )
    return DictionaryObject({key: value for key, value in made.items() if value != ""})


def _metadata(spec: PacketSpec, claims: frozenset[str]) -> DictionaryObject:
    held = stream(b"", Type=name("Metadata"), Subtype=name("XML"))
    held.pop("/Filter")  # metadata stands uncompressed, so that those who don't read PDF can find it
    held._data = write_xmp(
        Facts(
            title=spec.title,
            author=spec.author,
            subject=spec.subject,
            keywords=spec.keywords,
            language=spec.language,
            tool=PRODUCER,
            producer=PRODUCER,
            moment=spec.created,
            claims=claims,
        )
    )
    return held
