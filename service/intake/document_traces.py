"""What a Word file tells of those who have written it, beside its text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from service.intake.word_package import W, is_on

_DC = "{http://purl.org/dc/elements/1.1/}creator"
_LAST = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing of the kind."""

    what: str
    """Swedish."""
    text: str
    follows: bool
    """Whether it is seen in what LibreOffice makes of the file."""


def document_traces(path: Path) -> Iterator[Trace]:
    """Authors, comments, tracked changes and hidden text of a Word file that the gate has let in."""
    with zipfile.ZipFile(path) as archive:
        names = frozenset(archive.namelist())
        core = _tree(archive, names, "docProps/core.xml")
        for tag, what in ((_DC, "författare"), (_LAST, "senast sparad av")):
            for one in core.iter(tag) if core is not None else ():
                if (one.text or "").strip():
                    yield Trace(what, (one.text or "").strip(), follows=False)
        comments = _tree(archive, names, "word/comments.xml")
        for one in comments.iter(f"{W}comment") if comments is not None else ():
            yield Trace("kommentar", f"{one.get(f'{W}author', '')}: {_words(one)}", follows=False)
        for name in _TEXT_PARTS:
            tree = _tree(archive, names, name)
            if tree is not None:
                yield from _in_text(tree)


def _in_text(tree: etree._Element) -> Iterator[Trace]:
    for tag, what in ((f"{W}ins", "spårad ändring: infogat"), (f"{W}del", "spårad ändring: borttaget")):
        for one in tree.iter(tag):
            words = _words(one)
            if words:
                yield Trace(what, f"{one.get(f'{W}author', '')}: {words}", follows=True)
    for run in tree.iter(f"{W}r"):
        mark = run.find(f"{W}rPr/{W}vanish")
        if mark is not None and is_on(mark) and _words(run):
            yield Trace("dold text", _words(run), follows=False)


def _tree(archive: zipfile.ZipFile, names: frozenset[str], name: str) -> etree._Element | None:
    if name not in names:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _words(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t", f"{W}delText")).strip()
