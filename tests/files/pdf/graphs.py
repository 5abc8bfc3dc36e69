"""Two PDFs held against each other as what they are: objects that refer to one another, whatever their numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pikepdf

_PRECISION = Decimal("0.00001")
Pair = tuple[str, Any, Any]


def differences(left: pikepdf.Pdf, right: pikepdf.Pdf) -> list[str]:
    """The paths from the catalog at which two files are not the same."""
    found: list[str] = []
    seen: set[tuple[Any, Any]] = set()
    stack: list[Pair] = [("", left.Root, right.Root)]
    while stack:
        path, ours, theirs = stack.pop()
        if isinstance(ours, pikepdf.Object) and isinstance(theirs, pikepdf.Object) and ours.is_indirect:
            pair = (ours.objgen, theirs.objgen if theirs.is_indirect else path)
            if pair in seen:
                continue
            seen.add(pair)
        if not _compare(path, ours, theirs, stack):
            found.append(path)
    return found


def _compare(path: str, left: Any, right: Any, stack: list[Pair]) -> bool:
    """Whether two objects are the same by themselves; what they hold is put on the stack."""
    if isinstance(left, pikepdf.Stream | pikepdf.Dictionary):
        if type(left) is not type(right):
            return False
        own, other = (
            {key: value for key, value in one.items() if key != "/Length" and value is not None}
            for one in (left, right)
        )
        stack.extend((f"{path}{key}", own[key], other[key]) for key in own.keys() & other.keys())
        same = not isinstance(left, pikepdf.Stream) or left.read_raw_bytes() == right.read_raw_bytes()
        return same and own.keys() == other.keys()
    if isinstance(left, pikepdf.Array):
        if not isinstance(right, pikepdf.Array) or len(left) != len(right):
            return False
        stack.extend(
            (f"{path}[{at}]", *both) for at, both in enumerate(zip(list(left), list(right), strict=True))
        )
        return True
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return abs(Decimal(left) - Decimal(right)) <= _PRECISION
    return type(left) is type(right) and bool(left == right)
