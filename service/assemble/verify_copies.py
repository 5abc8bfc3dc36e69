"""Whether what a page draws with (fonts, pictures, patterns) is in the packet what it was in its source."""

from __future__ import annotations

from typing import Any

import pikepdf

from service.assemble.page_facts import OWN_ENTRIES


class Copies:
    """Pairs of a source's and the packet's objects that have been compared; each pair is compared once."""

    def __init__(self) -> None:
        self._compared: set[tuple[Any, Any]] = set()

    def is_copy(self, own: Any, ours: Any) -> bool:
        """Whether two objects, with all that they refer to, are the same; their streams byte for byte."""
        stack = [(own, ours)]
        while stack:
            left, right = stack.pop()
            if not isinstance(left, pikepdf.Object) or not isinstance(right, pikepdf.Object):
                if left != right:
                    return False
            elif left.is_indirect and right.is_indirect and (left.objgen, right.objgen) in self._compared:
                continue
            elif not _compare(left, right, stack):
                return False
            elif left.is_indirect and right.is_indirect:
                self._compared.add((left.objgen, right.objgen))
        return True


def _compare(left: pikepdf.Object, right: pikepdf.Object, stack: list[tuple[Any, Any]]) -> bool:
    """Compare two objects as far as they stand by themselves; what is in them is put on the stack."""
    if isinstance(left, pikepdf.Stream):
        if not isinstance(right, pikepdf.Stream) or left.read_raw_bytes() != right.read_raw_bytes():
            return False
        return _compare_entries(left, right, stack)
    written = left.unparse(resolved=True)
    if b" R" not in written:
        return written == right.unparse(resolved=True)
    if isinstance(left, pikepdf.Array):
        stack.extend(zip(left, right, strict=False) if isinstance(right, pikepdf.Array) else ())
        return isinstance(right, pikepdf.Array) and len(left) == len(right)
    return isinstance(right, pikepdf.Dictionary) and _compare_entries(left, right, stack)


def _compare_entries(left: pikepdf.Object, right: pikepdf.Object, stack: list[tuple[Any, Any]]) -> bool:
    own, ours = dict(left.items()), dict(right.items())
    if own.keys() - OWN_ENTRIES != ours.keys() - OWN_ENTRIES:
        return False
    stack.extend((value, ours[key]) for key, value in own.items() if key not in OWN_ENTRIES)
    return True
