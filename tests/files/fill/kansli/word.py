"""A template as a person at a kansli works on it in Word: the XML that Word writes for what the person did."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Self

from lxml import etree

from tests.files.fill.kansli.parts import PACKAGE_RELS, TYPES, W, declared, ooxml, run

BODY = "word/document.xml"
STYLES = "word/styles.xml"
CORE = "docProps/core.xml"


class Mall:
    """One Word file, its parts read when they are first asked for."""

    def __init__(self, path: Path) -> None:
        self._open(path.read_bytes())

    @classmethod
    def of(cls, docx: bytes) -> Self:
        """A file that is not on the disk."""
        made = cls.__new__(cls)
        made._open(docx)
        return made

    def _open(self, docx: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            self._members = {name: package.read(name) for name in package.namelist()}
        self._trees: dict[str, etree._Element] = {}

    def tree(self, part: str = BODY) -> etree._Element:
        """The part's XML, for reading and changing."""
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self._members[part])
        return self._trees[part]

    def has(self, part: str) -> bool:
        """Whether the file has the part."""
        return part in self.names()

    def names(self) -> set[str]:
        """Every part of the file."""
        return {*self._members, *self._trees}

    def drop(self, part: str) -> None:
        """Leave a part out of the file."""
        self._members.pop(part)

    def packed(self) -> bytes:
        """The file as it would be saved."""
        for part, tree in self._trees.items():
            self._members[part] = etree.tostring(
                tree, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self._members.items():
                package.writestr(zipfile.ZipInfo(name), data)
        return out.getvalue()

    # what the eye finds

    def paragraph(self, text: str, part: str = BODY, nth: int = 1) -> etree._Element:
        """The paragraph that reads like this, or begins so when the text ends in an ellipsis."""
        return list(self._reading(text, part))[nth - 1]

    def last(self, text: str, part: str = BODY) -> etree._Element:
        """The last paragraph that reads like this."""
        return list(self._reading(text, part))[-1]

    def next(self, after: etree._Element, text: str) -> etree._Element:
        """The first paragraph after another that reads like this."""
        paragraphs = list(after.getroottree().getroot().iter(f"{W}p"))
        return next(one for one in paragraphs[paragraphs.index(after) + 1 :] if _reads(one, text))

    def _reading(self, text: str, part: str) -> Iterator[etree._Element]:
        return (one for one in self.tree(part).iter(f"{W}p") if _reads(one, text))

    # what the hand does

    def retype(self, paragraph: etree._Element, text: str) -> etree._Element:
        """Everything in the paragraph typed over, in its first run's form."""
        return self.put(paragraph, run(text, _form(paragraph)))

    def put(self, paragraph: etree._Element, inner: str) -> etree._Element:
        """The paragraph's content replaced by runs and what else Word puts between them."""
        for child in paragraph:
            if child.tag != f"{W}pPr":
                paragraph.remove(child)
        paragraph.extend(ooxml(inner))
        return paragraph

    def swap(self, paragraph: etree._Element, old: str, new: str) -> etree._Element:
        """One piece of its text typed over; it must stand in one run."""
        (node,) = [one for one in paragraph.iter(f"{W}t") if old in (one.text or "")]
        node.text = (node.text or "").replace(old, new, 1)
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return paragraph

    def append(self, paragraph: etree._Element, inner: str) -> etree._Element:
        """Something put last in the paragraph."""
        paragraph.extend(ooxml(inner))
        return paragraph

    def after(self, paragraph: etree._Element, text: str, style: str = "") -> etree._Element:
        """Enter pressed at the paragraph's end, and a new one typed."""
        new = deepcopy(paragraph)
        for mark in list(new.iter(f"{W}sectPr")):
            mark.getparent().remove(mark)
        self.retype(new, text)
        paragraph.addnext(new)
        if style:
            self.style(new, style)
        return new

    def before(self, paragraph: etree._Element, text: str, style: str = "") -> etree._Element:
        """A new paragraph above."""
        new = self.after(paragraph, text, style)
        paragraph.addprevious(new)
        return new

    def style(self, paragraph: etree._Element, name: str) -> etree._Element:
        """Another paragraph style chosen."""
        (chosen,) = list(paragraph.iter(f"{W}pStyle")) or [None]
        if chosen is None:
            paragraph.insert(0, ooxml(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>')[0])
        else:
            chosen.set(f"{W}val", name)
        return paragraph

    def remove(self, element: etree._Element) -> None:
        """A paragraph, or a whole row, taken away."""
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)

    def insert_after(self, paragraph: etree._Element, block: str) -> etree._Element:
        """A table or another block put below."""
        (new,) = ooxml(block)
        paragraph.addnext(new)
        return new

    # what Word adds to the file

    def part(
        self,
        name: str,
        xml: str | bytes,
        kind: str,
        relation: str,
        owner: str = BODY,
        *,
        declare: bool = True,
    ) -> str:
        """Another part; returns the id of the relation to it."""
        data = xml if isinstance(xml, bytes) else declared(xml).encode()
        self._members[name] = data
        if declare:
            types = self.tree("[Content_Types].xml")
            etree.SubElement(types, f"{TYPES}Override", PartName=f"/{name}", ContentType=kind)
        else:
            self.default(name.rpartition(".")[2], kind)
        return self.relation(relation, _target(owner, name), owner)

    def default(self, extension: str, kind: str) -> None:
        """The content type of every part with this ending."""
        types = self.tree("[Content_Types].xml")
        if not any(one.get("Extension") == extension for one in types):
            types.insert(0, types.makeelement(f"{TYPES}Default", Extension=extension, ContentType=kind))

    def relation(self, kind: str, target: str, owner: str = BODY, *, external: bool = False) -> str:
        """A relation from a part to another, or to the world."""
        folder, _, file = owner.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has(rels):
            self._members[rels] = declared(f'<Relationships xmlns="{PACKAGE_RELS[1:-1]}"/>').encode()
        tree = self.tree(rels)
        identity = f"rIdK{len(tree) + 1}"
        new = etree.SubElement(
            tree,
            f"{PACKAGE_RELS}Relationship",
            Id=identity,
            Type=f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}",
            Target=target,
        )
        if external:
            new.set("TargetMode", "External")
        return identity

    def style_named(self, identity: str) -> etree._Element:
        """A style by its id."""
        return next(one for one in self.tree(STYLES).iter(f"{W}style") if one.get(f"{W}styleId") == identity)


def own_text(paragraph: etree._Element) -> str:
    """What stands in the paragraph itself, not in a text box that hangs in it; deleted text is gone."""
    return "".join(
        node.text or "" for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph
    )


def _reads(paragraph: etree._Element, text: str) -> bool:
    read = own_text(paragraph)
    return read.startswith(text[:-1]) if text.endswith("…") else read == text


def _form(paragraph: etree._Element) -> str:
    form = paragraph.find(f"{W}r/{W}rPr")
    if form is None:
        return ""
    return "".join(etree.tostring(one).decode() for one in form)


def _target(owner: str, name: str) -> str:
    folder = owner.rpartition("/")[0]
    return name.removeprefix(f"{folder}/") if name.startswith(f"{folder}/") else f"/{name}"
