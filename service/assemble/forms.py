"""Form fields: each part's fields under a name of their own, so that equal names in two parts stay two fields."""

from __future__ import annotations

from typing import Any

from service.assemble.objects import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
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
    text,
)
from service.assemble.source import Source
from service.assemble.table import ObjectTable
from service.assemble.transfer import Transfer

_DEPTH = 50
_READ_ONLY = 1


class Forms:
    """The packet's form, filled part by part."""

    def __init__(self, table: ObjectTable) -> None:
        self._table = table
        self._fields = ArrayObject()
        self._resources: dict[str, DictionaryObject] = {}
        self._needs_appearances = False

    def prepare(self, source: Source) -> None:
        """Take scripts out of the fields, and the signatures that the packet cannot keep valid; before the move."""
        stack = [(field, 0) for field in top_fields(source)]
        seen: set[int] = set()
        while stack:
            reference, depth = stack.pop()
            field = resolve(reference)
            if not isinstance(field, DictionaryObject) or id(field) in seen or depth > _DEPTH:
                continue
            seen.add(id(field))
            drop(field, "/AA")
            _lay_down_signature(field)
            stack.extend((kid, depth + 1) for kid in entry_list(field, "/Kids"))

    def add(self, source: Source, transfer: Transfer, number: int) -> None:
        """Move a part's fields; `number` gives them their name in the packet."""
        form = entry_dict(source.catalog, "/AcroForm")
        fields = transfer.move(ArrayObject(top_fields(source)))
        kids = [field for field in list.__iter__(fields) if isinstance(resolve(field), DictionaryObject)]
        if not kids:
            return
        members = ArrayObject()
        parent = make(T=text(f"del{number}"), Kids=members)
        place = self._table.add(parent)
        for field in kids:
            reference = field if isinstance(field, IndirectObject) else self._table.add(field)
            set_entry(resolve(field), "Parent", place)
            members.append(reference)
        for key in ("/DA", "/Q"):
            if (inherited := entry(form, key)) is not None:
                set_entry(parent, key[1:], inherited)
        self._fields.append(place)
        self._needs_appearances |= entry(form, "/NeedAppearances") == BooleanObject(True)
        self._add_resources(transfer.move(entry_dict(form, "/DR")))

    def _add_resources(self, resources: DictionaryObject) -> None:
        for category in resources:
            held = entry(resources, category)
            if isinstance(held, DictionaryObject):
                ours = self._resources.setdefault(category, DictionaryObject())
                for key in held:
                    dict.setdefault(ours, key, dict.get(held, key))

    def finish(self) -> PdfObject | None:
        """The packet's form; None when no part has a field."""
        if not self._fields:
            return None
        form = make(Fields=self._fields)
        if self._resources:
            set_entry(form, "DR", DictionaryObject({name(k[1:]): v for k, v in self._resources.items()}))
        if self._needs_appearances:
            set_entry(form, "NeedAppearances", BooleanObject(True))
        return form


def top_fields(source: Source) -> list[Any]:
    """The form's topmost fields, and those that the form forgot though a page shows them: they would not be drawn."""
    fields = entry_list(entry_dict(source.catalog, "/AcroForm"), "/Fields")
    known = {id(resolve(field)) for field in fields}
    for at in range(len(source.leaves)):
        for reference in source.annotations(at):
            if entry(resolve(reference), "/Subtype") != "/Widget":
                continue
            top = _topmost(reference)
            if id(resolve(top)) not in known:
                known.add(id(resolve(top)))
                fields.append(top)
    return fields


def _topmost(field: Any) -> Any:
    for _ in range(_DEPTH):
        above = dict.get(resolve(field), "/Parent")
        if not isinstance(resolve(above), DictionaryObject):
            break
        field = above
    return field


def _lay_down_signature(field: DictionaryObject) -> None:
    """Keep how a signature looks, not its value: in the packet every viewer would call it broken."""
    if entry(field, "/FT") != "/Sig":
        return
    drop(field, "/V", "/Lock", "/SV")
    flags: Any = entry(field, "/Ff")
    set_entry(field, "Ff", NumberObject((flags if isinstance(flags, int) else 0) | _READ_ONLY))
