"""The structure tree: every part keeps its tags under one root, so that the packet reads as its parts did.

What must not meet is given the part's number: keys of the parent tree, element ids, attribute classes, and roles that
two parts use for different things. A part without tags gets an element of its own and nothing under it: its content
is left untagged, and the packet does not claim to be tagged throughout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from service.assemble.actions import DANGEROUS, disarm
from service.assemble.objects import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    drop,
    entry,
    entry_dict,
    entry_list,
    make,
    name,
    resolve,
    set_entry,
    string_bytes,
    text,
    tree_items,
)
from service.assemble.plainfile import PlainFile
from service.assemble.raw import Raw
from service.assemble.source import Source
from service.assemble.table import ObjectTable
from service.assemble.transfer import Transfer

STANDARD_ROLES = frozenset(
    {
        "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index",
        "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody",
        "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference",
        "/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/RB", "/RT", "/RP", "/Warichu", "/WT", "/WP", "/Figure",
        "/Formula", "/Form",
    }
)  # fmt: skip
_KEYS_PER_NODE = 128
_STEPS = 10
"""So many roles may stand for one another in a row; a ring of them has no end anyway."""

_TOUCHED = re.compile(
    rb"/(?:S\s+\d|(?:StructParents?|EF|AF|Headers|Type\s*/Page|"
    + b"|".join(re.escape(action[1:].encode()) for action in sorted(DANGEROUS))
    + rb")(?![A-Za-z0-9]))"
)
_DISGUISED = re.compile(rb"#(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])")
"""A letter that could make one of these."""
_CLASSES = re.compile(rb"/C(?![A-Za-z0-9])")
_ROLES = re.compile(rb"/S\s*(/[^\s/<>\[\](){}%]*)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NUMBERS = re.compile(rb"<<\s*/Nums\s*\[(.*)\]\s*>>", re.DOTALL)
_NUMBER_ROW = re.compile(rb"(\d+)\s*(\[[\d\sRnul]*\]|(?<=\s)\d+\s+\d+\s+R)")


class StructureTree:
    """The packet's structure tree, filled part by part."""

    def __init__(self, table: ObjectTable) -> None:
        self._table = table
        self._root = table.reserve()
        self.document = table.reserve()
        """The element above the parts."""
        self._parts = ArrayObject()
        self._parents: list[tuple[int, PdfObject]] = []
        self._ids: list[tuple[bytes, PdfObject]] = []
        self._namespaces = ArrayObject()
        self._classes = DictionaryObject()
        self.roles: dict[str, str] = {}
        self.next_key = 0
        self._untagged = 0

    def begin(self, source: Source, number: int) -> PartStructure:
        """Prepare a part's move: give its keys and names their places; `number` tells the parts apart."""
        part = PartStructure(source, number, self.next_key, self.roles)
        self.next_key += len(part.keys)
        return part

    def add(self, part: PartStructure, transfer: Transfer, title: str, language: str) -> None:
        """Move a part's tags in, after its pages."""
        moved = part.move_kids(transfer)
        kids = [kid if isinstance(kid, IndirectObject) else self._table.add(kid) for kid in moved]
        element = self._part_element(part, kids)
        self._parts.append(element)
        held = resolve(element)
        drop(held, "/T", "/Lang")
        held.update(named(title, part.language or language))
        if not kids:
            self._untagged += 1
        self._parents += part.move_parents(transfer)
        self._ids += part.move_ids(transfer)
        self._classes.update(part.move_classes(transfer))
        self._namespaces.extend(part.move_namespaces(transfer))

    def _part_element(self, part: PartStructure, kids: Sequence[IndirectObject]) -> IndirectObject:
        """One element for the part: the root of its own tree where that is a whole document."""
        only = resolve(kids[0]) if len(kids) == 1 else None
        if only is not None and part.is_document(only):
            make_part(only, self.document)
            return kids[0]
        element = make(Type=name("StructElem"), S=name("Part"), P=self.document)
        place = self._table.add(element)
        if kids:
            set_entry(element, "K", ArrayObject(kids))
        for kid in kids:
            set_entry(resolve(kid), "P", place)
        return place

    def add_prepared(self, element: IndirectObject, rows: Sequence[PdfObject], roles: dict[str, str]) -> None:
        """Take in a part whose tags are in the file already: its element, the parent tree's rows, its roles."""
        self._parts.append(element)
        self._parents += enumerate(rows, start=self.next_key)
        self.next_key += len(rows)
        self.roles.update(roles)

    @property
    def complete(self) -> bool:
        """Whether every part is tagged."""
        return self._untagged == 0

    def finish(self, title: str, language: str) -> IndirectObject:
        """Write the root; returns its place."""
        document = make(
            Type=name("StructElem"),
            S=name("Document"),
            P=self._root,
            K=self._parts,
            T=text(title),
            Lang=text(language),
        )
        self._table.put(self.document, document)
        root = make(
            Type=name("StructTreeRoot"),
            K=ArrayObject([self.document]),
            ParentTree=self._parent_tree(),
            ParentTreeNextKey=NumberObject(self.next_key),
        )
        if self.roles:
            set_entry(
                root,
                "RoleMap",
                DictionaryObject({NameObject(k): NameObject(v) for k, v in self.roles.items()}),
            )
        if self._classes:
            set_entry(root, "ClassMap", self._classes)
        if self._ids:
            pairs = sorted(self._ids, key=lambda pair: pair[0])
            names = ArrayObject(item for key, place in pairs for item in (ByteStringObject(key), place))
            set_entry(root, "IDTree", make(Names=names))
        if self._namespaces:
            set_entry(root, "Namespaces", self._namespaces)
        self._table.put(self._root, root)
        return self._root

    def _parent_tree(self) -> IndirectObject:
        nodes = ArrayObject()
        for first in range(0, len(self._parents), _KEYS_PER_NODE):
            group = self._parents[first : first + _KEYS_PER_NODE]
            limits = ArrayObject([NumberObject(group[0][0]), NumberObject(group[-1][0])])
            numbers = ArrayObject(item for key, value in group for item in (NumberObject(key), value))
            nodes.append(self._table.add(make(Limits=limits, Nums=numbers)))
        return self._table.add(make(Kids=nodes) if nodes else make(Nums=nodes))


class PartStructure:
    """One part's tags and what they are called in the packet."""

    def __init__(self, source: Source, number: int, first_key: int, roles: dict[str, str]) -> None:
        self._tree = source.structure if source.tagged else DictionaryObject()
        self._mark = f"del{number}"
        self.language = _language(source) if source.tagged else ""
        self._parents = _parent_rows(source, self._tree)
        self.keys = {old: first_key + at for at, old in enumerate(sorted(self._parents))}
        self._roles = self._settle_roles(roles)
        self.renames = bool(self._roles)
        """Whether a role stands for something else than in the packet."""
        self._has_classes = bool(entry_dict(self._tree, "/ClassMap"))
        self._has_ids = "/IDTree" in self._tree

    def _settle_roles(self, roles: dict[str, str]) -> dict[str, str]:
        """Enter the part's roles among the packet's; returns those that had to be renamed."""
        written = {str(key): str(resolve(value)) for key, value in entry_dict(self._tree, "/RoleMap").items()}
        own = {key: _meaning(key, written) for key in written if _meaning(key, written) != key}
        renamed = {
            key: f"{key}.{self._mark}"
            for key, value in own.items()
            if key in STANDARD_ROLES or roles.get(key, value) != value
        }
        for key, value in own.items():
            roles[renamed.get(key, key)] = value
        return renamed

    def must_read(self, head: bytes) -> bool:
        """Whether `on_dictionary` may have something to do in an object that is still bytes."""
        if _TOUCHED.search(head) or _DISGUISED.search(head):
            return True
        if (self._has_ids and b"/ID" in head) or (self._has_classes and _CLASSES.search(head)):
            return True
        return bool(self._roles) and any(_name(role) in self._roles for role in _ROLES.findall(head))

    def on_dictionary(self, holder: DictionaryObject) -> None:
        """Give a dictionary that moves its keys and names in the packet; called once for each."""
        disarm(holder)
        for key in ("/StructParents", "/StructParent"):
            if key in holder:
                self._renumber(holder, key)
        if "/S" in holder and "/P" in holder and isinstance(dict.get(holder, "/S"), NameObject):
            self._rename_element(holder)
        if self._has_ids and dict.get(holder, "/O") == "/Table" and "/Headers" in holder:
            headers = (
                ByteStringObject(self._id(resolve(header))) for header in entry_list(holder, "/Headers")
            )
            set_entry(holder, "Headers", ArrayObject(headers))

    def _renumber(self, holder: DictionaryObject, key: str) -> None:
        new = self.keys.get(entry(holder, key))
        if new is None:
            holder.pop(key)
        else:
            set_entry(holder, key[1:], NumberObject(new))

    def _rename_element(self, element: DictionaryObject) -> None:
        role = dict.get(element, "/S")
        if role in self._roles:
            set_entry(element, "S", NameObject(self._roles[role]))
        if self._has_ids and "/ID" in element:
            set_entry(element, "ID", ByteStringObject(self._id(entry(element, "/ID"))))
        if self._has_classes and "/C" in element:
            classes = entry(element, "/C")
            items = list.__iter__(classes) if isinstance(classes, list) else [classes]
            set_entry(element, "C", ArrayObject(self._class(item) for item in items))

    def _id(self, value: Any) -> bytes:
        return self._mark.encode() + b"." + string_bytes(value)

    def _class(self, value: Any) -> Any:
        value = resolve(value)
        return NameObject(f"{value}.{self._mark}") if isinstance(value, NameObject) else value

    def is_document(self, element: DictionaryObject) -> bool:
        """Whether an element stands for a whole document."""
        return str(entry(element, "/S")) in ("/Document", f"/Document.{self._mark}")

    def move_kids(self, transfer: Transfer) -> list[PdfObject]:
        """The topmost elements."""
        held = dict.get(self._tree, "/K")
        kids = entry_list(self._tree, "/K") if isinstance(resolve(held), list) else [held]
        kept = ArrayObject(
            kid for kid in kids if isinstance(kid, IndirectObject) and isinstance(resolve(kid), dict)
        )
        return _moved(transfer, kept)

    def move_parents(self, transfer: Transfer) -> list[tuple[int, PdfObject]]:
        """The rows of the parent tree."""
        values = _moved(transfer, ArrayObject(self._parents[old] for old in self.keys))
        return list(zip(self.keys.values(), values, strict=True))

    def move_ids(self, transfer: Transfer) -> list[tuple[bytes, PdfObject]]:
        """The rows of the tree of ids."""
        rows = list(tree_items(dict.get(self._tree, "/IDTree"), "/Names"))
        values = _moved(transfer, ArrayObject(value for _, value in rows))
        return [(self._id(key), value) for (key, _), value in zip(rows, values, strict=True)]

    def move_classes(self, transfer: Transfer) -> dict[NameObject, PdfObject]:
        """The attribute classes."""
        classes = entry_dict(self._tree, "/ClassMap")
        values = _moved(transfer, ArrayObject(dict.get(classes, key) for key in classes))
        return {NameObject(f"{key}.{self._mark}"): value for key, value in zip(classes, values, strict=True)}

    def move_namespaces(self, transfer: Transfer) -> list[Any]:
        """The namespaces of its elements."""
        return _moved(transfer, ArrayObject(entry_list(self._tree, "/Namespaces")))


def named(title: str, language: str) -> DictionaryObject:
    """What the element of a part says of it."""
    return make(T=text(title), Lang=text(language))


def make_part(element: DictionaryObject, document: IndirectObject) -> None:
    """Let the element of a whole document be that of a part."""
    set_entry(element, "S", name("Part"))
    set_entry(element, "P", document)


def mark_catalog(catalog: DictionaryObject, tree: StructureTree, title: str, language: str) -> None:
    """Hang the tree into the catalog; the file is called tagged only when all of it is."""
    set_entry(catalog, "StructTreeRoot", tree.finish(title, language))
    set_entry(catalog, "MarkInfo", make(Marked=BooleanObject(tree.complete)))


def _parent_rows(source: Source, tree: DictionaryObject) -> dict[int, Any]:
    """The parent tree's rows; of a plain file's, which is one long list, only the keys are read."""
    held = dict.get(tree, "/ParentTree")
    if isinstance(held, IndirectObject) and isinstance(source.reader, PlainFile):
        raw = source.reader.raw(held.idnum)
        listed = _NUMBERS.fullmatch(raw.head) if raw is not None else None
        if listed and not _NUMBER_ROW.sub(b"", listed[1]).strip():
            return {int(key): Raw(row) for key, row in reversed(_NUMBER_ROW.findall(listed[1]))}
    rows: dict[int, Any] = {}
    for key, value in tree_items(held, "/Nums"):
        if isinstance(key, int):
            rows.setdefault(int(key), value)
    return rows


def _meaning(role: str, written: dict[str, str]) -> str:
    """What a role stands for at last: a step between could stand for something else in another part."""
    for _ in range(_STEPS):
        role = written.get(role, role)
    return role


def _name(written: bytes) -> str:
    """A name as pypdf has it."""
    return _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), written).decode("latin1")


def _language(source: Source) -> str:
    value = entry(source.catalog, "/Lang")
    return str(value) if isinstance(value, str) else ""


def _moved(transfer: Transfer, items: ArrayObject) -> list[Any]:
    return list(list.__iter__(transfer.move(items)))
