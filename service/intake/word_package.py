"""A Word file's parts as trees, its styles and its lists; read only after the gate has let the file in."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from service.errors import UnreadableInput
from service.intake.form_blocks import broken_file
from service.model.form import FORM_MARK

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DOCUMENT = "word/document.xml"


@dataclass(frozen=True, slots=True)
class ListLook:
    """What the list of a paragraph looks like."""

    bullet: bool
    level: int
    start: int = 1


class WordPackage:
    """One Word file.

    Raises:
        UnreadableInput: its main part is missing or broken.
    """

    def __init__(self, path: Path) -> None:
        try:
            with zipfile.ZipFile(path) as archive:
                self._names = frozenset(archive.namelist())
                document = self._tree(archive, _DOCUMENT)
                styles = self._tree(archive, "word/styles.xml")
                numbering = self._tree(archive, "word/numbering.xml")
                relations = self._tree(archive, "word/_rels/document.xml.rels")
                core = self._tree(archive, "docProps/core.xml")
        except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as fault:
            raise UnreadableInput(broken_file(path)) from fault
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise UnreadableInput(broken_file(path))
        self.body: etree._Element = body
        self._styles = {} if styles is None else {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
        self._lists = _lists(numbering)
        self._links = (
            {}
            if relations is None
            else {r.get("Id"): r.get("Target", "") for r in relations if _leads_out(r)}
        )
        keywords = None if core is None else core.find(f"{_CP}keywords")
        self.marks = read_marks("" if keywords is None else keywords.text or "")

    def _tree(self, archive: zipfile.ZipFile, name: str) -> etree._Element | None:
        if name not in self._names:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(archive.read(name), parser)

    def has_comments(self) -> bool:
        """Whether somebody has written comments beside the text."""
        return any(name.startswith("word/comments") for name in self._names)

    def link(self, element: etree._Element) -> str:
        """The address that a hyperlink leads to; empty for one within the document."""
        return str(self._links.get(element.get(f"{_R}id"), ""))

    def style_name(self, identifier: str | None) -> str:
        """A style's name as Word stores it, in lower case."""
        style = self._styles.get(identifier)
        name = None if style is None else style.find(f"{W}name")
        return str(name.get(f"{W}val", "")).casefold() if name is not None else ""

    def style_has(self, identifier: str | None, tag: str) -> bool:
        """Whether a character style, or one it builds on, is bold (`b`) or italic (`i`)."""
        for style in self._chain(identifier):
            mark = style.find(f"{W}rPr/{W}{tag}")
            if mark is not None:
                return is_on(mark)
        return False

    def _chain(self, identifier: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while (style := self._styles.get(identifier)) is not None and style not in chain:
            chain.append(style)
            base = style.find(f"{W}basedOn")
            identifier = None if base is None else base.get(f"{W}val")
        return chain

    def list_of(self, paragraph: etree._Element) -> ListLook | None:
        """The list that a paragraph belongs to, by its own numbering or its style's."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        identifier = None if style is None else style.get(f"{W}val")
        candidates = [own, *(one.find(f"{W}pPr/{W}numPr") for one in self._chain(identifier))]
        number = level = None
        for found in candidates:
            if found is not None:
                number = number or _value(found, "numId")
                level = level or _value(found, "ilvl")
        if not number or number == "0":
            return None
        deep = number_of(level, 0) or self._level_of_style(number, identifier)
        return self._lists.get((number, deep)) or self._lists.get((number, 0))

    def _level_of_style(self, number: str, identifier: str | None) -> int:
        name = self.style_name(identifier)
        return 1 if name.endswith(" 2") and (number, 1) in self._lists else 0


def number_of(text: str | None, otherwise: int) -> int:
    """A number in an attribute; what is none counts as the usual one."""
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise


def is_on(mark: etree._Element) -> bool:
    """Whether an on/off property is on."""
    return mark.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def read_marks(words: str) -> dict[str, str]:
    """What a form's file says of itself; empty when it says nothing.

    LibreOffice joins keywords with commas or blanks, so only the words themselves count.
    """
    if FORM_MARK not in words:
        return {}
    pairs = (word.strip(",;").partition("=") for word in words.split() if "=" in word)
    return {key: unquote(value) for key, _, value in pairs}


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _leads_out(relation: etree._Element) -> bool:
    return str(relation.get("Type", "")).endswith("/hyperlink")


def _lists(numbering: etree._Element | None) -> dict[tuple[str, int], ListLook]:
    if numbering is None:
        return {}
    abstracts = {a.get(f"{W}abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
    found: dict[tuple[str, int], ListLook] = {}
    for num in numbering.iter(f"{W}num"):
        identifier = num.get(f"{W}numId", "")
        abstract = abstracts.get(_value(num, "abstractNumId"))
        levels = [] if abstract is None else list(abstract.iter(f"{W}lvl"))
        starts = {o.get(f"{W}ilvl"): _value(o, "startOverride") for o in num.iter(f"{W}lvlOverride")}
        for level in levels:
            depth = number_of(level.get(f"{W}ilvl"), 0)
            form = _value(level, "numFmt") or "decimal"
            if form == "none":
                continue
            start = starts.get(str(depth)) or _value(level, "start") or "1"
            found[identifier, depth] = ListLook(form == "bullet", depth, number_of(start, 1))
    return found
