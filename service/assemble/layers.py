"""Layers (optional content): what is hidden in a part stays hidden in the packet."""

from __future__ import annotations

from typing import Any

from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    entry,
    entry_dict,
    entry_list,
    make,
    set_entry,
    text,
)
from service.assemble.source import Source
from service.assemble.transfer import Transfer


class Layers:
    """The packet's layers, filled part by part."""

    def __init__(self) -> None:
        self._groups = ArrayObject()
        self._off = ArrayObject()
        self._order = ArrayObject()
        self._lists = {"/Locked": ArrayObject(), "/RBGroups": ArrayObject(), "/AS": ArrayObject()}

    def add(self, source: Source, transfer: Transfer, title: str) -> None:
        """Move a part's layers, shown as they are when the part is opened by itself."""
        properties = entry_dict(source.catalog, "/OCProperties")
        if not properties:
            return
        standard = entry_dict(properties, "/D")
        groups = entry_list(properties, "/OCGs")
        if entry(standard, "/BaseState") == "/OFF":
            on = {_number(item) for item in entry_list(standard, "/ON")}
            off = [item for item in groups if _number(item) not in on]
        else:
            off = entry_list(standard, "/OFF")
        self._groups.extend(_moved(transfer, groups))
        self._off.extend(_moved(transfer, off))
        order = _moved(transfer, entry_list(standard, "/Order"))
        if order:
            self._order.append(ArrayObject([text(title), *order]))
        for key, collected in self._lists.items():
            collected.extend(_moved(transfer, entry_list(standard, key)))

    def finish(self) -> PdfObject | None:
        """The packet's layers; None when no part has any."""
        if not self._groups:
            return None
        standard = make(Name=text("Lager"))
        for key, collected in {"/OFF": self._off, "/Order": self._order, **self._lists}.items():
            if collected:
                set_entry(standard, key[1:], collected)
        result: DictionaryObject = make(OCGs=self._groups, D=standard)
        return result


def _number(reference: Any) -> int | None:
    return reference.idnum if isinstance(reference, IndirectObject) else None


def _moved(transfer: Transfer, items: list[Any]) -> list[Any]:
    return list(list.__iter__(transfer.move(ArrayObject(items))))
